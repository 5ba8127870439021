"""Menus and shortcuts as one table, and the actions made from it."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from synthdesk.ui.icons import icon

_CONTEXT = "Actions"
FILE, EDIT, VIEW, HELP = "file", "edit", "view", "help"

MENUS: Mapping[str, str] = {
    FILE: QT_TRANSLATE_NOOP("Actions", "&File"),
    EDIT: QT_TRANSLATE_NOOP("Actions", "&Edit"),
    VIEW: QT_TRANSLATE_NOOP("Actions", "&View"),
    HELP: QT_TRANSLATE_NOOP("Actions", "&Help"),
}


@dataclass(frozen=True, slots=True)
class Spec:
    """One line of a menu; an empty `key` is a separator, `group` makes a choice of one."""

    menu: str
    key: str = ""
    text: str = ""
    shortcut: str = ""
    symbol: str = ""
    group: str = ""


TABLE: tuple[Spec, ...] = (
    Spec(FILE, "new", QT_TRANSLATE_NOOP("Actions", "&New project"), "Ctrl+N", "file-add"),
    Spec(FILE, "open-data", QT_TRANSLATE_NOOP("Actions", "&Open data …"), "Ctrl+O", "table"),
    Spec(FILE, "open-project", QT_TRANSLATE_NOOP("Actions", "Open &project …"), "Ctrl+Shift+O", "folder"),
    Spec(FILE, "recent", QT_TRANSLATE_NOOP("Actions", "&Recent projects")),
    Spec(FILE),
    Spec(FILE, "save", QT_TRANSLATE_NOOP("Actions", "&Save project"), "Ctrl+S", "save"),
    Spec(FILE, "save-as", QT_TRANSLATE_NOOP("Actions", "Save project &as …"), "Ctrl+Shift+S"),
    Spec(FILE, "store-rows", QT_TRANSLATE_NOOP("Actions", "Store the &data inside the project file")),
    Spec(FILE),
    Spec(FILE, "quit", QT_TRANSLATE_NOOP("Actions", "&Quit"), "Ctrl+Q"),
    Spec(EDIT, "undo", QT_TRANSLATE_NOOP("Actions", "&Undo"), "Ctrl+Z", "undo"),
    Spec(EDIT, "redo", QT_TRANSLATE_NOOP("Actions", "&Redo"), "Ctrl+Y", "redo"),
    Spec(EDIT),
    Spec(EDIT, "keep-recent", QT_TRANSLATE_NOOP("Actions", "Remember recent &projects")),
    Spec(VIEW, "step-start", QT_TRANSLATE_NOOP("Actions", "&Start page"), "Alt+0", "start"),
    Spec(VIEW, "step-data", QT_TRANSLATE_NOOP("Actions", "&1  Data"), "Alt+1", "data"),
    Spec(VIEW, "step-prepare", QT_TRANSLATE_NOOP("Actions", "&2  Prepare"), "Alt+2", "prepare"),
    Spec(VIEW, "step-train", QT_TRANSLATE_NOOP("Actions", "&3  Train"), "Alt+3", "train"),
    Spec(VIEW, "step-evaluate", QT_TRANSLATE_NOOP("Actions", "&4  Evaluate"), "Alt+4", "evaluate"),
    Spec(VIEW, "step-export", QT_TRANSLATE_NOOP("Actions", "&5  Generate and export"), "Alt+5", "export"),
    Spec(VIEW),
    Spec(VIEW, "larger", QT_TRANSLATE_NOOP("Actions", "&Larger text"), "Ctrl++"),
    Spec(VIEW, "smaller", QT_TRANSLATE_NOOP("Actions", "S&maller text"), "Ctrl+-"),
    Spec(VIEW, "normal-size", QT_TRANSLATE_NOOP("Actions", "&Normal text"), "Ctrl+0"),
    Spec(VIEW),
    Spec(VIEW, "light", QT_TRANSLATE_NOOP("Actions", "L&ight"), "", "sun", "appearance"),
    Spec(VIEW, "dark", QT_TRANSLATE_NOOP("Actions", "&Dark"), "", "moon", "appearance"),
    Spec(VIEW, "system", QT_TRANSLATE_NOOP("Actions", "&As the system"), "", "", "appearance"),
    Spec(VIEW),
    Spec(VIEW, "full-screen", QT_TRANSLATE_NOOP("Actions", "&Full screen"), "F11"),
    Spec(HELP, "help", QT_TRANSLATE_NOOP("Actions", "&Help for this page"), "F1", "help"),
    Spec(HELP, "words", QT_TRANSLATE_NOOP("Actions", "&Word list"), "", "book"),
    Spec(HELP, "example", QT_TRANSLATE_NOOP("Actions", "Try the &example"), "", "sparkle"),
    Spec(HELP),
    Spec(HELP, "log-folder", QT_TRANSLATE_NOOP("Actions", "Open the &log folder"), "", "folder"),
    Spec(HELP, "about", QT_TRANSLATE_NOOP("Actions", "&About SynthDesk"), "", "info"),
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
            menu = window.menuBar().addMenu(_tr(title))
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
            self.recent_menu.setTitle(_tr(spec.text))
            menu.addMenu(self.recent_menu)
            self._actions[spec.key] = self.recent_menu.menuAction()
            return
        action = QAction(_tr(spec.text), self)
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


def _tr(text: str) -> str:
    return QCoreApplication.translate(_CONTEXT, text)
