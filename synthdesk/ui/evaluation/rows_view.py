"""Whole rows: told apart or not, near real ones or not, what was lost or invented, and subgroups."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from synthdesk.domain.results import EvaluationResult
from synthdesk.domain.whole_rows import ColumnDetail, GroupComparison
from synthdesk.evaluation.report_quality import detection_sentence, differs_most, is_odd, references
from synthdesk.ui import theme
from synthdesk.ui.evaluation.side_by_side import SideBySide
from synthdesk.ui.evaluation.table_view import ComparisonTable
from synthdesk.ui.evaluation.tables import Heading
from synthdesk.ui.texts import percent_words, translated

_ROWS_OF_REFERENCES = 5


@dataclass(frozen=True, slots=True)
class Line:
    """One figure, of synthetic rows, of real rows, and of real columns shuffled one by one; None is unknown."""

    name: str
    synthetic: float | None
    real: float | None
    shuffled: float | None


class RowsView(SideBySide):
    """What `Quality` says."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0.5, parent)
        self.sentence = QLabel()
        self.sentence.setWordWrap(True)
        self.lines = ComparisonTable[Line](self.tr("Whole rows beside two references"), _line_headings())
        self.lines.setObjectName("evaluate.rows")
        self.lines.give_room_to(0)
        self.details = ComparisonTable[ColumnDetail](
            self.tr("Lost and invented values, and ranges"), _detail_headings()
        )
        self.details.setObjectName("evaluate.details")
        self.groups = ComparisonTable[GroupComparison](
            self.tr("Subgroups, the least similar first"), _group_headings()
        )
        self.groups.setObjectName("evaluate.groups")
        note = theme.muted(
            QLabel(
                self.tr(
                    "Real rows show what is within reach; columns shuffled one by one show what single columns "
                    "alone achieve."
                )
            )
        )
        note.setWordWrap(True)
        self.nothing_lost = QLabel(self.tr("No value was lost or invented, and every range is reached."))
        self.nothing_lost.setWordWrap(True)
        self.addWidget(_column(self.sentence, self.lines, note, self.details, self.nothing_lost))
        self._of_groups = theme.heading(QLabel(self.tr("Subgroups, the least similar first")), 3)
        self.addWidget(_column(self._of_groups, self.groups))

    def show_result(self, result: EvaluationResult) -> None:
        """Show what was measured."""
        quality = result.quality
        self.setVisible(quality is not None)
        if quality is None:
            return
        known = quality.detection is not None
        self.sentence.setVisible(known)
        if quality.detection is not None:
            self.sentence.setText(translated(detection_sentence(quality.detection)))
        self.lines.show_rows([Line(translated(name), *three) for name, three in references(result, quality)])
        self.lines.setMaximumHeight(theme.space(9) * _ROWS_OF_REFERENCES)
        odd = sorted(filter(is_odd, quality.details), key=lambda d: (-d.rows_invented, -d.lost))
        self.details.setVisible(bool(odd))
        self.nothing_lost.setVisible(not odd)
        self.details.show_rows(odd)
        for part in (self._of_groups, self.groups):
            part.setVisible(bool(quality.groups))
        self.groups.show_rows(quality.groups)


def _column(*parts: QWidget) -> QWidget:
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, theme.space(3), 0)
    column.setSpacing(theme.space(2))
    for part in parts:
        column.addWidget(part, 1 if isinstance(part, ComparisonTable) else 0)
    return whole


def _line_headings() -> tuple[Heading[Line], ...]:
    return (
        Heading("", lambda line: line.name, lambda line: line.name),
        Heading(
            _tr("Synthetic"), lambda li: _share(li.synthetic), lambda li: li.synthetic or 0, is_number=True
        ),
        Heading(_tr("Real rows"), lambda li: _share(li.real), lambda li: li.real or 0, is_number=True),
        Heading(_tr("Shuffled"), lambda li: _share(li.shuffled), lambda li: li.shuffled or 0, is_number=True),
    )


def _detail_headings() -> tuple[Heading[ColumnDetail], ...]:
    return (
        Heading(_tr("Column"), lambda d: d.name, lambda d: d.name),
        Heading(_tr("Values"), lambda d: _count(d, d.values), lambda d: d.values, is_number=True),
        Heading(
            _tr("Lost"),
            lambda d: _count(d, d.lost),
            lambda d: d.lost,
            is_number=True,
            tip=_tr("Real values that no synthetic row has"),
        ),
        Heading(
            _tr("Invented"),
            lambda d: _count(d, d.invented),
            lambda d: d.invented,
            is_number=True,
            tip=_tr("Synthetic values that no real row has"),
        ),
        Heading(
            _tr("Range reached"),
            lambda d: _share(d.range_reached),
            lambda d: 1.0 if d.range_reached is None else d.range_reached,
            is_number=True,
            tip=_tr("How much of the middle 99 % of the real numbers the synthetic ones span"),
        ),
    )


def _group_headings() -> tuple[Heading[GroupComparison], ...]:
    return (
        Heading(_tr("Group"), lambda g: g.group, lambda g: g.group),
        Heading(
            _tr("Similarity"),
            lambda g: percent_words(g.similarity),
            lambda g: g.similarity,
            share=lambda g: g.similarity,
            is_number=True,
            tip=_tr("Mean similarity of the columns within the group"),
        ),
        Heading(
            _tr("Real rows"),
            lambda g: percent_words(g.within_reach),
            lambda g: g.within_reach,
            is_number=True,
            tip=_tr("The same for other real rows of the group: what is within reach"),
        ),
        Heading(
            _tr("Share"),
            lambda g: f"{percent_words(g.real_share)} → {percent_words(g.synthetic_share)}",
            lambda g: abs(g.real_share - g.synthetic_share),
            tip=_tr("Share of the rows that belong to the group, real → synthetic"),
        ),
        Heading(
            _tr("Differs most"),
            lambda g: translated(differs_most(g)),
            lambda g: g.worst_column,
            tip=_tr("The least similar column within the group, real → synthetic"),
        ),
    )


def _share(share: float | None) -> str:
    return "–" if share is None else percent_words(share)


def _count(detail: ColumnDetail, count: int) -> str:
    return f"{count:,}" if detail.values else "–"


def _tr(text: str) -> str:
    return QCoreApplication.translate("RowsView", text)
