"""Tables, projects and options that cannot be used: each gives one clear sentence and an exit status."""

import os
import sys
import zipfile
from pathlib import Path

import pytest
from bad_tables import ODD, TOO_POOR, UNREADABLE

from synthdesk.domain.preprocessing import PreprocessPlan
from synthdesk.domain.project import Project, Recipe
from synthdesk.domain.schema import Schema
from synthdesk.domain.training import TrainingConfig
from synthdesk.storage import project_file, recipe_file


def is_one_sentence_with_a_remedy(text: str) -> bool:
    last = text.strip().splitlines()[-1]
    return last.endswith((".", "?")) and last.count(". ") >= 1 and len(last) < 500


@pytest.mark.parametrize("name", UNREADABLE | TOO_POOR)
def test_that_a_table_that_cannot_be_learned_is_refused(synthdesk, tmp_path, name):
    path = tmp_path / name
    path.write_bytes((UNREADABLE | TOO_POOR)[name])
    ended = synthdesk("train", path, "--out", tmp_path / "p.synthdesk", "--accept-defaults", "--epochs", 1)
    assert ended.status == 1, ended.err
    assert is_one_sentence_with_a_remedy(ended.err), ended.err
    assert ended.out == ""
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([name, "synthdesk-home"])


@pytest.mark.parametrize("name", ODD)
def test_that_an_odd_table_is_learned_or_refused_in_words(synthdesk, tmp_path, name):
    path = tmp_path / name
    path.write_text(ODD[name])
    out = tmp_path / "p.synthdesk"
    ended = synthdesk("train", path, "--out", out, "--accept-defaults", "--epochs", 1, "--threads", 1)
    assert ended.status in (0, 1, 2)
    assert out.exists() == (ended.status == 0)
    if ended.status == 1:
        assert is_one_sentence_with_a_remedy(ended.err), ended.err
    if ended.status == 2:  # what only the user can tell was asked, with the answers there are
        assert any(line.endswith("?") for line in ended.err.splitlines()), ended.err


def test_that_a_missing_file_is_named(synthdesk, tmp_path):
    ended = synthdesk("inspect", tmp_path / "absent.csv")
    assert ended.status == 1
    assert "absent.csv" in ended.err


def test_that_a_folder_is_no_table(synthdesk, tmp_path):
    assert synthdesk("inspect", tmp_path).status == 1


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read everything"
)
def test_that_an_unreadable_folder_is_reported(synthdesk, tmp_path):
    folder = tmp_path / "locked"
    folder.mkdir(mode=0)
    assert synthdesk("inspect", folder / "table.csv").status == 1


def test_that_a_result_in_no_folder_is_refused_before_any_work(synthdesk, table_file, tmp_path):
    ended = synthdesk("train", table_file(), "--out", tmp_path / "nowhere" / "p.synthdesk")
    assert ended.status == 1
    assert "nowhere" in ended.err


def test_that_a_result_that_is_a_folder_is_refused(synthdesk, table_file, tmp_path):
    assert "is a folder" in synthdesk("train", table_file(), "--out", tmp_path).err


def test_that_a_format_that_cannot_be_written_is_wrong_usage(synthdesk, table_file, tmp_path):
    ended = synthdesk("convert", table_file(), "--out", tmp_path / "a.docx")
    assert ended.status == 2
    assert ".csv, .xlsx, .parquet" in ended.err


def test_that_a_missing_recipe_is_reported(synthdesk, table_file, tmp_path):
    ended = synthdesk(
        "train", table_file(), "--out", tmp_path / "p.synthdesk", "--recipe", tmp_path / "r.json"
    )
    assert ended.status == 1
    assert "r.json" in ended.err


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"format": 999}', '{"format": 1, "schema": 5}'])
def test_that_an_unknown_recipe_is_reported(synthdesk, table_file, tmp_path, text):
    recipe = tmp_path / "r.json"
    recipe.write_text(text)
    ended = synthdesk("run", recipe, "--data", table_file(), "--out", tmp_path / "out")
    assert ended.status == 1
    assert "ecipe" in ended.err


def test_that_a_recipe_for_other_columns_is_reported(synthdesk, table_file, tmp_path):
    from synthdesk.domain.schema import Column, ColumnKind

    schema = Schema((Column("blood", ColumnKind.CATEGORY),))
    recipe_file.save(Recipe(schema, PreprocessPlan(), TrainingConfig()), tmp_path / "r.json")
    ended = synthdesk("run", tmp_path / "r.json", "--data", table_file(), "--out", tmp_path / "out")
    assert ended.status == 1
    assert "“blood”" in ended.err


def test_that_an_unknown_synthesizer_is_reported(synthdesk, table_file, tmp_path):
    out = tmp_path / "p.synthdesk"
    ended = synthdesk("train", table_file(), "--out", out, "--synthesizer", "magic", "--accept-defaults")
    assert ended.status == 1
    assert "“magic”" in ended.err


def test_that_a_setting_outside_its_limits_is_wrong_usage(synthdesk, table_file, tmp_path):
    ended = synthdesk("train", table_file(), "--out", tmp_path / "p.synthdesk", "--epochs", 1_000_000)
    assert ended.status == 2
    assert "epochs" in ended.err


def test_that_resuming_nothing_is_reported(synthdesk, table_file, tmp_path):
    out = tmp_path / "p.synthdesk"
    ended = synthdesk("train", table_file(), "--out", out, "--accept-defaults", "--resume")
    assert ended.status == 1
    assert "nothing to go on with" in ended.err


@pytest.mark.parametrize(
    ("answer", "words"), [("nonsense", "KEY=CHOICE"), ("missing:x:1=yes", "no question “missing:x:1”")]
)
def test_that_a_wrong_answer_is_wrong_usage(synthdesk, table_file, answer, words):
    ended = synthdesk("inspect", table_file(), "--answer", answer)
    assert ended.status == 2
    assert words in ended.err


def corrupt_projects(folder: Path) -> list[Path]:
    junk, folder_zip, whole = folder / "junk.synthdesk", folder / "zip.synthdesk", folder / "whole.synthdesk"
    junk.write_bytes(b"no project at all")
    with zipfile.ZipFile(folder_zip, "w") as archive:
        archive.writestr("project.json", "{}")
    project_file.save(Project(), folder, whole)
    cut = folder / "cut.synthdesk"
    cut.write_bytes(whole.read_bytes()[:-40])
    return [junk, folder_zip, cut, whole, folder / "absent.synthdesk"]


@pytest.mark.parametrize("number", range(5))
def test_that_a_project_that_cannot_be_used_is_reported(synthdesk, tmp_path, number):
    project = corrupt_projects(tmp_path)[number]
    ended = synthdesk("sample", project, "--rows", 5, "--out", tmp_path / "new.csv")
    assert ended.status == 1
    assert is_one_sentence_with_a_remedy(ended.err) or project.name == "whole.synthdesk"
    assert project.name in ended.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_that_a_full_disk_behind_stdout_is_reported(table_file, private_home):
    import subprocess

    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "synthdesk", "inspect", str(table_file())],
            stdout=full, stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parent.parent.parent, check=False,
        )  # fmt: skip
    assert ended.returncode == 1
    assert "could not be written" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_that_nothing_is_left_in_the_home_folder(synthdesk, table_file, private_home):
    assert synthdesk("inspect", table_file()).status == 0
    left = [p for p in private_home.rglob("*") if p.is_file() and p.suffix != ".log"]
    assert left == []
