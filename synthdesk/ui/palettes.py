"""The colours of the window, light and dark, and the Qt palettes made from them."""

from dataclasses import dataclass

from PySide6.QtGui import QColor, QPalette


@dataclass(frozen=True, slots=True)
class Colors:
    """Colours by meaning, as "#rrggbb". Text colours reach 4.5:1 on every surface of their set.

    Attributes:
        canvas, surface, raised, side, hover: Backgrounds: the page, cards, fields in cards, step list, pointer.
        border, strong_border: Lines round cards, lines round things to operate.
        text, muted: Text, and text of less weight.
        accent, on_accent, tint: The one strong colour, text on it, and its pale form for chosen rows.
        good, warning, problem: Verdicts; a shape always says the same.
        real, synthetic: The two data sets of every plot; line styles differ, too.
    """

    canvas: str
    surface: str
    raised: str
    side: str
    hover: str
    border: str
    strong_border: str
    text: str
    muted: str
    accent: str
    accent_hover: str
    on_accent: str
    tint: str
    good: str
    warning: str
    problem: str
    good_tint: str
    warning_tint: str
    problem_tint: str
    real: str
    synthetic: str


LIGHT = Colors(
    canvas="#f4f6f9",
    surface="#ffffff",
    raised="#f0f3f7",
    side="#eaeef3",
    hover="#e4ebf3",
    border="#dce2e9",
    strong_border="#8793a0",
    text="#1b232d",
    muted="#566270",
    accent="#1a5f9e",
    accent_hover="#164f84",
    on_accent="#ffffff",
    tint="#d9e7f5",
    good="#1b6e3c",
    warning="#855000",
    problem="#b3261e",
    good_tint="#e2f3e8",
    warning_tint="#fdf1db",
    problem_tint="#fce8e6",
    real="#1f6fb2",
    synthetic="#b94a00",
)

DARK = Colors(
    canvas="#14181d",
    surface="#1c2128",
    raised="#252c35",
    side="#191e24",
    hover="#2a323c",
    border="#323a45",
    strong_border="#76828f",
    text="#e8ecf1",
    muted="#a4afbb",
    accent="#7db8ee",
    accent_hover="#9ccaf5",
    on_accent="#0d1b29",
    tint="#233a52",
    good="#6fce8f",
    warning="#f0b44c",
    problem="#ff938a",
    good_tint="#1c3226",
    warning_tint="#362b17",
    problem_tint="#3b2321",
    real="#64aef0",
    synthetic="#ff9a4d",
)


def palette(colors: Colors) -> QPalette:
    """Return the Qt palette of `colors`; highlighted text and tooltips keep the contrast, too."""
    made = QPalette()
    role = QPalette.ColorRole
    for qt_role, name in (
        (role.Window, colors.canvas),
        (role.WindowText, colors.text),
        (role.Base, colors.surface),
        (role.AlternateBase, colors.raised),
        (role.Text, colors.text),
        (role.Button, colors.surface),
        (role.ButtonText, colors.text),
        (role.BrightText, colors.problem),
        (role.Highlight, colors.accent),
        (role.HighlightedText, colors.on_accent),
        (role.Accent, colors.accent),
        (role.ToolTipBase, colors.text),
        (role.ToolTipText, colors.surface),
        (role.PlaceholderText, colors.muted),
        (role.Link, colors.accent),
        (role.LinkVisited, colors.accent),
        (role.Light, colors.surface),
        (role.Midlight, colors.raised),
        (role.Mid, colors.border),
        (role.Dark, colors.strong_border),
        (role.Shadow, colors.border),
    ):
        made.setColor(qt_role, QColor(name))
    for qt_role in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, qt_role, _faded(colors))
    return made


def _faded(colors: Colors) -> QColor:
    muted, ground = QColor(colors.muted), QColor(colors.surface)
    return QColor(
        (muted.red() * 2 + ground.red()) // 3,
        (muted.green() * 2 + ground.green()) // 3,
        (muted.blue() * 2 + ground.blue()) // 3,
    )
