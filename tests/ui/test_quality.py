"""Automatic checks of every page: spoken names, keyboard, nothing cut off, contrast, translation."""

from collections.abc import Callable, Iterator

import page_checks as checks
import pytest
from example_project import Example
from pseudo_language import install, untranslated
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QWidget

from synthdesk.ui import palettes
from synthdesk.ui.main_window import MainWindow
from synthdesk.ui.steps import Step
from synthdesk.ui.widgets.page import Page

ALL_STEPS = list(Step)


def pages(window: MainWindow) -> Iterator[tuple[Step, QWidget]]:
    """Open one page after the other."""
    for step in ALL_STEPS:
        window.open_step(step)
        checks.settle()
        yield step, window.stack.currentWidget()


@pytest.fixture(
    params=[(1.0, True), (2.0, True), (1.0, False), (2.0, False)],
    ids=["100%", "200%", "100%-no-project", "200%-no-project"],
)
def shown(
    request: pytest.FixtureRequest, make_window: Callable[..., MainWindow], example: Example
) -> MainWindow:
    """A window with a project that has been through every step, or with none."""
    scale, with_project = request.param
    window = make_window(scale)
    if with_project:
        window.store.work_folder = example.folder
        window.store.replace_project(example.project, None)
    return window


def found(window: MainWindow, check: Callable[[QWidget], list[str]]) -> list[tuple[str, str]]:
    return [(step.value, words) for step, page in pages(window) for words in check(page)]


def test_that_every_control_has_a_spoken_name(shown: MainWindow) -> None:
    assert found(shown, checks.without_spoken_name) == []
    assert checks.without_spoken_name(shown) == []


def test_that_a_screen_reader_comes_by_every_control(shown: MainWindow) -> None:
    assert found(shown, checks.hidden_from_readers) == []


def test_that_every_control_has_a_tooltip(shown: MainWindow) -> None:
    assert found(shown, checks.without_tooltip) == []


def test_that_every_control_can_be_reached_by_tab(shown: MainWindow) -> None:
    assert found(shown, lambda page: checks.out_of_reach(page, shown.steps)) == []


def test_that_no_table_traps_the_keyboard(shown: MainWindow) -> None:
    assert found(shown, checks.keyboard_traps) == []


def test_that_no_text_is_cut_off(shown: MainWindow) -> None:
    assert found(shown, checks.cut_off) == []


def test_that_no_heading_of_a_table_is_cut_off(shown: MainWindow) -> None:
    assert found(shown, checks.cut_headings) == []


def test_that_every_page_fits_a_small_screen_without_scrolling_sideways(shown: MainWindow) -> None:
    too_wide = [
        (step.value, page.area.horizontalScrollBar().maximum())
        for step, page in pages(shown)
        if isinstance(page, Page) and page.area.horizontalScrollBar().maximum() > 0
    ]
    assert too_wide == []
    assert (shown.width(), shown.height()) == (1366, 728)


def test_that_no_accelerator_is_used_twice_on_a_page(shown: MainWindow) -> None:
    assert found(shown, checks.shared_accelerators) == []


def test_that_the_pseudo_language_reaches_every_text(
    app: QApplication, make_window: Callable[..., MainWindow], example: Example
) -> None:
    pseudo = install(app)
    try:
        window = make_window()
        project = example.project
        window.store.work_folder = example.folder
        window.store.replace_project(project, None)
        bad = [(step.value, t) for step, page in pages(window) for t in untranslated(page, project)]
        menus = [t for t in untranslated(window.menuBar(), project) if "⟦" not in t]
        assert bad + menus == []
    finally:
        app.removeTranslator(pseudo)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_that_the_palette_reaches_the_contrast_of_wcag_aa(dark: bool) -> None:
    colors = palettes.DARK if dark else palettes.LIGHT
    palette, role = palettes.palette(colors), QPalette.ColorRole
    assert (palette.color(role.Window).lightnessF() < 0.5) == dark
    pairs = (
        (role.WindowText, role.Window),
        (role.Text, role.Base),
        (role.Text, role.AlternateBase),
        (role.ButtonText, role.Button),
        (role.HighlightedText, role.Highlight),
        (role.ToolTipText, role.ToolTipBase),
        (role.Link, role.Base),
        (role.Link, role.Window),
        (role.PlaceholderText, role.Base),
    )
    bad = [
        (front.name, back.name)
        for front, back in pairs
        if checks.contrast(palette.color(front), palette.color(back)) < 4.5
    ]
    assert bad == []


@pytest.mark.parametrize("colors", [palettes.LIGHT, palettes.DARK], ids=["light", "dark"])
def test_that_text_colours_reach_the_contrast_on_every_surface(colors: palettes.Colors) -> None:
    grounds = ("canvas", "surface", "raised", "side", "hover", "tint")
    texts = ("text", "muted", "accent", "good", "warning", "problem")
    bad = [
        (text, ground, round(checks.contrast(getattr(colors, text), getattr(colors, ground)), 2))
        for text in texts
        for ground in grounds
        if checks.contrast(getattr(colors, text), getattr(colors, ground)) < 4.5
    ]
    tinted = [
        kind
        for kind in ("good", "warning", "problem")
        if checks.contrast(colors.text, getattr(colors, f"{kind}_tint")) < 4.5
    ]
    assert bad + tinted == []


@pytest.mark.parametrize("colors", [palettes.LIGHT, palettes.DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["real", "synthetic", "strong_border"])
def test_that_plot_lines_and_frames_reach_the_contrast_of_symbols(colors: palettes.Colors, name: str) -> None:
    assert checks.contrast(getattr(colors, name), colors.surface) >= 3.0
