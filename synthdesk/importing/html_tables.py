"""Tables in HTML, which many programs export under the name .xls."""

from html.parser import HTMLParser

from synthdesk.importing import problems

_MOST_SPAN = 1000


class _Tables(HTMLParser):
    """Collects the rows of all tables; a cell that spans columns or rows leaves empty ones beside and below it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self._cell: list[str] | None = None
        self._span = (1, 1)
        self._below: dict[int, int] = {}
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._depth += 1
            self._below = {}
            self.tables.append([])
        elif tag == "tr" and self._depth:
            self._end_cell()
            self._end_row()
            self.tables[-1].append([])
        elif tag in ("td", "th") and self._depth and self.tables[-1]:
            self._end_cell()
            self._cell = []
            given = dict(attrs)
            self._span = _number(given.get("colspan")), _number(given.get("rowspan"))
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr"):
            self._end_cell()
        elif tag == "table" and self._depth:
            self._end_cell()
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def _end_cell(self) -> None:
        if self._cell is not None and self.tables and self.tables[-1]:
            text = " ".join("".join(self._cell).replace("\xa0", " ").split())
            row, (across, down) = self.tables[-1][-1], self._span
            self._skip_taken(row)
            if down > 1:
                # Rows still to be left free, this one included: `_end_row` counts it off.
                self._below |= dict.fromkeys(range(len(row), len(row) + across), down)
            row += [text, *[""] * (across - 1)]
        self._cell = None

    def _skip_taken(self, row: list[str]) -> None:
        """Leave the places free that a cell further up reaches down to."""
        while self._below.get(len(row), 0) > 0 and len(row) < _MOST_SPAN:
            row.append("")

    def _end_row(self) -> None:
        if self.tables[-1]:
            self._skip_taken(self.tables[-1][-1])
        self._below = {place: rows - 1 for place, rows in self._below.items() if rows > 1}


def _number(text: str | None) -> int:
    """Return a span, 1 where it is none."""
    return max(1, min(_MOST_SPAN, int(text))) if text and text.isascii() and text.isdigit() else 1


def read_html(text: str) -> tuple[list[list[str]], int]:
    """Return the rows of the largest table of a page, and how many more tables there are.

    Raises:
        UserError: There is no table in it.
    """
    parser = _Tables()
    parser.feed(text)
    parser.close()
    largest = max(parser.tables, key=lambda rows: sum(map(len, rows)), default=[])
    if not largest:
        raise problems.not_a_table()
    return largest, sum(map(bool, parser.tables)) - 1
