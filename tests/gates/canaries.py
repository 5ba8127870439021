"""Is a value of the table left anywhere once the work is over, also after a crash?

    python -m tests.gates.canaries [--program /opt/synthdesk/SynthDesk] [--whole]

1,000 invented values ("canaries") stand in a table, each in one row. The table is read and trained, the program is killed
in the middle, and started again; with `--whole` it is then trained to the end, new rows are made, judged and reported.
Then every file of the home folder, of the logs and of the temporary folder is searched for each canary, as text of
8 and of 16 bits and inside files packed with gzip and zip. The user's own files (the project, what was exported) are not
searched: they are where the user put them.
"""

import argparse
import csv
import gzip
import io
import os
import random
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CANARIES = tuple(f"Kanarienvogel{number:04d}Q" for number in range(1000))
PATIENCE_SECONDS = 900


@dataclass
class Journey:
    """The program, a computer of its own (home and temporary folder), and the user's own folder."""

    folder: Path
    program: tuple[str, ...] = (sys.executable, "-m", "synthdesk")
    home: Path = field(init=False)
    temporary: Path = field(init=False)
    own: Path = field(init=False)

    def __post_init__(self) -> None:
        self.home, self.temporary, self.own = (self.folder / n for n in ("home", "temporary", "own"))
        for place in (self.home, self.temporary, self.own):
            place.mkdir()
        write_table(self.own / "canaries.csv")

    def start(self, *arguments: str) -> "subprocess.Popen[bytes]":
        kept = {k: v for k, v in os.environ.items() if k in ("PATH", "LANG", "OMP_NUM_THREADS")}
        environment = kept | {"HOME": str(self.home), "TMPDIR": str(self.temporary), "PYTHONPATH": str(ROOT)}
        return subprocess.Popen(
            [*self.program, *arguments], cwd=self.own, env=environment,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def run(self, *arguments: str) -> str:
        with self.start(*arguments) as process:
            out, _ = process.communicate(timeout=PATIENCE_SECONDS)
        assert process.returncode == 0, out.decode()
        return out.decode()

    def crash(self) -> None:
        """Kill a training once its table lies in a work folder."""
        train = ("train", "canaries.csv", "--out", "p.synthdesk", "--accept-defaults", "--epochs", "5000")
        with self.start(*train) as process:
            end = time.monotonic() + PATIENCE_SECONDS
            while not list(self.own.glob("p.synthdesk.*")) and process.poll() is None:
                assert time.monotonic() < end
                time.sleep(0.05)
            assert process.poll() is None, process.stdout and process.stdout.read().decode()
            assert hits(self.home), "the table never was in the home folder: this check finds nothing"
            process.kill()

    def whole(self) -> None:
        """Train to the end, make rows, judge them and write a report."""
        self.run("train", "canaries.csv", "--out", "q.synthdesk", "--accept-defaults", "--epochs", "2")
        self.run("sample", "q.synthdesk", "--rows", "300", "--out", "new.csv")
        files = ("--real", "canaries.csv", "--synthetic", "new.csv", "--report", "report.html")
        self.run("evaluate", "q.synthdesk", *files)

    def begin_again(self) -> None:
        """Start the program as a user does after a crash."""
        time.sleep(3)  # a child whose program was killed has 2 s to leave
        (self.own / "other.csv").write_text("a,b\n" + "1,2\n" * 30, encoding="utf-8")
        self.run("inspect", "other.csv")

    def left(self) -> list[str]:
        """Return what is left of the table outside the user's own folder."""
        return hits(self.home) + hits(self.temporary)


def write_table(path: Path) -> None:
    """Write 1,000 invented patients, one canary in the row of each."""
    chance = random.Random(7)
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["name", "age", "ward", "cost"])
        for name in CANARIES:
            ward = chance.choice(["surgery", "medicine", "eye"])
            table.writerow([name, chance.randint(18, 95), ward, f"{chance.gauss(900, 200):.2f}"])


def hits(folder: Path) -> list[str]:
    """Return the files below `folder` that hold a canary, each with their number."""
    found = []
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and not p.is_symlink()):
        text = b"\n".join(_unpacked(path.read_bytes()))
        wide = text.decode("utf-16-le", errors="ignore")
        number = sum(name.encode() in text or name in wide for name in CANARIES)
        if number or _is_table(text):
            found.append(f"{path.relative_to(folder)}: {number}")
    return found


def _is_table(text: bytes) -> bool:
    """A packed table shows no canary as text, and must not be left either."""
    return text.startswith((b"PAR1", b"ARROW1"))


def _unpacked(data: bytes) -> Iterator[bytes]:
    yield data
    if data.startswith(b"\x1f\x8b"):
        yield gzip.decompress(data)
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield archive.read(name)


def main() -> int:
    """Go the journey and tell what is left; status 1 when anything is."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--program", help="the window's program of a bundle; Python and the source without it"
    )
    parser.add_argument(
        "--whole", action="store_true", help="also train to the end, make rows, judge and report"
    )
    arguments = parser.parse_args()
    program = (arguments.program,) if arguments.program else Journey.program
    with tempfile.TemporaryDirectory() as folder:
        journey = Journey(Path(folder), program)
        journey.crash()
        journey.begin_again()
        if arguments.whole:
            journey.whole()
        left = journey.left()
    print(f"{len(CANARIES)} canaries, left in: {left or 'nothing'}")
    return bool(left)


if __name__ == "__main__":
    sys.exit(main())
