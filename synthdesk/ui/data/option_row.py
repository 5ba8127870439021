"""How the file is read: one field per choice that applies to its kind, what was found filled in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QSpinBox, QVBoxLayout, QWidget

from synthdesk.domain.source import ImportOptions
from synthdesk.ui import theme
from synthdesk.ui.data import spellings
from synthdesk.ui.widgets import file_dialogs
from synthdesk.ui.widgets.buttons import button
from synthdesk.ui.widgets.flow import FlowLayout
from synthdesk.ui.widgets.named import named

HEADING_ROW_LAST = 200


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is read now (`found`, filled in), what the user asked for, and what there is to choose.

    `remembered` says that `wanted` comes from a project that was opened: who chose it is not known any more.
    """

    found: ImportOptions
    wanted: ImportOptions
    file_kind: str
    sheets: tuple[str, ...] = ()
    encodings: tuple[str, ...] = ()
    remembered: bool = False
    may_have_dictionary: bool = False
    folder: Path | None = None


class OptionRow(QWidget):
    """Sends `options_changed` with the `ImportOptions` the user now wants."""

    options_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reading: Reading | None = None
        self._flow = FlowLayout(self)
        self._build_fields()
        self._connect()

    def show_reading(self, reading: Reading) -> None:
        """Show how the file is read."""
        self._reading = reading
        found, wanted, is_text = reading.found, reading.wanted, reading.file_kind == "text"
        _fill(self._sheet, reading.sheets, reading.sheets, wanted.sheet or found.sheet)
        delimiter = wanted.delimiter or found.delimiter
        known = _with(spellings.DELIMITERS, delimiter)
        _fill(self._delimiter, known, [spellings.delimiter_words(sign) for sign in known], delimiter)
        signs = spellings.DECIMALS
        _fill(
            self._decimal,
            signs,
            [spellings.decimal_words(sign) for sign in signs],
            wanted.decimal or found.decimal,
        )
        encoding = wanted.encoding or found.encoding
        possible = _with(reading.encodings, encoding)
        _fill(self._encoding, possible, [spellings.encoding_words(name) for name in possible], encoding)
        self._show_heading_row(wanted.heading_row if wanted.heading_row is not None else found.heading_row)
        self._field_of(self._sheet).setVisible(len(reading.sheets) > 1)
        self._field_of(self._delimiter).setVisible(is_text)
        self._field_of(self._encoding).setVisible(is_text and len(possible) > 1)
        self._field_of(self._decimal).setVisible(reading.file_kind in ("text", "workbook", "html"))
        self._field_of(self._heading_row).setVisible(reading.file_kind in ("text", "workbook", "html"))
        named_file = wanted.dictionary or found.dictionary
        self._dictionary.setText(Path(named_file).name if named_file else self.tr("Choose …"))
        self._field_of(self._dictionary).setVisible(reading.may_have_dictionary or named_file is not None)
        self._reset.setVisible(not is_all_found(wanted))

    def _build_fields(self) -> None:
        self._sheet = self._add_combo(
            "data.sheet", self.tr("Sheet"), self.tr("Sheet of the workbook to read")
        )
        self._delimiter = self._add_combo(
            "data.delimiter", self.tr("Separator"), self.tr("Sign between two cells of a line")
        )
        self._decimal = self._add_combo(
            "data.decimal", self.tr("Decimal sign"), self.tr("Sign before the decimals of a number")
        )
        self._heading_row = named(
            QSpinBox(),
            self.tr("Row with the headings"),
            self.tr("Number of the row that holds the names of the columns"),
        )
        self._heading_row.setRange(0, HEADING_ROW_LAST)
        self._heading_row.setSpecialValueText(self.tr("No headings"))
        self._add_field("data.heading_row", self.tr("Row with headings"), self._heading_row)
        self._encoding = self._add_combo(
            "data.encoding",
            self.tr("Text encoding"),
            self.tr("Choose the one in which special letters look right"),
        )
        self._dictionary = button(
            self.tr("Choose …"),
            "data.dictionary",
            self.tr("Choose the data dictionary of REDCap, which gives columns and codes their labels"),
            symbol="book",
        )
        self._add_field("data.dictionary", self.tr("Data dictionary"), self._dictionary)
        self._reset = button(
            self.tr("Back to what was found"),
            "data.reset",
            self.tr("Find separator, decimal sign and the rest by itself again"),
            kind="link",
            symbol="undo",
        )
        self._add_field("", "", self._reset)

    def _connect(self) -> None:
        for combo in (self._sheet, self._delimiter, self._decimal, self._encoding):
            combo.activated.connect(self._on_changed)
        self._heading_row.valueChanged.connect(self._on_changed)
        self._dictionary.clicked.connect(self._on_dictionary)
        self._reset.clicked.connect(self._on_reset)

    def _add_combo(self, object_name: str, label: str, tip: str) -> QComboBox:
        combo = named(QComboBox(), label, tip)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._add_field(object_name, label, combo)
        return combo

    def _add_field(self, object_name: str, label: str, control: QWidget) -> None:
        field = QWidget(self)
        column = QVBoxLayout(field)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1))
        words = theme.muted(QLabel(label or " "))
        words.setBuddy(control)
        column.addWidget(words)
        column.addWidget(control)
        if object_name:
            control.setObjectName(object_name)
        self._flow.addWidget(field)

    def _field_of(self, control: QWidget) -> QWidget:
        field = control.parentWidget()
        assert field is not None
        return field

    def _show_heading_row(self, row: int | None) -> None:
        with QSignalBlocker(self._heading_row):
            if row is not None and row != self._heading_row.value():
                self._heading_row.setValue(row)

    def _on_changed(self) -> None:
        if self._reading is not None:
            self.options_changed.emit(self._chosen(self._reading))

    def _on_dictionary(self) -> None:
        if self._reading is None:
            return
        filters = self.tr("Data dictionaries (*.csv);;All files (*)")
        title = self.tr("Choose the data dictionary")
        chosen = file_dialogs.file_to_open(self, title, filters, self._reading.folder)
        if chosen is not None:
            wanted = replace(self._chosen(self._reading), dictionary=str(chosen.absolute()))
            self.options_changed.emit(wanted)

    def _on_reset(self) -> None:
        if self._reading is not None:
            self.options_changed.emit(all_found(self._reading.wanted))

    def _chosen(self, reading: Reading) -> ImportOptions:
        """Return what is wanted now: a field that still shows what was found asks for nothing."""
        wanted, found = reading.wanted, reading.found
        row = self._heading_row.value()
        return replace(
            wanted,
            sheet=_choice(self._sheet.currentData(), wanted.sheet, found.sheet),
            delimiter=_choice(self._delimiter.currentData(), wanted.delimiter, found.delimiter),
            decimal=_choice(self._decimal.currentData(), wanted.decimal, found.decimal),
            encoding=_choice(self._encoding.currentData(), wanted.encoding, found.encoding),
            heading_row=row if wanted.heading_row is not None or row != found.heading_row else None,
        )


def is_all_found(wanted: ImportOptions) -> bool:
    """Return whether the user left everything to the program that it can find by itself."""
    return wanted == all_found(wanted)


def all_found(wanted: ImportOptions) -> ImportOptions:
    """Return `wanted` with everything left to the program but answers, chosen columns and the data dictionary."""
    return ImportOptions(answers=wanted.answers, dictionary=wanted.dictionary, columns=wanted.columns)


def _choice(shown: str | None, wanted: str | None, found: str | None) -> str | None:
    return shown if wanted is not None or shown != found else None


def _with(values: tuple[str, ...], value: str | None) -> tuple[str, ...]:
    return values if value is None or value in values else (value, *values)


def _fill(combo: QComboBox, values: Sequence[str], words: Sequence[str], current: str | None) -> None:
    """Fill `combo` unless it holds just these values, and choose `current`."""
    with QSignalBlocker(combo):
        if [combo.itemData(place) for place in range(combo.count())] != list(values):
            combo.clear()
            for value, text in zip(values, words, strict=True):
                combo.addItem(text, value)
        combo.setCurrentIndex(combo.findData(current))
