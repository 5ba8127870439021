"""A language that does not exist: accents, one eighth longer, in brackets. What lacks brackets was not translated."""

import re
from pathlib import Path

from page_checks import is_of_qt
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QAbstractButton, QApplication, QGroupBox, QLabel, QMenu, QMenuBar, QWidget

from synthdesk.domain.facts import Bars
from synthdesk.domain.project import Project

_MAP = str.maketrans("aeiouAEIOUcnsy", "áéíóúÀÉÎÖÛçñšý")
_PLACE = re.compile(r"(\{[^}]*\}|&)")


class Pseudo(QTranslator):
    """Translates every text."""

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str:  # noqa: ARG002
        parts = (p if _PLACE.fullmatch(p) else p.translate(_MAP) for p in _PLACE.split(text))
        return "⟦" + "".join(parts) + " ~" * max(1, len(text) // 8) + "⟧"

    def isEmpty(self) -> bool:  # noqa: N802
        return False


def untranslated(root: QWidget, project: Project) -> list[str]:
    """Return the texts in `root` that did not go through `tr`, apart from data and names of formats."""
    bad = []
    data = _data(project)
    for widget in root.findChildren(QWidget):
        if is_of_qt(widget):
            continue
        bad += [
            f"{type(widget).__name__} {widget.objectName()}: {text[:60]}"
            for text in _texts(widget)
            if re.search("[A-Za-z]{3}", text) and "⟦" not in text and text not in data
        ]
    return bad


def _texts(widget: QWidget) -> list[str]:
    texts = [widget.toolTip(), widget.accessibleName()]
    if isinstance(widget, QLabel | QAbstractButton):
        texts.append(widget.text())
    elif isinstance(widget, QGroupBox | QMenu):
        texts.append(widget.title())
    elif isinstance(widget, QMenuBar):
        texts += [action.text() for action in widget.actions()]
    if isinstance(widget, QMenu):
        texts += [action.text() for action in widget.actions()]
    return texts


def _data(project: Project) -> set[str]:
    """Texts that are data or names: columns, values, files, formats."""
    known = {"SynthDesk", "processor", *project.schema.names}
    for fact in project.facts:
        known |= {*fact.examples, *(text for text in (fact.lowest, fact.highest, fact.middle) if text)}
        if isinstance(fact.drawing, Bars):
            known |= set(fact.drawing.labels)
    if project.source is not None:
        known |= {Path(project.source.path).name, project.source.path}
    return known


def install(app: QApplication) -> Pseudo:
    made = Pseudo(app)
    app.installTranslator(made)
    return made
