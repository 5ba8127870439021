"""Tables to compact codes and back: mode-specific normalisation and categories.

Xu et al. 2019, section 4.2, arXiv:1907.00503. A number becomes the mode it belongs to and its place within
that mode; a category becomes its code. Deviations: values held by many rows are modes of their own without
spread, a missing value is one more mode (so that missingness is learned with its pattern), and modes are
fitted on quantiles. What is stored holds no extreme of the data and no row.
"""

from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np
import polars as pl
from numpy.typing import NDArray

from synthdesk.synthesizers.mixture import NO_MODES, Floats, Mixture, fit_mixture

Codes = NDArray[np.int32]

SPREAD = 4.0
"""A value lies within four standard deviations of its mode (the paper's factor)."""
SPIKE_SHARE = 0.03
SPIKES_AT_MOST = 20
FEW_VALUES = 40
ROWS_AT_ONCE = 65_536
KEPT_FROM_ENDS = 5
"""Values are clipped at the fifth lowest and fifth highest, so that no single row shows."""
SMALLEST_COUNT = 5
"""No smaller count of rows is stored."""


class Frequencies(msgspec.Struct, frozen=True):
    """How often each code of a column occurs.

    Attributes:
        shares: Share of rows per code, sum 1; codes under 5 rows share their sum equally.
        rows: Rows per code rounded down to a multiple of 5; 0 for fewer than 5.
    """

    shares: tuple[float, ...]
    rows: tuple[int, ...]


class NumberColumn(msgspec.Struct, frozen=True, tag="number"):
    """Encoding of a continuous column. Its codes: Gaussian modes, then spikes, then "missing".

    Attributes:
        name: Name of the column.
        means, stds: Gaussian modes, rising; may be empty.
        spikes: Values held by many rows, rising.
        missing: Whether there is a last code for "missing".
        low, high: Range of decoded values: the fifth lowest and highest value.
        frequencies: How often each code occurs.
    """

    name: str
    means: tuple[float, ...]
    stds: tuple[float, ...]
    spikes: tuple[float, ...]
    missing: bool
    low: float
    high: float
    frequencies: Frequencies


class CategoryColumn(msgspec.Struct, frozen=True, tag="category"):
    """Encoding of a discrete column. Its codes: categories, most frequent first, then "missing".

    Attributes:
        name: Name of the column.
        categories: Values.
        missing: Whether there is a last code for "missing".
        frequencies: How often each code occurs.
    """

    name: str
    categories: tuple[str, ...]
    missing: bool
    frequencies: Frequencies


EncodedColumn = NumberColumn | CategoryColumn


class Encoding(msgspec.Struct, frozen=True):
    """How a table is encoded, column by column in the table's order."""

    columns: tuple[EncodedColumn, ...]


@dataclass(frozen=True, slots=True)
class EncodedTable:
    """A table in compact form.

    Attributes:
        codes: Shape: (rows, columns), int32.
        alphas: Place within the mode, -1 to 1. Shape: (rows, columns with Gaussian modes), float32.
    """

    codes: Codes
    alphas: NDArray[np.float32]


def has_alpha(column: EncodedColumn) -> bool:
    """Return whether values of `column` have a place within a Gaussian mode."""
    return isinstance(column, NumberColumn) and bool(column.means)


def code_count(column: EncodedColumn) -> int:
    """Return the number of different codes of `column`, >= 1."""
    if isinstance(column, CategoryColumn):
        return len(column.categories) + column.missing
    return len(column.means) + len(column.spikes) + column.missing


def encode(table: pl.DataFrame, rng: np.random.Generator) -> tuple[Encoding, EncodedTable]:
    """Fit the encoding of the PREPARED `table` and apply it.

    Args:
        table: Float64 and String columns, at least one row.
        rng: Draws the mode of values that several modes explain.
    """
    columns: list[EncodedColumn] = []
    codes = np.empty((table.height, table.width), np.int32)
    alphas: list[NDArray[np.float32]] = []
    for index, series in enumerate(table.iter_columns()):
        if series.dtype == pl.Float64:
            fitted, codes[:, index], alpha = _encode_numbers(series, rng)
            columns.append(fitted)
            if fitted.means:
                alphas.append(alpha)
        else:
            category, codes[:, index] = _encode_categories(series)
            columns.append(category)
    width = len(alphas)
    stacked = np.stack(alphas, axis=1) if width else np.empty((table.height, 0), np.float32)
    return Encoding(tuple(columns)), EncodedTable(codes, stacked)


def decode(encoding: Encoding, encoded: EncodedTable) -> pl.DataFrame:
    """Return the PREPARED table of `encoded`; numbers lie within the stored range."""
    found: list[pl.Series] = []
    alpha = 0
    for index, column in enumerate(encoding.columns):
        codes = encoded.codes[:, index]
        if isinstance(column, CategoryColumn):
            found.append(_decode_categories(column, codes))
            continue
        places = encoded.alphas[:, alpha] if column.means else np.zeros(codes.size, np.float32)
        alpha += bool(column.means)
        found.append(_decode_numbers(column, codes, places))
    return pl.DataFrame(found)


def frequencies_of(codes: NDArray[Any], count: int) -> Frequencies:
    """Return how often each of `count` codes occurs, with counts under 5 rows pooled.

    >>> frequencies_of(np.array([0] * 12 + [1, 1, 2, 2, 2, 2]), 3)
    Frequencies(shares=(0.6666666666666666, 0.16666666666666666, 0.16666666666666666), rows=(10, 0, 0))
    """
    counts = np.bincount(codes, minlength=count).astype(np.float64)
    rare = (counts > 0) & (counts < SMALLEST_COUNT)
    if rare.any():
        counts[rare] = counts[rare].sum() / rare.sum()
    rows = np.where(rare, 0, counts // SMALLEST_COUNT * SMALLEST_COUNT).astype(int)
    shares = counts / counts.sum()
    return Frequencies(tuple(shares.tolist()), tuple(rows.tolist()))


def _encode_categories(series: pl.Series) -> tuple[CategoryColumn, Codes]:
    counts = series.drop_nulls().alias("word").value_counts().sort("count", "word", descending=[True, False])
    categories = tuple(counts["word"].to_list())
    missing = series.null_count() > 0
    codes = series.cast(pl.Enum(list(categories))).to_physical().cast(pl.Int32).fill_null(len(categories))
    found = np.asarray(codes.to_numpy(), np.int32)
    frequencies = frequencies_of(found, len(categories) + missing)
    return CategoryColumn(series.name, categories, missing, frequencies), found


def _decode_categories(column: CategoryColumn, codes: Codes) -> pl.Series:
    labels = pl.Series(column.name, [*column.categories, None], dtype=pl.String)
    return labels.gather(codes)


def _encode_numbers(
    series: pl.Series, rng: np.random.Generator
) -> tuple[NumberColumn, Codes, NDArray[np.float32]]:
    if series.len() - series.null_count() < SMALLEST_COUNT:
        # Values of fewer rows than may be counted are not learned at all.
        series = series.clear(series.len())
    present = np.asarray(series.is_not_null().to_numpy(), np.bool_)
    values = np.asarray(series.drop_nulls().to_numpy(), np.float64)
    spikes, low, high = _spikes(values)
    places = np.clip(np.searchsorted(spikes, values), 0, max(spikes.size - 1, 0))
    on_spike = spikes[places] == values if spikes.size else np.zeros(values.size, np.bool_)
    rest = np.clip(values[~on_spike], low, high)
    # Too few to learn a spread from: they go to the nearest spike.
    mixture = fit_mixture(rest) if rest.size and not _are_strays(rest, spikes) else NO_MODES
    means, stds = mixture.means, mixture.stds
    codes = np.full(series.len(), means.size + spikes.size, np.int32)
    alphas = np.zeros(series.len(), np.float32)
    found = np.empty(values.size, np.int32)
    found[on_spike] = places[on_spike] + means.size
    if means.size:
        found[~on_spike], within = assign_modes(rest, mixture, rng)
        alphas[np.flatnonzero(present)[~on_spike]] = within
    elif rest.size:
        found[~on_spike] = np.abs(rest[:, None] - spikes[None, :]).argmin(axis=1)
    codes[present] = found
    missing = bool(values.size < series.len())
    frequencies = frequencies_of(codes, means.size + spikes.size + missing)
    column = NumberColumn(
        series.name,
        tuple(means.tolist()),
        tuple(stds.tolist()),
        tuple(spikes.tolist()),
        missing,
        low,
        high,
        frequencies,
    )
    return column, codes, alphas


def _spikes(values: Floats) -> tuple[Floats, float, float]:
    """Return the values held by many rows, and the fifth lowest and highest value."""
    if not values.size:
        return np.empty(0), 0.0, 0.0
    distinct, counts = np.unique(values, return_counts=True)
    below, above = np.cumsum(counts), np.cumsum(counts[::-1])
    few = min(KEPT_FROM_ENDS, (values.size + 1) // 2)
    low = float(distinct[np.searchsorted(below, few)])
    high = float(distinct[::-1][np.searchsorted(above, few)])
    if distinct.size <= FEW_VALUES:
        often = counts >= SMALLEST_COUNT
    else:
        often = counts >= max(SMALLEST_COUNT, SPIKE_SHARE * values.size)
        if often.sum() > SPIKES_AT_MOST:
            often &= counts >= np.sort(counts)[-SPIKES_AT_MOST]
    return distinct[often], low, high


def _are_strays(rest: Floats, spikes: Floats) -> bool:
    return bool(spikes.size) and rest.size < SMALLEST_COUNT


def assign_modes(
    values: Floats, mixture: Mixture, rng: np.random.Generator
) -> tuple[Codes, NDArray[np.float32]]:
    """Return for each value a mode and its place (x - mean) / (4 std) in it, clipped to -1 to 1.

    The mode is drawn with the probability that it made the value (Xu et al. 2019, section 4.2).
    """
    modes = np.empty(values.size, np.int32)
    for start in range(0, values.size, ROWS_AT_ONCE):
        part = slice(start, start + ROWS_AT_ONCE)
        logs = mixture.log_densities(values[part])
        logs -= logs.max(axis=0)
        sums = np.cumsum(np.exp(logs), axis=0)
        draws = rng.random(sums.shape[1]) * sums[-1]
        modes[part] = np.minimum((sums <= draws).sum(axis=0), mixture.means.size - 1)
    places = (values - mixture.means[modes]) / (SPREAD * mixture.stds[modes])
    return modes, np.clip(places, -1.0, 1.0).astype(np.float32)


def _decode_numbers(column: NumberColumn, codes: Codes, places: NDArray[np.float32]) -> pl.Series:
    modes = len(column.means)
    centres = np.array([*column.means, *column.spikes, np.nan])
    spreads = np.array([*column.stds, *([0.0] * (len(column.spikes) + 1))])
    values = np.clip(centres[codes] + SPREAD * spreads[codes] * places, column.low, column.high)
    missing = codes >= modes + len(column.spikes)
    return pl.Series(column.name, values, dtype=pl.Float64).set(pl.Series(missing), None)
