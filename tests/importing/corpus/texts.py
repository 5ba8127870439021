"""Cases 1 to 39: bytes, dialects and headings."""

import gzip
import io
import zipfile

from tests.importing.corpus.case import Case, lines

ROWS = ("name;value", "Müller;1,5", "Jäger;2,5", "Weiß;13,75")
NAMES = ("name", "value")
VALUES: dict[str, list[object]] = {"name": ["Müller", "Jäger", "Weiß"], "value": [1.5, 2.5, 13.75]}
N30 = [f"{i};{i / 8:.3f};w{i % 3}" for i in range(1, 31)]


def _zip(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def _good(number: int, what: str, data: bytes, **more: object) -> Case:
    return Case(number, what, data, 3, NAMES, values=VALUES, **more)  # type: ignore[arg-type]


BYTES = [
    _good(1, "UTF-8", lines(*ROWS)),
    _good(2, "UTF-8 with its mark", lines(*ROWS, encoding="utf-8-sig")),
    _good(3, "UTF-16 with its mark", lines(*ROWS, encoding="utf-16")),
    _good(3, "UTF-16 without", lines(*ROWS, encoding="utf-16-le")),
    _good(3, "UTF-16 big-endian without", lines(*ROWS, encoding="utf-16-be")),
    _good(4, "Windows Western", lines(*ROWS, encoding="cp1252")),
    Case(
        4,
        "DOS Western, whose ü is no letter in Windows",
        lines(*ROWS, encoding="cp850"),
        3,
        NAMES,
        values=VALUES,
    ),
    Case(
        4,
        "DOS Western with ü only: no Windows letter",
        lines("n;v", "Müller;1", "Süß;2", encoding="cp850"),
        2,
        ("n", "v"),
    ),
    Case(
        5,
        "Russian: which words are right is asked",
        lines("имя;v", "Москва;1", "боль;2", encoding="cp1251"),
        2,
        asked=("encoding",),
    ),
    Case(5, "Japanese", lines("名前;v", "田中;1", "鈴木さん;2", encoding="cp932"), 2, asked=("encoding",)),
    Case(
        6,
        "two encodings in one file",
        lines(*ROWS) + "Größe;4,5\n".encode("cp1252"),
        4,
        NAMES,
        asked=("encoding",),
        values={"name": ["Müller", "Jäger", "Weiß", "Größe"]},
    ),
    Case(
        7,
        "UTF-8 stored twice",
        "name;v\nMüller;1\nJäger;2\n".encode().decode("cp1252").encode(),
        2,
        asked=("letters",),
        values={"name": ["Müller", "Jäger"]},
    ),
    Case(
        8,
        "zero bytes between letters",
        lines("n;v", *(f"a{i};{i},5" for i in range(30))).replace(b"a7", b"a\x007"),
        30,
        ("n", "v"),
        asked=("zeros",),
    ),
    _good(9, "Ctrl-Z at the end", lines(*ROWS) + b"\x1a"),
    _good(10, "lines end in CR", lines(*ROWS, end="\r")),
    _good(10, "lines end in CRLF", lines(*ROWS, end="\r\n")),
    Case(
        10,
        "line separator U+2028 inside a cell",
        lines("n;v", "a\u2028b;1", "c;2"),
        2,
        values={"n": ["a\u2028b", "c"]},
    ),
    _good(11, "gzip", gzip.compress(lines(*ROWS)), remark="packed"),
    _good(11, "zip of one file", _zip(**{"t.csv": lines(*ROWS)}), remark="packed"),
    Case(11, "zip of two files", _zip(a=b"1", b=b"2"), error="This is a zip file with 2 files"),
    Case(11, "7z", b"7z\xbc\xaf\x27\x1c" + b"\x00" * 50, error="This is not a table"),
    Case(
        11,
        "HTML named .xls",
        b"<html><table><tr><th>a<th>b<tr><td>1<td>x<tr><td>2<td>y</table>",
        2,
        ("a", "b"),
        remark="web page",
    ),
    Case(
        11,
        "a pickle",
        b"\x80\x04\x95\x0b\x00\x00\x00\x00\x00\x00\x00\x8c\x07os.path\x94.",
        error="The file was not opened",
    ),
    Case(12, "empty", b"", error="The file is empty"),
    Case(12, "one byte", b"a", error="The table has no rows"),
    Case(12, "headings only", b"a;b;c\n", error="The table has no rows"),
    Case(
        13,
        "cut off in the middle of a row",
        lines("a;b;c", *N30) + b"31",
        31,
        ("a", "b", "c"),
        asked=("notes", "short"),
    ),
    Case(
        13,
        "cut off inside quotation marks",
        lines("a;b", "1;x", "2;y") + b'3;"and so',
        3,
        ("a", "b"),
        asked=("quotes",),
    ),
    Case(
        13,
        "cut off inside a letter",
        lines("a;b", "1;x") + "2;ü".encode()[:-1],
        2,
        ("a", "b"),
        asked=("encoding",),
    ),
    _good(14, "zeros at the end, as after a crash", lines(*ROWS) + bytes(2000), remark="zero bytes"),
]

DIALECTS = [
    _good(17, "semicolon and decimal comma", lines(*ROWS)),
    Case(18, "tab", lines("a\tb", "1\tx, y", "2\tz"), 2, ("a", "b")),
    Case(18, "vertical bar", lines("a|b", "1|x", "2|z"), 2, ("a", "b")),
    Case(
        18,
        "fixed width",
        lines(
            " id  word   value", *(f"{i:>3}  {'ab'[i % 2] * (1 + i % 3):<5} {i / 8:>6.3f}" for i in range(30))
        ),
        30,
        ("id", "word", "value"),
        values={"word": ["a", "bb", "aaa"], "value": [0.0, 0.125, 0.25]},
    ),
    Case(18, "caret", lines("a^b", "1^x", "2^z"), 2, ("a", "b")),
    Case(19, "a first line sep=;", lines("sep=;", "a;b", "1;x", "2;y"), 2, ("a", "b")),
    Case(20, "delimiter inside unquoted text", lines("a;b;c", *N30, "31;0.5;w1; w2"), 31, asked=("long",)),
    Case(
        21,
        "quotation marks doubled",
        lines("a,b", '"x ""y"" z",1', '"p, q",2'),
        2,
        values={"a": ['x "y" z', "p, q"]},
    ),
    Case(
        21,
        "quotation marks with backslashes",
        lines("a,b", r'"x \"y\", z",1', '"p, q",2'),
        2,
        values={"a": ['x "y", z', "p, q"]},
    ),
    Case(
        21,
        "a quotation mark that is never closed",
        lines("a;b", *(f"{i};w{i}" for i in range(9)), '9;"w9', *(f"{i};w{i}" for i in range(10, 40))),
        40,
        ("a", "b"),
        asked=("quotes",),
    ),
    Case(
        22,
        "line breaks inside quotation marks",
        lines("a,b", '"one\ntwo",1', "x,2"),
        2,
        values={"a": ["one\ntwo", "x"]},
    ),
    Case(
        23,
        "a separator at the end of each row but not of the headings",
        lines("a,b,c", "1,x,5,", "2,y,6,", "3,z,7,"),
        3,
        ("a", "b", "c"),
        values={"a": [1, 2, 3], "b": ["x", "y", "z"]},
    ),
    Case(24, "a row too short", lines("a;b;c", *N30, "31;0.5"), 31, asked=("short",)),
    Case(
        25,
        "lines above the table",
        lines("St. Example Hospital", "Printed 12.03.2024", "", "a;b;c", *N30),
        30,
        ("a", "b", "c"),
        remark="2 lines above",
    ),
    Case(26, "a line below the table", lines("a;b;c", *N30, "*** End of report ***"), 30, asked=("notes",)),
    Case(26, "sums below the table", lines("a;b;c", *N30, "Total;58.125;"), 30, asked=("totals",)),
    Case(
        26,
        "headings repeated on each page",
        lines("a;b;c", *N30[:10], "a;b;c", *N30[10:], "a;b;c"),
        30,
        remark="repeated in 2 rows",
    ),
    Case(
        27,
        "a comment above",
        lines("# exported by LIS", "a;b;c", *N30),
        30,
        ("a", "b", "c"),
        remark="1 line above",
    ),
    Case(
        28,
        "blank lines and a blank column",
        lines("a;;c", "1;;x", "", "2;;y", ""),
        2,
        ("a", "c"),
        remark="column without a name",
    ),
    Case(
        29,
        "a second, narrower table below",
        lines("a;b;c", *N30, "", "legend", "w0", "w1"),
        30,
        asked=("notes",),
    ),
    Case(
        30,
        "transposed: every row is a variable",
        lines("age;34;56;61", "weight;70,5;81;64", "sex;m;f;f"),
        2,
        asked=("heading",),
    ),
    Case(
        31,
        "long format",
        lines("patient;test;value", *(f"{i // 3};{'abc'[i % 3]};{i}" for i in range(30))),
        30,
        ("patient", "test", "value"),
        asked=("rows",),
    ),
]

HEADINGS = [
    Case(32, "a repeated name", lines("a;b;a", "1;2;3", "4;5;6"), 2, ("a", "b", "a (2)")),
    Case(
        33,
        "empty, blank and long names",
        lines(f"a; ;{'n' * 300}; b ;😀", "1;2;3;4;5", "6;7;8;9;0"),
        2,
        ("a", "Column 2", "n" * 300, "b", "😀"),
    ),
    Case(33, "a line break in a name", lines('a;"b\nc"', "1;2", "3;4"), 2, ("a", "b c")),
    Case(
        35,
        "units below the names",
        lines("age;crp", "years;mg/l", *(f"{40 + i};{i},5" for i in range(20))),
        20,
        asked=("units",),
    ),
    Case(36, "no names", lines("1,5.5,x", "2,6.5,y", "3,7.5,z"), 3, ("Column 1", "Column 2", "Column 3")),
    Case(
        36,
        "words only: names or values is asked",
        lines("anna;rome", "bob;oslo", "eve;bonn"),
        2,
        asked=("heading",),
    ),
    Case(37, "names that differ in case only", lines("a;A", "1;2", "3;4"), 2, ("a", "A")),
    Case(
        38,
        "names like programs",
        lines("__class__;=cmd();<b>x</b>", "1;2;3", "4;5;6"),
        2,
        ("__class__", "=cmd()", "<b>x</b>"),
    ),
    Case(
        39,
        "years as names",
        lines("2019;2020;2021", "5;6;7", "8;9;1"),
        2,
        ("2019", "2020", "2021"),
        asked=("heading",),
    ),
    Case(39, "years beside a word", lines("id;2019;2020", "5;6;7", "8;9;1"), 2, ("id", "2019", "2020")),
]

CASES = [*BYTES, *DIALECTS, *HEADINGS]
