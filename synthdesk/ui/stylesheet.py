"""The stylesheet: flat controls with round corners, all sizes from the font, all colours from the palette."""

from collections.abc import Callable
from string import Template

from synthdesk.storage import paths
from synthdesk.ui.palettes import Colors

_HEADINGS = {0: 2.4, 1: 1.7, 2: 1.25, 3: 1.05}

_SHEET = Template("""
QWidget { outline: none; }
QToolTip { background: $text; color: $surface; border: none; padding: ${s1}px; }
QMainWindow::separator { width: ${s1}px; height: ${s1}px; background: $border; }

QLabel[muted="true"] { color: $muted; }
QLabel[heading="0"] { font-size: ${h0}pt; font-weight: 600; }
QLabel[heading="1"] { font-size: ${h1}pt; font-weight: 600; }
QLabel[heading="2"] { font-size: ${h2}pt; font-weight: 600; }
QLabel[heading="3"] { font-size: ${h3}pt; font-weight: 600; }
QLabel[tone="good"] { color: $good; }
QLabel[tone="warning"] { color: $warning; }
QLabel[tone="problem"] { color: $problem; }
QLabel[tone="accent"] { color: $accent; }

QFrame[card="true"] { background: $surface; border: 1px solid $border; border-radius: ${r}px; }
QFrame[bar="true"] { background: $surface; border: none; border-top: 1px solid $border; }
QFrame[side="true"] { background: $side; border: none; border-right: 1px solid $border; }
QFrame[notice="info"] { background: $tint; border: none; border-radius: ${r}px; }
QFrame[notice="good"] { background: $good_tint; border: none; border-radius: ${r}px; }
QFrame[notice="warning"] { background: $warning_tint; border: none; border-radius: ${r}px; }
QFrame[notice="problem"] { background: $problem_tint; border: none; border-radius: ${r}px; }
QFrame[notice="plain"] { background: $raised; border: none; border-radius: ${r}px; }
QFrame[line="true"] { background: $border; border: none; max-height: 1px; min-height: 1px; }

QPushButton, QToolButton[framed="true"] {
  background: $surface; color: $text; border: 1px solid $strong_border; border-radius: ${r2}px;
  padding: ${s1}px ${s3}px; min-height: ${line}px; }
QPushButton:hover, QToolButton[framed="true"]:hover { background: $hover; }
QPushButton:pressed, QToolButton[framed="true"]:pressed { background: $tint; }
QPushButton:focus, QToolButton[framed="true"]:focus { border: 2px solid $accent;
  padding: ${p1}px ${p3}px; }
QPushButton:disabled, QToolButton[framed="true"]:disabled { color: $faded; border-color: $border;
  background: $raised; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border: 1px solid $accent;
  font-weight: 600; }
QPushButton[kind="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[kind="primary"]:focus { border: 2px solid $text; }
QPushButton[kind="primary"]:disabled { background: $raised; color: $faded; border-color: $border; }
QPushButton[kind="danger"] { color: $problem; border-color: $problem; }
QPushButton[kind="link"] { background: transparent; border: 1px solid transparent; color: $accent;
  padding: ${s1}px ${s1}px; text-align: left; }
QPushButton[kind="link"]:hover { text-decoration: underline; }
QPushButton[kind="link"]:focus { border: 2px solid $accent; padding: ${p1}px ${p1}px; }
QPushButton[kind="link"]:disabled { color: $faded; }
QPushButton:checked { background: $tint; color: $text; border-color: $accent; }

QToolButton { background: transparent; border: 1px solid transparent; border-radius: ${r2}px;
  padding: ${s1}px; color: $text; }
QToolButton:hover { background: $hover; }
QToolButton:pressed, QToolButton:checked { background: $tint; }
QToolButton:focus { border: 2px solid $accent; padding: ${p1}px; }
QToolButton:disabled { color: $faded; }
QToolButton::menu-indicator { image: none; }

QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit, QTextEdit {
  background: $surface; color: $text; border: 1px solid $strong_border; border-radius: ${r2}px;
  selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit { padding: ${s1}px ${s2}px; min-height: ${line}px; }
QComboBox { padding: ${s1}px ${s2}px; padding-right: ${s6}px; min-height: ${line}px; }
QAbstractSpinBox { padding: ${s1}px ${s1}px; padding-right: ${s6}px; min-height: ${line}px; }
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus, QPlainTextEdit:focus, QTextEdit:focus {
  border: 2px solid $accent; }
QLineEdit:focus { padding: ${p1}px ${p2}px; }
QComboBox:focus { padding: ${p1}px ${p2}px; padding-right: ${s6}px; }
QAbstractSpinBox:focus { padding: ${p1}px ${p1}px; padding-right: ${s6}px; }
QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled { color: $faded; background: $raised;
  border-color: $border; }
QLineEdit[invalid="true"] { border: 2px solid $problem; }
QComboBox::drop-down { border: none; width: ${s5}px; subcontrol-position: center right;
  subcontrol-origin: padding; }
QComboBox::down-arrow { image: url("$folder/chevron-down.svg"); width: ${s4}px; height: ${s4}px; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $strong_border; padding: ${s1}px;
  selection-background-color: $tint; selection-color: $text; outline: none; }
QAbstractSpinBox::up-button { subcontrol-origin: border; subcontrol-position: top right; border: none;
  width: ${s5}px; margin: 2px 2px 0 0; }
QAbstractSpinBox::down-button { subcontrol-origin: border; subcontrol-position: bottom right; border: none;
  width: ${s5}px; margin: 0 2px 2px 0; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: $hover; }
QAbstractSpinBox::up-arrow { image: url("$folder/chevron-up.svg"); width: ${s3}px; height: ${s3}px; }
QAbstractSpinBox::down-arrow { image: url("$folder/chevron-down.svg"); width: ${s3}px; height: ${s3}px; }

QCheckBox, QRadioButton { spacing: ${s2}px; padding: ${h}px; border: 2px solid transparent;
  border-radius: ${r2}px; }
QCheckBox:focus, QRadioButton:focus { border: 2px solid $accent; }
QCheckBox:disabled, QRadioButton:disabled { color: $faded; }
QCheckBox::indicator, QRadioButton::indicator { width: ${s4}px; height: ${s4}px;
  border: 1px solid $strong_border; background: $surface; }
QCheckBox::indicator { border-radius: ${r3}px; }
QRadioButton::indicator { border-radius: ${half4}px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $accent; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent;
  image: url("$folder/check.svg"); }
QCheckBox::indicator:indeterminate { background: $accent; border-color: $accent;
  image: url("$folder/dash.svg"); }
QRadioButton::indicator:checked { background: $accent; border-color: $accent;
  image: url("$folder/dot.svg"); }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $border; }
QCheckBox::indicator:checked:disabled, QRadioButton::indicator:checked:disabled {
  background: $strong_border; border-color: $strong_border; }

QProgressBar { background: $hover; border: none; border-radius: ${s1}px; min-height: ${s2}px;
  max-height: ${s2}px; text-align: center; color: transparent; }
QProgressBar::chunk { background: $accent; border-radius: ${s1}px; }
QSlider::groove:horizontal { background: $border; height: ${s1}px; border-radius: ${h}px; }
QSlider::sub-page:horizontal { background: $accent; border-radius: ${h}px; }
QSlider::handle:horizontal { background: $accent; width: ${s4}px; margin: -${h6}px 0; border-radius: ${s2}px;
  border: 2px solid $surface; }
QSlider::handle:horizontal:focus { border-color: $text; }

QTableView, QListView, QTreeView { background: $surface; border: 1px solid $border; border-radius: ${r2}px;
  gridline-color: $border; alternate-background-color: $canvas; selection-background-color: $tint;
  selection-color: $text; }
QTableView:focus, QListView:focus, QTreeView:focus { border: 2px solid $accent; }
QListView::item { padding: ${s2}px; border-radius: ${r2}px; color: $text; }
QListView::item:hover { background: $hover; }
QListView::item:selected { background: $tint; color: $text; }
QHeaderView { background: $surface; border: none; }
QHeaderView::section { background: $raised; color: $text; border: none; border-right: 1px solid $border;
  border-bottom: 1px solid $border; padding: ${s1}px ${s2}px; font-weight: 600; }
QHeaderView::section:hover { background: $hover; }
QHeaderView::section:vertical { color: $muted; font-weight: 400; }
QHeaderView::down-arrow { image: url("$folder/chevron-down.svg"); width: ${s3}px; height: ${s3}px; }
QHeaderView::up-arrow { image: url("$folder/chevron-up.svg"); width: ${s3}px; height: ${s3}px; }
QTableCornerButton::section { background: $raised; border: none; border-bottom: 1px solid $border;
  border-right: 1px solid $border; }

QTabWidget::pane { border: 1px solid $border; border-radius: ${r2}px; background: $surface; top: -1px; }
QTabBar { qproperty-drawBase: 0; background: transparent; }
QTabBar::tab { background: transparent; color: $muted; padding: ${s2}px ${s3}px; border: none;
  border-bottom: 3px solid transparent; margin-right: ${s1}px; }
QTabBar::tab:hover { color: $text; background: $hover; border-top-left-radius: ${r2}px;
  border-top-right-radius: ${r2}px; }
QTabBar::tab:selected { color: $accent; border-bottom: 3px solid $accent; font-weight: 600; }
QTabBar::tab:focus { background: $tint; }

QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: $tint; }
QGroupBox { border: 1px solid $border; border-radius: ${r}px; margin-top: ${s4}px; padding: ${s2}px;
  background: $surface; font-weight: 600; }
QGroupBox::title { subcontrol-origin: margin; left: ${s2}px; padding: 0 ${s1}px; }

QScrollArea { border: none; background: transparent; }
QScrollBar:vertical { background: transparent; width: ${s3}px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: ${s3}px; margin: 0; }
QScrollBar::handle { background: $strong_border; border-radius: ${h}px; border: none; }
QScrollBar::handle:vertical { min-height: ${s6}px; margin: 2px ${h}px; }
QScrollBar::handle:horizontal { min-width: ${s6}px; margin: ${h}px 2px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QMenuBar { background: $side; color: $text; border-bottom: 1px solid $border; padding: 2px ${s1}px; }
QMenuBar::item { padding: ${s1}px ${s2}px; border-radius: ${r2}px; background: transparent; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $surface; color: $text; border: 1px solid $strong_border; padding: ${s1}px; }
QMenu::item { padding: ${s1}px ${s6}px ${s1}px ${s3}px; border-radius: ${r2}px; }
QMenu::item:selected { background: $tint; color: $text; }
QMenu::item:disabled { color: $faded; }
QMenu::icon { padding-left: ${s2}px; }
QMenu::indicator { width: ${s4}px; height: ${s4}px; left: ${s1}px; }
QMenu::indicator:checked { image: url("$folder/tick.svg"); }
QMenu::right-arrow { image: url("$folder/chevron-right.svg"); width: ${s3}px; height: ${s3}px; }
QMenu::separator { height: 1px; background: $border; margin: ${s1}px ${s2}px; }
QStatusBar { background: $side; color: $muted; border-top: 1px solid $border; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: $muted; padding: 0 ${s2}px; }
QDockWidget { color: $text; font-weight: 600; titlebar-close-icon: url("$folder/close.svg"); }
QDockWidget::title { background: $side; padding: ${s2}px; border-bottom: 1px solid $border; }
QTextBrowser { background: $surface; border: none; padding: ${s2}px; }
QDialog { background: $surface; }
""")


def stylesheet(colors: Colors, *, space: Callable[[float], int], points: float, dark: bool) -> str:
    """Return the stylesheet for `colors`, with distances from `space` and letters of `points`."""
    folder = paths.resources() / "icons" / "controls" / ("dark" if dark else "light")
    sizes = {f"s{n}": space(n) for n in (1, 2, 3, 4, 5, 6)}
    focused = {f"p{n}": max(0, space(n) - 1) for n in (1, 2, 3)}
    headings = {f"h{level}": round(points * factor, 1) for level, factor in _HEADINGS.items()}
    return _SHEET.substitute(
        {name: getattr(colors, name) for name in Colors.__dataclass_fields__},
        **sizes,
        **focused,
        **headings,
        h=space(0.5),
        h6=space(1.5),
        r=space(2),
        r2=space(1.25),
        r3=space(0.75),
        half4=space(4) // 2 + 1,
        line=space(4.5),
        faded=colors.strong_border,
        folder=folder.as_posix(),
    )
