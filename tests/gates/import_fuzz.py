"""The gate of damaged files: no reader brings the program down, hangs, or leaves out rows without a word.

    python -m tests.gates.import_fuzz --files 1000 --seed 1

Whole files of every format are damaged at random and imported by a child as the program does it. A child
that dies is a sentence to the user and is counted; one that has to be ended is a hang; an error that is no
sentence for users is a fault. `--only FORMAT:NUMBER --keep FILE` writes one damaged file for a closer look.
Formats that are not made here (.xls, .xlsb, .sas7bdat) are damaged with `--formats FILE ...`, whole files of them.
"""

import argparse
import multiprocessing
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

import psutil

from synthdesk.domain.errors import UserError
from synthdesk.domain.messages import Message
from synthdesk.domain.preprocessing import PreprocessPlan
from synthdesk.domain.questions import Question
from synthdesk.domain.source import ImportOptions
from synthdesk.importing.describing import describe
from synthdesk.importing.proof import read_back
from synthdesk.importing.proposing import propose
from synthdesk.importing.reading import preview_of, read_preview, read_texts
from tests.gates.mutations import mutated
from tests.gates.rows_told import rows_told
from tests.gates.seed_files import BINARY_FORMATS, TEXT_FORMATS, seed_file

PATIENCE = 20.0
"""Seconds of processor time after which a small file counts as a hang; other programs do not count."""
MEMORY = 3 * 1024**3
"""Bytes that a child may have."""


@dataclass
class Tally:
    """How the damaged files of one format ended, and what must not be, each with the number of its file."""

    ends: Counter[str] = field(default_factory=Counter)
    faults: dict[int, str] = field(default_factory=dict)


@dataclass
class Outcome:
    """How one import ended, why, and what the window would get.

    `how`: "read", "read and said" (something about its rows), "refused", "fewer" (rows than the file has, and
    not a word about it), "fault" (an error that is no sentence), "died", "hang".
    """

    how: str
    why: str = ""
    result: object = None


def imported(path: Path) -> Outcome:
    """Import a file as the program does."""
    try:
        read_preview(path, ImportOptions())
        table = read_texts(path, ImportOptions(), report=lambda _share: None)
        proposal = propose(table.frame, table.source.options, table.known)
        facts = describe(table.frame, proposal.schema, PreprocessPlan(), proposal.schema.names)
        proof = read_back(table.frame, proposal.schema)
        preview = preview_of(table, tuple(column.kind for column in proposal.schema))
    except UserError as error:
        return Outcome("refused", str(error.title))
    except MemoryError:
        return Outcome("refused", "no memory")
    except Exception as error:  # noqa: BLE001  # the gate is there to find them
        return Outcome("fault", _where(error))
    result = table.source, proposal.schema, facts, preview, proof
    said = _says_something(table.questions, table.remarks)
    told = rows_told(path.read_bytes(), table)
    if told > table.frame.height and not said:
        return Outcome("fewer", f"{table.frame.height} rows of {told}", result)
    return Outcome("read and said" if said else "read", "", result)


def _says_something(questions: Iterable[Question], remarks: Iterable[Message]) -> bool:
    """Return whether a question or a remark speaks of lines and rows, not only of values."""
    asked = any(q.column is None and not q.key.startswith(("missing", "labels")) for q in questions)
    return asked or any(re.search(r"\b(row|line|zero byte)s?\b", str(remark)) for remark in remarks)


def _where(error: BaseException) -> str:
    trace, places = error.__traceback__, []
    while trace is not None:
        places.append(f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}")
        trace = trace.tb_next
    return f"{type(error).__name__} {str(error)[:100]!r} at {' '.join(places[-6:])}"


def _serve(pipe: "Connection[object, object]", path: Path) -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    while isinstance(data := pipe.recv(), bytes):
        path.write_bytes(data)
        pipe.send(imported(path))


class Child:
    """A process that imports what it is sent, replaced when it dies or has to be ended."""

    def __init__(self, folder: Path) -> None:
        self._context = multiprocessing.get_context("spawn")
        self._path = folder / "damaged"
        self._start()

    def _start(self) -> None:
        self._pipe, theirs = self._context.Pipe()
        self._process = self._context.Process(target=_serve, args=(theirs, self._path), daemon=True)
        self._process.start()
        theirs.close()

    def outcome(self, data: bytes, patience: float = PATIENCE) -> Outcome:
        """Return how the import of `data` ended; more than `patience` seconds of processor time are a hang."""
        try:
            self._pipe.send(data)
            began = self._spent()
            while self._spent() < began + patience:
                if self._pipe.poll(1.0):
                    ended = self._pipe.recv()
                    assert isinstance(ended, Outcome)
                    return ended
            outcome = Outcome("hang", f"no answer within {patience:.0f} s of processor time")
        except (EOFError, OSError):
            self._process.join(5)
            outcome = Outcome("died", f"code {self._process.exitcode}")
        self.close()
        self._start()
        return outcome

    def _spent(self) -> float:
        """Return the processor seconds of the child; infinite when it is gone and has said nothing."""
        if self._process.is_alive():
            times = psutil.Process(self._process.pid).cpu_times()
            return float(times.user + times.system)
        return 0.0 if self._pipe.poll() else float("inf")

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()
        self._pipe.close()


def damaged(what: str, whole: bytes, seed: int, number: int) -> bytes:
    """Return the damaged file `number` of a format."""
    return mutated(whole, Random(f"{seed}/{what}/{number}"), text=what in TEXT_FORMATS)


def _whole_file(what: str, folder: Path) -> bytes:
    """Return a whole file of a format, or the file of which `what` is the path."""
    known = what in (*TEXT_FORMATS, *BINARY_FORMATS)
    return seed_file(what, folder) if known else Path(what).read_bytes()


def gate(formats: Iterable[str], files: int, seed: int, *, until: float = float("inf")) -> dict[str, Tally]:
    """Damage and import `files` files of each format, or fewer when `until` (`time.monotonic`) comes first."""
    tallies = {what: Tally() for what in formats}
    with tempfile.TemporaryDirectory() as name:
        child = Child(Path(name))
        whole = {what: _whole_file(what, Path(name)) for what in tallies}
        for number in range(files):
            if time.monotonic() > until:
                break
            for what, tally in tallies.items():
                outcome = child.outcome(damaged(what, whole[what], seed, number))
                tally.ends[outcome.how] += 1
                if outcome.how in ("died", "hang", "fewer", "fault"):
                    tally.faults[number] = f"{outcome.how}: {outcome.why}"
        child.close()
    return tallies


def main() -> int:
    """Damage files, print how they ended; 1 when something went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=100, help="damaged files of each format")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--formats", nargs="+", default=[*TEXT_FORMATS, *BINARY_FORMATS])
    parser.add_argument("--minutes", type=float, default=1e9, help="stop earlier after this time")
    parser.add_argument("--only", help="FORMAT:NUMBER, import this one file here and say how it ends")
    parser.add_argument("--keep", type=Path, help="where to write that file")
    given = parser.parse_args()
    if given.only:
        return _one(given.only, given.seed, given.keep)
    began = time.monotonic()
    tallies = gate(given.formats, given.files, given.seed, until=began + given.minutes * 60)
    bad = 0
    for what, tally in tallies.items():
        shares = ", ".join(f"{how} {count:,}" for how, count in tally.ends.most_common())
        print(f"{Path(what).name:<10} {tally.ends.total():>7,} files: {shares}", flush=True)
        for number, why in list(tally.faults.items())[:8]:
            print(f"    {what}:{number}  {why}")
        bad += len(tally.faults)
    print(f"seed {given.seed}, {time.monotonic() - began:.0f} s, {bad} faults")
    return int(bad > 0)


def _one(only: str, seed: int, keep: Path | None) -> int:
    what, number = only.rsplit(":", 1)
    with tempfile.TemporaryDirectory() as name:
        path = keep or Path(name) / "damaged"
        path.write_bytes(damaged(what, _whole_file(what, Path(name)), seed, int(number)))
        ended = imported(path)
        print(ended.how, ended.why)
    return 0


if __name__ == "__main__":
    sys.exit(main())
