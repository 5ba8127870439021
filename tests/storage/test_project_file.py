import json
import os
import stat
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from synthdesk.domain.disclosure import without_rows
from synthdesk.domain.errors import UserError
from synthdesk.domain.project import Project
from synthdesk.storage import archive, project_file

CANARY = b"Canary-Person"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "stays.synthdesk"


@pytest.fixture
def new_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "new"
    folder.mkdir()
    return folder


def loaded_or_none(path: Path, folder: Path) -> Project | None:
    """Return the project, or None when it was refused with a sentence that names the file."""
    try:
        return project_file.load(path, folder)
    except UserError as error:
        return None if path.name in str(error) else pytest.fail("the sentence does not name the file")


def everything_in(path: Path) -> bytes:
    with zipfile.ZipFile(path) as opened:
        return b"".join(opened.read(name) for name in opened.namelist())


def files_in(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_that_a_project_comes_back_without_rows(
    project: Project, work_folder: Path, path: Path, new_folder: Path
) -> None:
    project_file.save(project, work_folder, path)
    assert project_file.load(path, new_folder) == without_rows(project)
    model = f"runs/{project.run.run_id}/"
    assert set(files_in(new_folder)) == {model + "model.json", model + "model.safetensors"}
    assert (new_folder / model / "model.safetensors").read_bytes() == bytes(range(256)) * 8


def test_that_nothing_of_a_patient_is_in_the_file_unless_wanted(
    project: Project, work_folder: Path, path: Path
) -> None:
    project_file.save(project, work_folder, path)
    content = everything_in(path)
    assert CANARY not in content
    assert b"97.1" not in content
    assert b"18.3" not in content


def test_that_rows_are_stored_when_wanted(
    project_with_rows: Project, work_folder: Path, path: Path, new_folder: Path
) -> None:
    project_file.save(project_with_rows, work_folder, path)
    assert project_file.load(path, new_folder) == project_with_rows
    assert (new_folder / "source.parquet").read_bytes() == (work_folder / "source.parquet").read_bytes()


def test_that_an_empty_project_comes_back(work_folder: Path, path: Path, new_folder: Path) -> None:
    project_file.save(Project(), work_folder, path)
    assert project_file.load(path, new_folder) == Project()
    assert files_in(new_folder) == {}


def test_that_the_file_tells_nothing_of_when_or_where(
    project: Project, work_folder: Path, path: Path
) -> None:
    project_file.save(project, work_folder, path)
    first = path.read_bytes()
    os.utime(work_folder / "runs" / project.run.run_id / "model.json", (1, 1))
    project_file.save(project, work_folder, path)
    assert path.read_bytes() == first


@pytest.mark.skipif(os.name == "nt", reason="permissions of Windows are not modes")
def test_that_only_this_user_can_read_it(project: Project, work_folder: Path, path: Path) -> None:
    project_file.save(project, work_folder, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_that_a_file_that_reads_back_differently_does_not_take_the_old_one_s_place(
    project: Project, work_folder: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project_file.save(Project(), work_folder, path)
    old = path.read_bytes()
    real = archive.write

    def written_badly(target: Path, document: bytes, files: dict[str, Path]) -> None:
        real(target, document, files)
        content = bytearray(target.read_bytes())
        content[len(content) // 2] ^= 1
        target.write_bytes(content)

    monkeypatch.setattr(archive, "write", written_badly)
    with pytest.raises(UserError, match="did not read back"):
        project_file.save(project, work_folder, path)
    assert path.read_bytes() == old
    assert [p.name for p in path.parent.glob(".synthdesk*")] == []


def test_that_an_older_format_is_brought_up_to_date(
    project: Project, work_folder: Path, path: Path, new_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project_file.save(project, work_folder, path)

    def second(data: dict) -> dict:
        return data | {"project": data["project"] | {"store_rows": True}}

    monkeypatch.setattr(project_file, "FORMAT", 3)
    monkeypatch.setattr(project_file, "_STEPS", {1: lambda data: data, 2: second})
    assert project_file.load(path, new_folder).store_rows is True


def test_that_a_newer_format_is_refused_with_a_sentence(
    work_folder: Path, path: Path, new_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(project_file, "FORMAT", 2)
    project_file.save(Project(), work_folder, path)
    monkeypatch.undo()
    with pytest.raises(UserError, match="newer SynthDesk"):
        project_file.load(path, new_folder)


def test_that_a_file_that_is_not_there_is_a_sentence(path: Path, new_folder: Path) -> None:
    with pytest.raises(UserError, match="Check that the file is still there"):
        project_file.load(path, new_folder)


def test_that_every_truncation_and_bit_flip_is_refused_and_leaves_nothing(
    project: Project, work_folder: Path, path: Path, new_folder: Path
) -> None:
    project_file.save(project, work_folder, path)
    whole = path.read_bytes()
    spoilt = [whole[: len(whole) * i // 40] for i in range(40)]
    for at in range(0, len(whole), max(1, len(whole) // 150)):
        flipped = bytearray(whole)
        flipped[at] ^= 0x10
        spoilt.append(bytes(flipped))
    accepted = 0
    for content in spoilt:
        path.write_bytes(content)
        again = loaded_or_none(path, new_folder)
        assert again is not None or files_in(new_folder) == {}
        if again is not None:
            # A flip in a field of the zip that carries no meaning (a date, a version) changes nothing.
            assert again == without_rows(project)
            accepted += 1
            for file in new_folder.rglob("*.*"):
                file.unlink()
    assert accepted < 40


@pytest.mark.parametrize(
    "name",
    [
        "../evil.txt",
        "/etc/evil",
        "C:\\evil.txt",
        "runs/../../evil",
        "runs/a/b/c",
        "runs/r/..",
        "runs/r/.hidden",
        "runs/r/CON",
        "runs/nul/model.json",
        "runs/r/a:b",
        "runs/r/a\\b",
        "SOURCE.PARQUET",
        "other.json",
        "runs/r/",
    ],
)
def test_that_a_foreign_member_is_refused_and_written_nowhere(
    name: str, work_folder: Path, path: Path, new_folder: Path, tmp_path: Path
) -> None:
    project_file.save(Project(), work_folder, path)
    with zipfile.ZipFile(path, "a") as opened:
        opened.writestr(zipfile.ZipInfo(name), b"evil")
    before = files_in(tmp_path)
    with pytest.raises(UserError, match="damaged"):
        project_file.load(path, new_folder)
    assert files_in(tmp_path) == before


def with_member(path: Path, info: zipfile.ZipInfo, content: bytes) -> None:
    with zipfile.ZipFile(path, "a") as opened:
        opened.writestr(info, content)


def test_that_a_member_nobody_listed_is_refused(work_folder: Path, path: Path, new_folder: Path) -> None:
    project_file.save(Project(), work_folder, path)
    with_member(path, zipfile.ZipInfo("runs/r/model.json"), b"{}")
    with pytest.raises(UserError, match="damaged"):
        project_file.load(path, new_folder)


def test_that_a_link_is_refused(work_folder: Path, path: Path, new_folder: Path) -> None:
    project_file.save(Project(), work_folder, path)
    link = zipfile.ZipInfo("runs/r/model.json")
    link.external_attr = 0o120777 << 16
    with_member(path, link, b"/etc/passwd")
    with pytest.raises(UserError, match="damaged"):
        project_file.load(path, new_folder)


def test_that_a_member_packed_too_tightly_is_refused(work_folder: Path, path: Path, new_folder: Path) -> None:
    project_file.save(Project(), work_folder, path)
    bomb = zipfile.ZipInfo("runs/r/model.json")
    bomb.compress_type = zipfile.ZIP_DEFLATED
    with_member(path, bomb, b"0" * 5_000_000)
    with pytest.raises(UserError, match="damaged"):
        project_file.load(path, new_folder)


def test_that_too_many_members_are_refused(path: Path, new_folder: Path) -> None:
    with zipfile.ZipFile(path, "w") as opened:
        opened.writestr("project.json", b"{}")
        for i in range(archive.MEMBERS_AT_MOST):
            opened.writestr(f"runs/r/f{i}", b"")
    with pytest.raises(UserError, match="damaged"):
        project_file.load(path, new_folder)


@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
def test_that_two_members_of_one_name_are_refused(work_folder: Path, path: Path, new_folder: Path) -> None:
    project_file.save(Project(), work_folder, path)
    with_member(path, zipfile.ZipInfo("project.json"), b"{}")
    with pytest.raises(UserError, match="damaged"):
        project_file.load(path, new_folder)


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"[]",
        b"{}",
        b'{"format": true}',
        b'{"format": 0}',
        b"[" * 50_000,
        b'{"format": 1}',
        b'{"format": 1, "project": {"colour": "red"}, "files": []}',
        b'{"format": 1, "project": {"schema": {"columns": [{"name": "a", "kind": "number"}]}}, "files": []}',
        b"\xff\xfe",
    ],
)
def test_that_a_document_that_does_not_fit_is_refused(document: bytes, path: Path, new_folder: Path) -> None:
    with zipfile.ZipFile(path, "w") as opened:
        opened.writestr("project.json", document)
    with pytest.raises(UserError, match="damaged"):
        project_file.load(path, new_folder)


def test_that_any_other_file_is_refused(path: Path, new_folder: Path) -> None:
    for content in (b"", b"PK\x03\x04", b"a,b\n1,2\n", bytes(1000)):
        path.write_bytes(content)
        with pytest.raises(UserError, match="damaged"):
            project_file.load(path, new_folder)


def test_that_the_document_is_plain_json_with_its_format(
    project: Project, work_folder: Path, path: Path
) -> None:
    project_file.save(project, work_folder, path)
    with zipfile.ZipFile(path) as opened:
        data = json.loads(opened.read("project.json"))
    assert data["format"] == 1
    assert data["project"]["plan"]["columns"][0][0] == "age"


def test_that_a_run_whose_files_are_gone_is_no_error(
    project: Project, tmp_path: Path, path: Path, new_folder: Path
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    project_file.save(replace(project, store_rows=True), empty, path)
    assert project_file.load(path, new_folder).run == project.run
