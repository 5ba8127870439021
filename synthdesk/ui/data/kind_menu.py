"""The menu of a heading: which kind the chosen columns are, or that they are left out."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from synthdesk.domain.schema import ColumnKind
from synthdesk.ui.data.preview_model import Heading
from synthdesk.ui.kinds import kind_sentence, kind_words


class KindMenu(QMenu):
    """Sends `chosen` with a `ColumnKind`, or with None for "leave out"."""

    chosen = Signal(object)

    def __init__(self, headings: Sequence[Heading], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("data.kinds")
        self.setToolTipsVisible(True)
        group = QActionGroup(self)
        group.setExclusive(False)
        kinds = {heading.kind for heading in headings if not heading.left_out}
        left_out = all(heading.left_out for heading in headings)
        self._add_title(headings)
        for kind in ColumnKind:
            self._add(group, self._words(kind), kind, checked=not left_out and kinds == {kind})
        self.addSeparator()
        self._add(group, self.tr("Leave out"), None, checked=left_out)
        group.triggered.connect(self._on_triggered)

    def _add_title(self, headings: Sequence[Heading]) -> None:
        one, many = self.tr("“{name}” is"), self.tr("These {count:,} columns are")
        words = one if len(headings) == 1 else many
        title = self.addAction(words.format(name=headings[0].name.replace("&", "&&"), count=len(headings)))
        title.setEnabled(False)

    def _add(self, group: QActionGroup, words: str, kind: ColumnKind | None, *, checked: bool) -> None:
        action = group.addAction(words)
        action.setObjectName(f"data.kind.{kind or 'leave out'}")
        action.setCheckable(True)
        action.setChecked(checked)
        action.setData(kind.value if kind is not None else None)
        self.addAction(action)
        if checked:
            self.setActiveAction(action)

    def _words(self, kind: ColumnKind) -> str:
        return self.tr("{kind}  ({meaning})").format(kind=kind_words(kind), meaning=kind_sentence(kind))

    def _on_triggered(self, action: QAction) -> None:
        value = action.data()
        self.chosen.emit(None if value is None else ColumnKind(value))
