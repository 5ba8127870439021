"""Files of SPSS, Stata and SAS: values, labels and declared missing values, through ReadStat."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from synthdesk.importing import problems
from synthdesk.importing.asking import Asking
from synthdesk.importing.file_kinds import FileKind
from synthdesk.importing.known import KnownColumn
from synthdesk.importing.sheet_texts import cell_text
from synthdesk.importing.value_labels import ask_to_show, can_show

_LATIN = "WINDOWS-1252"
_MOST_MISSING_CODES = 200


@dataclass(frozen=True, slots=True)
class StatisticsFile:
    """The texts of a file and what it says about its columns."""

    frame: pl.DataFrame
    known: tuple[KnownColumn, ...]


def read_statistics(path: Path, kind: FileKind, asking: Asking, limit: int | None) -> StatisticsFile:
    """Return the table in a file of SPSS, Stata or SAS.

    Codes with labels become their labels when the user does not want the codes.

    Raises:
        UserError: The file is damaged or written in a way that is not known.
    """
    values, meta = _loaded(path, kind, limit)
    if not values:
        raise problems.empty()
    labels: dict[str, dict[Any, str]] = getattr(meta, "variable_value_labels", {}) or {}
    texts = {name: [_text(value) for value in column] for name, column in values.items()}
    declared = {name: _declared(name, texts[name], values[name], meta) for name in texts}
    shown = _show_labels(labels, texts, declared, asking)
    columns, known = [], []
    for name, column in texts.items():
        own = {_text(code) or "": str(label) for code, label in labels.get(name, {}).items()}
        longer = (getattr(meta, "column_names_to_labels", {}) or {}).get(name) or ""
        series = pl.Series(name, column, dtype=pl.String).replace("", None)
        missing = declared[name]
        if own and shown and can_show(own, column, missing):
            series = series.replace(list(own), list(own.values()))
            missing = tuple(own.get(code, code) for code in missing)
        columns.append(series)
        known.append(KnownColumn(name, str(longer), tuple(own.items()), missing))
    return StatisticsFile(pl.DataFrame(columns), tuple(known))


def _loaded(path: Path, kind: FileKind, limit: int | None) -> tuple[dict[str, list[Any]], Any]:
    import pyreadstat

    readers: dict[FileKind, Callable[..., Any]] = {
        FileKind.SPSS: pyreadstat.read_sav,
        FileKind.SPSS_PORTABLE: pyreadstat.read_por,
        FileKind.STATA: pyreadstat.read_dta,
        FileKind.SAS: pyreadstat.read_sas7bdat,
        FileKind.SAS_TRANSPORT: pyreadstat.read_xport,
    }
    options: dict[str, Any] = {"output_format": "dict", "row_limit": limit or 0}
    if kind in (FileKind.SPSS, FileKind.STATA, FileKind.SAS):
        options["user_missing"] = True
    catalog = path.with_suffix(".sas7bcat")
    if kind is FileKind.SAS and catalog.is_file():
        options |= {"catalog_file": str(catalog), "formats_as_category": False}
    for encoding in (None, _LATIN):
        try:
            values, meta = readers[kind](str(path), **options, **({"encoding": encoding} if encoding else {}))
        except (pyreadstat.ReadstatError, UnicodeDecodeError, ValueError, OverflowError) as error:
            if encoding is not None or kind is FileKind.SPSS_PORTABLE:
                raise problems.broken() from error
            continue
        return {str(name): list(column) for name, column in values.items()}, meta
    raise problems.broken()


def _text(value: Any) -> str | None:  # noqa: ANN401  # whatever ReadStat gives
    if value is None or value != value:  # noqa: PLR0124  # NaN
        return None
    if isinstance(value, str):
        return value.rstrip(" ") or None
    return cell_text(value)


def _declared(name: str, texts: Sequence[str | None], values: Sequence[Any], meta: Any) -> tuple[str, ...]:  # noqa: ANN401
    """Return the texts of a column that the file declares as missing, those that occur first."""
    found: dict[str, None] = {}
    ranges = (getattr(meta, "missing_ranges", {}) or {}).get(name, [])
    for text, value in zip(texts, values, strict=True):
        if text is not None and text not in found and any(_inside(value, part) for part in ranges):
            found[text] = None
    for part in ranges:
        if part["lo"] == part["hi"] and (text := _text(part["lo"])) is not None:
            found[text] = None
    tagged = (getattr(meta, "missing_user_values", {}) or {}).get(name, [])
    for letter in tagged:
        found[str(letter)] = None
    return tuple(found)[:_MOST_MISSING_CODES]


def _inside(value: object, part: dict[str, Any]) -> bool:
    low, high = part["lo"], part["hi"]
    if isinstance(value, str) or isinstance(low, str):
        return isinstance(value, str) and value.rstrip() == str(low).rstrip()
    return isinstance(value, int | float) and low <= value <= high


def _show_labels(
    labels: dict[str, dict[Any, str]],
    texts: dict[str, list[str | None]],
    declared: dict[str, tuple[str, ...]],
    asking: Asking,
) -> bool:
    """Ask whether labels or codes are to be the values; return whether labels are."""
    for name, own in labels.items():
        plain = {_text(code) or "": str(label) for code, label in own.items()}
        if name not in texts or not can_show(plain, texts[name], declared[name]):
            continue
        return ask_to_show(name, plain, asking)
    return False
