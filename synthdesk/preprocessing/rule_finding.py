"""Rules that a table seems to obey, found by looking at it, each with the rows that break it."""

from collections.abc import Iterable

import numpy as np
import polars as pl

from synthdesk.domain.preprocessing import PreprocessPlan, Role
from synthdesk.domain.rules import (
    CompareColumns,
    Computed,
    Relation,
    Rule,
    RuleFinding,
    columns_of,
)
from synthdesk.domain.schema import Schema
from synthdesk.preprocessing.finding_groups import (
    find_combinations,
    find_filled_together,
    find_implications,
    find_keys,
    find_same_words,
)
from synthdesk.preprocessing.finding_measures import (
    FEWEST_ROWS,
    MOST_BROKEN,
    find_formulas,
    find_long_sums,
    find_orders,
    find_ranges,
    levels,
    measures,
)
from synthdesk.preprocessing.finding_ratios import find_ratios
from synthdesk.preprocessing.grouping import grouped
from synthdesk.preprocessing.judging import finding
from synthdesk.preprocessing.treating import judged_table

_LOOKED_AT = 10_000
"""Rows in which candidates are looked for; each is then counted in all rows."""

MOST_OF_A_KIND = 20
_SEED = 0xF17D


def find_rules(values: pl.DataFrame, schema: Schema, plan: PreprocessPlan) -> tuple[RuleFinding, ...]:
    """Return rules that nearly all rows obey and that would not hold by chance, at most 20 of a kind.

    Args:
        values: VALUES of every column of `schema`.
        schema: The columns.
        plan: Which columns are learned (only these are looked at), and how rare categories are grouped.
    """
    names = [c.name for c in schema if plan.role_of(c) is Role.LEARN]
    rng = np.random.default_rng(_SEED)
    looked_at = values.select(names)
    if values.height > _LOOKED_AT:
        looked_at = looked_at[np.sort(rng.choice(values.height, _LOOKED_AT, replace=False))]
    if looked_at.height < FEWEST_ROWS or not names:
        return ()
    found: list[RuleFinding] = []
    for rules in _candidates(looked_at, schema, plan, rng):
        kept = 0
        for rule in rules:
            fares = finding(judged_table(values, rule, schema, plan), rule, schema)
            if fares.rows >= FEWEST_ROWS and fares.broken <= MOST_BROKEN * fares.rows:
                found.append(fares)
                kept += 1
            if kept == MOST_OF_A_KIND:
                break
    return tuple(found)


def count_rules(
    values: pl.DataFrame, schema: Schema, plan: PreprocessPlan, rules: tuple[Rule, ...]
) -> tuple[RuleFinding, ...]:
    """Return how each of `rules` fares in the real table.

    Raises:
        UserError: A rule does not fit its columns.
    """
    return tuple(finding(judged_table(values, rule, schema, plan), rule, schema) for rule in rules)


def _candidates(
    values: pl.DataFrame, schema: Schema, plan: PreprocessPlan, rng: np.random.Generator
) -> list[list[Rule]]:
    """Return candidates by kind; what follows from others is left out."""
    words = [n for n in values.columns if schema[n].kind.is_discrete]
    by_group = grouped(values, schema, plan, words)
    numbers, dates = measures(values, schema, dates=False), measures(values, schema, dates=True)
    counts = measures(values, schema, dates=False, fewest=2)
    long_sums = find_long_sums(counts, [name for name in numbers.names if name in counts.names])
    formulas = _one_a_column(
        [*find_formulas(values, numbers, dates), *long_sums, *find_ratios(numbers, schema)]
    )
    worked_out = {rule.column for rule in formulas}
    measured = [dates, numbers, *levels(values, schema)]
    orders = [rule for found in measured for rule in find_orders(found, rng)]
    same: list[Rule] = [r for r in orders if isinstance(r, CompareColumns) and r.relation is Relation.EQUAL]
    twins = _each_to_one(same + list(find_same_words(by_group, words)))
    copies = {columns_of(rule)[1] for rule in twins}
    own = [n for n in values.columns if n not in copies]
    own_words = [n for n in words if n not in copies]
    ordered = [r for r in orders if r not in same and not set(columns_of(r)) & (copies | worked_out)]
    together = list(find_filled_together(values.select(n for n in own if n not in worked_out)))
    combinations = list(find_combinations(by_group, own_words))
    decided = {name for rule in combinations for name in columns_of(rule)[1:]}
    free = [name for name in own_words if name not in decided]
    implications = find_implications(values.select(own), free, [*together, *combinations])
    keys = find_keys(values.select(n for n in own if n not in worked_out), schema)
    ranges = find_ranges(values.select(n for n in own if n not in worked_out), schema)
    return [
        ordered,
        twins,
        list(formulas),
        list(combinations),
        together,
        list(implications),
        list(keys),
        list(ranges),
    ]


def _each_to_one(twins: list[Rule]) -> list[Rule]:
    """Return for columns that are all the same only what makes each the same as the first."""
    kept: list[Rule] = []
    copies: set[str] = set()
    for rule in twins:
        first, second = columns_of(rule)
        if first not in copies and second not in copies:
            kept.append(rule)
            copies.add(second)
    return kept


def _one_a_column(rules: Iterable[Computed]) -> list[Computed]:
    """Return one formula for each column, none of which is worked out from a column that needs it."""
    kept: dict[str, Computed] = {}
    for rule in rules:
        if rule.column not in kept and not any(rule.column in _sources(part, kept) for part in rule.parts):
            kept[rule.column] = rule
    return list(kept.values())


def _sources(column: str, rules: dict[str, Computed]) -> set[str]:
    """Return `column` and every column it is worked out from."""
    found = {column}
    for part in rules[column].parts if column in rules else ():
        found |= _sources(part, rules)
    return found
