"""The archive and the packages, made from a small bundle."""

import hashlib
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import linux_packages
import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def small_bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    folder = tmp_path / "SynthDesk"
    (folder / "_internal").mkdir(parents=True)
    (folder / "SynthDesk").write_bytes(b"\x7fELF GLIBC_2.34 GLIBC_2.4")
    (folder / "SynthDesk").chmod(0o755)
    (folder / "_internal" / "libreal.so.1").write_bytes(b"GLIBC_2.36")
    (folder / "_internal" / "lib.so").symlink_to("libreal.so.1")
    return folder


def test_that_the_archive_is_the_same_each_time_and_keeps_links(small_bundle: Path, tmp_path: Path) -> None:
    first = hashlib.sha256(linux_packages.tar(small_bundle, tmp_path).read_bytes()).hexdigest()
    (small_bundle / "SynthDesk").touch()
    target = linux_packages.tar(small_bundle, tmp_path)
    assert hashlib.sha256(target.read_bytes()).hexdigest() == first
    with tarfile.open(target) as archive:
        assert archive.getmember("SynthDesk/_internal/lib.so").issym()
        assert archive.getmember("SynthDesk/SynthDesk").mode == 0o755


def test_that_the_oldest_system_is_read_from_the_libraries(small_bundle: Path) -> None:
    assert linux_packages.oldest_glibc(small_bundle) == (2, 36)


@pytest.mark.skipif(shutil.which("nfpm") is None, reason="nfpm is not here")
@pytest.mark.parametrize("kind", ["deb", "rpm"])
def test_that_a_package_is_the_same_each_time(small_bundle: Path, tmp_path: Path, kind: str) -> None:
    made = [linux_packages.package(kind, small_bundle, tmp_path).read_bytes() for _ in range(2)]
    assert made[0] == made[1]


@pytest.mark.skipif(sys.platform != "linux", reason="for Linux")
def test_that_the_menu_entry_of_one_user_is_made_and_taken_out(tmp_path: Path) -> None:
    folder = tmp_path / "SynthDesk"
    (folder / "_internal" / "resources" / "icons").mkdir(parents=True)
    (folder / "_internal" / "resources" / "icons" / "app.svg").write_text("<svg/>")
    linux = ROOT / "packaging" / "linux"
    shutil.copytree(linux, folder / "desktop")
    shutil.copy(linux / "install-here.sh", folder)
    script, share = str(folder / "install-here.sh"), tmp_path / "share"
    environment = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "XDG_DATA_HOME": str(share)}
    subprocess.run([script], env=environment, check=True)
    entry = (share / "applications" / "synthdesk.desktop").read_text()
    assert f'Exec="{folder}/SynthDesk" %f' in entry
    assert "TryExec" not in entry
    subprocess.run([script, "--remove"], env=environment, check=True)
    assert not list(share.rglob("synthdesk.*"))
