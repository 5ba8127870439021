"""The real work on a small made table: read, train, evaluate, export, and what follows from a killed child."""

import os
import random
import signal
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from watching import collect, do

from synthdesk.domain.control import Wish
from synthdesk.domain.events import (
    Cancelled,
    CheckpointSaved,
    EpochDone,
    Failed,
    Noticed,
    Paused,
    SimilarityMeasured,
    TrainingBegun,
)
from synthdesk.domain.exporting import ExportOptions, FileFormat, RowRequest
from synthdesk.domain.facts import ImportedTable, Preview
from synthdesk.domain.preprocessing import PreprocessPlan
from synthdesk.domain.project import Project, Recipe
from synthdesk.domain.results import EvaluationResult, RunRecord, WrittenFile
from synthdesk.domain.schema import ColumnKind
from synthdesk.domain.source import ImportOptions
from synthdesk.domain.training import AUTOMATIC, Preset, TrainingConfig, config_for
from synthdesk.jobs import drawing, row_tasks
from synthdesk.jobs.inline_run import InlineRun
from synthdesk.jobs.models import load_model
from synthdesk.jobs.process_run import ProcessRun
from synthdesk.jobs.requests import (
    ChangedKinds,
    ChangeKinds,
    CompareFiles,
    Convert,
    DescribeColumns,
    EstimateTraining,
    Evaluate,
    Export,
    ReadPreview,
    ReadTable,
    Request,
    Train,
    TrainingEstimate,
    WriteReport,
)

ROWS = 120
CONFIG = config_for(Preset.QUICK, synthesizer="ctgan", epochs=2, max_minutes=None, threads=1)


def refused(request: Request) -> Failed:
    run = InlineRun(request)
    run.start()
    ending = collect(run)[-1]
    assert isinstance(ending, Failed)
    assert ending.details == ""
    return ending


class Made:
    """A made table that was read into a work folder, and a run trained on it."""

    def __init__(self, folder: Path) -> None:
        chance = random.Random(3)
        lines = ["id,age,dose,ward,seen"]
        for n in range(ROWS):
            ward = chance.choices(["eye", "heart", "bone"], [5, 3, 2])[0]
            dose = "" if chance.random() < 0.1 else f"{chance.gauss(5 + len(ward), 1):.2f}"
            lines.append(f"P{n:04d},{chance.randint(18, 90)},{dose},{ward},2024-0{chance.randint(1, 9)}-15")
        self.file = folder / "made.csv"
        self.file.write_text("\n".join(lines) + "\n")
        self.folder = str(folder / "work")
        Path(self.folder).mkdir()
        table = do(ReadTable(str(self.file), ImportOptions(), self.folder))
        assert isinstance(table, ImportedTable)
        self.table = table
        self.recipe = Recipe(table.schema, PreprocessPlan(), CONFIG)
        self.record = do(self.train("first"))

    def train(self, run_id: str, *, config: TrainingConfig = CONFIG, resume: bool = False) -> Train:
        recipe = replace(self.recipe, config=config)
        return Train(self.folder, recipe, self.table.source.sha256, run_id, resume=resume)

    def export(self, rows: RowRequest, path: Path) -> Export:
        target = ExportOptions(str(path), FileFormat(path.suffix[1:]))
        return Export(self.folder, self.recipe, self.table.source, "first", rows, target)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("made")
        patch.setenv("SYNTHDESK_HOME", str(folder / "home"))
        yield Made(folder)


def test_that_a_preview_shows_the_first_rows(made):
    preview = do(ReadPreview(str(made.file)))
    assert isinstance(preview, Preview)
    assert preview.names == ("id", "age", "dose", "ward", "seen")
    assert len(preview.rows) == ROWS


def test_that_a_table_is_read_whole_and_proved(made):
    assert made.table.source.rows == ROWS
    assert made.table.cells == made.table.cells_same == ROWS * 5
    assert [fact.name for fact in made.table.facts] == list(made.table.schema.names)
    assert made.table.preview.kinds == tuple(column.kind for column in made.table.schema)


def test_that_facts_come_for_the_columns_asked_for(made):
    facts = do(DescribeColumns(made.folder, made.table.schema, PreprocessPlan(), ("ward", "dose")))
    assert [fact.name for fact in facts] == ["ward", "dose"]
    assert facts[0].distinct == 3


def test_that_a_column_of_another_kind_is_worked_out_over_all_rows(made):
    kinds = (("age", ColumnKind.CATEGORY), ("ward", ColumnKind.TEXT))
    changed = do(ChangeKinds(made.folder, made.table.schema, PreprocessPlan(), kinds, "."))
    assert isinstance(changed, ChangedKinds)
    assert (changed.schema["age"].kind, changed.schema["age"].number) == (ColumnKind.CATEGORY, None)
    assert changed.schema["dose"] == made.table.schema["dose"]
    assert [fact.name for fact in changed.facts] == ["age", "ward"]
    assert changed.cells == changed.cells_same == ROWS * 5


def test_that_an_estimate_names_every_preset(made):
    estimate = do(EstimateTraining(made.folder, made.recipe))
    assert isinstance(estimate, TrainingEstimate)
    seconds = dict(estimate.seconds)
    assert list(seconds) == [str(preset) for preset in Preset]
    assert 0 < seconds["quick"] <= seconds["balanced"] <= seconds["best"]
    assert seconds["quick"] <= 60


def test_that_training_records_what_was_done(made):
    record = made.record
    assert isinstance(record, RunRecord)
    assert (record.rows_learned, record.rows_held_out, record.rows_left_out) == (96, 24, 0)
    assert record.epochs_done == 2
    assert 0 < record.similarity <= 1
    assert 0 < record.halves <= 1


def test_that_a_run_folder_holds_the_model_and_nothing_of_the_table(made):
    folder = Path(made.folder) / "runs" / "first"
    assert {p.name for p in folder.iterdir()} == {"model.safetensors", "model.json", "restoration.json"}
    text = b"".join(p.read_bytes() for p in folder.iterdir())
    assert b"P0007" not in text


def test_that_the_same_training_gives_the_same_bytes(made):
    do(made.train("again"), ProcessRun)
    first, again = (Path(made.folder) / "runs" / name for name in ("first", "again"))
    for name in ("model.safetensors", "restoration.json"):
        assert (first / name).read_bytes() == (again / name).read_bytes()


def test_that_training_tells_its_rounds_and_its_similarity(made):
    run = InlineRun(made.train("told"))
    run.start()
    events = collect(run)
    begun = next(e for e in events if isinstance(e, TrainingBegun))
    assert (begun.epochs, begun.rows_learned, begun.rows_held_out) == (2, 96, 24)
    assert [e.epoch for e in events if isinstance(e, EpochDone)][-1] == 2
    measured = [e for e in events if isinstance(e, SimilarityMeasured)]
    assert {c.name for c in measured[-1].columns} == {"age", "dose", "ward", "seen"}
    assert measured[-1].best == events[-1].result.similarity


def test_that_a_cancelled_training_keeps_nothing(made):
    run = InlineRun(made.train("gone", config=replace(CONFIG, epochs=500)))
    run.start()
    collect(run, until=lambda events: any(isinstance(e, EpochDone) for e in events))
    run.send(Wish.CANCEL)
    assert collect(run)[-1] == Cancelled()
    assert not (Path(made.folder) / "runs" / "gone").exists()


def test_that_a_stopped_training_keeps_the_best(made):
    run = InlineRun(made.train("stopped", config=replace(CONFIG, epochs=500)))
    run.start()
    collect(run, until=lambda events: any(isinstance(e, EpochDone) for e in events))
    run.send(Wish.STOP_AND_KEEP)
    record = collect(run)[-1].result
    assert record.stopped_early
    assert record.epochs_done < 500
    assert (Path(made.folder) / "runs" / "stopped" / "model.safetensors").is_file()


def test_that_a_killed_training_goes_on_from_its_checkpoint(made):
    config = replace(CONFIG, epochs=60)
    run = ProcessRun(made.train("killed", config=config))
    run.start()
    collect(
        run, until=lambda events: any(isinstance(e, EpochDone) and e.epoch >= 1 for e in events), seconds=120
    )
    run.send(Wish.PAUSE)  # a pause saves a checkpoint
    collect(run, until=lambda events: any(isinstance(e, Paused) for e in events))
    os.kill(run.pid, signal.SIGKILL)
    died = collect(run)[-1]
    assert isinstance(died, Failed)
    assert died.can_resume

    going_on = ProcessRun(made.train("killed", config=config, resume=True))
    going_on.start()
    events = collect(going_on, seconds=120)
    begun = next(e for e in events if isinstance(e, TrainingBegun))
    assert begun.epoch >= 1
    assert events[-1].result.epochs_done == 60
    assert any(isinstance(e, CheckpointSaved) for e in events) or begun.epoch > 0
    assert not list((Path(made.folder) / "runs" / "killed").glob("checkpoint*"))


def test_that_a_run_is_not_gone_on_with_after_a_change(made):
    folder = Path(made.folder) / "runs" / "changed"
    run = InlineRun(made.train("changed", config=replace(CONFIG, epochs=500)))
    run.start()
    collect(run, until=lambda events: any(isinstance(e, EpochDone) for e in events))
    run.send(Wish.PAUSE)
    poll = run.poll(30.0)
    assert any(isinstance(event, Paused) for event in iter(lambda: next(poll), None))
    assert (folder / "checkpoint.json").is_file()
    ending = refused(made.train("changed", config=replace(CONFIG, seed=2), resume=True))
    assert "does not fit" in str(ending.title)
    run.kill()
    assert collect(run)[-1] == Cancelled()


def test_that_nothing_is_not_gone_on_with(made):
    assert "nothing to go on with" in str(refused(made.train("never", resume=True)).title)


def test_that_an_evaluation_compares_with_held_out_rows(made):
    result = do(Evaluate(made.folder, made.recipe, "first"))
    assert isinstance(result, EvaluationResult)
    assert {c.name for c in result.columns} == {"age", "dose", "ward", "seen"}
    assert (result.copies.synthetic_rows, result.copies.holdout_rows) == (96, 24)


def test_that_an_evaluation_repeats_itself(made):
    first, again = (do(Evaluate(made.folder, made.recipe, "first")) for _ in range(2))
    assert replace(first, seconds=0.0) == replace(again, seconds=0.0)


def test_that_exported_rows_are_exactly_as_many_and_repeat(made, tmp_path):
    written = [do(made.export(RowRequest(57, seed=4), tmp_path / name)) for name in ("a.csv", "b.csv")]
    assert all(isinstance(w, WrittenFile) and w.rows == 57 for w in written)
    assert written[0].sha256 == written[1].sha256


def test_that_no_identifier_is_a_real_one_or_made_twice(made, tmp_path):
    do(made.export(RowRequest(500), tmp_path / "ids.csv"))
    ids = pl.read_csv(tmp_path / "ids.csv", infer_schema=False)["id"].to_list()
    assert len(set(ids)) == 500
    assert not set(ids) & {f"P{n:04d}" for n in range(ROWS)}


def test_that_balanced_rows_are_equal_and_mixed_across_chunks(made, monkeypatch):
    monkeypatch.setattr(drawing, "CHUNK_ROWS", 20)
    model = load_model(made.folder, "first", made.recipe)
    batches = list(row_tasks.learned_batches(model, RowRequest(61, balance="ward")))
    wards = pl.concat(batches)["ward"].to_list()
    assert sorted(Counter(wards).values()) == [20, 20, 21]
    assert len(batches) == 4
    assert len(set(wards[:10])) > 1


def test_that_an_export_that_is_not_possible_leaves_the_old_file(made, tmp_path):
    old = tmp_path / "old.csv"
    old.write_text("before")
    refused(made.export(RowRequest(5, where=(("ward", "brain"),)), old))
    assert old.read_text() == "before"
    assert list(tmp_path.glob("*.csv")) == [old]


def test_that_a_missing_model_is_reported(made, tmp_path):
    request = replace(made.export(RowRequest(5), tmp_path / "x.csv"), run_id="absent")
    assert "not here" in str(refused(request).title)


def test_that_a_converted_table_is_plain(made, tmp_path):
    target = ExportOptions(str(tmp_path / "plain.csv"), FileFormat.CSV, plain=True)
    written = do(Convert(made.folder, made.table.schema, made.table.source, target))
    assert written.rows == ROWS
    assert pl.read_csv(tmp_path / "plain.csv").equals(pl.read_csv(made.file))


def test_that_a_file_with_its_original_rows_is_judged_by_the_synthetic_ones(made, tmp_path):
    request = made.export(RowRequest(80), tmp_path / "both.csv")
    do(replace(request, target=replace(request.target, with_original=True)))
    other = tmp_path / "other"
    other.mkdir()
    table = do(ReadTable(str(tmp_path / "both.csv"), ImportOptions(), str(other)))
    assert table.source.rows == ROWS + 80
    result = do(CompareFiles(made.folder, str(other), made.recipe, table.schema))
    assert result.copies.synthetic_rows == 80


def test_that_held_out_rows_stay_out_of_a_file_with_its_original_rows(made, tmp_path):
    request = made.export(RowRequest(80), tmp_path / "learned.csv")
    do(replace(request, target=replace(request.target, with_original=True, without_held_out=True)))
    written = pl.read_csv(tmp_path / "learned.csv")
    original = written.filter(pl.col("origin") == "original")
    assert original.height == made.record.rows_learned
    assert original.height == ROWS - made.record.rows_held_out
    assert set(original["id"]) < set(pl.read_csv(made.file)["id"])


def test_that_a_report_is_written_for_people_and_programs(made, tmp_path):
    result = do(Evaluate(made.folder, made.recipe, "first"))
    html, figures = tmp_path / "r.html", tmp_path / "f.json"
    text = do(WriteReport(result, made.table.source, made.table.schema, html=str(html), json=str(figures)))
    assert figures.read_text(encoding="utf-8") == text + "\n"
    assert "made.csv" in html.read_text(encoding="utf-8")


def test_that_a_training_that_could_not_begin_leaves_no_folder(made):
    config = replace(CONFIG, synthesizer="magic")
    assert "“magic”" in str(refused(made.train("magic", config=config)).happened)
    assert not (Path(made.folder) / "runs" / "magic").exists()


def test_that_a_setting_outside_its_limits_is_refused(made):
    config = replace(CONFIG, holdout_share=0.9)
    assert "holdout_share" in str(refused(made.train("limits", config=config)).happened)


def test_that_a_method_nobody_chose_is_chosen_by_the_table_and_the_reason_is_told(made):
    run = InlineRun(made.train("chosen", config=replace(CONFIG, synthesizer=AUTOMATIC)))
    run.start()
    *events, ending = collect(run)
    assert "fewer than about 500 rows" in next(str(e.what) for e in events if isinstance(e, Noticed))
    assert ending.result.config.synthesizer == "trees"
    recipe = replace(made.recipe, config=replace(CONFIG, synthesizer=AUTOMATIC))
    project = Project(schema=made.table.schema).with_run(ending.result, (recipe, made.table.source.sha256))
    assert load_model(made.folder, "chosen", project.trained_with[0]).trained.categories("ward")
    assert do(EstimateTraining(made.folder, recipe)).device_words == "processor"


def test_that_trees_are_trained_told_how_long_and_make_rows_that_meet_conditions(made, tmp_path):
    config = replace(CONFIG, synthesizer="trees")
    recipe = replace(made.recipe, config=config)
    estimate = do(EstimateTraining(made.folder, recipe))
    assert len({seconds for _, seconds in estimate.seconds}) == 1
    assert estimate.device_words == "processor"
    record = do(made.train("trees", config=config), ProcessRun)
    assert (record.epochs_done, record.config.synthesizer) == (4, "trees")
    model = load_model(made.folder, "trees", recipe)
    rows = pl.concat(row_tasks.learned_batches(model, RowRequest(40, where=(("ward", "eye"),))))
    assert rows["ward"].unique().to_list() == ["eye"]
    balanced = pl.concat(row_tasks.learned_batches(model, RowRequest(60, balance="ward")))
    assert sorted(balanced["ward"].value_counts()["count"].to_list()) == [20, 20, 20]
    export = replace(made.export(RowRequest(30), tmp_path / "t.csv"), run_id="trees", recipe=recipe)
    assert do(export).rows == 30
