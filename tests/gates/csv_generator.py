"""The gate of the import: made files with known truth; every value is read right, or a question was asked.

    python -m tests.gates.csv_generator --files 50000

Each file that raises questions is read a second time with the answers that are true; then it has to be
right without any question left. The seed is printed; `--only N` reads one file and shows it.
"""

import argparse
import sys
import time
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import polars as pl

from synthdesk.domain.cells import format_number, parse_datetime
from synthdesk.domain.errors import UserError
from synthdesk.domain.questions import Question
from synthdesk.domain.schema import Column
from synthdesk.domain.source import ImportOptions
from synthdesk.importing.formats import read_bytes
from synthdesk.importing.proposing import propose
from synthdesk.importing.typing import column_values
from tests.gates.csv_made import MadeFile, TrueColumn, made_file


@dataclass
class Outcome:
    """How one file ended: "right", "asked" or "wrong", and why; `typed` of `measures` columns got values."""

    how: str
    why: str = ""
    typed: int = 0
    measures: int = 0
    keys: tuple[str, ...] = ()


@dataclass
class Imported:
    """What the import made of a file, and with which options."""

    frame: pl.DataFrame
    columns: list[Column]
    questions: tuple[Question, ...]
    options: ImportOptions


def imported(data: bytes, options: ImportOptions, path: Path | None = None) -> Imported:
    """Read bytes as the program does; files of SPSS, Stata and SAS need their `path`."""
    table = read_bytes(data, options, path=path)
    proposal = propose(table.frame, table.options, table.known)
    used = replace(table.options, decimal=proposal.decimal)
    return Imported(table.frame, list(proposal.schema), table.questions + proposal.questions, used)


class NotReadError(Exception):
    """A file that is refused, or that asks without end; `asked` are the keys of its questions."""

    def __init__(self, why: str, asked: list[str]) -> None:
        super().__init__(why)
        self.asked = asked


def answered(made: MadeFile, path: Path | None = None) -> tuple[Imported, list[str]]:
    """Return a file as it is imported with the true answers, and the keys of its questions.

    Args:
        made: The file and the truth about it.
        path: Where the file lies, which readers of SPSS, Stata and SAS files need.

    Raises:
        NotReadError: It is refused, or asks without end.
    """
    options = ImportOptions()
    asked: list[str] = []
    for _ in range(6):
        try:
            read = imported(made.data, options, path)
        except UserError as error:
            raise NotReadError(f"refused: {error}", asked) from error
        still = [question for question in read.questions if question.is_open]
        if not still:
            return read, asked
        for question in still:
            asked.append(question.key.split(":")[0])
            options = options.with_answer(question.key, true_answer(question, made))
    raise NotReadError("questions without end", asked)


def judged(made: MadeFile) -> Outcome:
    """Return how the import of one made file ends."""
    try:
        read, asked = answered(made)
    except NotReadError as error:
        return Outcome("wrong", str(error), keys=tuple(error.asked))
    why, typed, measures = difference(read, made)
    if why:
        return Outcome("wrong", f"{why} (after {asked})" if asked else why, keys=tuple(asked))
    return Outcome("asked" if asked else "right", "", typed, measures, tuple(asked))


def true_answer(question: Question, made: MadeFile) -> str:
    """Return the answer that somebody gives who knows the file."""
    kind, _, rest = question.key.partition(":")
    choices = [choice.key for choice in question.choices]
    column = next((c for c in made.columns if c.name == question.column), None)
    measured = column is not None and isinstance(_first(column), Decimal)
    answers = {
        "missing": lambda: _missing_answer(question, rest, made),
        "encoding": lambda: _encoding_answer(choices, made),
        "delimiter": lambda: str(made.style["delimiter"]),
        "number": lambda: "thousands" if column and column.what in ("count", "thousands") else "decimal",
        "date": lambda: _date_answer(choices, column),
        "unit": lambda: "number" if measured else "text",
        "minus": lambda: "number" if measured else "text",
        "notes": lambda: "out" if made.style["extra"] in ("footer", "both") else "keep",
    }
    fixed = {
        "heading": "names",
        "notes inside": "keep",
        "units": "row" if question.column is None else "text",
        "short": "end",
        "misfits": "text",
    }
    fixed |= {"quotes": "around", "limit": "text", "split": "text", "letters": "keep", "nameless": "last"}
    return answers[kind]() if kind in answers else fixed.get(kind, choices[0])


def _missing_answer(question: Question, rest: str, made: MadeFile) -> str:
    word = rest.removeprefix(f"{question.column}:")
    holders = [c for c in made.columns if question.column in (None, c.name)]
    pairs = [(v, cell) for c in holders for v, cell in zip(c.values, c.cells, strict=True)]
    same = [value for value, cell in pairs if cell.strip() == word.strip() or _is_same_number(cell, word)]
    return "missing" if same and all(value is None for value in same) else "value"


def _is_same_number(cell: str, word: str) -> bool:
    try:
        return Decimal(cell) == Decimal(word)
    except ArithmeticError:
        return False


def _encoding_answer(choices: list[str], made: MadeFile) -> str:
    true = made.data.decode(str(made.style["encoding"]))
    for choice in choices:
        try:
            if made.data.decode(choice).removeprefix("\ufeff") == true.removeprefix("\ufeff"):
                return choice
        except (UnicodeDecodeError, LookupError):
            continue
    return choices[0]


def _date_answer(choices: list[str], column: TrueColumn | None) -> str:
    if column is None or column.what not in ("day", "recent", "moment"):
        return next(c for c in choices if c in ("number", "text", choices[-1]))
    pairs = [(v, cell) for v, cell in zip(column.values, column.cells, strict=True) if v is not None]
    for choice in choices:
        pattern = "%Y%m%d" if choice == "date" else choice
        if "%" in pattern and all(parse_datetime(cell, pattern) == value for value, cell in pairs):
            return choice
    return "text" if "text" in choices else choices[-1]


def _first(column: TrueColumn) -> object:
    return next((value for value in column.values if value is not None), None)


def difference(read: Imported, made: MadeFile) -> tuple[str, int, int]:
    """Return what is wrong ("" for nothing), and how many of the columns with measures got values."""
    empty = [i for i in range(len(made.columns[0].cells)) if not any(c.cells[i] for c in made.columns)]
    kept = [i for i in range(len(made.columns[0].cells)) if i not in empty]
    if read.frame.height != len(kept):
        return f"{read.frame.height} rows instead of {len(kept)}", 0, 0
    if [c.name for c in read.columns] != [c.name for c in made.columns]:
        return f"columns {[c.name for c in read.columns]}", 0, 0
    typed = measures = 0
    for column, true in zip(read.columns, made.columns, strict=True):
        values = column_values(read.frame[column.name], column).to_list()
        is_typed = column.number is not None or column.date_pattern is not None
        is_measure = isinstance(_first(true), Decimal | datetime)
        measures += is_measure
        typed += is_measure and is_typed
        for at, place in enumerate(kept):
            if not _agrees(values[at], true, place, column if is_typed else None):
                return f"{true.name}: cell {true.cells[place]!r} is read as {values[at]!r}", 0, 0
    return "", typed, measures


def _agrees(value: object, true: TrueColumn, place: int, typed: Column | None) -> bool:
    wanted, cell = true.values[place], true.cells[place]
    if wanted is None or value is None:
        return wanted is None and value is None
    if typed is None:
        return str(value).strip() == cell.strip()
    if isinstance(wanted, Decimal):
        return isinstance(value, int | float) and float(value) == float(wanted)
    if isinstance(wanted, str) and typed.number is not None and isinstance(value, int | float):
        return cell == format_number(value, typed.number)
    return value == wanted


def main() -> int:
    """Read the made files and print how they ended; 1 when one was silently wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=1e9, help="stop earlier after this time")
    parser.add_argument("--only", type=int)
    given = parser.parse_args()
    if given.only is not None:
        made = made_file(given.only)
        sys.stdout.write(f"{made.style}\n{made.data.decode(str(made.style['encoding']))}\n{judged(made)}\n")
        return 0
    counts: Counter[str] = Counter()
    keys: Counter[str] = Counter()
    reasons: list[str] = []
    typed = measures = 0
    began = time.monotonic()
    for number in range(given.files):
        if time.monotonic() - began > given.minutes * 60:
            break
        seed = given.seed * 1_000_000 + number
        outcome = judged(made_file(seed))
        counts[outcome.how] += 1
        keys.update(set(outcome.keys))
        typed, measures = typed + outcome.typed, measures + outcome.measures
        if outcome.how == "wrong":
            reasons.append(f"{seed}: {outcome.why}")
    done, seconds = counts.total(), time.monotonic() - began
    shares = ", ".join(f"{how} {count:,} ({count / done:.2%})" for how, count in counts.most_common())
    sys.stdout.write(f"seed {given.seed}, {done:,} files in {seconds:.0f} s: {shares}\n")
    sys.stdout.write(
        f"columns of numbers and dates that got values: {typed:,} of {measures:,} ({typed / max(1, measures):.2%})\n"
    )
    sys.stdout.write(f"asked about (files): {dict(keys.most_common())}\n")
    for reason in reasons[:40]:
        sys.stdout.write(reason + "\n")
    return 1 if reasons else 0


if __name__ == "__main__":
    sys.exit(main())
