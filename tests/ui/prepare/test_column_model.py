"""The model of the columns, its search and its sorting."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from synthdesk.domain.facts import ImportedTable
from synthdesk.domain.preprocessing import ColumnPlan, PreprocessPlan, Role
from synthdesk.domain.project import Project
from synthdesk.ui.prepare.column_model import ColumnsFilter, ColumnsTableModel, Field


@pytest.fixture
def project(table: ImportedTable) -> Project:
    return Project().with_table(table.source, table.schema, table.questions, table.facts, table.preview)


@pytest.fixture
def model(themed: object, project: Project) -> ColumnsTableModel:
    made = ColumnsTableModel()
    made.show_project(project)
    return made


@pytest.fixture
def shown(model: ColumnsTableModel) -> ColumnsFilter:
    made = ColumnsFilter()
    made.setSourceModel(model)
    return made


def texts(model: ColumnsFilter, field: Field) -> list[str]:
    return [str(model.index(row, field).data()) for row in range(model.rowCount())]


def test_that_the_models_keep_the_rules_of_qt(
    model: ColumnsTableModel, shown: ColumnsFilter, qtmodeltester: ModelTester
) -> None:
    qtmodeltester.check(model)
    qtmodeltester.check(shown)
    shown.search("crp")
    qtmodeltester.check(shown)


def test_that_a_row_tells_what_is_known_of_a_column(model: ColumnsTableModel) -> None:
    assert [model.index(11, field).data() for field in Field] == ["crp", "Number", "12 %", "591", "learned"]


def test_that_a_search_looks_at_names_kinds_and_what_is_done(shown: ColumnsFilter) -> None:
    shown.search("made NEW")
    assert texts(shown, Field.NAME) == ["stay_id"]
    shown.search("date")
    assert texts(shown, Field.NAME) == ["admission", "discharge"]
    shown.search("")
    assert shown.rowCount() == 16


def test_that_figures_are_sorted_as_figures(shown: ColumnsFilter) -> None:
    shown.sort(Field.DISTINCT, Qt.SortOrder.DescendingOrder)
    assert texts(shown, Field.DISTINCT)[:3] == ["1,000", "591", "542"]
    shown.sort(Field.MISSING, Qt.SortOrder.DescendingOrder)
    assert texts(shown, Field.NAME)[0] == "crp"


def test_that_a_changed_plan_changes_one_row(
    model: ColumnsTableModel, project: Project, qtbot: QtBot
) -> None:
    plan = PreprocessPlan().with_columns(["crp"], ColumnPlan(role=Role.LEAVE_OUT))
    with qtbot.waitSignal(model.dataChanged) as changed, qtbot.assertNotEmitted(model.modelReset):
        model.show_project(project.with_plan(plan))
    assert changed.args is not None
    assert (changed.args[0].row(), changed.args[1].row()) == (11, 11)
    assert model.index(11, Field.DONE).data() == "kept out"
