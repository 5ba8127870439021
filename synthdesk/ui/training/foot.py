"""The buttons at the foot of the page, and which of them are there when."""

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QPushButton

from synthdesk.domain.control import Wish
from synthdesk.ui import theme
from synthdesk.ui.training.view import View
from synthdesk.ui.widgets.buttons import button
from synthdesk.ui.widgets.page import Page


class TrainingFoot(QObject):
    """Back, train again, start and continue; while a run is under way pause, stop and cancel.

    `wished` carries the `Wish` of the button that was pressed.
    """

    wished = Signal(object)

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._is_paused = self._is_ending = self._has_begun = False
        self._build_steps()
        self._build_wishes()
        for each in self._all():
            page.add_to_foot(each)

    def show_for(self, view: View, *, has_run: bool) -> None:
        """Show the buttons that make sense in `view`."""
        running = view is View.RUNNING
        shown = {
            self.cancel: running,
            self.pause: running,
            self.stop: running,
            self.back: view is View.BEFORE and has_run,
            self.again: view in (View.RESULT, View.FAILED),
            self.start: view is View.BEFORE,
            self.go_on: view is View.RESULT,
        }
        had_focus = any(each.hasFocus() for each in shown)
        for each, is_shown in shown.items():
            each.setVisible(is_shown)
        if not running:
            self._is_paused = self._is_ending = self._has_begun = False
            self.show_paused(is_paused=False)
        self._page.set_foot_text(
            _tr("You can go on working in the other steps meanwhile.") if running else ""
        )
        self._page.foot.setVisible(any(shown.values()))
        if had_focus:
            first = self._first(view)
            (first if first.isEnabled() else self._page).setFocus()

    def show_paused(self, *, is_paused: bool) -> None:
        """Offer to go on (`is_paused`) or to pause."""
        self._is_paused = is_paused
        self.pause.setText(_tr("&Go on") if is_paused else _tr("&Pause"))
        tips = _tr("Go on with the training"), _tr("Let the computer rest; nothing is lost")
        self.pause.setToolTip(tips[0] if is_paused else tips[1])
        self.cancel.setEnabled(not self._is_ending)
        for each in (self.pause, self.stop):
            each.setEnabled(self._has_begun and not self._is_ending)

    def follow(self, *, has_begun: bool, is_paused: bool) -> None:
        """Show whether the run waits, once it really does; before its first round only Cancel makes sense."""
        if (has_begun, is_paused) != (self._has_begun, self._is_paused):
            self._has_begun = has_begun
            self.show_paused(is_paused=is_paused)

    def end(self, wish: Wish) -> None:
        """Show that the run was asked to end; after a wish to stop it may still be cancelled."""
        self._is_ending = True
        for each in (self.pause, self.stop, self.cancel):
            each.setEnabled(each is self.cancel and wish is not Wish.CANCEL)

    def _on_pause(self) -> None:
        self.pause.setEnabled(False)
        self.wished.emit(Wish.GO_ON if self._is_paused else Wish.PAUSE)

    def _on_stop(self) -> None:
        self.wished.emit(Wish.STOP_AND_KEEP)

    def _on_cancel(self) -> None:
        self.wished.emit(Wish.CANCEL)

    def _first(self, view: View) -> QPushButton:
        """Return where the focus goes when the button that had it went away."""
        return {View.RUNNING: self.stop, View.RESULT: self.go_on, View.BEFORE: self.start}.get(
            view, self.again
        )

    def _all(self) -> tuple[QPushButton, ...]:
        return self.cancel, self.pause, self.stop, self.back, self.again, self.start, self.go_on

    def _build_steps(self) -> None:
        self.back = button(
            _tr("&Back to the result"), "train.back", _tr("Show the model that is there already")
        )
        self.again = button(
            _tr("&Train again"), "train.again", _tr("Choose settings and train a new model"), symbol="refresh"
        )
        self.start = button(
            _tr("&Start training"),
            "train.start",
            _tr("Train a model with the chosen settings"),
            kind="primary",
            symbol="play",
        )
        self.go_on = button(
            _tr("&Continue to Evaluate"),
            "train.continue",
            _tr("Compare synthetic rows with the real ones"),
            kind="primary",
            symbol="arrow-right",
        )

    def _build_wishes(self) -> None:
        self.cancel = button(
            _tr("&Cancel"), "train.cancel", _tr("Give this training up; nothing of it is kept"), kind="link"
        )
        self.pause = button(_tr("&Pause"), "train.pause", "", symbol="pause")
        self.pause.setMinimumWidth(theme.letters(15))
        self.stop = button(
            _tr("&Stop and keep the best"),
            "train.stop",
            _tr("End the training now; the most similar state so far is kept"),
            symbol="stop",
        )
        self.pause.clicked.connect(self._on_pause)
        self.stop.clicked.connect(self._on_stop)
        self.cancel.clicked.connect(self._on_cancel)


def _tr(text: str) -> str:
    return QCoreApplication.translate("TrainingFoot", text)
