"""Tables to small whole numbers and back, without any value, count or extreme of a single patient.

A category becomes its code. A number becomes the bin it lies in: a value that many rows share is a bin of its
own, so spikes (zeros, detection limits, round doses) come back exactly; between them bins hold about equally
many rows and remember the curve of their values by the means of at least five rows each. A missing value is
the last code. Every code stands for at least five rows; what fewer rows share is spread over the others.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
import numpy as np
import polars as pl
from numpy.typing import NDArray

from synthdesk.synthesizers.discrete.rounding import Grid, grid_of

Codes = NDArray[np.int32]
Floats = NDArray[np.float64]

SMALLEST_COUNT = 5
"""No smaller group of rows shows, neither as a count nor as a value."""
MOST_BINS = 200
FEW_VALUES = 30
"""Of so many different numbers at most each that five rows share has a bin of its own: scores, months, counts of persons."""
MOST_STRETCHES = 8
"""Equally likely stretches of the curve within a bin."""


class NumberBins(msgspec.Struct, frozen=True, tag="number"):
    """Bins of a continuous column. Its codes: bins, rising, then "missing".

    Attributes:
        name: Name of the column.
        curves: For each bin one value that many rows share, or the curve of its values: lower edge, inner
            values at equal shares of the rows (each the mean of five neighbours), upper edge; rising.
        missing: Whether there is a last code for "missing".
        grid: The rounding of the real values.
    """

    name: str
    curves: tuple[tuple[float, ...], ...]
    missing: bool
    grid: Grid


class CategoryBins(msgspec.Struct, frozen=True, tag="category"):
    """Codes of a discrete column: categories, most frequent first, then "missing".

    Attributes:
        name: Name of the column.
        categories: Values that at least five rows have.
        missing: Whether there is a last code for "missing".
    """

    name: str
    categories: tuple[str, ...]
    missing: bool


BinnedColumn = NumberBins | CategoryBins


class Binning(msgspec.Struct, frozen=True):
    """How a table is binned, column by column in the table's order."""

    columns: tuple[BinnedColumn, ...]


@dataclass(frozen=True, slots=True)
class BinnedTable:
    """A binned table.

    Attributes:
        binning: What the codes mean.
        codes: Shape: (rows, columns), int32.
    """

    binning: Binning
    codes: Codes


def code_count(column: BinnedColumn) -> int:
    """Return the number of different codes of `column`, >= 1."""
    values = column.categories if isinstance(column, CategoryBins) else column.curves
    return len(values) + column.missing


def bin_table(table: pl.DataFrame, rng: np.random.Generator, *, most_bins: int = MOST_BINS) -> BinnedTable:
    """Bin the PREPARED `table`.

    Args:
        table: Float64 and String columns, at least one row.
        rng: Draws codes for the values that fewer than five rows share.
        most_bins: Bins of a continuous column, about; values shared by many rows come on top.
    """
    columns: list[BinnedColumn] = []
    codes = np.empty((table.height, table.width), np.int32)
    for index, series in enumerate(table.iter_columns()):
        is_number = series.dtype == pl.Float64
        column, found = _bin_numbers(series, most_bins) if is_number else _bin_categories(series)
        columns.append(column)
        codes[:, index] = _spread(found, rng)
    return BinnedTable(Binning(tuple(columns)), codes)


def _spread(codes: Codes, rng: np.random.Generator) -> Codes:
    """Return `codes` where -1, the code of what too few rows share, is drawn from the other rows."""
    lost = codes < 0
    if lost.any():
        codes[lost] = rng.choice(codes[~lost], int(lost.sum()))
    return codes


def _keep_missing(present: NDArray[np.bool_]) -> bool:
    """Return whether "missing" is a code: many rows have no value, or too few have one."""
    missing = int((~present).sum())
    return missing >= SMALLEST_COUNT or missing == present.size


def _bin_categories(series: pl.Series) -> tuple[CategoryBins, Codes]:
    counts = series.drop_nulls().alias("word").value_counts().sort("count", "word", descending=[True, False])
    categories = tuple(counts.filter(pl.col("count") >= SMALLEST_COUNT)["word"].to_list())
    present = np.asarray(series.is_not_null().to_numpy(), np.bool_)
    if not categories:
        return CategoryBins(series.name, (), missing=True), np.zeros(series.len(), np.int32)
    missing = _keep_missing(present)
    found = series.replace_strict(
        list(categories), list(range(len(categories))), default=-1, return_dtype=pl.Int32
    )
    codes = np.array(found.fill_null(-1).to_numpy(), np.int32)
    codes[~present] = len(categories) if missing else -1
    return CategoryBins(series.name, categories, missing), codes


def _bin_numbers(series: pl.Series, most_bins: int) -> tuple[NumberBins, Codes]:
    present = np.asarray(series.is_not_null().to_numpy(), np.bool_)
    values = np.asarray(series.drop_nulls().to_numpy(), np.float64)
    if values.size < SMALLEST_COUNT:
        return NumberBins(series.name, (), missing=True, grid=Grid(None, single=False)), np.zeros(
            series.len(), np.int32
        )
    distinct, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    share = 0.0 if distinct.size <= FEW_VALUES else values.size / most_bins
    bins = bins_of(counts.tolist(), max(SMALLEST_COUNT, share))
    curves = _curves(distinct, counts, bins)
    missing = _keep_missing(present)
    codes = np.full(series.len(), len(curves) if missing else -1, np.int32)
    codes[present] = bins[places]
    return NumberBins(series.name, curves, missing, grid_of(values)), codes


def bins_of(counts: Sequence[int], target: float) -> Codes:
    """Return the bin of each distinct value, rising; every bin has at least five rows.

    A value with `target` rows has a bin of its own, the others are gathered until a bin has as many. What
    is left between two such values and is too little goes to the bin before, else to the one after.

    >>> bins_of([3, 3, 9, 1, 2, 2, 2, 1], 5).tolist()
    [0, 0, 1, 2, 2, 2, 2, 2]
    """
    firsts: list[int] = []
    gathered: list[int] = []
    closed = True
    for place, count in enumerate(counts):
        own = count >= target
        if closed or own:
            firsts.append(place)
            gathered.append(0)
        gathered[-1] += count
        closed = own or gathered[-1] >= target
    kept = [first for first, rows in zip(firsts, gathered, strict=True) if rows >= SMALLEST_COUNT]
    kept[0] = 0
    return np.asarray(np.searchsorted(kept, np.arange(len(counts)), side="right") - 1, np.int32)


def _curves(distinct: Floats, counts: NDArray[np.int64], bins: Codes) -> tuple[tuple[float, ...], ...]:
    low, high = _trimmed_ends(distinct, counts)
    starts = np.flatnonzero(np.diff(bins, prepend=-1))
    ends = np.append(starts[1:], bins.size)
    curves: list[tuple[float, ...]] = []
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        inner, rows = distinct[start:end], counts[start:end]
        if rows.max() >= SMALLEST_COUNT and 2 * rows.max() > rows.sum():
            # One value rules: what few rows beside it have is not told apart.
            curves.append((float(inner[rows.argmax()]),))
            continue
        edges = (
            low if start == 0 else float(distinct[start - 1] + inner[0]) / 2,
            high if end == distinct.size else float(inner[-1] + distinct[end]) / 2,
        )
        curves.append(_curve(np.clip(np.repeat(inner, rows), low, high), edges))
    return tuple(curves)


def _trimmed_ends(distinct: Floats, counts: NDArray[np.int64]) -> tuple[float, float]:
    """Return the fifth lowest and fifth highest value, so that no single row shows as an extreme."""
    few = min(SMALLEST_COUNT, (int(counts.sum()) + 1) // 2)
    low = float(distinct[np.searchsorted(np.cumsum(counts), few)])
    return low, float(distinct[::-1][np.searchsorted(np.cumsum(counts[::-1]), few)])


def _curve(values: Floats, edges: tuple[float, float]) -> tuple[float, ...]:
    """Return the curve of sorted `values`: the edges, and between them means of five neighbours."""
    stretches = min(MOST_STRETCHES, values.size // SMALLEST_COUNT)
    places = np.arange(1, stretches) * values.size // stretches
    firsts = np.clip(places - SMALLEST_COUNT // 2, 0, values.size - SMALLEST_COUNT)
    means = [values[first : first + SMALLEST_COUNT].mean() for first in firsts.tolist()]
    knots = np.array([edges[0], *np.clip(means, min(edges), max(edges)), edges[1]])
    return tuple(np.maximum.accumulate(knots).tolist())


def unbin(binning: Binning, codes: Codes, rng: np.random.Generator) -> pl.DataFrame:
    """Return PREPARED rows with the `codes`; `rng` draws places within bins."""
    return pl.DataFrame([_unbinned(c, codes[:, i], rng) for i, c in enumerate(binning.columns)])


def _unbinned(column: BinnedColumn, codes: Codes, rng: np.random.Generator) -> pl.Series:
    if isinstance(column, CategoryBins):
        return pl.Series(column.name, [*column.categories, None], dtype=pl.String).gather(codes)
    draws = rng.random(codes.size)
    missing = codes >= len(column.curves)
    values = np.zeros(codes.size)
    for longest in {len(curve) for curve in column.curves}:
        chosen = [i for i, curve in enumerate(column.curves) if len(curve) == longest]
        here = np.isin(codes, chosen)
        values[here] = _on_curves(column, codes[here], draws[here], longest)
    rounded = column.grid.rounded(values)
    return pl.Series(column.name, rounded, dtype=pl.Float64).set(pl.Series(missing), None)


def _on_curves(column: NumberBins, codes: Codes, draws: Floats, knots: int) -> Floats:
    """Return the value of each curve at the share `draws`; all curves meant by `codes` have `knots` knots."""
    table = np.array([c if len(c) == knots else (0.0,) * knots for c in column.curves])
    if knots == 1:
        return np.asarray(table[codes, 0])
    place = draws * (knots - 1)
    before = np.minimum(place.astype(np.int64), knots - 2)
    start, end = table[codes, before], table[codes, before + 1]
    return np.asarray(start + (end - start) * (place - before))
