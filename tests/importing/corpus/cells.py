"""Cases 40 to 90: numbers, missing values, dates and shapes."""

from datetime import date, datetime, timedelta

from tests.importing.corpus.case import Case, column, lines

N = 40
AGES = [20 + 7 * i % 45 for i in range(60)]
DAYS = [date(2023, 1, 20) + timedelta(days=7 * i) for i in range(N)]


def _one(
    number: int, what: str, values: list[object], kind: str, *asked: str, first: list[object] | None = None
) -> Case:
    return Case(
        number,
        what,
        column("c", values),
        len(values),
        ("row", "c"),
        {"c": kind},
        {"c": first} if first else {},
        asked,
    )


NUMBERS = [
    _one(40, "decimal comma", [f"{i},25" for i in range(N)], "number", first=[0.25, 1.25]),
    _one(41, "German thousands", [f"1.{i:03d},5" for i in range(N)], "number", first=[1000.5, 1001.5]),
    _one(41, "English thousands", [f"1,{i:03d}.5" for i in range(N)], "number", first=[1000.5]),
    _one(
        41,
        "thousands after blanks",
        [f"{i * i + 1} 234" for i in range(30)],
        "whole number",
        first=[1234, 2234, 5234],
    ),
    _one(41, "Swiss thousands", [f"{i * i + 1}'234" for i in range(30)], "whole number", first=[1234]),
    _one(41, "no-break spaces", [f"{i + 1}\u00a0234,5" for i in range(N)], "number", first=[1234.5]),
    _one(41, "narrow no-break spaces", [f"{i + 1}\u202f234,5" for i in range(N)], "number", first=[1234.5]),
    _one(41, "1.234 is asked", [f"{i + 1}.234" for i in range(N)], "number", "number:c"),
    _one(42, "a true minus sign", [f"−{i}.5" for i in range(N)], "number", first=[-0.5, -1.5]),
    _one(
        42,
        "a minus behind",
        [f"{i}.5-" if i % 2 else f"{i}.5" for i in range(N)],
        "number",
        "minus:c",
        first=[0.5, -1.5],
    ),
    _one(
        42,
        "parentheses: asked, words until then",
        [f"({i}.5)" if i % 2 else f"{i}.5" for i in range(N)],
        "identifier",
        "minus:c",
    ),
    _one(
        43,
        "a unit in each cell",
        [f"{50 + i} kg" for i in range(N)],
        "whole number",
        "unit:c",
        first=[50, 51],
    ),
    _one(
        43, "a unit and a decimal comma", [f"{i},4 mmol/l" for i in range(N)], "number", "unit:c", first=[0.4]
    ),
    _one(
        43,
        "two units: asked, words until then",
        [f"{50 + i} {'mg' if i % 2 else 'g'}" for i in range(N)],
        "text",
        "units:c",
    ),
    _one(
        44,
        "limits of measuring: asked",
        ["<0.5", ">1000", *(f"{i}.5" for i in range(N))],
        "identifier",
        "limit:c",
    ),
    _one(45, "blood pressure: asked", [f"{110 + i}/{70 + i % 9}" for i in range(N)], "identifier", "split:c"),
    _one(45, "ranges: asked", [f"{i}-{i + 5}" for i in range(N)], "identifier", "split:c"),
    _one(46, "percent", [f"{i} %" for i in range(N)], "whole number", "unit:c", first=[0, 1]),
    _one(46, "fractions", ["½", "¼"] * 20, "category", first=["½", "¼"]),
    _one(47, "exponents", [f"1.{i:02d}e-05" for i in range(N)], "number", first=[1e-05]),
    _one(47, "12E3 is a code", [f"12E{i % 9}" for i in range(N)], "category", first=["12E0"]),
    _one(47, "beyond all numbers", ["1E400", "2E400"] * 20, "category", first=["1E400"]),
    _one(48, "leading zeros", [f"0{1000 + i}" for i in range(N)], "identifier", first=["01000"]),
    _one(49, "19 digits", [10**18 + i for i in range(N)], "identifier", first=[str(10**18)]),
    Case(
        49,
        "shortened by a spreadsheet",
        column("c", [f"1.2345{i % 9}E+15" for i in range(N)]),
        N,
        remark="spreadsheet shortened",
    ),
    _one(50, "versions", ["1.10.2", "1.1.0"] * 20, "category", first=["1.10.2", "1.1.0"]),
    _one(51, "ICD codes", ["E11.9", "E119", "E11.90 G", "A00.0†"] * 10, "category", first=["E11.9", "E119"]),
    _one(52, "stages", ["III-IV", "T2N0M0", "II"] * 13, "category", first=["III-IV"]),
    _one(53, "true and false", ["TRUE", "FALSE"] * 20, "yes/no"),
    _one(53, "ja and nein", ["ja", "nein"] * 20, "yes/no"),
    _one(53, "1 and 2 for the sexes", [1, 2] * 20, "category"),
    _one(
        54, "infinite and not a number", ["inf", "-inf", "1.5"] * 13, "category", first=["inf", "-inf", "1.5"]
    ),
    _one(
        55,
        "a word among numbers: asked",
        [*(f"{i}.5" for i in range(N)), "hemolytic"],
        "identifier",
        "misfits:c",
    ),
    _one(56, "whole numbers as 3.0", [f"{i}.0" for i in range(N)], "number", first=[0.0, 1.0]),
]

MISSING = [
    _one(57, "empty and blank", ["", " ", *AGES], "whole number", first=[None, None, 20, 27]),
    _one(57, "a dot", [".", *AGES], "whole number", "missing:.", first=[None, 20]),
    _one(57, "NA", ["NA", *AGES], "whole number", "missing:NA", first=[None, 20]),
    _one(
        57,
        "None may be a value",
        ["None", "daily", "weekly"] * 13,
        "category",
        "missing:None",
        first=["None"],
    ),
    _one(
        57,
        "an error of a spreadsheet",
        ["#DIV/0!", *AGES],
        "whole number",
        "missing:#DIV/0!",
        first=[None, 20],
    ),
    _one(
        57,
        "unbekannt",
        ["unbekannt", "ja", "nein"] * 13,
        "category",
        "missing:unbekannt",
        first=["unbekannt"],
    ),
    _one(
        58,
        "-99 among ages",
        [-99, -99, *AGES],
        "whole number",
        "missing:c:-99",
        first=[None, None, 20, 27],
    ),
    _one(58, "999 among ages", [999, 999, *AGES], "whole number", "missing:c:999", first=[None]),
    _one(58, "9 beside 0 and 1", [0, 1, 9, 1] * 10, "yes/no", "missing:c:9"),
    _one(
        58,
        "01.01.1900 among dates",
        ["01.01.1900"] * 3 + [f"{d:%d.%m.%Y}" for d in DAYS],
        "date/time",
        "missing:c:01.01.1900",
        first=[None],
    ),
    Case(
        59,
        "a column without values",
        lines("a;b", *(f"{i};" for i in range(20))),
        20,
        ("a", "b"),
        {"b": "category"},
    ),
    _one(60, "nearly all missing", ["x", *[""] * 60], "category"),
    _one(61, "a mark or nothing", ["X", "", ""] * 13, "category"),
    _one(
        62,
        "two kinds of missing",
        [-98, -99, *AGES],
        "whole number",
        "missing:c:-98",
        "missing:c:-99",
        first=[None, None, 20, 27],
    ),
]

DATES = [
    _one(63, "day or month: asked", ["03/04/2023", "05/06/2023"] * 20, "date/time", "date:c"),
    _one(
        63,
        "a day above 12 decides",
        [f"{d:%d/%m/%Y}" for d in DAYS],
        "date/time",
        first=[datetime(2023, 1, 20)],
    ),
    _one(63, "months first", [f"{d:%m/%d/%Y}" for d in DAYS], "date/time", first=[datetime(2023, 1, 20)]),
    _one(
        63,
        "both in one column: asked",
        [f"{d:%d/%m/%Y}" for d in DAYS] + ["12/31/2023", "11/30/2023"],
        "identifier",
        "misfits:c",
    ),
    _one(64, "years of two digits: asked", [f"{d:%d.%m.%y}" for d in DAYS], "date/time", "date:c"),
    _one(65, "ISO", [str(d) for d in DAYS], "date/time", first=[datetime(2023, 1, 20)]),
    _one(
        65,
        "20230120: asked",
        [f"{d:%Y%m%d}" for d in DAYS],
        "date/time",
        "date:c",
        first=[datetime(2023, 1, 20)],
    ),
    _one(
        65,
        "with a time",
        [f"{d:%d.%m.%Y} 08:30" for d in DAYS],
        "date/time",
        first=[datetime(2023, 1, 20, 8, 30)],
    ),
    _one(
        65,
        "German months",
        ["12. März 2021", "3. Mai 2020", "24. Dezember 2019", "1. Juli 2021"],
        "date/time",
        first=[datetime(2021, 3, 12), datetime(2020, 5, 3)],
    ),
    _one(
        65,
        "French months, short",
        ["3 janv. 2020", "14 mars 2021", "30 août 2019"],
        "date/time",
        first=[datetime(2020, 1, 3), datetime(2021, 3, 14), datetime(2019, 8, 30)],
    ),
    _one(
        65,
        "German months and years of two digits",
        ["05-Okt-19", "31-Mrz-20", "07-Dez-18"],
        "date/time",
        "date:c",
    ),
    _one(65, "months as words", [f"{d:%d-%b-%Y}" for d in DAYS], "date/time", first=[datetime(2023, 1, 20)]),
    _one(65, "quarters and weeks stay words", ["Q1 2023", "KW 12"] * 20, "category", first=["Q1 2023"]),
    _one(65, "parts of a date stay words", ["??/1987", "??/1988"] * 20, "category", first=["??/1987"]),
    _one(65, "years", list(range(1950, 1990)), "identifier"),
    _one(
        67,
        "before 1900 and after 2262",
        ["1850-01-01", "9000-05-05"] * 20,
        "date/time",
        first=[datetime(1850, 1, 1)],
    ),
    _one(
        68,
        "an offset from UTC",
        [f"{d}T10:00:00+02:00" for d in DAYS],
        "date/time",
        first=[datetime(2023, 1, 20, 8)],
    ),
    _one(
        68,
        "24:00:00 is the next midnight",
        [f"{d} 24:00:00" for d in DAYS],
        "date/time",
        first=[datetime(2023, 1, 21)],
    ),
    _one(
        68,
        "seconds since 1970 stay numbers",
        [1_674_172_800 + 86_400 * i * i for i in range(N)],
        "whole number",
    ),
    _one(69, "days in the future are not put right", ["2093-01-20", "2094-02-21"] * 20, "date/time"),
    _one(
        70,
        "durations and ages stay words",
        ["1 d 03:20", "3 Mo", "2y4m", ">89"] * 10,
        "category",
        first=["1 d 03:20"],
    ),
]

SHAPES = [
    Case(71, "one column", lines("age", *(str(20 + i * 3 % 60) for i in range(30))), 30, ("age",)),
    Case(72, "one row", lines("a;b", "1;x"), 1, ("a", "b")),
    _one(73, "a constant", ["same"] * 40, "category"),
    Case(
        74,
        "three hundred columns",
        lines(
            ";".join(f"g{i}" for i in range(300)),
            *(";".join(str(i * j % 7919) for j in range(300)) for i in (3, 5)),
        ),
        2,
    ),
    _one(75, "each text different", [f"the patient came on day {i} and left" for i in range(N)], "text"),
    _one(76, "different in every row", [f"k{i:04x}" for i in range(N)], "identifier"),
    _one(77, "names in a comment", [f"seen by Dr. Weber, day {i}, all well" for i in range(N)], "text"),
    _one(78, "a cell of a megabyte", ["x" * 1_000_000, *(f"w{i}" for i in range(N))], "text"),
    Case(
        79,
        "one person in several rows",
        lines("patient_id;v", *(f"p{i // 3};{i}" for i in range(30))),
        30,
        ("patient_id", "v"),
        asked=("rows",),
    ),
    Case(
        80,
        "a sum of others",
        lines("a;b;total", *(f"{i};{2 * i};{3 * i}" for i in range(30))),
        30,
        ("a", "b", "total"),
    ),
    _one(81, "a category of one", ["a", "b"] * 20 + ["rare"], "category"),
    _one(82, "an extreme", [*range(50, 90), 5170], "whole number", first=[50]),
    _one(83, "hardly ever yes", ["no"] * 200 + ["yes"], "yes/no"),
    _one(
        84,
        "spellings are kept apart",
        ["male", "Male ", "M\u200b"] * 13,
        "category",
        first=["male", "Male ", "M\u200b"],
    ),
    _one(
        85,
        "HTML and formulas are words",
        ["<b>x</b>", '"=HYPERLINK(1)"'] * 20,
        "category",
        first=["<b>x</b>", "=HYPERLINK(1)"],
    ),
    _one(86, "base64", ["QUJD" * 80 + str(i) for i in range(N)], "text"),
    _one(87, "lists in cells", ["[1, 2]", "[3]"] * 20, "category", first=["[1, 2]"]),
    _one(88, "categories that are numbers", [10, 20, 30, 40] * 10, "category"),
    _one(89, "yes, no and 9", [0, 1, 9, 1, 0] * 9, "yes/no", "missing:c:9"),
    _one(90, "the kind changes in the last row", [*range(20, 60), "A17"], "identifier", "misfits:c"),
]

CASES = [*NUMBERS, *MISSING, *DATES, *SHAPES]
