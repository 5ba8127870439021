"""Files of SPSS, Stata and SAS: labels, codes for missing values and dates as these programs know them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl
import pyreadstat

from synthdesk.domain.exporting import FileFormat
from synthdesk.domain.schema import Column, Schema
from synthdesk.exporting import problems
from synthdesk.exporting.fingerprint import Fingerprint
from synthdesk.exporting.naming import allowed_names
from synthdesk.exporting.spelling import shows_time

MOST_ROWS = 2_000_000
"""These formats are written from memory in one piece."""

_LONGEST_NAME = {FileFormat.SPSS: 64, FileFormat.STATA: 32, FileFormat.SAS: 32}
_LONGEST_LABEL = {FileFormat.SPSS: 250, FileFormat.STATA: 80, FileFormat.SAS: 40}
_LABEL = "Synthetic data"
_LABEL_WITH_ORIGINAL = "Original and synthetic data"


@dataclass
class _Described:
    """What is told of the columns beside their values, by the name in the file."""

    labels: list[str | None] = field(default_factory=list)
    value_labels: dict[str, dict[int | float, str]] = field(default_factory=dict)
    missing_codes: dict[str, list[Any]] = field(default_factory=dict)
    ordinal: dict[str, str] = field(default_factory=dict)


def write_statistics_file(
    path: Path,
    names: list[str],
    parts: Iterable[pl.DataFrame],
    schema: Schema,
    file_format: FileFormat,
) -> Iterator[int]:
    """Write and re-read a file; yield the rows, and -1 at the end when the two differ.

    Codes with labels are numbers where all of them are; words that have an order are numbers from 1 with the words
    as labels (SAS keeps no labels, so there they stay words); missing values get the column's first code for
    missing, which is declared as such (SPSS only: the others have one kind of missing value). Names that the
    format does not take are changed, and the whole name becomes the label where there is none.

    Raises:
        UserError: More rows than fit into memory in one piece.
    """
    rows = 0
    collected = []
    for part in parts:
        rows += part.height
        if rows > MOST_ROWS:
            raise problems.too_many_rows_for(rows, MOST_ROWS)
        collected.append(part)
        yield rows
    whole = pl.concat(collected)
    is_sas = file_format is FileFormat.SAS
    short = allowed_names(names, _LONGEST_NAME[file_format], ascii_only=is_sas)
    told = _Described()
    columns = []
    for name, own in zip(names, short, strict=True):
        column = schema[name] if name in schema.names else None
        if column is not None and column.order:
            told.ordinal[own] = "ordinal"
        values = _values(whole[name], own, column, told, file_format)
        columns.append(values.alias(own))
        label = (column.label if column is not None else "") or (name if name != own else "")
        told.labels.append(label[: _LONGEST_LABEL[file_format]] or None)
    frame = pl.DataFrame(columns)
    is_mixed = any(name not in schema.names for name in names)
    _write(path, frame, told, file_format, _LABEL_WITH_ORIGINAL if is_mixed else _LABEL)
    if not _reads_back(path, frame, file_format):
        yield -1


def _values(
    values: pl.Series, own: str, column: Column | None, told: _Described, file_format: FileFormat
) -> pl.Series:
    """Return the cells of a column as the format has them, and note what is told of it."""
    if column is None:
        return values
    if column.date_pattern is not None:
        return values if shows_time(column) else values.dt.date()
    labels, keeps_codes = dict(column.value_labels), file_format is FileFormat.SPSS
    is_coded = column.number is not None or (
        bool(labels or column.order) and _are_numbers([*values.drop_nulls().unique(), *labels])
    )
    if not is_coded and column.order and file_format is not FileFormat.SAS:
        return _levels(values, own, column, told)
    if not is_coded:
        # The library writes labels of numbers only; the codebook tells those of words.
        return values
    numbers = values.cast(pl.Float64)
    if labels:
        known = {float(code): label for code, label in labels.items() if _are_numbers([code])}
        told.value_labels[own] = dict(known) if keeps_codes else _whole(known)
    codes = [float(code) for code in column.missing if _are_numbers([code])]
    if codes and keeps_codes:
        told.missing_codes[own] = list(codes[:3])  # SPSS declares three at most
        return numbers.fill_null(codes[0])
    return numbers


def _levels(values: pl.Series, own: str, column: Column, told: _Described) -> pl.Series:
    """Return ordered words as numbers from 1, those that are not in the order after the others."""
    words = values.cast(pl.String)
    others = sorted(set(words.drop_nulls().unique()) - set(column.order))
    codes = {word: code for code, word in enumerate((*column.order, *others), start=1)}
    told.value_labels[own] = {code: word for word, code in codes.items()}
    return words.replace_strict(codes, default=None, return_dtype=pl.Float64)


def _are_numbers(texts: Iterable[str]) -> bool:
    try:
        return all(float(text) == float(text) for text in texts)
    except ValueError:
        return False


def _whole(labels: dict[float, str]) -> dict[int | float, str]:
    """Return the labels of whole numbers: Stata labels no others."""
    return {int(code): label for code, label in labels.items() if code.is_integer()}


def _write(path: Path, frame: pl.DataFrame, told: _Described, file_format: FileFormat, label: str) -> None:
    if file_format is FileFormat.SPSS:
        pyreadstat.write_sav(
            frame,
            str(path),
            file_label=label,
            column_labels=told.labels,
            variable_value_labels=told.value_labels,
            missing_ranges=told.missing_codes,
            variable_measure=told.ordinal,
        )
    elif file_format is FileFormat.STATA:
        pyreadstat.write_dta(
            frame,
            str(path),
            file_label=label,
            column_labels=told.labels,
            variable_value_labels=told.value_labels,
        )
    else:
        # SAS keeps no value labels in a transport file; the codebook tells them.
        pyreadstat.write_xport(
            frame,
            str(path),
            file_label=label,
            column_labels=told.labels,
            table_name="SYNTHETIC",
            file_format_version=8,
        )


def _reads_back(path: Path, frame: pl.DataFrame, file_format: FileFormat) -> bool:
    readers = {
        FileFormat.SPSS: lambda: pyreadstat.read_sav(str(path), user_missing=True, output_format="polars"),
        FileFormat.STATA: lambda: pyreadstat.read_dta(str(path), output_format="polars"),
        FileFormat.SAS: lambda: pyreadstat.read_xport(str(path), output_format="polars"),
    }
    again, _ = readers[file_format]()
    return list(again.columns) == list(frame.columns) and _fingerprint(again) == _fingerprint(frame)


def _fingerprint(frame: pl.DataFrame) -> Fingerprint:
    found = Fingerprint()
    for row in frame.with_columns(pl.selectors.float().fill_nan(None)).iter_rows():
        # These formats do not tell an empty text from none, and drop blanks at the end.
        found.add([cell.rstrip(" ") if isinstance(cell, str) else cell for cell in row])
    return found
