"""The installers for Windows, made from its bundle on Linux (wixl, nsis) or on Windows (WiX 3, NSIS)."""

import os
import shutil
import subprocess
import uuid
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from places import NAME, PACKAGING, epoch, told, version

_WINDOWS = PACKAGING / "windows"
_PRODUCTS = uuid.UUID("b6a5c7de-2f6e-4c0a-8f0c-5d0c3a3f7f10")


def msi(bundle: Path, out: Path, *, as_version: str | None = None) -> Path:
    """Make the .msi for all users of a computer; `as_version` is for the check of upgrades."""
    number = as_version or version()
    target = out / f"{NAME}-{number}-x64.msi"
    work = bundle.parent  # wixl finds no file by its whole path
    shutil.copy(_WINDOWS / "synthdesk.wxs", work)
    # A product code of its own for each version, the same in every build of it.
    values = {
        "Version": number,
        "ProductCode": str(uuid.uuid5(_PRODUCTS, number)).upper(),
        "Src": bundle.name,
    }
    defines = [f"{name}={value}" for name, value in values.items()]
    if shutil.which("wixl"):
        (work / "files.wxs").write_text(_listed(bundle), "utf-8")
        options = [word for define in (*defines, "Win64=yes") for word in ("-D", define)]
        _run("wixl", "--arch", "x64", *options, "-o", target, "synthdesk.wxs", "files.wxs", folder=work)
    else:
        heat = ("-cg", "Bundle", "-gg", "-g1", "-sreg", "-srd", "-dr", "INSTALLDIR", "-var", "var.Src")
        _run("heat", "dir", bundle.name, *heat, "-o", "files.wxs", folder=work)
        options = [f"-d{define}" for define in defines]
        _run("candle", "-arch", "x64", *options, "synthdesk.wxs", "files.wxs", folder=work)
        _run("light", "-o", target, "synthdesk.wixobj", "files.wixobj", folder=work)
    sign(target)
    return target


def setup(bundle: Path, out: Path) -> Path:
    """Make the setup program, which needs no administrator."""
    target = out / f"{NAME}-{version()}-setup.exe"
    values = {"VERSION": version(), "BUNDLE": str(bundle), "TARGET": str(target)}
    options = [f"-D{name}={value}" for name, value in values.items()]
    if os.name != "nt":
        options.append("-DAMD64")
    _run("makensis", "-V2", *options, _WINDOWS / "setup.nsi")
    sign(target)
    return target


def portable(bundle: Path, out: Path) -> Path:
    """Pack the bundle with the marker that keeps everything in its own folder."""
    target = out / f"{NAME}-{version()}-windows-portable.zip"
    moment = datetime.fromtimestamp(epoch(), UTC).timetuple()[:6]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        archive.writestr(zipfile.ZipInfo(f"{NAME}/portable.txt", moment), "")
        for path in sorted(p for p in bundle.rglob("*") if p.is_file()):
            entry = zipfile.ZipInfo(f"{NAME}/{path.relative_to(bundle).as_posix()}", moment)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())
    return target


def sign(target: Path) -> None:
    """Sign `target` when SIGN_CERT and SIGN_KEY (files in PEM form) are given, else say that it is unsigned."""
    certificate, key = os.environ.get("SIGN_CERT"), os.environ.get("SIGN_KEY")
    if not certificate or not key:
        told(f"unsigned: {target.name}")
        return
    signed = target.with_suffix(".signed")
    options = ("-h", "sha256", "-n", NAME, "-in", target, "-out", signed)
    _run("osslsigncode", "sign", "-certs", certificate, "-key", key, *options)
    signed.replace(target)


def _listed(bundle: Path) -> str:
    """Return the list of files for wixl."""
    names = sorted(str(p) for p in bundle.rglob("*") if p.is_file())
    options = ("-p", f"{bundle}/", "--component-group", "Bundle", "--var", "var.Src")
    command = ["wixl-heat", *options, "--directory-ref=INSTALLDIR", "--win64"]
    done = subprocess.run(command, input="\n".join(names) + "\n", capture_output=True, text=True, check=True)
    return done.stdout


def _run(*command: object, folder: Path | None = None) -> None:
    subprocess.run([str(word) for word in command], cwd=folder, check=True)
