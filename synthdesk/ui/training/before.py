"""What stands on the page before training starts: how much work, checks, and the expert settings."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from synthdesk.domain.events import Failed
from synthdesk.domain.training import Preset, config_for, has_rounds
from synthdesk.jobs.requests import TrainingEstimate
from synthdesk.ui import theme
from synthdesk.ui.store import ProjectStore
from synthdesk.ui.texts import translated
from synthdesk.ui.training.checks import Check, checks, this_computer
from synthdesk.ui.training.estimating import Estimator
from synthdesk.ui.training.expert import ExpertForm
from synthdesk.ui.training.presets import PresetCards, with_preset
from synthdesk.ui.widgets.card import Card
from synthdesk.ui.widgets.fold import Fold
from synthdesk.ui.widgets.notice import Notice
from synthdesk.ui.worker import JobService

SETTLE_MILLISECONDS = 600
"""How long nothing may change before a trial is worth its while."""


class BeforePanel(QWidget):
    """Chooses the training settings of the open project, and says how long they take."""

    readiness_changed = Signal()

    def __init__(self, store: ProjectStore, jobs: JobService, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._estimator = Estimator(jobs, self)
        self._estimator.begun.connect(self._say_measuring)
        self._estimator.known.connect(self._show_estimate)
        self._estimator.failed.connect(self._show_no_estimate)
        self._settle = QTimer(self, interval=SETTLE_MILLISECONDS, singleShot=True)
        self._settle.timeout.connect(self._look)
        self._rows_left_out = 0
        self.is_blocked = False
        self._build_parts()
        self._show_config()
        store.project_changed.connect(self._on_project_changed)

    @property
    def is_ready(self) -> bool:
        """Whether training may start with what is set."""
        return not self.is_blocked and self.expert.config is not None

    def give_up_trial(self) -> None:
        """End a trial that runs: the real work needs the computer."""
        self._estimator.give_up()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._settle.stop()

    def _on_project_changed(self) -> None:
        self._show_config()
        if self.isVisible():
            self._settle.start()

    def _look(self) -> None:
        """Look for obstacles and measure how long training takes."""
        project, folder = self._store.project, self._store.work_folder
        if project.source is None:
            return
        self._show_checks(checks(project, this_computer(folder), self._rows_left_out))
        if self.is_blocked:
            self._show_no_estimate()
        else:
            self._estimator.ask(project, folder)

    def _build_parts(self) -> None:
        self.presets = PresetCards()
        self.presets.chosen.connect(self._on_preset)
        self.device = theme.muted(QLabel())
        self.device.setObjectName("train.device")
        self.device.setWordWrap(True)
        self.expert = ExpertForm()
        self.expert.edited.connect(self._on_edited)
        self.expert.advised_wanted.connect(self._on_advised)
        card = Card()
        card.body.addWidget(self.expert)
        self.fold = Fold("", self.tr("Settings for people who know how such networks are trained"), card)
        self.fold.head.setObjectName("train.expert")
        self._remarks = QVBoxLayout()
        self._remarks.setSpacing(theme.space(2))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(4))
        column.addWidget(self.presets)
        column.addWidget(self.device)
        column.addLayout(self._remarks)
        column.addWidget(self.fold)

    def _show_config(self) -> None:
        config = self._store.project.config
        self.presets.set_preset(config.preset, with_rounds=has_rounds(config.synthesizer))
        self.expert.set_columns(self._store.project.schema.names)
        self.expert.set_config(config)
        changed = config != config_for(config.preset)
        self.fold.set_title(self.tr("Expert settings (changed)") if changed else self.tr("Expert settings"))
        self.readiness_changed.emit()

    def _say_measuring(self) -> None:
        self.presets.say_all(self.tr("measuring …"))
        self.device.setText(self.tr("A short trial shows how long training takes on this computer."))

    def _show_estimate(self, estimate: object) -> None:
        if not isinstance(estimate, TrainingEstimate):
            return
        self._rows_left_out = estimate.rows_left_out
        self._look()
        self.presets.set_seconds(dict(estimate.seconds))
        if estimate.device_words == "processor":
            words = self.tr(
                "No graphics card is used: the processor does the work. You can go on working meanwhile."
            )
        else:
            words = self.tr("Uses the graphics card {name}.").format(name=estimate.device_words)
        if estimate.missing_for_card is not None:
            words = f"{words} {translated(estimate.missing_for_card)}"
        self.device.setText(words)

    def _show_no_estimate(self, failed: object = None) -> None:
        self.presets.say_all(self.tr("time not known"))
        why = (failed.happened, failed.remedy) if isinstance(failed, Failed) else ()
        self.device.setText(" ".join(translated(words) for words in why))

    def _show_checks(self, found: tuple[Check, ...]) -> None:
        while self._remarks.count():
            old = self._remarks.takeAt(0).widget()
            old.hide()
            old.deleteLater()
        for check in found:
            self._remarks.addWidget(Notice(check.kind, translated(check.words)))
        self.is_blocked = any(check.kind == "problem" for check in found)
        self.readiness_changed.emit()

    def _on_preset(self, preset: object) -> None:
        if isinstance(preset, Preset):
            self._store.set_config(with_preset(self._store.project.config, preset))

    def _on_edited(self) -> None:
        config = self.expert.config
        if config is not None:
            self._store.set_config(config)
        self.readiness_changed.emit()

    def _on_advised(self) -> None:
        self._store.set_config(config_for(self._store.project.config.preset))
        self._show_config()
