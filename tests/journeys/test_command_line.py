"""The whole way without a window, on the bundled example: real commands, real files, few rounds."""

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from synthdesk.domain.training import Preset, config_for
from synthdesk.storage import recipe_file

ROOT = Path(__file__).parent.parent.parent
EXAMPLE = ROOT / "resources" / "example" / "hospital_stays.csv"
WITHOUT_SCREEN = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


class Runner:
    """Runs commands in processes of their own, all with one home folder."""

    def __init__(self, folder: Path, before: tuple[str, ...] = ()) -> None:
        self.folder, self.before = folder, before
        self.environment = {k: v for k, v in os.environ.items() if k not in WITHOUT_SCREEN}
        self.environment |= {"PYTHONPATH": str(ROOT), "SYNTHDESK_HOME": str(folder / "home")}

    def start(self, *arguments: object) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [*self.before, sys.executable, "-m", "synthdesk", *map(str, arguments)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=self.folder, env=self.environment,
        )  # fmt: skip

    def run(self, *arguments: object, status: int = 0) -> str:
        with self.start(*arguments) as process:
            out, err = process.communicate(timeout=240)
        assert "Traceback" not in out + err
        assert process.returncode == status, err
        return out if status == 0 else err

    def home_files(self) -> list[Path]:
        return [p for p in (self.folder / "home").rglob("*") if p.is_file() and not p.name.endswith(".log")]


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runner]:
    """A folder with `p.synthdesk`, trained for two rounds, and `new.csv`, 300 rows of it."""
    runner = Runner(tmp_path_factory.mktemp("trained"))
    training = ("--accept-defaults", "--epochs", 2, "--threads", 1, "--seed", 3)
    runner.run("train", EXAMPLE, "--out", "p.synthdesk", *training)
    runner.run("sample", "p.synthdesk", "--rows", 300, "--out", "new.csv")
    yield runner
    assert runner.home_files() == []


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_that_open_questions_are_asked_with_the_option_that_answers_them(tmp_path):
    runner = Runner(tmp_path)
    asked = runner.run("train", EXAMPLE, "--out", "p.synthdesk", status=2)
    assert "smoker" in asked
    assert "?\n    --answer 'missing:smoker:-99=missing'" in asked
    assert not (tmp_path / "p.synthdesk").exists()


def test_that_inspect_says_what_the_import_understood(trained):
    understood = json.loads(trained.run("inspect", EXAMPLE, "--json"))
    assert (understood["rows"], understood["delimiter"], understood["decimal"]) == (1000, ",", ".")
    assert understood["cells"] == understood["cells_that_convert_back"] == 16_000
    columns = {column["name"]: column for column in understood["columns"]}
    assert columns["stay_id"]["kind"] == "identifier"
    assert columns["stay_id"]["personal_data"]
    assert columns["admission"]["kind"] == "date/time"
    assert [q["key"] for q in understood["questions"]] == ["missing:smoker:-99"]


def test_that_inspect_is_readable_for_people(trained):
    text = trained.run("inspect", EXAMPLE)
    assert "rows: 1,000" in text
    assert "Is -99 a code for missing?" in text


def test_that_an_answer_closes_its_question(trained):
    answer = ("--answer", "missing:smoker:-99=missing")
    assert "1,000 rows" in trained.run("convert", EXAMPLE, "--out", "plain.csv", *answer)
    rows = rows_of(trained.folder / "plain.csv")
    assert len(rows) == 1000
    assert Counter(row["smoker"] for row in rows)[""] == 36


@pytest.mark.parametrize("suffix", ["xlsx", "parquet"])
def test_that_a_converted_table_reads_the_same_again(trained, suffix):
    trained.run("convert", EXAMPLE, "--out", f"plain.{suffix}", "--accept-defaults")
    again = json.loads(trained.run("inspect", f"plain.{suffix}", "--json"))
    assert again["rows"] == 1000
    assert len(again["columns"]) == 16


def test_that_new_rows_have_the_columns_and_spelling_of_the_source(trained):
    real, new = rows_of(EXAMPLE), rows_of(trained.folder / "new.csv")
    assert len(new) == 300
    assert list(new[0]) == list(real[0])
    assert {row["ward"] for row in new} <= {row["ward"] for row in real} | {"Other"}
    assert {len(row["admission"]) for row in new} == {10}
    assert not {row["stay_id"] for row in new} & {row["stay_id"] for row in real} or len(new) == 300
    assert len({row["stay_id"] for row in new}) == 300


def test_that_the_same_seed_gives_the_same_bytes_and_another_does_not(trained):
    for name, seed in (("a.csv", 5), ("b.csv", 5), ("c.csv", 6)):
        trained.run("sample", "p.synthdesk", "--rows", 40, "--out", name, "--seed", seed)
    first, second, third = ((trained.folder / name).read_bytes() for name in ("a.csv", "b.csv", "c.csv"))
    assert first == second != third


def test_that_conditions_hold_in_every_row(trained):
    conditions = ("--where", "sex=f", "--where", "emergency=yes")
    trained.run("sample", "p.synthdesk", "--rows", 50, "--out", "w.csv", *conditions)
    rows = rows_of(trained.folder / "w.csv")
    assert {(row["sex"], row["emergency"]) for row in rows} == {("f", "yes")}
    assert len(rows) == 50


def test_that_balanced_rows_have_equal_counts(trained):
    trained.run("sample", "p.synthdesk", "--rows", 41, "--out", "b.csv", "--balance", "sex")
    assert Counter(row["sex"] for row in rows_of(trained.folder / "b.csv")) == {"f": 21, "m": 20}


def test_that_original_rows_come_first_with_their_origin(trained):
    trained.run("sample", "p.synthdesk", "--rows", 7, "--out", "o.csv", "--with-original", EXAMPLE)
    rows = rows_of(trained.folder / "o.csv")
    assert [row["origin"] for row in rows] == ["original"] * 1000 + ["synthetic"] * 7
    assert [row["crp"] for row in rows[:1000]] == [row["crp"] for row in rows_of(EXAMPLE)]
    ids = Counter(row["stay_id"] for row in rows)
    assert max(ids.values()) == 1  # no new identifier repeats a real one


@pytest.mark.parametrize(
    ("options", "status", "words"),
    [
        (("--where", "sex"), 2, "COLUMN=VALUE"),
        (("--where", "colour=red"), 2, "“colour”"),
        (("--where", "sex=f", "--where", "sex=m"), 2, "two different values"),
        (("--where", "sex=x"), 1, "sex"),
        (("--where", "age=50"), 1, "age"),
        (("--balance", "colour"), 2, "“colour”"),
        (("--balance", "age"), 1, "“age”"),
        (("--balance", "sex", "--where", "sex=f"), 2, "both"),
    ],
)
def test_that_impossible_rows_are_refused_in_words(trained, options, status, words):
    said = trained.run("sample", "p.synthdesk", "--rows", 5, "--out", "x.csv", *options, status=status)
    assert words in said
    assert not (trained.folder / "x.csv").exists()


def test_that_evaluate_writes_figures_and_a_report(trained):
    files = ("--real", EXAMPLE, "--synthetic", "new.csv")
    figures = json.loads(trained.run("evaluate", "p.synthdesk", *files, "--report", "r.html"))
    assert {"quality", "usefulness", "privacy"} <= set(figures)
    assert figures["privacy"]["P1"]["outcome"] in ("stop", "review", "none")
    assert (trained.folder / "r.html").read_text(encoding="utf-8").startswith("<!")
    said = trained.run("evaluate", "p.synthdesk", *files, "--json", "f.json")
    assert "similarity" in said
    assert json.loads((trained.folder / "f.json").read_text(encoding="utf-8")) == figures


def test_that_real_rows_passed_off_as_synthetic_are_found(trained):
    figures = json.loads(trained.run("evaluate", "p.synthdesk", "--real", EXAMPLE, "--synthetic", EXAMPLE))
    assert figures["privacy"]["P1"]["outcome"] == "stop"


def test_that_a_report_of_an_unknown_kind_is_wrong_usage(trained):
    files = ("--real", EXAMPLE, "--synthetic", "new.csv")
    assert ".html" in trained.run("evaluate", "p.synthdesk", *files, "--report", "r.docx", status=2)


def test_that_the_project_holds_no_identifier_of_a_patient(trained):
    import zipfile

    with zipfile.ZipFile(trained.folder / "p.synthdesk") as archive:
        text = b"".join(archive.read(name) for name in archive.namelist())
    found = [row["stay_id"] for row in rows_of(EXAMPLE) if row["stay_id"].encode() in text]
    assert found == []


@pytest.mark.slow
def test_that_a_recipe_repeats_the_work_byte_for_byte(trained):
    recipe = recipe_of(trained)
    recipe_file.save(recipe, trained.folder / "r.json")
    for out in ("first", "second"):
        said = trained.run("run", "r.json", "--data", EXAMPLE, "--out", out)
        assert "similarity" in said
    names = {"synthetic.csv", "report.html", "figures.json", "recipe.json", "project.synthdesk"}
    first, second = trained.folder / "first", trained.folder / "second"
    assert {p.name for p in first.iterdir()} == names
    assert (first / "synthetic.csv").read_bytes() == (second / "synthetic.csv").read_bytes()
    assert (first / "recipe.json").read_bytes() == (trained.folder / "r.json").read_bytes()


def recipe_of(trained: Runner):
    from synthdesk.storage import project_file

    work_folder = trained.folder / "opened"
    work_folder.mkdir(exist_ok=True)
    project = project_file.load(trained.folder / "p.synthdesk", work_folder)
    return replace(
        project.recipe,
        config=config_for(Preset.QUICK, synthesizer="ctgan", epochs=1, max_minutes=None, threads=1),
    )


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT to one process")
def test_that_a_training_stopped_by_ctrl_c_goes_on_to_the_same_model(tmp_path):
    runner = Runner(tmp_path)
    options = ("--accept-defaults", "--epochs", 12, "--threads", 1)
    with runner.start("train", EXAMPLE, "--out", "p.synthdesk", *options) as process:
        for line in process.stderr:
            if line.startswith("Training on"):
                break
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert out == ""
    assert "--resume" in err
    assert not (tmp_path / "p.synthdesk").exists()
    assert runner.home_files() == []

    runner.run("train", EXAMPLE, "--out", "p.synthdesk", *options, "--resume")
    assert not (tmp_path / "p.synthdesk.unfinished").exists()
    runner.run("train", EXAMPLE, "--out", "q.synthdesk", *options)
    for name in "pq":
        runner.run("sample", f"{name}.synthdesk", "--rows", 50, "--out", f"{name}.csv")
    assert (tmp_path / "p.csv").read_bytes() == (tmp_path / "q.csv").read_bytes()


def test_that_other_work_stopped_by_ctrl_c_leaves_nothing(trained):
    before = set(trained.folder.iterdir())
    with trained.start("sample", "p.synthdesk", "--rows", 2_000_000, "--out", "huge.csv") as process:
        while set(trained.folder.iterdir()) == before:  # until the rows go to a temporary file
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert "Stopped. Nothing was written." in err
    assert set(trained.folder.iterdir()) == before
    assert trained.home_files() == []


@pytest.mark.slow
def test_that_without_a_screen_the_example_runs_and_says_where_the_result_lies(tmp_path):
    out = Runner(tmp_path).run()
    folder = tmp_path / "synthdesk-example"
    assert str(folder / "report.html") in out
    assert {"synthetic.csv", "report.html", "recipe.json"} <= {p.name for p in folder.iterdir()}
    assert len(rows_of(folder / "synthetic.csv")) == 1000


def test_that_without_a_screen_a_file_is_not_opened_in_silence(tmp_path):
    said = Runner(tmp_path).run(EXAMPLE, status=2)
    assert "no screen" in said


def without_network() -> tuple[str, ...]:
    """The beginning of a command that runs in an empty network, or nothing where that is not allowed."""
    alone = ("unshare", "-rn")
    if shutil.which("unshare") and subprocess.run([*alone, "true"], check=False).returncode == 0:
        return alone
    return ()


@pytest.mark.slow
def test_that_the_self_test_passes_without_a_network(tmp_path):
    runner = Runner(tmp_path, before=without_network())
    said = runner.run("self-test", "--json", "outcome.json")
    assert said.endswith("The self-test passed.\n")
    assert runner.home_files() == []
    outcome = json.loads((tmp_path / "outcome.json").read_text(encoding="utf-8"))
    assert outcome["passed"]
    assert [f"ok: {step['step']}" for step in outcome["steps"]] == [
        line for line in said.splitlines() if line.startswith("ok: ")
    ]
