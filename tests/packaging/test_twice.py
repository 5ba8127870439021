"""Two bundles are compared: content, whether a file can be run, and where links lead."""

from collections.abc import Callable
from pathlib import Path

import pytest
from twice import contents_of, differences


def bundle_in(folder: Path) -> Path:
    (folder / "_internal").mkdir(parents=True)
    (folder / "SynthDesk").write_bytes(b"\x7fELF")
    (folder / "SynthDesk").chmod(0o755)
    (folder / "_internal" / "lib.so.1").write_bytes(b"code")
    (folder / "_internal" / "lib.so").symlink_to("lib.so.1")
    return folder


def test_that_two_equal_bundles_do_not_differ(tmp_path: Path) -> None:
    first, second = bundle_in(tmp_path / "a"), bundle_in(tmp_path / "b")
    (second / "SynthDesk").touch()
    assert list(differences(first, second)) == []
    assert set(contents_of(first)) == {"SynthDesk", "_internal/lib.so", "_internal/lib.so.1"}


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (lambda b: (b / "_internal" / "lib.so.1").write_bytes(b"other"), "_internal/lib.so.1"),
        (lambda b: (b / "SynthDesk").chmod(0o644), "SynthDesk"),
        (lambda b: (b / "_internal" / "lib.so").unlink(), "_internal/lib.so"),
        (lambda b: (b / "more").write_bytes(b""), "more"),
    ],
)
def test_that_every_difference_is_named(tmp_path: Path, change: Callable[[Path], object], name: str) -> None:
    first, second = bundle_in(tmp_path / "a"), bundle_in(tmp_path / "b")
    change(second)
    assert [line.split(":")[0] for line in differences(first, second)] == [name]


def test_that_a_link_that_leads_elsewhere_is_named(tmp_path: Path) -> None:
    first, second = bundle_in(tmp_path / "a"), bundle_in(tmp_path / "b")
    (second / "_internal" / "lib.so").unlink()
    (second / "_internal" / "lib.so").symlink_to("lib.so.2")
    assert list(differences(first, second)) == ["_internal/lib.so: leads to lib.so.1, leads to lib.so.2"]
