"""The card on which the user says what file the rows go into."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QLabel, QRadioButton, QVBoxLayout, QWidget

from synthdesk.domain.exporting import ORIGIN, ExportOptions, FileFormat
from synthdesk.domain.source import Source
from synthdesk.ui import theme
from synthdesk.ui.widgets.card import Card
from synthdesk.ui.widgets.named import named


@dataclass(frozen=True, slots=True)
class FileKind:
    """One kind of file on offer: its key, format, spelling, and words."""

    key: str
    file_format: FileFormat
    plain: bool
    title: str
    meaning: str
    filter_words: str
    excel_decimal: str = ""


class FileCard(Card):
    """Kind of file and what is in it. `changed` is sent after every change."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.set_title(self.tr("Which file"))
        self._kinds = self._offers()
        self._kind_group, self._content_group = QButtonGroup(self), QButtonGroup(self)
        kinds = [(f"export.format.{kind.key}", kind.title, kind.meaning) for kind in self._kinds]
        self._add_choices(self._kind_group, kinds)
        self.body.addSpacing(theme.space(1))
        self.body.addWidget(theme.heading(QLabel(self.tr("What is in it")), 3))
        self._add_choices(
            self._content_group,
            [
                (
                    "export.content.synthetic",
                    self.tr("&Synthetic rows only"),
                    self.tr("No real row is in the file."),
                ),
                (
                    "export.content.both",
                    self.tr("&Original and synthetic rows"),
                    self.tr(
                        "The real rows come first; a column “{origin}” tells them apart. The file holds "
                        "patient data."
                    ).format(origin=ORIGIN),
                ),
            ],
        )
        self._held_out = named(
            QCheckBox(self.tr("Without the real rows that were &held out of training")),
            self.tr("Without the real rows that were held out of training"),
            self.tr("They can then test, fairly, what somebody learns from this file"),
        )
        self._held_out.setObjectName("export.without_held_out")
        self._held_out.setEnabled(False)
        self.body.addWidget(self._held_out)
        self._codebook = named(
            QCheckBox(self.tr("A codebook and the recipe beside it")),
            self.tr("A codebook and the recipe beside it"),
            self.tr("Two more files: what the columns are, and how this file was made"),
        )
        self._codebook.setObjectName("export.codebook")
        self.body.addWidget(self._codebook)
        self.body.addStretch(1)
        self._kind_group.idToggled.connect(self._on_toggled)
        self._content_group.idToggled.connect(self._on_toggled)

    @property
    def kind(self) -> FileKind:
        """The chosen kind of file."""
        return self._kinds[max(0, self._kind_group.checkedId())]

    @property
    def with_original(self) -> bool:
        """Whether the real rows go into the file, too."""
        return self._content_group.checkedId() == 1

    @property
    def without_held_out(self) -> bool:
        """Whether the real rows that the model did not learn stay out of the file."""
        return self._held_out.isChecked()

    @property
    def with_codebook(self) -> bool:
        """Whether a codebook and the recipe are put beside the file."""
        return self._codebook.isChecked()

    def target(self, path: Path) -> ExportOptions:
        """Return what was chosen, to be written at `path`."""
        kind = self.kind
        return ExportOptions(
            str(path),
            kind.file_format,
            self.with_original,
            kind.plain,
            excel_decimal=kind.excel_decimal,
            codebook=self.with_codebook,
            without_held_out=self.with_original and self.without_held_out,
        )

    def show_source(self, source: Source | None) -> None:
        """Offer the spelling of the source only where the source is a text."""
        own = self._kind_group.button(0)
        is_text = source is not None and source.file_kind == "text"
        own.setEnabled(is_text)
        if not is_text and own.isChecked():
            self._kind_group.button(2).setChecked(True)

    def _offers(self) -> tuple[FileKind, ...]:
        csv_filter = self.tr("CSV file (*.csv)")
        return (
            FileKind(
                "csv",
                FileFormat.CSV,
                plain=False,
                title=self.tr("&CSV as your file"),
                meaning=self.tr("Separator, decimal sign, dates and missing values spelled as in your file."),
                filter_words=csv_filter,
            ),
            FileKind(
                "plain",
                FileFormat.CSV,
                plain=True,
                title=self.tr("CS&V for other programs"),
                meaning=self.tr("Commas, decimal points, ISO dates, UTF-8."),
                filter_words=csv_filter,
            ),
            FileKind(
                "excel",
                FileFormat.EXCEL,
                plain=False,
                title=self.tr("&Excel"),
                meaning=self.tr("Numbers and dates as Excel knows them; at most 1,048,575 rows."),
                filter_words=self.tr("Excel workbook (*.xlsx)"),
            ),
            FileKind(
                "parquet",
                FileFormat.PARQUET,
                plain=False,
                title=self.tr("&Parquet"),
                meaning=self.tr("Small and fast, for statistics programs; keeps every type."),
                filter_words=self.tr("Parquet file (*.parquet)"),
            ),
            *self._other_offers(csv_filter),
        )

    def _other_offers(self, csv_filter: str) -> tuple[FileKind, ...]:
        decimal = QLocale().decimalPoint()
        return (
            FileKind(
                "excel_csv",
                FileFormat.CSV,
                plain=False,
                title=self.tr("CSV for Excel on this computer"),
                meaning=self.tr("Opens by a double click; decimal sign “{sign}”.").format(sign=decimal),
                filter_words=csv_filter,
                excel_decimal="," if decimal == "," else ".",
            ),
            FileKind(
                "spss",
                FileFormat.SPSS,
                plain=False,
                title=self.tr("SPSS"),
                meaning=self.tr("Keeps labels, codes for missing, dates; words with an order become codes."),
                filter_words=self.tr("SPSS file (*.sav)"),
            ),
            FileKind(
                "stata",
                FileFormat.STATA,
                plain=False,
                title=self.tr("Stata"),
                meaning=self.tr(
                    "Keeps labels, dates and orders; names are cut to 32 letters, codes for missing go."
                ),
                filter_words=self.tr("Stata file (*.dta)"),
            ),
            FileKind(
                "sas",
                FileFormat.SAS,
                plain=False,
                title=self.tr("SAS transport"),
                meaning=self.tr(
                    "Keeps labels of columns and dates; labels of codes go, accents in names too."
                ),
                filter_words=self.tr("SAS transport file (*.xpt)"),
            ),
            FileKind(
                "sqlite",
                FileFormat.SQLITE,
                plain=False,
                title=self.tr("SQLite"),
                meaning=self.tr("A database with one table; dates are texts as in ISO 8601."),
                filter_words=self.tr("SQLite database (*.sqlite)"),
            ),
        )

    def _add_choices(self, group: QButtonGroup, choices: Sequence[tuple[str, str, str]]) -> None:
        for number, (object_name, title, meaning) in enumerate(choices):
            radio = named(QRadioButton(title), title.replace("&", ""), meaning)
            radio.setObjectName(object_name)
            radio.setChecked(number == 0)
            group.addButton(radio, number)
            words = theme.muted(QLabel(meaning))
            words.setWordWrap(True)
            words.setContentsMargins(theme.space(6), 0, 0, 0)
            both = QVBoxLayout()
            both.setSpacing(theme.space(0.5))
            both.addWidget(radio)
            both.addWidget(words)
            self.body.addLayout(both)

    def _on_toggled(self, _number: int, checked: bool) -> None:  # noqa: FBT001  # Qt's own signature
        if checked:
            self._held_out.setEnabled(self.with_original)
            self.changed.emit()
