"""The installers for Windows, made from a small bundle where their tools are at hand."""

import hashlib
import shutil
import zipfile
from pathlib import Path

import pytest
import windows_packages
from windows import version_file

with_wixl = pytest.mark.skipif(shutil.which("wixl") is None, reason="wixl is not here")
with_nsis = pytest.mark.skipif(shutil.which("makensis") is None, reason="nsis is not here")


@pytest.fixture
def small_bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    monkeypatch.delenv("SIGN_CERT", raising=False)
    folder = tmp_path / "SynthDesk"
    (folder / "_internal" / "torch").mkdir(parents=True)
    (folder / "SynthDesk.exe").write_bytes(b"MZ")
    (folder / "_internal" / "torch" / "torch_cpu.dll").write_bytes(b"MZ")
    return folder


@with_wixl
def test_that_an_msi_is_made_and_says_that_it_is_unsigned(
    small_bundle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = windows_packages.msi(small_bundle, tmp_path)
    assert target.read_bytes()[:4] == b"\xd0\xcf\x11\xe0"
    assert "unsigned: SynthDesk" in capsys.readouterr().out


@with_nsis
def test_that_two_setup_programs_of_one_bundle_are_the_same(small_bundle: Path, tmp_path: Path) -> None:
    made = [windows_packages.setup(small_bundle, tmp_path).read_bytes() for _ in range(2)]
    assert made[0].startswith(b"MZ")
    assert len({hashlib.sha256(data).hexdigest() for data in made}) == 1


def test_that_the_portable_archive_brings_its_marker(small_bundle: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(windows_packages.portable(small_bundle, tmp_path)) as archive:
        assert set(archive.namelist()) == {
            "SynthDesk/portable.txt",
            "SynthDesk/SynthDesk.exe",
            "SynthDesk/_internal/torch/torch_cpu.dll",
        }


def test_that_the_version_resource_names_the_version(tmp_path: Path) -> None:
    version_file.write(tmp_path / "version.txt")
    compile((tmp_path / "version.txt").read_text(encoding="utf-8"), "version.txt", "eval")
