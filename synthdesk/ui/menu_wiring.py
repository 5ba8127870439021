"""Connects the menus with what they do."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QAction, QDesktopServices

from synthdesk.storage import paths, temporary
from synthdesk.storage.settings import Appearance
from synthdesk.ui.about import show_about
from synthdesk.ui.steps import Step

if TYPE_CHECKING:
    from synthdesk.ui.main_window import MainWindow


class MenuWiring(QObject):
    """The slots behind the menus; what has a place of its own is connected there."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        actions, files, preferences = window.actions_by_key, window.files, window.preferences
        for key, slot in (
            ("new", self._on_new),
            ("open-data", window.opening.ask_data),
            ("open-project", files.ask_open),
            ("save", self._on_save),
            ("save-as", self._on_save_as),
            ("quit", window.close),
            ("undo", window.store.undo_stack.undo),
            ("redo", window.store.undo_stack.redo),
            ("larger", preferences.make_larger),
            ("smaller", preferences.make_smaller),
            ("normal-size", preferences.make_normal),
            ("help", self.show_help),
            ("words", self._on_words),
            ("example", window.opening.open_example),
            ("log-folder", self._on_log_folder),
            ("about", self._on_about),
        ):
            actions[key].triggered.connect(slot)
        self._connect_checked()
        for step in Step:
            action = actions[f"step-{step.value}"]
            action.setData(step)
            action.triggered.connect(self._on_step)
        actions.recent_menu.aboutToShow.connect(self._fill_recent)
        self._connect_undo()

    def _connect_checked(self) -> None:
        actions, window = self._window.actions_by_key, self._window
        for appearance in Appearance:
            action = actions[appearance.value]
            action.setData(appearance)
            action.setChecked(window.preferences.now.appearance is appearance)
            action.triggered.connect(self._on_appearance)
        actions["full-screen"].toggled.connect(self._on_full_screen)
        actions["store-rows"].toggled.connect(window.store.set_store_rows)
        window.store.store_rows_changed.connect(self._on_store_rows)
        actions["keep-recent"].setChecked(window.preferences.now.keep_recent)
        actions["keep-recent"].toggled.connect(window.preferences.set_keep_recent)

    def _connect_undo(self) -> None:
        stack, actions = self._window.store.undo_stack, self._window.actions_by_key
        stack.canUndoChanged.connect(actions["undo"].setEnabled)
        stack.canRedoChanged.connect(actions["redo"].setEnabled)
        stack.undoTextChanged.connect(self._on_undo_text)
        stack.redoTextChanged.connect(self._on_redo_text)
        actions["undo"].setEnabled(False)
        actions["redo"].setEnabled(False)

    @Slot()
    def _on_new(self) -> None:
        self._window.files.new()

    @Slot()
    def _on_save(self) -> None:
        self._window.files.save()

    @Slot()
    def _on_save_as(self) -> None:
        self._window.files.save_as()

    @Slot()
    def _on_step(self) -> None:
        self._window.open_step(Step(self._chosen().data()))

    @Slot()
    def _on_appearance(self) -> None:
        self._window.preferences.set_appearance(Appearance(self._chosen().data()))

    @Slot(bool)
    def _on_full_screen(self, full: bool) -> None:  # noqa: FBT001  # a slot
        if full:
            self._window.showFullScreen()
        else:
            self._window.showNormal()

    @Slot()
    def _on_store_rows(self) -> None:
        self._window.actions_by_key["store-rows"].setChecked(self._window.store.project.store_rows)

    @Slot(str)
    def _on_undo_text(self, words: str) -> None:
        text = self.tr("&Undo: {step}").format(step=words) if words else self.tr("&Undo")
        self._window.actions_by_key["undo"].setText(text)

    @Slot(str)
    def _on_redo_text(self, words: str) -> None:
        text = self.tr("&Redo: {step}").format(step=words) if words else self.tr("&Redo")
        self._window.actions_by_key["redo"].setText(text)

    @Slot()
    def show_help(self) -> None:
        dock = self._window.help
        if dock.isVisible() and dock.topic == self._window.help_topic():
            dock.hide()
            return
        dock.show_topic(self._window.help_topic())
        dock.show()

    @Slot()
    def _on_words(self) -> None:
        self._window.help.show_topic("words")
        self._window.help.show()

    @Slot()
    def _on_log_folder(self) -> None:
        with temporary.not_ours():
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(paths.log_folder())))

    @Slot()
    def _on_about(self) -> None:
        show_about(self._window)

    @Slot()
    def _fill_recent(self) -> None:
        menu = self._window.actions_by_key.recent_menu
        menu.clear()
        for name in self._window.preferences.now.recent:
            action = menu.addAction(Path(name).name)
            action.setToolTip(name)
            action.setData(name)
            action.triggered.connect(self._on_recent)
        if menu.isEmpty():
            menu.addAction(self.tr("No project was saved yet")).setEnabled(False)

    @Slot()
    def _on_recent(self) -> None:
        self._window.opening.open_path(Path(str(self._chosen().data())))

    def _chosen(self) -> QAction:
        sender = self.sender()
        assert isinstance(sender, QAction)
        return sender
