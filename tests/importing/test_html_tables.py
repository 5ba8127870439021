"""Tables of web pages keep their columns where cells span rows; other tables of the page are named."""

from synthdesk.domain.source import ImportOptions
from synthdesk.importing.formats import read_bytes
from synthdesk.importing.html_tables import read_html

SPANS = (
    "<table><tr><th rowspan=2>ward<th colspan=2>stay</tr><tr><th>day<th>bed</tr>"
    "<tr><td rowspan='2'>A<td>1<td>x</tr><tr><td>2<td>y</tr><tr><td>B<td>3<td rowspan=²>z</tr></table>"
)


def test_that_cells_below_one_that_spans_rows_stay_in_their_columns() -> None:
    rows, others = read_html(SPANS)
    assert rows == [
        ["ward", "stay", ""],
        ["", "day", "bed"],
        ["A", "1", "x"],
        ["", "2", "y"],
        ["B", "3", "z"],
    ]
    assert others == 0


def test_that_other_tables_of_the_page_are_named() -> None:
    row = "<tr><td>{}</td><td>{}</td></tr>"
    page = "<html><table><tr><td>menu</td></tr></table><table>" + row.format("n", "sex")
    page += "".join(row.format(i, "mf"[i % 2]) for i in range(5)) + "</table></html>"
    read = read_bytes(page.encode(), ImportOptions())
    assert read.frame.columns == ["n", "sex"]
    assert "1 more table" in " ".join(map(str, read.remarks))
