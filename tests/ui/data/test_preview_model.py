"""The model of the preview: what cells show, how they are marked, what headings say."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from synthdesk.domain.facts import ColumnFacts
from synthdesk.domain.schema import Column, ColumnKind, NumberStyle
from synthdesk.ui.data.cells import CellState
from synthdesk.ui.data.preview_model import (
    KIND_WORDS_ROLE,
    NOTHING,
    STATE_ROLE,
    Heading,
    PreviewContent,
    PreviewTableModel,
)

AGE = Column("age", ColumnKind.WHOLE_NUMBER, number=NumberStyle(), missing=("-99",))
SEX = Column("sex", ColumnKind.CATEGORY)
CONTENT = PreviewContent(
    (
        Heading("age", AGE.kind, AGE, ColumnFacts("age", 4, 3, 1, misfits=41)),
        Heading("sex", SEX.kind, SEX),
    ),
    (("40", "m"), ("n/a", "f"), ("-99", None), (None, "two\nlines")),
)
HORIZONTAL = Qt.Orientation.Horizontal


def model_of(content: PreviewContent) -> PreviewTableModel:
    model = PreviewTableModel()
    model.show_content(content)
    return model


def test_that_the_model_keeps_the_rules_of_qt(themed: QApplication, qtmodeltester: ModelTester) -> None:
    model = model_of(CONTENT)
    qtmodeltester.check(model)
    model.show_content(PreviewContent(CONTENT.headings, CONTENT.rows[:2]))
    qtmodeltester.check(model)


def test_that_cells_are_a_value_missing_or_a_misfit(themed: QApplication) -> None:
    model = model_of(CONTENT)
    states = [model.index(row, 0).data(STATE_ROLE) for row in range(4)]
    assert states == [CellState.VALUE, CellState.MISFIT, CellState.MISSING_CODE, CellState.EMPTY]


def test_that_a_missing_cell_shows_a_dash_and_line_ends_become_blanks(themed: QApplication) -> None:
    model = model_of(CONTENT)
    assert model.index(3, 0).data() == NOTHING
    assert model.index(3, 1).data() == "two lines"


def test_that_only_misfits_are_shaded_and_marked(themed: QApplication) -> None:
    model = model_of(CONTENT)
    shaded = [model.index(row, 0).data(Qt.ItemDataRole.BackgroundRole) is not None for row in range(4)]
    marked = [model.index(row, 0).data(Qt.ItemDataRole.DecorationRole) is not None for row in range(4)]
    assert shaded == marked == [False, True, False, False]


def test_that_the_tooltip_of_a_misfit_counts_the_others(themed: QApplication) -> None:
    model = model_of(CONTENT)
    tip = model.index(1, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == (
        "“n/a” does not fit the kind Whole number and is read as missing.\n"
        "41 cells of this column are like this."
    )


def test_that_a_heading_says_its_kind_or_that_it_is_left_out(themed: QApplication) -> None:
    left_out = Heading("sex", SEX.kind, SEX, left_out=True)
    model = model_of(PreviewContent((CONTENT.headings[0], left_out), CONTENT.rows))
    words = [model.headerData(section, HORIZONTAL, KIND_WORDS_ROLE) for section in (0, 1)]
    assert words == ["Whole number", "Left out"]


def test_that_other_kinds_do_not_reset_the_table(themed: QApplication, qtbot: QtBot) -> None:
    model = model_of(CONTENT)
    as_text = Heading("age", ColumnKind.TEXT, Column("age", ColumnKind.TEXT))
    with (
        qtbot.waitSignal(model.headerDataChanged),
        qtbot.assertNotEmitted(model.modelReset),
    ):
        model.show_content(PreviewContent((as_text, CONTENT.headings[1]), CONTENT.rows))
    assert model.index(1, 0).data(STATE_ROLE) is CellState.VALUE


def test_that_before_the_whole_file_is_read_nothing_is_called_a_misfit(themed: QApplication) -> None:
    heading = Heading("age", ColumnKind.WHOLE_NUMBER)
    model = model_of(PreviewContent((heading,), (("n/a",), (None,))))
    assert [model.index(row, 0).data(STATE_ROLE) for row in (0, 1)] == [CellState.VALUE, CellState.EMPTY]
