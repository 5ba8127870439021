import json
import sysconfig
from dataclasses import replace
from pathlib import Path

import licences
import parts
import pytest
import sbom
from parts import Part

GOOD = Part("thing", "1.0", "MIT", (("LICENSE", "text of the licence"),))


@pytest.fixture(scope="module")
def runtime() -> list[Part]:
    found = parts.runtime()
    if any(part.name.startswith(("nvidia", "cuda", "triton")) for part in found):
        pytest.skip("torch for graphics cards is here, which is not what is handed out")
    return found


def test_that_every_part_has_a_known_licence_and_its_text(runtime: list[Part]) -> None:
    assert {"torch", "ctgan", "polars", "PySide6_Essentials"} <= {part.name for part in runtime}
    assert all(licences.licence_of(part) for part in runtime)


def test_that_the_parts_for_windows_are_read_from_its_own_packages(runtime: list[Part]) -> None:
    for_windows = parts.runtime(Path(sysconfig.get_path("purelib")))
    here = {part.name for part in runtime}
    assert here - {part.name for part in for_windows} <= {"triton"}
    assert "colorama" in {part.name for part in for_windows}


@pytest.mark.parametrize(
    "bad",
    [
        replace(GOOD, licence="Proprietary"),
        replace(GOOD, licence=""),
        replace(GOOD, licence="MIT AND SSPL-1.0"),
        replace(GOOD, texts=()),
    ],
)
def test_that_a_licence_nobody_has_read_stops_the_build(bad: Part) -> None:
    assert licences.licence_of(GOOD) == "MIT"
    with pytest.raises(licences.UnknownLicenceError, match="thing"):
        licences.licence_of(bad)


def test_that_the_texts_of_all_licences_are_handed_out(runtime: list[Part]) -> None:
    text = licences.third_party(runtime, "3.11.9")
    for words in (
        "GNU LESSER GENERAL PUBLIC LICENSE",
        "GNU GENERAL PUBLIC LICENSE",
        "Business Source License 1.1",
        "SIL OPEN FONT LICENSE",
        "Python 3.11.9: PSF-2.0",
    ):
        assert words in text


def test_that_the_list_of_parts_is_complete_and_the_same_each_time(
    runtime: list[Part], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    document = sbom.document(runtime, "3.11.9")
    assert json.dumps(document) == json.dumps(sbom.document(runtime, "3.11.9"))
    listed = {component["name"] for component in document["components"]}
    assert listed == {part.name for part in runtime} | {"Python", "Qt", "Inter"}
    assert document["metadata"]["timestamp"] == "2023-11-14T22:13:20+00:00"
