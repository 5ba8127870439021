import json
import logging
from pathlib import Path

import pytest

from synthdesk.storage import paths, settings
from synthdesk.storage.settings import Appearance, Settings


def write(text: str) -> None:
    paths.settings_file().write_text(text, encoding="utf-8")


def test_that_settings_come_back_equal(tmp_path: Path) -> None:
    chosen = Settings(Appearance.DARK, 1.5).with_recent(tmp_path / "a.synthdesk")
    settings.save(chosen)
    assert settings.load() == chosen


def test_that_a_first_start_has_defaults() -> None:
    assert settings.load() == Settings()


@pytest.mark.expects_log
def test_that_only_bad_keys_take_their_default(caplog: pytest.LogCaptureFixture) -> None:
    write('{"format": 1, "appearance": "dark", "font_scale": 99, "recent": [3], "colour": "Mrs Smith"}')
    with caplog.at_level(logging.WARNING):
        assert settings.load() == Settings(Appearance.DARK)
    assert len(caplog.records) == 3
    assert "Smith" not in caplog.text


@pytest.mark.expects_log
@pytest.mark.parametrize("text", ["", "[]", "{", '{"font_scale": 2}', "[" * 9999])
def test_that_a_broken_file_is_no_obstacle(text: str) -> None:
    write(text)
    assert settings.load() == Settings()


def test_that_what_a_newer_version_wrote_is_read_as_far_as_known() -> None:
    write('{"format": 99, "font_scale": 2.0}')
    assert settings.load() == Settings(font_scale=2.0)


def test_that_recent_projects_are_few_and_the_latest_first(tmp_path: Path) -> None:
    chosen = Settings()
    for i in range(15):
        chosen = chosen.with_recent(tmp_path / f"{i}.synthdesk")
    chosen = chosen.with_recent(tmp_path / "9.synthdesk")
    assert len(chosen.recent) == settings.RECENT_AT_MOST
    assert [Path(p).stem for p in chosen.recent[:3]] == ["9", "14", "13"]
    assert chosen.without_recent(tmp_path / "9.synthdesk").recent == chosen.recent[1:]


def test_that_recent_projects_are_forgotten_when_not_wanted(tmp_path: Path) -> None:
    chosen = Settings().with_recent(tmp_path / "a").with_keep_recent(keep=False)
    assert chosen.recent == ()
    assert chosen.with_recent(tmp_path / "b").recent == ()


def test_that_the_file_is_readable_and_versioned() -> None:
    settings.save(Settings())
    assert json.loads(paths.settings_file().read_text(encoding="utf-8"))["format"] == 1


def test_that_the_window_s_place_is_kept_apart() -> None:
    assert settings.load_geometry() == b""
    settings.save_geometry(b"\x00\x01")
    assert settings.load_geometry() == b"\x00\x01"
    assert not paths.settings_file().exists()
