"""Plots: what stands on their axes."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from synthdesk.ui.widgets.canvas import Canvas
from synthdesk.ui.widgets.plot import Line, Plot


@pytest.fixture
def plot(app: QApplication, qtbot: QtBot) -> Plot:
    made = Plot("a plot")
    qtbot.addWidget(made)
    made.resize(500, 300)
    made.show()
    return made


def canvas(plot: Plot) -> Canvas:
    found = plot.findChild(Canvas)
    assert isinstance(found, Canvas)
    return found


def labels(plot: Plot, side: str) -> list[str]:
    (ticks,) = canvas(plot).getAxis(side)._tickLevels
    return [words for _, words in ticks]


def test_that_an_empty_plot_has_no_axes_until_there_is_a_curve(plot: Plot) -> None:
    plot.clear()
    assert not canvas(plot).getAxis("bottom").isVisible()
    plot.draw_lines([Line("similarity", (1, 2), (0.5, 0.7), "accent")])
    assert canvas(plot).getAxis("bottom").isVisible()


def test_that_names_under_a_heat_map_do_not_run_into_each_other(plot: Plot, qtbot: QtBot) -> None:
    names = [f"a long name {n}" for n in range(12)]
    plot.draw_heat(names, names, [[0.0] * 12] * 12, highest=1.0)
    qtbot.waitUntil(lambda: canvas(plot).width() > 450)
    widest = canvas(plot).width() / len(labels(plot, "bottom"))
    assert all(plot.fontMetrics().horizontalAdvance(words) <= widest for words in labels(plot, "bottom"))
    assert len(labels(plot, "left")) == 12
