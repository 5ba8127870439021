"""Rules about words and missing values that a table seems to obey."""

from collections.abc import Iterator
from itertools import combinations, permutations
from math import log

import numpy as np
import polars as pl

from synthdesk.domain.disclosure import SMALLEST_GROUP
from synthdesk.domain.rules import (
    CompareColumns,
    Condition,
    FilledTogether,
    IfThen,
    OnlyCombinations,
    Relation,
    Rule,
    Test,
    UniqueKey,
)
from synthdesk.domain.schema import ColumnKind, Schema
from synthdesk.preprocessing.finding_measures import FEWEST_ROWS, MOST_BROKEN
from synthdesk.preprocessing.grouping import ROWS

_MOST_VALUES = 10
_MOST_CATEGORIES = 2000
_ROWS_A_VALUE = 10
_LARGEST_SHARE = 0.98
_SURPRISING_SHARE = 0.9
_EXPECTED_REPEATS = 20.0
_KEY_COLUMNS = 15


def find_same_words(values: pl.DataFrame, names: list[str]) -> Iterator[Rule]:
    """Yield pairs of the discrete columns `names` that hold the same words."""
    for first, second in combinations(names, 2):
        both = values.select(first, second).drop_nulls()
        if both.height >= FEWEST_ROWS and (both[first] != both[second]).mean() <= MOST_BROKEN:  # type: ignore[operator]
            yield CompareColumns(first, Relation.EQUAL, second)


def find_filled_together(values: pl.DataFrame) -> Iterator[Rule]:
    """Yield groups of columns that are missing in the same rows, up to a few."""
    gaps = {name: values[name].is_null().to_numpy() for name in values.columns}
    least = max(SMALLEST_GROUP, MOST_BROKEN * values.height)
    partial = {name: g for name, g in gaps.items() if least <= g.sum() <= values.height - least}
    groups: list[list[str]] = []
    for name, own in partial.items():
        for group in groups:
            lead = partial[group[0]]
            differ = int((own != lead).sum())
            if differ <= MOST_BROKEN * values.height and differ * 10 <= lead.sum():
                group.append(name)
                break
        else:
            groups.append([name])
    for group in groups:
        if len(group) > 1:
            yield FilledTogether(tuple(group))


def find_combinations(values: pl.DataFrame, names: list[str]) -> Iterator[Rule]:
    """Yield groups of the discrete columns `names` in which one column decides the others."""
    sizes = {name: values[name].n_unique() for name in names}
    most = min(_MOST_CATEGORIES, values.height // _ROWS_A_VALUE)
    usable = [n for n in names if 2 <= sizes[n] <= most and _largest_share(values[n]) <= _LARGEST_SHARE]
    used: set[str] = set()
    for decides in sorted(usable, key=lambda n: -sizes[n]):
        if decides in used:
            continue
        decided = [
            other
            for other in usable
            if other not in used and other != decides and _decides(values, decides, other)
        ]
        if decided:
            used |= {decides, *decided}
            yield OnlyCombinations((decides, *decided))


def find_implications(values: pl.DataFrame, names: list[str], together: list[Rule]) -> Iterator[Rule]:
    """Yield what follows from a value of one of the discrete columns `names`, most surprising first."""
    few = [name for name in names if 2 <= values[name].n_unique() <= _MOST_VALUES]
    grouped = [set(rule.columns) for rule in together if isinstance(rule, OnlyCombinations)]
    followers = {n for rule in together if isinstance(rule, FilledTogether) for n in rule.columns[1:]}
    found: list[tuple[float, Rule]] = []
    for given, other in permutations(few, 2):
        if not any({given, other} <= group for group in grouped):
            found += _certain_values(values, given, other)
    for given in few:
        for other in values.columns:
            if other not in followers and other != given:
                found += _certain_gaps(values, given, other)
    for _, rule in sorted(found, key=lambda pair: -pair[0]):
        yield rule


def find_keys(values: pl.DataFrame, schema: Schema) -> Iterator[Rule]:
    """Yield two columns that never repeat together, where chance alone would have made them repeat."""
    may = [name for name in values.columns if schema[name].kind is not ColumnKind.NUMBER]
    # One column that never repeats is an identifier: it is made new, or there are too few values for all rows.
    repeats = {n: _repeats(values[n]) for n in may if values[n].drop_nulls().is_duplicated().any()}
    some = sorted(repeats, key=lambda name: repeats[name])[:_KEY_COLUMNS]
    for pair in combinations(some, 2):
        expected = repeats[pair[0]] * repeats[pair[1]] * values.height**2 / 2
        if expected >= _EXPECTED_REPEATS and not values.select(pair).drop_nulls().is_duplicated().any():
            yield UniqueKey(pair)
            return


def _largest_share(values: pl.Series) -> float:
    known = values.drop_nulls()
    largest = known.alias("v").value_counts()["count"].max()
    return float(largest) / len(known) if isinstance(largest, int) else 1.0


def _repeats(values: pl.Series) -> float:
    """Return the chance that two rows have the same value."""
    counts = values.drop_nulls().alias("v").value_counts()["count"].to_numpy()
    return float(((counts / counts.sum()) ** 2).sum()) if counts.size else 0.0


def _decides(values: pl.DataFrame, decides: str, other: str) -> bool:
    pairs = values.select(decides, other).group_by(decides, other).len(ROWS)
    kept = pairs.group_by(decides).agg(pl.col(ROWS).max())[ROWS].sum()
    return kept >= (1 - MOST_BROKEN) * values.height


def _certain_values(values: pl.DataFrame, given: str, other: str) -> list[tuple[float, Rule]]:
    pairs = values.select(given, other).drop_nulls()
    shares = {
        value: count / pairs.height for value, count in pairs[other].alias("v").value_counts().iter_rows()
    }
    found: list[tuple[float, Rule]] = []
    for (value,), rows in pairs.group_by(given):
        counts = rows[other].alias("v").value_counts(sort=True)
        wanted, count = counts.row(0)
        certain = count >= (1 - MOST_BROKEN) * rows.height
        if certain and rows.height >= FEWEST_ROWS and shares[wanted] <= _SURPRISING_SHARE:
            rule = IfThen((Condition(given, Test.IS, (str(value),)),), Condition(other, Test.IS, (wanted,)))
            found.append((-rows.height * log(shares[wanted]), rule))
    return found


def _certain_gaps(values: pl.DataFrame, given: str, other: str) -> list[tuple[float, Rule]]:
    gaps = values.select(pl.col(given), pl.col(other).is_null()).drop_nulls()
    share = float(np.mean(gaps[other].to_numpy())) if gaps.height else 0.0
    if not 1 - _SURPRISING_SHARE <= share <= _SURPRISING_SHARE:
        return []
    found: list[tuple[float, Rule]] = []
    for value, rows, missing in (
        gaps.group_by(given)
        .agg(pl.len().alias(ROWS), pl.col(other).sum())
        .select(given, ROWS, other)
        .iter_rows()
    ):
        if rows < FEWEST_ROWS:
            continue
        for test, broken, chance in (
            (Test.MISSING, rows - missing, share),
            (Test.FILLED, missing, 1 - share),
        ):
            if broken <= MOST_BROKEN * rows:
                rule = IfThen((Condition(given, Test.IS, (str(value),)),), Condition(other, test))
                found.append((-rows * log(chance), rule))
    return found
