import os
import stat
import sys
from pathlib import Path

import pytest

from synthdesk.storage import paths


def test_that_everything_for_the_user_lies_in_the_chosen_home(private_home: Path) -> None:
    places = [
        paths.user_data(),
        paths.settings_file(),
        paths.geometry_file(),
        paths.log_folder(),
        paths.recovery_folder(),
        paths.workspaces_folder(),
        paths.temporary_folder(),
    ]
    assert all(place.is_relative_to(private_home) for place in places)


@pytest.mark.skipif(os.name == "nt", reason="permissions of Windows are not modes")
def test_that_folders_are_made_for_this_user_alone() -> None:
    for folder in (paths.user_data(), paths.recovery_folder(), paths.workspaces_folder(), paths.log_folder()):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_that_without_a_chosen_home_the_system_says_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SYNTHDESK_HOME")
    for variable in (
        "XDG_DATA_HOME",
        "XDG_CONFIG_HOME",
        "XDG_STATE_HOME",
        "HOME",
        "LOCALAPPDATA",
        "USERPROFILE",
    ):
        monkeypatch.setenv(variable, str(tmp_path / "system"))
    assert "SynthDesk" in paths.user_data().parts
    assert paths.settings_file().name == "settings.json"
    assert paths.log_folder().is_dir()


def test_that_resources_of_a_bundle_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "resources").mkdir()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.resources() == tmp_path / "resources"


def test_that_resources_of_a_wheel_and_of_the_source_tree_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "synthdesk"
    module = package / "storage" / "paths.py"
    (package / "storage").mkdir(parents=True)
    monkeypatch.setattr(paths, "__file__", str(module))
    with pytest.raises(FileNotFoundError):
        paths.resources()
    (tmp_path / "resources").mkdir()
    assert paths.resources() == tmp_path / "resources"
    (package / "resources").mkdir()
    assert paths.resources() == package / "resources"


def test_that_a_portable_bundle_keeps_everything_beside_its_programs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SYNTHDESK_HOME")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "SynthDesk"))
    (tmp_path / paths.PORTABLE_MARKER).touch()
    assert not paths.is_portable()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert paths.is_portable()
    places = (paths.settings_file(), paths.log_folder(), paths.temporary_folder(), paths.recovery_folder())
    assert all(place.is_relative_to(tmp_path / paths.PORTABLE_FOLDER) for place in places)
