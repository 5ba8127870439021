"""AppLocker's rules for the bundle for Windows."""

import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from windows import applocker

GCC = "x86_64-w64-mingw32-gcc"
with_signing = pytest.mark.skipif(
    any(shutil.which(name) is None for name in (GCC, "osslsigncode", "openssl")),
    reason="mingw, osslsigncode or openssl is not here",
)


@pytest.fixture
def program(tmp_path: Path) -> Path:
    source, made = tmp_path / "small.c", tmp_path / "small.exe"
    source.write_text("int main(void) { return 0; }\n", "utf-8")
    subprocess.run([GCC, "-s", "-o", made, source], check=True)
    return made


@with_signing
def test_that_the_hash_is_the_one_that_a_signature_holds(program: Path, tmp_path: Path) -> None:
    key, certificate, signed = (tmp_path / name for name in ("key.pem", "cert.pem", "signed.exe"))
    asked = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=test", "-keyout", key]
    subprocess.run([*asked, "-out", certificate], capture_output=True, check=True)
    sign = ["osslsigncode", "sign", "-h", "sha256", "-certs", certificate, "-key", key]
    subprocess.run([*sign, "-in", program, "-out", signed], capture_output=True, check=True)
    asked = ["osslsigncode", "verify", "-in", signed]
    said = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
    found = re.search(r"Current message digest *: (\w+)", said)
    assert found is not None
    assert applocker.image_hash(program.read_bytes()).upper() == found[1]
    assert applocker.image_hash(signed.read_bytes()).upper() == found[1]


@with_signing
def test_that_programs_and_libraries_are_allowed_each_in_its_own_rule(program: Path, tmp_path: Path) -> None:
    bundle = tmp_path / "SynthDesk"
    (bundle / "lib").mkdir(parents=True)
    for name in ("SynthDesk.exe", "python311.dll", "lib/_socket.pyd"):
        shutil.copy(program, bundle / name)
    (bundle / "FOR-IT.md").touch()
    applocker.write(bundle, tmp_path / "policy.xml")
    policy = ET.parse(tmp_path / "policy.xml").getroot()
    allowed = {
        collection.get("Type"): {file.get("SourceFileName") for file in collection.iter("FileHash")}
        for collection in policy
    }
    assert allowed == {"Exe": {"SynthDesk.exe"}, "Dll": {"python311.dll", "_socket.pyd"}}
    lengths = {file.get("SourceFileLength") for file in policy.iter("FileHash")}
    assert lengths == {str(program.stat().st_size)}
