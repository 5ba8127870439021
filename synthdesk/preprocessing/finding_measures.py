"""Rules about numbers and dates that a table seems to obey: orders, sums, ages, days between two dates."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
import polars as pl

from synthdesk.domain.cells import format_number
from synthdesk.domain.clinical import clinical_range
from synthdesk.domain.rules import CompareColumns, Computed, Formula, InRange, Relation, Rule
from synthdesk.domain.schema import ColumnKind, Schema
from synthdesk.preprocessing.constructions import Numbers
from synthdesk.preprocessing.distances import needed, orders
from synthdesk.preprocessing.judging import computed, placed
from synthdesk.preprocessing.precision import date_unit

FEWEST_ROWS = 30
"""Fewer rows than this speak for no rule."""

MOST_BROKEN = 0.005
"""Share of rows that may break what is still proposed as a rule."""

_FEWEST_VALUES = 5
_SHORTEST_SUM, _LONGEST_SUM, _EXACT = 3, 30, 1e-6
_BY_CHANCE = 0.01
_TIMES_RARER = 20
_MOST_COLUMNS = 120
_PROBE_ROWS = 300
_WEIGHT, _CENTIMETRES, _METRES, _BMI = (30.0, 150.0), (120.0, 210.0), (1.2, 2.1), (14.0, 45.0)


@dataclass(frozen=True, slots=True)
class Measures:
    """The numbers or the dates of a table as a matrix. Shape of `cells`: (rows, columns), NaN = missing."""

    names: list[str]
    cells: Numbers
    units: list[float]


def measures(values: pl.DataFrame, schema: Schema, *, dates: bool, fewest: int = _FEWEST_VALUES) -> Measures:
    """Return the dates, or the numbers with `fewest` values or more, among the columns of `values`."""
    kinds = {name: schema[name].kind for name in values.columns}
    names = [
        name
        for name, kind in kinds.items()
        if (kind is ColumnKind.DATETIME if dates else kind.is_numeric and values[name].n_unique() >= fewest)
    ]
    names = names[:_MOST_COLUMNS]
    columns = [values[n].dt.epoch("us") / 1e6 if dates else values[n].cast(pl.Float64) for n in names]
    cells = np.empty((values.height, len(names)))
    for place, column in enumerate(columns):
        cells[:, place] = column.to_numpy()
    return Measures(names, cells, [date_unit(schema[n].date_pattern or "") if dates else 0.0 for n in names])


def levels(values: pl.DataFrame, schema: Schema) -> list[Measures]:
    """Return the columns of `values` whose categories have an order as places in it, those of one order together."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for name in values.columns:
        groups.setdefault(schema[name].order, []).append(name)
    return [
        Measures(
            names,
            np.array(values.select(placed(name, order) for name in names).cast(pl.Float64).to_numpy()),
            [0.0] * len(names),
        )
        for order, names in groups.items()
        if order and len(names) > 1
    ]


def find_orders(found: Measures, rng: np.random.Generator) -> Iterator[Rule]:
    """Yield orders that hold in nearly all rows and would not by chance, and columns that are the same."""
    rules: list[Rule] = []
    for i, j in combinations(range(len(found.names)), 2):
        first, second = found.cells[:, i], found.cells[:, j]
        unit = max(found.units[i], found.units[j])
        if unit:
            first, second = np.floor(first / unit), np.floor(second / unit)
        relation = _relation(first, second, rng)
        if relation is not None:
            rules.append(CompareColumns(found.names[i], relation, found.names[j]))
    kept = {(order.low, order.high) for order in needed(orders(rules))}
    for rule in rules:
        assert isinstance(rule, CompareColumns)
        if rule.relation is Relation.EQUAL or _ends(rule) in kept:
            yield rule


def find_ranges(values: pl.DataFrame, schema: Schema) -> Iterator[Rule]:
    """Yield the public clinical ranges of measurements that are known by their names."""
    for name in values.columns:
        known, style = clinical_range(name), schema[name].number
        if known is not None and style is not None:
            spelled = [format_number(limit, replace(style, fixed=False)) for limit in (known.low, known.high)]
            yield InRange(name, spelled[0], spelled[1])


def find_formulas(values: pl.DataFrame, numbers: Measures, dates: Measures) -> Iterator[Computed]:
    """Yield columns that are sums, body mass indices, ages or numbers of days of two others."""
    probe = values.head(_PROBE_ROWS)
    cells = numbers.cells[:_PROBE_ROWS]
    done: set[frozenset[str]] = set()
    for i, j in combinations(range(len(numbers.names)), 2):
        a, b = cells[:, i], cells[:, j]
        for target in _columns_like(a + b, cells, exact=1e-6):
            trio = frozenset((numbers.names[target], numbers.names[i], numbers.names[j]))
            if target not in (i, j) and trio not in done:
                done.add(trio)
                yield Computed(numbers.names[target], Formula.SUM, (numbers.names[i], numbers.names[j]))
    yield from _body_mass(numbers, cells)
    for first, last in combinations(dates.names, 2):
        for parts in ((first, last), (last, first)):
            yield from _between(parts, probe, numbers, cells)


def find_long_sums(numbers: Measures, totals: Iterable[str]) -> Iterator[Computed]:
    """Yield columns that are the sum of three or more that stand side by side, as the total of a score is.

    Of several stretches with one total (items that are all 0 make none of it) the shortest is taken.

    Args:
        numbers: All numbers of the table, those with few values too.
        totals: The columns that can be a sum.
    """
    cells = numbers.cells[:_PROBE_ROWS]
    zeros = np.zeros((cells.shape[0], 1))
    running = np.hstack([zeros, np.cumsum(np.nan_to_num(cells), axis=1)])
    gaps = np.hstack([zeros, np.cumsum(np.isnan(cells), axis=1)])
    waiting = {name: numbers.names.index(name) for name in totals}
    for width in range(_SHORTEST_SUM, min(len(numbers.names), _LONGEST_SUM + 1)):
        sums = running[:, width:] - running[:, :-width]
        sums[gaps[:, width:] > gaps[:, :-width]] = np.nan
        for name, target in list(waiting.items()):
            away = np.abs(sums - cells[:, target, None])
            judged = (~np.isnan(away)).sum(axis=0)
            broken = (away > _EXACT).sum(axis=0)
            found = np.flatnonzero((judged >= FEWEST_ROWS) & (broken <= MOST_BROKEN * judged))
            start = next((int(n) for n in found if not n <= target < n + width), None)
            if start is not None:
                del waiting[name]
                yield Computed(name, Formula.SUM, tuple(numbers.names[start : start + width]))


def _relation(first: Numbers, second: Numbers, rng: np.random.Generator) -> Relation | None:
    both = ~(np.isnan(first) | np.isnan(second))
    rows = int(both.sum())
    if rows < FEWEST_ROWS:
        return None
    first, second = first[both], second[both]
    more, less = float((first > second).mean()), float((first < second).mean())
    if more + less <= MOST_BROKEN:
        return Relation.EQUAL
    for relation, broken in ((Relation.AT_MOST, more), (Relation.AT_LEAST, less)):
        if broken <= MOST_BROKEN:
            other = rng.permutation(second)
            chance = float((first > other if relation is Relation.AT_MOST else first < other).mean())
            if chance >= _BY_CHANCE and chance >= _TIMES_RARER * broken:
                return relation
    return None


def _ends(rule: CompareColumns) -> tuple[str, str]:
    turned = rule.relation is Relation.AT_LEAST
    return (rule.second, rule.first) if turned else (rule.first, rule.second)


def _columns_like(values: Numbers, cells: Numbers, *, exact: float) -> list[int]:
    """Return the columns of `cells` that equal `values`, up to `exact`, wherever both are known."""
    if np.isnan(values).sum() > values.size - FEWEST_ROWS:
        return []
    error = np.abs(cells - values[:, None])
    known = ~np.isnan(error)
    rows = known.sum(axis=0)
    same = (np.where(known, error, 0.0) <= exact).sum(axis=0) - (~known).sum(axis=0)
    return [int(n) for n in np.flatnonzero((rows >= FEWEST_ROWS) & (same >= (1 - MOST_BROKEN) * rows))]


def _body_mass(numbers: Measures, cells: Numbers) -> Iterator[Computed]:
    middle = [float(np.nanmedian(column)) if not np.isnan(column).all() else np.nan for column in cells.T]

    def within(limits: tuple[float, float]) -> list[int]:
        return [n for n, value in enumerate(middle) if limits[0] <= value <= limits[1]]

    for formula, heights, scale in (
        (Formula.BMI_FROM_CM, within(_CENTIMETRES), 1e4),
        (Formula.BMI_FROM_M, within(_METRES), 1.0),
    ):
        for height in heights:
            for weight in within(_WEIGHT):
                with np.errstate(divide="ignore", invalid="ignore"):
                    index = scale * cells[:, weight] / cells[:, height] ** 2
                for target in set(_columns_like(index, cells, exact=0.11)) & set(within(_BMI)):
                    parts = (numbers.names[weight], numbers.names[height])
                    if numbers.names[target] not in parts:
                        yield Computed(numbers.names[target], formula, parts)


def _between(
    parts: tuple[str, str], probe: pl.DataFrame, numbers: Measures, cells: Numbers
) -> Iterator[Computed]:
    for formula in (Formula.AGE, Formula.DAYS, Formula.DAYS_COUNTED):
        rule = Computed("?", formula, parts)
        worked_out = probe.select(computed(rule)).to_series().to_numpy().astype(np.float64)
        if np.nanstd(worked_out) if (~np.isnan(worked_out)).any() else 0.0:
            for target in _columns_like(worked_out, cells, exact=0.01):
                yield Computed(numbers.names[target], formula, parts)
