"""Running commands in this process (their work runs in real child processes all the same)."""

import csv
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from synthdesk.cli.main import main


@dataclass(frozen=True)
class Ended:
    """What a command left: its exit status and its two streams."""

    status: int
    out: str
    err: str


@pytest.fixture
def synthdesk(capfd: pytest.CaptureFixture[str], private_home: Path) -> Callable[..., Ended]:
    """Run a command: `synthdesk("inspect", path)`."""

    def run(*arguments: object) -> Ended:
        capfd.readouterr()
        status = main([str(argument) for argument in arguments])
        captured = capfd.readouterr()
        assert "Traceback" not in captured.out + captured.err
        return Ended(status, captured.out, captured.err)

    return run


@pytest.fixture
def table_file(tmp_path: Path) -> Callable[..., Path]:
    """Write a small table of invented patients and return its path."""

    def write(rows: int = 120, name: str = "table.csv") -> Path:
        chance = random.Random(7)
        path = tmp_path / name
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["age", "weight", "sex", "outcome"])
            for _ in range(rows):
                sex = chance.choice("fm")
                weight = chance.gauss(70 if sex == "f" else 82, 9)
                outcome = chance.choices(["home", "ward"], [4, 1])[0]
                writer.writerow([chance.randint(18, 90), f"{weight:.1f}", sex, outcome])
        return path

    return write
