"""ARFF files (Weka): attributes with their kinds, rows of values, `?` for missing."""

import csv
import re

import polars as pl

from synthdesk.importing import problems
from synthdesk.importing.known import KnownColumn
from synthdesk.importing.naming import column_names

_ATTRIBUTE = re.compile(r"^@attribute\s+('(?:[^'\\]|\\.)*'|\"[^\"]*\"|\S+)\s+(.+)$", re.IGNORECASE)


def read_arff(text: str, limit: int | None) -> tuple[pl.DataFrame, tuple[KnownColumn, ...]]:
    """Return the table in `text`; `?` is declared missing in each column.

    Raises:
        UserError: There is no data section, rows do not fit the attributes, or the data are sparse.
    """
    names: list[str] = []
    lines = iter(text.splitlines())
    for line in lines:
        stripped = line.strip()
        found = _ATTRIBUTE.match(stripped)
        if found:
            names.append(found[1].strip("'\"").replace("\\'", "'"))
        if stripped.lower() == "@data":
            break
    body = [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("%")]
    if not names or any(line.startswith("{") for line in body[:1]):
        raise problems.broken()
    body = body[:limit]
    quote = "'" if any("'" in line for line in body) else '"'
    reader = csv.reader(body, quotechar=quote, escapechar="\\", skipinitialspace=True)
    rows = [[cell.strip().strip('"') for cell in row] for row in reader]
    if any(len(row) != len(names) for row in rows):
        raise problems.broken()
    unique = column_names(names, len(names))
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    frame = pl.DataFrame(
        [pl.Series(n, c, dtype=pl.String).replace("", None) for n, c in zip(unique, columns, strict=True)]
    )
    return frame, tuple(KnownColumn(name, missing=("?",)) for name in unique)
