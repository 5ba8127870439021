"""Menus and shortcuts as one table, and the actions made from it."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from synthdesk.domain.messages import Message, message
from synthdesk.ui.icons import icon
from synthdesk.ui.texts import translated

FILE, EDIT, VIEW, HELP = "file", "edit", "view", "help"

_NO_TEXT = message("")

MENUS: Mapping[str, Message] = {
    FILE: message("&File"),
    EDIT: message("&Edit"),
    VIEW: message("&View"),
    HELP: message("&Help"),
}


@dataclass(frozen=True, slots=True)
class Spec:
    """One line of a menu; an empty `key` is a separator, `group` makes a choice of one."""

    menu: str
    key: str = ""
    text: Message = _NO_TEXT
    shortcut: str = ""
    symbol: str = ""
    group: str = ""


TABLE: tuple[Spec, ...] = (
    Spec(FILE, "new", message("&New project"), "Ctrl+N", "file-add"),
    Spec(FILE, "open-data", message("&Open data …"), "Ctrl+O", "table"),
    Spec(FILE, "open-project", message("Open &project …"), "Ctrl+Shift+O", "folder"),
    Spec(FILE, "recent", message("&Recent projects")),
    Spec(FILE),
    Spec(FILE, "save", message("&Save project"), "Ctrl+S", "save"),
    Spec(FILE, "save-as", message("Save project &as …"), "Ctrl+Shift+S"),
    Spec(FILE, "store-rows", message("Store the &data inside the project file")),
    Spec(FILE),
    Spec(FILE, "quit", message("&Quit"), "Ctrl+Q"),
    Spec(EDIT, "undo", message("&Undo"), "Ctrl+Z", "undo"),
    Spec(EDIT, "redo", message("&Redo"), "Ctrl+Y", "redo"),
    Spec(EDIT),
    Spec(EDIT, "keep-recent", message("Remember recent &projects")),
    Spec(VIEW, "step-start", message("&Start page"), "Alt+0", "start"),
    Spec(VIEW, "step-data", message("&1  Data"), "Alt+1", "data"),
    Spec(VIEW, "step-prepare", message("&2  Prepare"), "Alt+2", "prepare"),
    Spec(VIEW, "step-train", message("&3  Train"), "Alt+3", "train"),
    Spec(VIEW, "step-evaluate", message("&4  Evaluate"), "Alt+4", "evaluate"),
    Spec(VIEW, "step-export", message("&5  Generate and export"), "Alt+5", "export"),
    Spec(VIEW),
    Spec(VIEW, "larger", message("&Larger text"), "Ctrl++"),
    Spec(VIEW, "smaller", message("S&maller text"), "Ctrl+-"),
    Spec(VIEW, "normal-size", message("&Normal text"), "Ctrl+0"),
    Spec(VIEW),
    Spec(VIEW, "light", message("L&ight"), "", "sun", "appearance"),
    Spec(VIEW, "dark", message("&Dark"), "", "moon", "appearance"),
    Spec(VIEW, "system", message("&As the system"), "", "", "appearance"),
    Spec(VIEW),
    Spec(VIEW, "full-screen", message("&Full screen"), "F11"),
    Spec(HELP, "help", message("&Help for this page"), "F1", "help"),
    Spec(HELP, "words", message("&Word list"), "", "book"),
    Spec(HELP, "example", message("Try the &example"), "", "sparkle"),
    Spec(HELP),
    Spec(HELP, "log-folder", message("Open the &log folder"), "", "folder"),
    Spec(HELP, "about", message("&About SynthDesk"), "", "info"),
)

_CHECKABLE = ("full-screen", "store-rows", "keep-recent")


class Actions(QObject):
    """The actions of a window by key, hung into its menu bar."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._actions: dict[str, QAction] = {}
        self._groups: dict[str, QActionGroup] = {}
        self.recent_menu = QMenu(window)
        for key, title in MENUS.items():
            menu = window.menuBar().addMenu(translated(title))
            for spec in TABLE:
                if spec.menu == key:
                    self._add(menu, spec)

    def __getitem__(self, key: str) -> QAction:
        """Return the action called `key`."""
        return self._actions[key]

    def _add(self, menu: QMenu, spec: Spec) -> None:
        if not spec.key:
            menu.addSeparator()
            return
        if spec.key == "recent":
            self.recent_menu.setTitle(translated(spec.text))
            menu.addMenu(self.recent_menu)
            self._actions[spec.key] = self.recent_menu.menuAction()
            return
        action = QAction(translated(spec.text), self)
        action.setObjectName(f"action.{spec.key}")
        if spec.shortcut:
            action.setShortcuts(_sequences(spec.shortcut))
        if spec.symbol:
            action.setIcon(icon(spec.symbol, "muted"))
        action.setCheckable(bool(spec.group) or spec.key in _CHECKABLE)
        if spec.group:
            self._groups.setdefault(spec.group, QActionGroup(self)).addAction(action)
        menu.addAction(action)
        self._actions[spec.key] = action


def _sequences(shortcut: str) -> list[QKeySequence]:
    more = {"Ctrl++": ["Ctrl+="], "Ctrl+Y": ["Ctrl+Shift+Z"]}
    return [QKeySequence(keys) for keys in (shortcut, *more.get(shortcut, []))]
