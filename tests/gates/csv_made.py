"""Text files with known truth: tables of typed values, written the way hospital programs write them."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

Value = Decimal | datetime | str | None

GERMAN = ("Müller", "Größe", "Jürgen", "Straße", "Übelkeit", "Bär", "Öl", "ärztlich", "Füße")
FRENCH = ("sévère", "garçon", "élevé", "Hôpital", "tête", "déjà", "œdème")
POLISH = ("Łódź", "żółty", "Kraków", "ból", "świąd")
RUSSIAN = ("боль", "Москва", "жар", "кашель")
NORDIC = ("Blodprøve", "Åse", "smärta", "værre")
PLAIN = ("pain", "fever", "Ward 3", "cough", "none given", "Smith", "left arm")
UNICODE = (*GERMAN, *FRENCH, *POLISH, *RUSSIAN)
ENCODINGS = {
    "utf-8": UNICODE, "utf-8-sig": (*GERMAN, *RUSSIAN), "utf-16": (*GERMAN, *POLISH),
    "utf-16-le": GERMAN, "utf-16-be": FRENCH, "cp1252": (*GERMAN, *NORDIC), "iso8859_15": FRENCH, "cp850": GERMAN,
    "mac_roman": GERMAN, "cp1250": POLISH, "iso8859_2": POLISH, "cp1251": RUSSIAN, "koi8_r": RUSSIAN, "ascii": PLAIN,
}  # fmt: skip
DELIMITERS = (",", ";", "\t", "|", "^")
DATES = (
    "%Y-%m-%d",
    "%d.%m.%Y",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d-%m-%Y",
    "%Y%m%d",
    "%d.%m.%y",
    "%m/%d/%y",
    "%d-%b-%Y",
    "%Y/%m/%d",
)
CLOCKS = ("", "", " %H:%M", " %H:%M:%S", "T%H:%M:%S")
MISSING = (
    "",
    "",
    "",
    " ",
    "NA",
    ".",
    "-",
    "NULL",
    "n/a",
    "#N/A",
    "-99",
    "-9",
    "999",
    "9999",
    "?",
    "k.A.",
    "NaN",
)
NASTY = ('say "hi"', "a;b", "a,b", "two\nlines", "tab\there", "back\\slash", "  led", "#1", "=1+1", "'tick", "1|2",
         "O'Neil", "100%", "<0.5", "E11.9", "1.10", "T2N0", "NA-like", "50 % better", "emoji 😀", "🩺")  # fmt: skip


@dataclass
class TrueColumn:
    """A column as it is: name, what it holds, values (None where missing) and how each cell was written."""

    name: str
    what: str
    values: list[Value]
    cells: list[str] = field(default_factory=list)
    pattern: str = ""


@dataclass
class MadeFile:
    """A file and the truth about it."""

    data: bytes
    columns: list[TrueColumn]
    style: dict[str, object]


def made_file(seed: int) -> MadeFile:
    """Return the file number `seed`."""
    rng = Random(seed)
    encoding = rng.choice(list(ENCODINGS))
    words = ENCODINGS[encoding]
    decimal = rng.choice(".,")
    style: dict[str, object] = {
        "encoding": encoding,
        "delimiter": rng.choice([d for d in DELIMITERS if d != "," or decimal == "." or rng.random() < 0.2]),
        "decimal": decimal,
        "thousands": rng.choice(["", "", "", "." if decimal == "," else ",", " ", "'", "\u00a0"]),
        "date": rng.choice(DATES),
        "clock": rng.choice(CLOCKS),
        "missing": rng.choice(MISSING),
        "end": rng.choice(["\n", "\n", "\r\n", "\r\n", "\r"]),
        "quoting": rng.choice([csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    }
    if style["end"] == "\r":
        style["quoting"] = csv.QUOTE_ALL  # Python's writer would not quote a line feed there
    if style["thousands"] in ("\u00a0",) and encoding in ("ascii", "cp1251", "koi8_r", "iso8859_2", "cp850"):
        style["thousands"] = ""
    rows = rng.choice([3, 8, 20, 40, 80])
    makers = _makers(words)
    columns = [_column(rng, i, rows, makers, style) for i in range(rng.randint(2, 7))]
    return MadeFile(_written(rng, columns, style, words), columns, style)


def _makers(words: tuple[str, ...]) -> dict[str, Callable[[Random], Value]]:
    return {
        "age": lambda r: Decimal(r.randint(0, 95)),
        "score": lambda r: Decimal(r.randint(0, 4)),
        "lab": lambda r: Decimal(r.randint(1, 99999)) / 100,
        "lab3": lambda r: Decimal(r.randint(1, 99999)) / 1000,
        "signed": lambda r: Decimal(r.randint(-5000, 5000)) / 10,
        "count": lambda r: Decimal(r.choice([r.randint(0, 999), r.randint(1000, 5_000_000)])),
        "thousands": lambda r: Decimal(r.randint(1000, 999_999)),
        "tiny": lambda r: Decimal(r.randint(1, 999)) / 100_000,
        "day": lambda r: datetime(1935, 1, 1) + timedelta(days=r.randint(0, 33_000)),
        "recent": lambda r: datetime(2024, 1, 1) + timedelta(days=r.randint(0, 11)),
        "moment": lambda r: datetime(2023, 1, 1) + timedelta(seconds=r.randint(0, 60_000_000)),
        "word": lambda r: r.choice(words),
        "yes": lambda r: r.choice(["ja", "nein"]),
        "zip": lambda r: f"{r.randint(0, 99999):05d}",
        "long id": lambda r: str(r.randint(10**18, 10**19)),
        "icd": lambda r: f"{r.choice('EIJ')}{r.randint(10, 99)}.{r.randint(0, 9)}",
        "nasty": lambda r: r.choice([*(t for t in NASTY if t.isascii() or words is UNICODE), *words]),
        "bp": lambda r: f"{r.randint(90, 180)}/{r.randint(50, 110)}",
        "limit": lambda r: r.choice(["<0.5", ">1000", f"{r.randint(1, 99)}.5"]),
        "weight": lambda r: Decimal(r.randint(400, 1200)) / 10,
        "percent": lambda r: Decimal(r.randint(0, 100)),
        "owed": lambda r: Decimal(r.randint(-900, 900)) / 10,
    }  # fmt: skip


_DRESS = {"weight": "{} kg", "percent": "{}%"}


def _column(
    rng: Random, place: int, rows: int, makers: dict[str, Callable[[Random], Value]], style: dict[str, object]
) -> TrueColumn:
    what = rng.choice(list(makers))
    values = [makers[what](rng) for _ in range(rows)]
    share = rng.choice([0, 0, 0.1, 0.3])
    values = [None if rng.random() < share else value for value in values]
    column = TrueColumn(f"{what} {place}", what, values)
    column.pattern = str(style["date"]) + (str(style["clock"]) if what == "moment" else "")
    if what == "moment":
        column.values = [_rounded(value, column.pattern) for value in values]
    code = str(style["missing"])
    if isinstance(makers[what](Random(1)), str) and code[-1:].isdigit():
        code = ""
    if what in ("age", "percent", "score", "signed", "owed") and code in ("-9", "-99", "999", "9999"):
        code = rng.choice(
            ["", "-99" if what in ("age", "score", "percent") else "", code if what == "age" else ""]
        )
    if what in ("lab", "lab3", "count", "thousands", "weight") and code in ("999", "9999"):
        code = ""
    if isinstance(makers[what](Random(1)), datetime) and code[-1:].isdigit():
        code = rng.choice(["", _spelled_day(datetime(1900, 1, 1), column.pattern)])
    column.cells = [
        code if value is None else _cell(value, what, column.pattern, style) for value in column.values
    ]
    return column


def _rounded(value: Value, pattern: str) -> Value:
    assert value is None or isinstance(value, datetime)
    if value is None or "%S" in pattern:
        return value
    if "%H" in pattern:
        return value.replace(second=0)
    return datetime.combine(date(value.year, value.month, value.day), datetime.min.time())


def _spelled_day(value: datetime, pattern: str) -> str:
    return value.strftime(pattern).replace(" 00:00:00", " 00:00:00")


def _cell(value: Value, what: str, pattern: str, style: dict[str, object]) -> str:
    if isinstance(value, datetime):
        return value.strftime(pattern)
    if what == "limit":
        return str(value).replace(".", str(style["decimal"]))
    if not isinstance(value, Decimal):
        return str(value)
    text = f"{value:,f}" if style["thousands"] and what in ("count", "thousands", "lab") else f"{value:f}"
    text = text.replace(",", "\0").replace(".", str(style["decimal"])).replace("\0", str(style["thousands"]))
    if what == "owed" and text.startswith("-"):
        text = text[1:] + "-"
    return _DRESS.get(what, "{}").format(text)


def _written(
    rng: Random, columns: list[TrueColumn], style: dict[str, object], words: tuple[str, ...]
) -> bytes:
    delimiter, end = str(style["delimiter"]), str(style["end"])
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=int(style["quoting"]))  # type: ignore[call-overload]
    extra = rng.choice(
        ["", "", "", "preamble", "footer", "both", "trailing", "repeat", "blank", "hint", "comment"]
    )
    style["extra"] = extra
    names = [column.name for column in columns]
    title = f"Report of {rng.choice(words)}{end}printed 12.03.2024{end}{end}"
    above = {
        "hint": f"sep={delimiter}{end}",
        "preamble": title,
        "both": title,
        "comment": f"# by a program{end}",
    }
    out.write(above.get(extra, ""))
    writer.writerow(names)
    rows = list(zip(*[column.cells for column in columns], strict=True))
    for number, row in enumerate(rows):
        writer.writerow([*row, ""] if extra == "trailing" else row)
        if extra == "repeat" and number % 20 == 10:
            writer.writerow(names)
        if extra == "blank" and number % 5 == 2:
            out.write(end)
    if extra in ("footer", "both"):
        out.write(f"{end}*** End of report ***{end}")
    text = out.getvalue()
    if rng.random() < 0.1 and extra != "blank":
        text = text.removesuffix(end)
    return text.encode(str(style["encoding"]), errors="replace")
