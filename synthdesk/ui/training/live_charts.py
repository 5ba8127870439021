"""The charts of a run: the similarity, each column real against synthetic, and the two losses."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from synthdesk.domain.results import ColumnComparison
from synthdesk.ui import theme
from synthdesk.ui.texts import percent_words, translated
from synthdesk.ui.training.small_plot import SmallPlot
from synthdesk.ui.training.watching import Watched
from synthdesk.ui.widgets.legend import Legend
from synthdesk.ui.widgets.plot import Line, Plot
from synthdesk.ui.widgets.tabs import Tabs

MOST_COLUMNS = 48
"""More columns than this are not looked at one by one while training goes on."""


class LiveCharts(Tabs):
    """Draws what is known of a run; only the tab on screen is drawn, and only when something came in."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("LiveCharts", "Charts of the training"), parent)
        self.setObjectName("train.tabs")
        self._watched = Watched()
        self._drawn: dict[int, int] = {}
        self.similarity = Plot(self.tr("Similarity so far"))
        self.columns = ColumnGrid()
        self.losses = Plot(self.tr("Losses of the two networks"))
        self.add(self.similarity, self.tr("Similarity"))
        self.add(self.columns, self.tr("Real and synthetic"))
        self.add(self._build_losses(), self.tr("Losses (expert)"))
        self.currentChanged.connect(self.refresh)

    def watch(self, watched: Watched) -> None:
        """Draw `watched` from now on."""
        self._watched, self._drawn = watched, {}
        self.refresh()

    def refresh(self) -> None:
        """Draw the tab on screen if something came in since it was drawn."""
        place = self.currentIndex()
        news = (
            self._watched.similarity_news,
            self._watched.similarity_news,
            self._watched.loss_news,
        )[place]
        if not self.isVisible() or self._drawn.get(place) == news:
            return
        self._drawn[place] = news
        (self._draw_similarity, self._draw_columns, self._draw_losses)[place]()

    def _draw_similarity(self) -> None:
        self.similarity.describe(self._similarity_words())
        x, y = self._watched.similarity.shown("similarity")
        if not len(y):
            self.similarity.clear()
            return
        lines = [Line(self.tr("similarity so far"), x, y, "accent")]  # type: ignore[arg-type]  # arrays are sequences
        measured, begun = self._watched.measured, self._watched.begun
        if measured is not None:
            best = self.tr("best state (round {round:,})").format(round=measured.best_epoch)
            foot = min(float(y.min()), measured.best)
            lines.append(Line(best, (measured.best_epoch,) * 2, (foot, measured.best), "accent", dashed=True))
        halves = begun.halves if begun else None
        self.similarity.draw_lines(
            lines,
            x_title=self.tr("Round"),
            y_title=self.tr("Similarity (%)"),
            percent=True,
            reference=None if halves is None else (halves, self._halves_words(halves)),
        )

    def _draw_columns(self) -> None:
        if self._watched.measured is not None:
            self.columns.show_columns(self._watched.measured.columns)

    def _draw_losses(self) -> None:
        losses = self._watched.losses
        self.losses.describe(
            self.tr("The two losses over the rounds. They need not go down.")
            if len(losses)
            else self.tr("No losses were told. Only networks that play against each other have them.")
        )
        if not len(losses):
            self.losses.clear()
            return
        generator, critic = (losses.shown(name) for name in losses.names)
        self.losses.draw_lines(
            [
                Line(self.tr("generator (invents rows)"), *generator, "real"),  # type: ignore[arg-type]  # arrays
                Line(self.tr("critic (unmasks them)"), *critic, "synthetic", dashed=True),  # type: ignore[arg-type]
            ],
            x_title=self.tr("Round"),
            y_title=self.tr("Loss"),
        )

    def _halves_words(self, halves: float) -> str:
        return self.tr("two halves of the real data ({percent})").format(percent=percent_words(halves))

    def _similarity_words(self) -> str:
        points = self._watched.similarity.points()
        if not points:
            return self.tr("Nothing was measured yet.")
        words = self.tr(
            "From {first} after {first_round:,} rounds to {last} after {last_round:,} rounds."
        ).format(
            first=percent_words(points[0][1]),
            first_round=points[0][0],
            last=percent_words(points[-1][1]),
            last_round=points[-1][0],
        )
        return f"{words} {translated(self._watched.verdict.words)}"

    def _build_losses(self) -> QWidget:
        explained = QLabel(
            self.tr(
                "Two networks compete: one invents rows, the other tries to unmask them. Their curves need not go "
                "down, may be negative, and wobble.\n\n"
                "Fine: after a start both run sideways in a band.\n\n"
                "Not fine: one runs away steadily, jumps get larger and larger, or a curve stops.\n\n"
                "Curves can look fine although the data are poor: trust the similarity."
            )
        )
        explained.setWordWrap(True)
        explained.setAlignment(Qt.AlignmentFlag.AlignTop)
        theme.muted(explained)
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(5))
        row.addWidget(self.losses, 5)
        row.addWidget(explained, 2)
        return page


class ColumnGrid(QWidget):
    """Small plots of all columns in as many columns as there is room for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plots: list[SmallPlot] = []
        self._across = 0
        self._legend = Legend()
        self._legend.set_entries(
            ((self.tr("real"), "real", False), (self.tr("synthetic"), "synthetic", True))
        )
        self.note = theme.muted(QLabel(self.tr("The first comparison comes after a few rounds.")))
        self.note.setWordWrap(True)
        self._grid = QGridLayout()
        self._grid.setSpacing(theme.space(2))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        column.addWidget(self._legend)
        column.addWidget(self.note)
        column.addLayout(self._grid)
        column.addStretch(1)

    def show_columns(self, columns: tuple[ColumnComparison, ...]) -> None:
        """Show each column, in the order of the table; of many only those that differ most."""
        shown = columns
        if len(columns) > MOST_COLUMNS:
            worst = {id(c) for c in sorted(columns, key=lambda c: c.similarity)[:MOST_COLUMNS]}
            shown = tuple(c for c in columns if id(c) in worst)
        self.note.setVisible(len(shown) < len(columns))
        self.note.setText(self.tr("The {count} columns that differ most:").format(count=len(shown)))
        while len(self._plots) < len(shown):
            self._plots.append(SmallPlot(self))
        while len(self._plots) > len(shown):
            self._plots.pop().deleteLater()
        for plot, comparison in zip(self._plots, shown, strict=True):
            plot.show_comparison(comparison)
        self._place(again=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self, *, again: bool = False) -> None:
        across = max(1, self.width() // theme.letters(38))
        if across == self._across and not again:
            return
        for place in range(max(across, self._across)):
            self._grid.setColumnStretch(place, 1 if place < across else 0)
        self._across = across
        for number, plot in enumerate(self._plots):
            self._grid.addWidget(plot, number // across, number % across)
            plot.show()
