"""The user's own analyses on real and on synthetic rows, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from synthdesk.domain.disclosure import SMALLEST_GROUP
from synthdesk.domain.messages import Message, message
from synthdesk.domain.results import ComparedAnalysis, Curve, Estimate
from synthdesk.domain.wishes import Analysis, Comparison
from synthdesk.evaluation import coding
from synthdesk.evaluation.analyses import regression, survival
from synthdesk.evaluation.analyses.regression import Fit, Matrix, NotEstimableError
from synthdesk.evaluation.coding import Numbers

LEVELS_AT_MOST = 12

_NORMAL = 1.959963984540054
_NOT_ESTIMABLE = message(
    "The rows do not determine the numbers: there are too few, a column does not vary, or groups are told apart entirely."
)


@dataclass(frozen=True)
class _Terms:
    """How explaining columns become a matrix: names of its columns, and what each stands for."""

    names: tuple[str, ...]
    parts: tuple[tuple[str, str | None], ...]


def compare_all(
    comparisons: Sequence[Comparison], real: pl.DataFrame, synthetic: pl.DataFrame
) -> tuple[ComparedAnalysis, ...]:
    """Return each analysis on all real rows and on the synthetic ones; none of them raises."""
    return tuple(_compared(comparison, real, synthetic) for comparison in comparisons)


def overlap(first: tuple[float, float], second: tuple[float, float]) -> float:
    """Return the mean share of two intervals that lies in the other (Karr et al. 2006), 0-1.

    >>> overlap((0.0, 2.0), (1.0, 3.0)), overlap((0.0, 1.0), (2.0, 3.0))
    (0.5, 0.0)
    """
    shared = min(first[1], second[1]) - max(first[0], second[0])
    widths = [end - start for start, end in (first, second)]
    if min(widths) <= 0:
        return float(first == second)
    return max(0.0, sum(shared / width for width in widths) / 2)


def _compared(comparison: Comparison, real: pl.DataFrame, synthetic: pl.DataFrame) -> ComparedAnalysis:
    needed = [name for name in (comparison.outcome, *comparison.by, comparison.time) if name]
    lacking = [name for name in needed if name not in real.columns or name not in synthetic.columns]
    if lacking:
        return _failed(comparison, message("There is no column “{name}” that was learned.", name=lacking[0]))
    sides = [frame.select(list(dict.fromkeys(needed))).drop_nulls() for frame in (real, synthetic)]
    try:
        unit, estimates, curves = _ANALYSES[comparison.analysis](comparison, *sides)
    except NotEstimableError:
        return _failed(comparison, _NOT_ESTIMABLE)
    return ComparedAnalysis(comparison, unit, sides[0].height, sides[1].height, estimates, curves)


def _failed(comparison: Comparison, problem: Message) -> ComparedAnalysis:
    return ComparedAnalysis(comparison, problem=problem)


Found = tuple[str, tuple[Estimate, ...], tuple[Curve, ...]]


def _means(comparison: Comparison, real: pl.DataFrame, synthetic: pl.DataFrame) -> Found:
    is_number = real[comparison.outcome].dtype.is_numeric()
    value = "" if is_number else _value(comparison, real)
    found = []
    for group, chosen in _groups(comparison.by, real):
        sides = []
        for frame in (real, synthetic):
            rows = frame.filter(chosen)
            column = rows[comparison.outcome]
            sides.append(coding.numbers(column) if is_number else _is_value(column, value).astype(np.float64))
        if min(map(len, sides)) >= SMALLEST_GROUP:
            name = group or comparison.outcome
            found.append(_estimate(name, *(_mean_with_interval(side) for side in sides)))
    if not found:
        raise NotEstimableError
    return ("mean" if is_number else "share"), tuple(found), ()


def _linear(comparison: Comparison, real: pl.DataFrame, synthetic: pl.DataFrame) -> Found:
    if not real[comparison.outcome].dtype.is_numeric():
        raise NotEstimableError
    terms = _terms(comparison, real)
    fits = [
        regression.linear(_with_ones(_matrix(terms, frame)), coding.numbers(frame[comparison.outcome]))
        for frame in (real, synthetic)
    ]
    return "difference", _side_by_side(terms.names, fits, skipped=1), ()


def _logistic(comparison: Comparison, real: pl.DataFrame, synthetic: pl.DataFrame) -> Found:
    terms, value = _terms(comparison, real), _value(comparison, real)
    fits = [
        regression.logistic(_with_ones(_matrix(terms, frame)), _is_value(frame[comparison.outcome], value))
        for frame in (real, synthetic)
    ]
    return "log odds ratio", _side_by_side(terms.names, fits, skipped=1), ()


def _cox(comparison: Comparison, real: pl.DataFrame, synthetic: pl.DataFrame) -> Found:
    terms, value = _terms(comparison, real), _value(comparison, real)
    fits = [
        regression.cox(
            _matrix(terms, frame),
            coding.numbers(frame[comparison.time]),
            _is_value(frame[comparison.outcome], value),
        )
        for frame in (real, synthetic)
    ]
    return "log hazard ratio", _side_by_side(terms.names, fits, skipped=0), ()


def _survival(comparison: Comparison, real: pl.DataFrame, synthetic: pl.DataFrame) -> Found:
    value = _value(comparison, real)
    at = survival.grid(coding.numbers(real[comparison.time]))
    curves = []
    for group, chosen in _groups(comparison.by, real):
        lines = []
        for frame in (real.filter(chosen), synthetic.filter(chosen)):
            happened = _is_value(frame[comparison.outcome], value)
            lines.append(survival.curve(coding.numbers(frame[comparison.time]), happened, at))
        curves.append(Curve(group, *(tuple(float(v) for v in each) for each in (at, *lines))))
    return "share without the event", (), tuple(curves)


_ANALYSES = {
    Analysis.MEANS: _means,
    Analysis.LINEAR: _linear,
    Analysis.LOGISTIC: _logistic,
    Analysis.COX: _cox,
    Analysis.SURVIVAL: _survival,
}


def _groups(by: Sequence[str], real: pl.DataFrame) -> list[tuple[str, pl.Expr]]:
    """Return the groups of the first column of `by` with enough real rows, by name; one of all rows without."""
    if not by:
        return [("", pl.lit(value=True))]
    texts = pl.col(by[0]).cast(pl.String)
    return [(f"{by[0]} = {level}", texts == level) for level in _levels(real[by[0]])]


def _levels(column: pl.Series) -> list[str]:
    """Return the values that enough real rows have, the most frequent first."""
    counts = (
        column.cast(pl.String)
        .alias("value")
        .value_counts()
        .sort(["count", "value"], descending=[True, False])
    )
    return counts.filter(pl.col("count") >= SMALLEST_GROUP)["value"].to_list()[:LEVELS_AT_MOST]


def _terms(comparison: Comparison, real: pl.DataFrame) -> _Terms:
    """Return numbers as they are, and a 0/1 column for each value of a category but the most frequent."""
    parts: list[tuple[str, str | None]] = []
    for name in comparison.by:
        if real[name].dtype.is_numeric() or real[name].dtype == pl.Datetime:
            parts.append((name, None))
        else:
            parts += [(name, level) for level in _levels(real[name])[1:]]
    if not parts:
        raise NotEstimableError
    names = tuple(name if level is None else f"{name} = {level}" for name, level in parts)
    return _Terms(names, tuple(parts))


def _matrix(terms: _Terms, frame: pl.DataFrame) -> Matrix:
    columns = [
        coding.numbers(frame[name]) if level is None else _is_value(frame[name], level).astype(np.float64)
        for name, level in terms.parts
    ]
    return np.column_stack(columns)


def _with_ones(matrix: Matrix) -> Matrix:
    return np.column_stack([np.ones(len(matrix)), matrix])


def _value(comparison: Comparison, real: pl.DataFrame) -> str:
    """Return the value that counts as the event: the named one, else the rarer of two."""
    if comparison.value:
        return comparison.value
    levels = _levels(real[comparison.outcome])
    if len(levels) != 2:
        raise NotEstimableError
    return levels[-1]


def _is_value(column: pl.Series, value: str) -> NDArray[np.bool_]:
    # Spaces at the ends are kept in values, but nobody writes them on a command line.
    found: NDArray[np.bool_] = (column.cast(pl.String).str.strip_chars() == value.strip()).to_numpy()
    return found


def _mean_with_interval(values: Numbers) -> tuple[float, float]:
    return float(values.mean()), _NORMAL * float(values.std(ddof=1)) / float(np.sqrt(len(values)))


def _side_by_side(names: Sequence[str], fits: Sequence[Fit], *, skipped: int) -> tuple[Estimate, ...]:
    return tuple(
        _estimate(name, *((float(fit.estimates[at]), float(fit.half_widths[at])) for fit in fits))
        for at, name in enumerate(names, start=skipped)
    )


def _estimate(name: str, real: tuple[float, float], synthetic: tuple[float, float]) -> Estimate:
    ends = [(middle - half, middle + half) for middle, half in (real, synthetic)]
    return Estimate(name, real[0], *ends[0], synthetic[0], *ends[1], overlap(*ends))
