"""All pairs of columns at once: how much each differs."""

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from synthdesk.ui import theme
from synthdesk.ui.texts import percent_words
from synthdesk.ui.widgets.plot import Plot

Pairs = tuple[tuple[str, str, float], ...]
_LEAST_SHADE = 0.1


class MatrixView(QWidget):
    """A square of shades, one for each pair."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.note = theme.muted(QLabel())
        self.note.setWordWrap(True)
        self.plot = Plot(self.tr("Differences of all pairs of columns"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        column.addWidget(self.note)
        column.addWidget(self.plot, 1)

    def show_pairs(self, pairs: Pairs, names: tuple[str, ...]) -> None:
        """Show `pairs` of the columns `names`, in the order of the table."""
        if not pairs:
            self.note.setText(self.tr("There are no pairs: only one column was learned."))
            self.plot.clear()
            return
        first, second, worst = min(pairs, key=lambda pair: pair[2])
        words = self.tr(
            "The darker, the more a pair differs. Most: {first} with {second}, {percent} similar."
        ).format(first=first, second=second, percent=percent_words(worst))
        self.note.setText(words)
        self.plot.describe(words)
        differences = matrix(pairs, names)
        highest = max(_LEAST_SHADE, *(max(row) for row in differences))
        self.plot.draw_heat(names, names, differences, highest=highest)


def matrix(pairs: Pairs, names: tuple[str, ...]) -> tuple[tuple[float, ...], ...]:
    """Return how much each pair differs (1 - similarity), rows and columns by `names`; a column with itself is 0."""
    known = {frozenset((first, second)): 1.0 - similarity for first, second, similarity in pairs}
    return tuple(tuple(known.get(frozenset((row, column)), 0.0) for column in names) for row in names)
