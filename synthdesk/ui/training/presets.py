"""How much work to spend: three cards of which one is chosen."""

from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QLabel, QRadioButton, QVBoxLayout, QWidget

from synthdesk.domain.training import Preset, TrainingConfig, config_for
from synthdesk.ui import theme
from synthdesk.ui.texts import duration_words

_LETTERS_PER_CARD = 30


def with_preset(config: TrainingConfig, preset: Preset) -> TrainingConfig:
    """Return `config` with the length of `preset`; everything else stays as the user set it."""
    advised = config_for(preset)
    return replace(config, preset=preset, epochs=advised.epochs, max_minutes=advised.max_minutes)


class PresetCards(QWidget):
    """The three presets; `chosen` carries the `Preset` the user picked."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards = {
            Preset.QUICK: _PresetCard(
                Preset.QUICK, self.tr("&Quick look"), self.tr("To see that everything is set up as you want.")
            ),
            Preset.BALANCED: _PresetCard(
                Preset.BALANCED, self.tr("&Balanced (advised)"), self.tr("Good for most tables.")
            ),
            Preset.BEST: _PresetCard(
                Preset.BEST,
                self.tr("B&est"),
                self.tr("For the table you will use. You can stop at any time."),
            ),
        }
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.space(3))
        self._group = QButtonGroup(self)
        for card in self._cards.values():
            self._row.addWidget(card, 1)
            self._group.addButton(card.radio)
        self._group.buttonClicked.connect(self._on_clicked)

    def set_preset(self, preset: Preset, *, with_rounds: bool) -> None:
        """Show `preset` as the chosen one; rounds are named where the kind of model has them."""
        for card in self._cards.values():
            card.say_limits(with_rounds=with_rounds)
        self._cards[preset].radio.setChecked(True)
        for each, card in self._cards.items():
            # Tab goes to the chosen one; the arrow keys go on from there (Qt sees to it only after the first visit).
            card.radio.setFocusPolicy(
                Qt.FocusPolicy.StrongFocus if each is preset else Qt.FocusPolicy.ClickFocus
            )

    def set_seconds(self, seconds: dict[str, float]) -> None:
        """Show how long each preset takes, by its key."""
        for preset, card in self._cards.items():
            known = seconds.get(str(preset))
            card.say("" if known is None else self.tr("about {time}").format(time=duration_words(known)))

    def say_all(self, words: str) -> None:
        """Show the same words where the times stand."""
        for card in self._cards.values():
            card.say(words)

    def card_words(self, preset: Preset) -> str:
        """Return the time shown for `preset`."""
        return self._cards[preset].time.text()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < len(self._cards) * theme.letters(_LETTERS_PER_CARD)
        directions = QBoxLayout.Direction
        self._row.setDirection(directions.TopToBottom if narrow else directions.LeftToRight)

    def _on_clicked(self) -> None:
        for preset, card in self._cards.items():
            card.update()
            if card.radio.isChecked():
                self.chosen.emit(preset)


class _PresetCard(QWidget):
    """One preset: a radio button, the time it takes, and a sentence. A click anywhere chooses it."""

    def __init__(self, preset: Preset, title: str, sentence: str) -> None:
        super().__init__()
        self._advised, self._sentence = config_for(preset), sentence
        self.radio = QRadioButton(title)
        self.radio.setObjectName(f"train.preset.{preset}")
        self.radio.toggled.connect(self.update)
        self.time = theme.heading(QLabel(), 2)
        self.time.setObjectName(f"train.time.{preset}")
        self._words = theme.muted(QLabel())
        self._words.setWordWrap(True)
        self.say_limits(with_rounds=False)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(4), theme.space(3), theme.space(4), theme.space(4))
        column.setSpacing(theme.space(1.5))
        column.addWidget(self.radio, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.time)
        column.addWidget(self._words)
        column.addStretch(1)

    def say_limits(self, *, with_rounds: bool) -> None:
        advised = self._advised
        limits = (
            self.tr("Up to {rounds:,} rounds, at most {minutes:g}\u00a0min.")
            if with_rounds
            else self.tr("At most {minutes:g}\u00a0min.")
        ).format(rounds=advised.epochs, minutes=advised.max_minutes or 0)
        self._words.setText(f"{self._sentence} {limits}")
        self.radio.setToolTip(self._words.text())

    def say(self, words: str) -> None:
        self.time.setText(words)
        self.radio.setAccessibleDescription(words)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.radio.setFocus()
            self.radio.click()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  # Qt's own signature
        colors, chosen = theme.colors(), self.radio.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(colors.accent if chosen else colors.border))
        pen.setWidthF(2.0 if chosen else 1.0)
        painter.setPen(pen)
        painter.setBrush(QColor(colors.tint if chosen else colors.surface))
        edge = pen.widthF() / 2
        area = self.rect().toRectF().adjusted(edge, edge, -edge, -edge)
        painter.drawRoundedRect(area, theme.space(2), theme.space(2))
