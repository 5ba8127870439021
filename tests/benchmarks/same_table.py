"""One table in many formats: `python tests/benchmarks/same_table.py REFERENCE OTHER ...` counts cells that differ.

Open questions are answered by their proposals, else by their first choice. Compared are values, column by
column in their order: numbers as numbers, and the words for true and false of several languages as one.
"""

import sys
from pathlib import Path

from synthdesk.domain.source import ImportOptions
from synthdesk.importing.proposing import propose
from synthdesk.importing.reading import read_texts
from synthdesk.importing.typing import to_values

_TRUTH = {"true": 1.0, "wahr": 1.0, "false": 0.0, "falsch": 0.0}


def table(path: Path) -> tuple[list[list[object]], list[str]]:
    """Return the columns of a file as plain values, and the keys of the questions that were answered."""
    options, asked = ImportOptions(), []
    for _ in range(3):
        read = read_texts(path, options, report=lambda _share: None)
        proposal = propose(read.frame, read.source.options, read.known)
        still_open = [q for q in read.questions + proposal.questions if q.is_open]
        for question in still_open:
            options = options.with_answer(question.key, question.proposal or question.choices[0].key)
            asked.append(question.key)
    values = to_values(read.frame, proposal.schema)
    return [[plain(value) for value in values[name].to_list()] for name in values.columns], asked


def plain(value: object) -> object:
    """Return a value in the form in which it is compared."""
    if isinstance(value, int | float):
        return float(value)
    if not isinstance(value, str):
        return value
    try:
        return _TRUTH.get(value.casefold(), float(value))
    except ValueError:
        return _TRUTH.get(value.casefold(), value)


def main() -> None:
    """Compare the files named on the command line with the first of them."""
    reference, _ = table(Path(sys.argv[1]))
    for name in sys.argv[2:]:
        columns, asked = table(Path(name))
        pairs = zip(reference, columns, strict=True)
        wrong = sum(a != b for left, right in pairs for a, b in zip(left, right, strict=True))
        sys.stdout.write(
            f"{Path(name).name}: {wrong:,} cells differ of {sum(map(len, reference)):,}; asked {asked}\n"
        )


if __name__ == "__main__":
    main()
