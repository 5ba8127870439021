import sys
from pathlib import Path

import pytest

from synthdesk.storage import programs


def test_that_python_itself_is_used_outside_a_bundle() -> None:
    assert programs.worker() is None
    assert programs.folder() is None
    assert programs.window() == [sys.executable, "-m", "synthdesk"]


@pytest.mark.parametrize("suffix", ["", ".exe"])
def test_that_the_programs_of_a_bundle_lie_side_by_side(
    suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", f"{tmp_path}/SynthDesk{suffix}")
    assert programs.worker() == f"{tmp_path}/synthdesk-worker{suffix}"
    assert programs.window() == [f"{tmp_path}/SynthDesk{suffix}"]
    assert str(programs.folder()) == str(tmp_path)
