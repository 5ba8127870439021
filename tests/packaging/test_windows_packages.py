"""The installers for Windows, made from a small bundle where their tools are at hand."""

import hashlib
import shutil
import struct
import zipfile
from pathlib import Path

import bundle
import pytest
import windows_packages
import windows_tree
from places import version
from windows import resource_file

with_wixl = pytest.mark.skipif(shutil.which("wixl") is None, reason="wixl is not here")
with_mingw = pytest.mark.skipif(shutil.which("x86_64-w64-mingw32-gcc") is None, reason="mingw is not here")
with_nsis = pytest.mark.skipif(shutil.which("makensis") is None, reason="nsis is not here")


@pytest.fixture
def small_bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    monkeypatch.delenv("SIGN_CERT", raising=False)
    folder = tmp_path / "SynthDesk"
    (folder / windows_tree.INSIDE / "torch").mkdir(parents=True)
    (folder / "SynthDesk.exe").write_bytes(b"MZ")
    (folder / windows_tree.INSIDE / "torch" / "torch_cpu.dll").write_bytes(b"MZ")
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
            "SynthDesk/lib/torch/torch_cpu.dll",
        }


def test_that_the_resource_names_the_program_its_version_and_its_icon(tmp_path: Path) -> None:
    resource_file.write(tmp_path / "program.rc", "synthdesk-cli")
    text = (tmp_path / "program.rc").read_text(encoding="utf-8")
    assert f'VALUE "FileVersion", "{version()}"' in text
    assert 'VALUE "OriginalFilename", "synthdesk-cli.exe"' in text
    assert Path(text.split('"')[1]).is_file()


def test_that_the_version_of_a_library_is_read_from_its_resource() -> None:
    fixed = struct.pack("<IIHHHH", 0xFEEF04BD, 0x10000, 44, 14, 35211, 0)
    assert windows_tree.file_version(b"MZ....." + fixed + b"...") == (14, 44)
    assert windows_tree.file_version(b"MZ.....") == (0, 0)


@with_mingw
def test_that_every_program_for_windows_is_made_the_same_twice(tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        folder = tmp_path / name / "SynthDesk"
        (folder / windows_tree.INSIDE).mkdir(parents=True)
        windows_tree.make_programs(folder, tmp_path)
        made.append({p.name: p.read_bytes() for p in folder.rglob("*") if p.is_file()})
    assert made[0] == made[1]
    assert {f"{name}.exe" for name in windows_tree.PROGRAMS} < set(made[0])
    assert made[0]["entry_window.py"].startswith(b"import sys\n\nsys.frozen = True")


def test_that_a_bundle_for_windows_needs_the_runtime_library_of_microsoft(small_bundle: Path) -> None:
    with pytest.raises(bundle.BadBundleError, match=r"msvcp140\.dll is not beside the programs"):
        windows_tree.scan(small_bundle)
    old = struct.pack("<IIHHHH", 0xFEEF04BD, 0x10000, 38, 14, 0, 0)
    (small_bundle / "msvcp140.dll").write_bytes(old)
    with pytest.raises(bundle.BadBundleError, match=r"older than \(14, 40\)"):
        windows_tree.scan(small_bundle)
    (small_bundle / "msvcp140.dll").write_bytes(old.replace(b"\x26\x00", b"\x2c\x00"))
    windows_tree.scan(small_bundle)


def test_that_no_program_of_ours_may_name_the_library_of_networks(small_bundle: Path) -> None:
    (small_bundle / "python311.dll").write_bytes(b"MZ WS2_32.dll")
    (small_bundle / windows_tree.INSIDE / "_socket.pyd").write_bytes(b"MZ WS2_32.dll")
    assert windows_tree.naming_network(small_bundle) == {"python311.dll", "_socket.pyd"}
    (small_bundle / "SynthDesk.exe").write_bytes(b"MZ Ws2_32.dll")
    with pytest.raises(bundle.BadBundleError, match=r"SynthDesk\.exe names ws2_32"):
        windows_tree.scan(small_bundle)
