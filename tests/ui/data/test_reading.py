"""Reading files step by step, with real jobs."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from synthdesk.domain.preprocessing import ColumnPlan, MissingTreatment, PreprocessPlan
from synthdesk.domain.project import Project
from synthdesk.domain.schema import ColumnKind
from synthdesk.domain.source import ImportOptions
from synthdesk.jobs.process_run import ProcessRun
from synthdesk.ui.data.reading import READING_FOLDER, ROWS_FILE, Phase, TableReading
from synthdesk.ui.store import ProjectStore
from synthdesk.ui.worker import JobService

Write = Callable[[str, str], Path]
ROWS = "".join(f"{number},{number / 4}\n" for number in range(40))


@pytest.fixture
def reading(store: ProjectStore, jobs: JobService) -> TableReading:
    return TableReading(store, jobs, store)


def wait_until_read(qtbot: QtBot, reading: TableReading) -> None:
    qtbot.waitUntil(lambda: not reading.is_busy, timeout=20_000)


def opened(qtbot: QtBot, reading: TableReading, path: Path) -> None:
    reading.open_file(path)
    wait_until_read(qtbot, reading)
    assert reading.failure is None


def test_that_an_opened_file_becomes_the_table_of_the_project(
    qtbot: QtBot, reading: TableReading, store: ProjectStore, example_file: Path
) -> None:
    opened(qtbot, reading, example_file)
    project = store.project
    assert project.source is not None
    assert (project.source.rows, len(project.schema)) == (1000, 16)
    assert (store.work_folder / ROWS_FILE).is_file()
    assert not (store.work_folder / READING_FOLDER).exists()
    assert reading.proof is not None
    assert (reading.proof.cells, reading.proof.same) == (16_000, 16_000)


def test_that_the_preview_comes_before_the_table(
    qtbot: QtBot, reading: TableReading, store: ProjectStore, example_file: Path
) -> None:
    seen = []
    reading.changed.connect(lambda: seen.append((reading.phase, reading.preview is not None)))
    opened(qtbot, reading, example_file)
    assert seen[0] == (Phase.LOOKING, False)
    assert (Phase.READING, True) in seen
    assert seen[-1] == (Phase.RESTING, False)


def test_that_only_the_newest_file_lands(
    qtbot: QtBot, reading: TableReading, store: ProjectStore, example_file: Path, write: Write
) -> None:
    small = write("small.csv", "a,b\n" + ROWS)
    sources = []
    store.source_changed.connect(lambda: sources.append(store.project.source))
    reading.open_file(example_file)
    reading.open_file(small)
    wait_until_read(qtbot, reading)
    assert [source and Path(source.path).name for source in sources] == ["small.csv"]
    assert store.project.schema.names == ("a", "b")


def test_that_another_separator_reads_the_file_again(
    qtbot: QtBot, reading: TableReading, store: ProjectStore, write: Write
) -> None:
    opened(qtbot, reading, write("a.csv", "a,b\n" + ROWS))
    reading.change_options(ImportOptions(delimiter=";"))
    assert reading.is_busy
    wait_until_read(qtbot, reading)
    assert store.project.schema.names == ("a,b",)


def test_that_changes_in_quick_succession_are_read_once(
    qtbot: QtBot, reading: TableReading, store: ProjectStore, write: Write
) -> None:
    opened(qtbot, reading, write("a.csv", "a,b\n" + ROWS))
    phases = []
    reading.changed.connect(lambda: phases.append(reading.phase))
    for row in (2, 3, 4):
        reading.change_options(ImportOptions(heading_row=row))
    wait_until_read(qtbot, reading)
    assert phases.count(Phase.LOOKING) == 1
    assert store.project.source is not None
    assert store.project.source.options.heading_row == 4


def test_that_an_answer_is_taken_over(
    qtbot: QtBot, reading: TableReading, store: ProjectStore, example_file: Path
) -> None:
    opened(qtbot, reading, example_file)
    (question,) = store.project.open_questions
    reading.answer(((question.key, "value"),))
    wait_until_read(qtbot, reading)
    assert store.project.open_questions == ()
    assert store.project.schema["smoker"].missing == ()


def test_that_a_cancelled_reading_leaves_the_table_that_was_there(
    qtbot: QtBot, reading: TableReading, store: ProjectStore, write: Write, example_file: Path
) -> None:
    opened(qtbot, reading, write("a.csv", "a,b\n" + ROWS))
    before, rows = store.project, (store.work_folder / ROWS_FILE).read_bytes()
    reading.open_file(example_file)
    reading.cancel()
    assert reading.phase is Phase.RESTING
    assert reading.path == Path(before.source.path) if before.source else False
    assert store.project == before
    assert (store.work_folder / ROWS_FILE).read_bytes() == rows


def test_that_a_file_that_is_no_table_fails_with_a_way_on(
    qtbot: QtBot, reading: TableReading, store: ProjectStore, write: Write
) -> None:
    reading.open_file(write("empty.csv", ""))
    wait_until_read(qtbot, reading)
    assert reading.failure is not None
    assert str(reading.failure.title) == "The file is empty"
    assert store.project == Project()


def test_that_another_kind_is_worked_out_over_all_rows(
    qtbot: QtBot, reading: TableReading, store: ProjectStore, example_file: Path
) -> None:
    opened(qtbot, reading, example_file)
    reading.change_kinds((("age", ColumnKind.CATEGORY),))
    wait_until_read(qtbot, reading)
    assert store.project.schema["age"].kind is ColumnKind.CATEGORY
    facts = {fact.name: fact for fact in store.project.facts}
    assert facts["age"].middle is None
    assert facts["crp"].middle == "29.4"


def test_that_two_changes_of_kinds_at_once_both_land(
    qtbot: QtBot, reading: TableReading, store: ProjectStore, example_file: Path
) -> None:
    opened(qtbot, reading, example_file)
    reading.change_kinds((("age", ColumnKind.CATEGORY),))
    reading.change_kinds((("sex", ColumnKind.TEXT),))
    wait_until_read(qtbot, reading)
    assert store.project.schema["age"].kind is ColumnKind.CATEGORY
    assert store.project.schema["sex"].kind is ColumnKind.TEXT


def test_that_kinds_of_the_user_outlive_a_new_reading(
    qtbot: QtBot, reading: TableReading, store: ProjectStore, example_file: Path
) -> None:
    opened(qtbot, reading, example_file)
    reading.change_kinds((("age", ColumnKind.CATEGORY),))
    wait_until_read(qtbot, reading)
    reading.answer(((store.project.open_questions[0].key, "missing"),))
    wait_until_read(qtbot, reading)
    assert store.project.schema["age"].kind is ColumnKind.CATEGORY
    assert store.project.open_questions == ()


def test_that_settings_of_columns_outlive_a_new_reading(
    qtbot: QtBot, reading: TableReading, store: ProjectStore, example_file: Path
) -> None:
    opened(qtbot, reading, example_file)
    plan = PreprocessPlan().with_columns(["crp"], ColumnPlan(missing=MissingTreatment.MEDIAN))
    store.set_plan(plan, "missing values")
    reading.answer(((store.project.open_questions[0].key, "missing"),))
    wait_until_read(qtbot, reading)
    assert store.project.plan == plan


def test_that_another_project_ends_what_is_under_way(
    qtbot: QtBot, reading: TableReading, store: ProjectStore, write: Write, example_file: Path
) -> None:
    opened(qtbot, reading, write("a.csv", "a,b\n" + ROWS))
    other = replace(store.project, source=replace(store.project.source, path="/elsewhere.csv"))  # type: ignore[type-var]  # read
    reading.open_file(example_file)
    store.replace_project(other, None)
    assert not reading.is_busy
    assert store.project == other
    assert reading.path == Path("/elsewhere.csv")


@pytest.mark.slow
def test_that_a_child_process_reads_the_file(qtbot: QtBot, store: ProjectStore, example_file: Path) -> None:
    jobs = JobService(ProcessRun)
    reading = TableReading(store, jobs, store)
    opened(qtbot, reading, example_file)
    assert store.project.source is not None
    assert store.project.source.rows == 1000
    jobs.shut_down()
