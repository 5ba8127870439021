"""Fields that hold one training setting each: what they show, and what they give back."""

import re
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QDoubleSpinBox, QLineEdit, QSpinBox, QWidget

from synthdesk.domain.training import Device


class Field(Protocol):
    """One setting on screen."""

    @property
    def widget(self) -> QWidget: ...

    def value(self) -> object:
        """Return the setting; `ValueError`, in words for people, when the field holds no such thing."""
        ...

    def show(self, value: object) -> None:
        """Show `value`; does nothing when the field means it already."""
        ...

    def when_edited(self, call: Callable[[], None]) -> None:
        """Call `call` after every change."""
        ...

    def mark(self, *, invalid: bool) -> None:
        """Show, or no longer show, that the value cannot be used."""
        ...


class _Marked:
    """The part all fields share."""

    widget: QWidget

    def mark(self, *, invalid: bool) -> None:
        if self.widget.property("invalid") == invalid:
            return
        self.widget.setProperty("invalid", invalid)
        self.widget.style().unpolish(self.widget)
        self.widget.style().polish(self.widget)


class Number(_Marked):
    """A spin box; `factor` times the setting is shown, and 0 may stand for None."""

    def __init__(
        self, box: QSpinBox | QDoubleSpinBox, *, factor: float = 1, zero_is_none: bool = False
    ) -> None:
        self.widget = self._box = box
        self._factor, self._zero_is_none = factor, zero_is_none
        box.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.UpDownArrows)
        box.setGroupSeparatorShown(True)

    def value(self) -> object:
        shown = self._box.value()
        if self._zero_is_none and shown == 0:
            return None
        return shown if self._factor == 1 else round(shown / self._factor, 6)

    def show(self, value: object) -> None:
        assert value is None or isinstance(value, int | float)
        if self.value() != value:
            shown = (value or 0) * self._factor
            self._box.setValue(shown)  # type: ignore[arg-type]  # a whole box gets whole numbers only

    def when_edited(self, call: Callable[[], None]) -> None:
        self._box.valueChanged.connect(lambda _value: call())


class _Typed(_Marked):
    """A line that is read as something."""

    def __init__(self) -> None:
        self.widget = self._line = QLineEdit()

    def when_edited(self, call: Callable[[], None]) -> None:
        self._line.textEdited.connect(lambda _text: call())


class LongWhole(_Typed):
    """A whole number that may be longer than a spin box can hold."""

    def value(self) -> object:
        text = self._line.text().strip()
        if not re.fullmatch(r"\d{1,19}", text):
            raise ValueError(_tr("Type a whole number, for example 1."))
        return int(text)

    def show(self, value: object) -> None:
        if self._line.text().strip() != str(value):
            self._line.setText(str(value))


class Widths(_Typed):
    """Widths of layers, "256, 256"."""

    def value(self) -> object:
        parts = re.split(r"[\s,;]+", self._line.text().strip())
        if not all(re.fullmatch(r"\d{1,6}", part) for part in parts):
            raise ValueError(_tr("Type one whole number for each layer, for example 256, 256."))
        return tuple(int(part) for part in parts)

    def show(self, value: object) -> None:
        assert isinstance(value, tuple)
        try:
            same = self.value() == value
        except ValueError:
            same = False
        if not same:
            self._line.setText(", ".join(str(width) for width in value))


class Choice(_Marked):
    """One of a few texts, each shown by its words."""

    def __init__(self, choices: dict[str, str]) -> None:
        self.widget = self._box = QComboBox()
        self._keys = list(choices)
        self._box.addItems(list(choices.values()))

    def offer(self, choices: dict[str, str]) -> None:
        """Offer other choices; the chosen one stays chosen where it is still there, else the first is."""
        if list(choices) == self._keys:
            return
        chosen = self.value()
        blocked = self._box.blockSignals(True)  # noqa: FBT003  # Qt's own signature
        self._keys = list(choices)
        self._box.clear()
        self._box.addItems(list(choices.values()))
        self.show(chosen)
        self._box.blockSignals(blocked)

    def value(self) -> object:
        return self._keys[self._box.currentIndex()]

    def show(self, value: object) -> None:
        if value in self._keys:
            self._box.setCurrentIndex(self._keys.index(str(value)))

    def when_edited(self, call: Callable[[], None]) -> None:
        self._box.currentIndexChanged.connect(lambda _index: call())


class DeviceField(_Marked):
    """Where the arithmetic runs."""

    def __init__(self) -> None:
        self.widget = self._box = QComboBox()
        self._box.addItem(_tr("By itself"), Device.AUTO)
        self._box.addItem(_tr("Processor"), Device.CPU)
        self._box.addItem(_tr("Graphics card"), Device.CUDA)

    def value(self) -> object:
        return list(Device)[self._box.currentIndex()]

    def show(self, value: object) -> None:
        self._box.setCurrentIndex(list(Device).index(Device(str(value))))

    def when_edited(self, call: Callable[[], None]) -> None:
        self._box.currentIndexChanged.connect(lambda _index: call())


def whole(most: int, step: int, zero_words: str = "") -> Number:
    """Return a field for whole numbers of 0 to `most`; `zero_words` are shown for 0."""
    box = QSpinBox()
    box.setRange(0, most)
    box.setSingleStep(step)
    box.setSpecialValueText(zero_words)
    return Number(box)


def minutes(zero_words: str) -> Number:
    """Return a field for minutes, where 0 stands for None."""
    box = QDoubleSpinBox()
    box.setDecimals(2)
    box.setRange(0, 1_000_000)
    box.setSpecialValueText(zero_words)
    return Number(box, zero_is_none=True)


def percent() -> Number:
    """Return a field for a share of 0-1, shown as percent."""
    box = QDoubleSpinBox()
    box.setDecimals(0)
    box.setRange(0, 100)
    box.setSuffix(" %")
    return Number(box, factor=100)


def fraction(decimals: int, step: float) -> Number:
    """Return a field for a small number with `decimals`."""
    box = QDoubleSpinBox()
    box.setDecimals(decimals)
    box.setRange(0, 1)
    box.setSingleStep(step)
    return Number(box)


def _tr(text: str) -> str:
    return QCoreApplication.translate("TrainingFields", text)
