"""Tables in HTML, which many programs export under the name .xls."""

from html.parser import HTMLParser

from synthdesk.importing import problems

_MOST_SPAN = 1000


class _Tables(HTMLParser):
    """Collects the rows of all tables; a cell that spans columns is followed by empty ones."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self._cell: list[str] | None = None
        self._span = 1
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._depth += 1
            self.tables.append([])
        elif tag == "tr" and self._depth:
            self._end_cell()
            self.tables[-1].append([])
        elif tag in ("td", "th") and self._depth and self.tables[-1]:
            self._end_cell()
            self._cell = []
            span = dict(attrs).get("colspan") or "1"
            self._span = min(_MOST_SPAN, int(span)) if span.isdigit() else 1
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
            self.tables[-1][-1] += [text, *[""] * (max(1, self._span) - 1)]
        self._cell = None


def read_html(text: str) -> list[list[str]]:
    """Return the rows of the largest table of a page.

    Raises:
        UserError: There is no table in it.
    """
    parser = _Tables()
    parser.feed(text)
    parser.close()
    largest = max(parser.tables, key=lambda rows: sum(map(len, rows)), default=[])
    if not largest:
        raise problems.not_a_table()
    return largest
