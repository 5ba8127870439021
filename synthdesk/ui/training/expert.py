"""The training settings for people who know them, each with a sentence and its problem beside it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from synthdesk.domain.training import AUTOMATIC, METHODS, TrainingConfig, method
from synthdesk.ui import theme
from synthdesk.ui.texts import translated
from synthdesk.ui.training import fields
from synthdesk.ui.training.fields import Field
from synthdesk.ui.widgets.buttons import button

_LETTERS_PER_FIELD = 18
_FOR_ALL = frozenset({"synthesizer", "max_minutes", "holdout_share", "patients", "seed"})
"""The settings that matter to a model without networks as well."""


@dataclass(frozen=True)
class _Row:
    """One setting on screen."""

    name: str
    field: Field
    problem: QLabel


class ExpertForm(QWidget):
    """Shows a `TrainingConfig` and tells its changes.

    `edited` is sent after every change by the user; `config` is what the fields hold now, or None while a
    field holds something that cannot be used. `advised_wanted` asks for the advised values.
    """

    edited = Signal()
    advised_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = TrainingConfig()
        self._rows: list[_Row] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.space(6))
        self._grid.setVerticalSpacing(theme.space(2))
        self._grid.setColumnStretch(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(3))
        column.addLayout(self._grid)
        self._build_method()
        self._build_length()
        self._build_networks()
        self._build_computer()
        back = button(
            self.tr("Back to advised values"),
            "train.advised",
            self.tr("Put every expert setting back to its advised value"),
            kind="link",
            symbol="undo",
        )
        back.clicked.connect(self.advised_wanted)
        column.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        self.set_config(self._shown)

    @property
    def config(self) -> TrainingConfig | None:
        """What the fields hold, None while that cannot be used."""
        try:
            typed = {row.name: row.field.value() for row in self._rows}
        except ValueError:
            return None
        config = replace(self._shown, **typed)  # type: ignore[arg-type]  # each field gives its own type
        return None if config.check() else config

    def set_columns(self, names: Sequence[str]) -> None:
        """Offer the columns `names` as the one that tells patients apart."""
        self._patients.offer({"": self.tr("as said on page Data")} | {name: name for name in names})

    def set_config(self, config: TrainingConfig) -> None:
        """Show `config`; a field that holds the same value already is left alone."""
        self._shown = config
        for row in self._rows:
            row.field.show(getattr(config, row.name))
        self._show_problems()
        self._show_which_matter()

    def _build_method(self) -> None:
        self._add_title(self.tr("Method"))
        titles = {known.key: translated(known.title) for known in METHODS}
        sentences = [f"{titles[known.key]}: {translated(known.sentence)}" for known in METHODS]
        sentences.insert(0, self.tr("Automatic: takes what measured best for tables of this size."))
        choice = fields.Choice({AUTOMATIC: self.tr("Automatic")} | titles)
        self._add("synthesizer", self.tr("&Kind of model"), "\n".join(sentences), choice)

    def _build_length(self) -> None:
        self._add_title(self.tr("Length"))
        self._add(
            "epochs",
            self.tr("&Rounds"),
            self.tr("How often all rows are gone through. More rounds learn more, and take longer."),
            fields.whole(1_000_000, 10),
        )
        self._add(
            "max_minutes",
            self.tr("At most … &minutes"),
            self.tr("Training stops after this time and keeps the best state. 0 sets no limit."),
            fields.minutes(self.tr("no limit")),
        )
        self._add(
            "holdout_share",
            self.tr("Rows &held back"),
            self.tr("Share of rows that is not learned but used to measure the similarity."),
            fields.percent(),
        )
        self._patients = fields.Choice({"": self.tr("as said on page Data")})
        self._add(
            "patients",
            self.tr("Patient co&lumn"),
            self.tr(
                "Tells patients with several rows apart. All rows of one are learned, or all are held back."
            ),
            self._patients,
        )

    def _build_networks(self) -> None:
        self._add_title(self.tr("The two networks"))
        self._add(
            "batch_rows",
            self.tr("Rows per s&tep"),
            self.tr("Rows looked at together (batch). Smaller steps learn small tables better, but slower."),
            fields.whole(1_000_000, 100),
        )
        self._add(
            "pac",
            self.tr("Rows &judged together"),
            self.tr("The critic judges so many rows at once (PAC), so that the generator varies its rows."),
            fields.whole(1000, 1),
        )
        self._add(
            "generator_widths",
            self.tr("Layers of the &generator"),
            self.tr("Width of each layer, for example 256, 256. Wider layers learn more and are slower."),
            fields.Widths(),
        )
        self._add(
            "critic_widths",
            self.tr("Layers of the &critic"),
            self.tr("Width of each layer of the network that tells real rows from invented ones."),
            fields.Widths(),
        )
        self._add_network_numbers()

    def _add_network_numbers(self) -> None:
        self._add(
            "noise_width",
            self.tr("&Noise"),
            self.tr("How many random numbers an invented row is made from."),
            fields.whole(100_000, 16),
        )
        self._add(
            "generator_step",
            self.tr("Step size of the generat&or"),
            self.tr("How far one step changes the network (learning rate). Smaller is steadier and slower."),
            fields.fraction(7, 1e-4),
        )
        self._add(
            "critic_step",
            self.tr("Step size of the crit&ic"),
            self.tr("Likewise for the critic."),
            fields.fraction(7, 1e-4),
        )
        self._add(
            "critic_dropout",
            self.tr("&Dropout of the critic"),
            self.tr("Share of its inner values that are ignored at random. 0 is off; the paper takes 0.5."),
            fields.fraction(2, 0.05),
        )
        self._add(
            "averaging",
            self.tr("&Averaging"),
            self.tr("Mean of the generator over its last steps. 0 is off; 0.999 means about 1,000 steps."),
            fields.fraction(5, 1e-3),
        )

    def _build_computer(self) -> None:
        self._add_title(self.tr("Repeating and computer"))
        self._add(
            "seed",
            self.tr("Start of the random n&umbers"),
            self.tr("The same number, settings and table give the same result (seed)."),
            fields.LongWhole(),
        )
        self._add(
            "threads",
            self.tr("&Processor threads"),
            self.tr("0 leaves one core free for other programs."),
            fields.whole(10_000, 1, self.tr("chosen by itself")),
        )
        self._add(
            "device",
            self.tr("&Where to calculate"),
            self.tr("By itself takes the graphics card when there is one that can be used."),
            fields.DeviceField(),
        )

    def _add_title(self, title: str) -> None:
        label = theme.heading(QLabel(title), 3)
        row = self._grid.rowCount()
        self._grid.addWidget(label, row, 0, 1, 2)

    def _add(self, name: str, title: str, sentence: str, field: Field) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        heading = QLabel(title)
        heading.setBuddy(field.widget)
        explained = theme.muted(QLabel(sentence))
        explained.setWordWrap(True)
        problem = QLabel()
        problem.setProperty("tone", "problem")
        problem.setWordWrap(True)
        problem.setObjectName(f"train.problem.{name}")
        problem.hide()
        for label in (heading, explained, problem):
            words.addWidget(label)
        field.widget.setObjectName(f"train.{name}")
        field.widget.setAccessibleName(title.replace("&", ""))
        field.widget.setToolTip(sentence)
        field.widget.setMinimumWidth(theme.letters(_LETTERS_PER_FIELD))
        field.when_edited(self._on_edited)
        row = self._grid.rowCount()
        self._grid.addLayout(words, row, 0)
        self._grid.addWidget(field.widget, row, 1, Qt.AlignmentFlag.AlignTop)
        self._rows.append(_Row(name, field, problem))

    def _on_edited(self) -> None:
        self._show_problems()
        self._show_which_matter()
        self.edited.emit()

    def _show_problems(self) -> None:
        for row in self._rows:
            words = self._problem_of(row.name, row.field.value)
            row.problem.setText(words)
            row.problem.setVisible(bool(words))
            row.field.mark(invalid=bool(words))

    def _show_which_matter(self) -> None:
        """Let those settings be changed that matter to the chosen kind of model."""
        keys = (str(row.field.value()) for row in self._rows if row.name == "synthesizer")
        chosen = next(
            (known for known in map(method, keys) if known is not None and known.has_networks), None
        )
        for row in self._rows:
            matters = chosen is not None and row.name not in chosen.ignored
            row.field.widget.setEnabled(matters or row.name in _FOR_ALL)

    def _problem_of(self, name: str, value: Callable[[], object]) -> str:
        try:
            typed = replace(self._shown, **{name: value()})  # type: ignore[arg-type]  # its own type
        except ValueError as error:
            return str(error)
        return " ".join(translated(p.reason) for p in typed.check() if p.setting == name)
