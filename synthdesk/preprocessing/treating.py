"""Real rows that break a rule: left out, or without the values that break it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from synthdesk.domain.preprocessing import PreprocessPlan, Role
from synthdesk.domain.rule_conflicts import clash
from synthdesk.domain.rule_effects import RulesTogether
from synthdesk.domain.rules import (
    Computed,
    IfThen,
    OnlyCombinations,
    Rule,
    RulePlan,
    Test,
    Treatment,
    columns_of,
    words,
)
from synthdesk.domain.schema import ColumnKind, Schema
from synthdesk.preprocessing import problems
from synthdesk.preprocessing.grouping import grouped
from synthdesk.preprocessing.judging import judge

_MOST_PASSES = 5
"""A value set missing can break another rule; after so many rounds the rows that still do are left out."""


@dataclass(frozen=True, slots=True)
class Treated:
    """A table without rows that break a rule.

    Attributes:
        values: VALUES of the rows that are left.
        rows: Their numbers in the table, rising. Shape: (values.height,), int64.
        values_removed: Cells that were set missing.
        rows_broken: Rows of the table that broke at least one rule.
    """

    values: pl.DataFrame
    rows: np.ndarray
    values_removed: int
    rows_broken: int


def active_rules(schema: Schema, plan: PreprocessPlan) -> tuple[RulePlan, ...]:
    """Return the rules whose columns are all learned.

    Raises:
        UserError: Two of them contradict each other.
    """
    learned = {column.name for column in schema if plan.role_of(column) is Role.LEARN}
    active = tuple(p for p in plan.rules if set(columns_of(p.rule)) <= learned)
    found = clash([p.rule for p in active], schema)
    if found is not None:
        dates = date_names(schema)
        raise problems.rules_clash(str(words(found[0], dates)), str(words(found[1], dates)))
    return active


def treated(values: pl.DataFrame, schema: Schema, plan: PreprocessPlan, rules: Sequence[RulePlan]) -> Treated:
    """Return `values` as `rules` treat the rows that break them.

    Raises:
        UserError: A rule does not fit its columns.
    """
    rows = np.arange(values.height)
    removed = rows_broken = 0
    for number in range(_MOST_PASSES + 1):
        broken = [broken_rows(values, p.rule, schema, plan) for p in rules]
        if not any(b.any() for b in broken):
            break
        if number == 0:
            rows_broken = int(np.any(broken, axis=0).sum())
        leave = np.zeros(values.height, dtype=bool)
        for p, b in zip(rules, broken, strict=True):
            if p.treatment is Treatment.LEAVE_OUT or number == _MOST_PASSES:
                leave |= b
            else:
                names = blanked(p.rule)
                removed += sum(int(values[name].is_not_null().to_numpy()[b].sum()) for name in names)
                gone = pl.Series(b)
                values = values.with_columns(pl.when(~gone).then(pl.col(name)).alias(name) for name in names)
        values, rows = values.filter(pl.Series(~leave)), rows[~leave]
    return Treated(values, rows, removed, rows_broken)


def together(values: pl.DataFrame, schema: Schema, plan: PreprocessPlan) -> RulesTogether:
    """Return how the rules of `plan` fare together in a real table. Raises as `active_rules` and `treated`."""
    left = treated(values, schema, plan, active_rules(schema, plan))
    return RulesTogether(values.height, left.rows_broken, left.values.height, left.values_removed)


def broken_rows(values: pl.DataFrame, rule: Rule, schema: Schema, plan: PreprocessPlan) -> np.ndarray:
    """Return which real rows break `rule`. Shape: (rows,), bool."""
    return judge(judged_table(values, rule, schema, plan), rule, schema).broken.to_numpy()


def judged_table(values: pl.DataFrame, rule: Rule, schema: Schema, plan: PreprocessPlan) -> pl.DataFrame:
    """Return the values by which `rule` is judged: combinations are those of the groups that are learned."""
    return grouped(values, schema, plan, columns_of(rule)) if isinstance(rule, OnlyCombinations) else values


def blanked(rule: Rule) -> tuple[str, ...]:
    """Return the columns that lose their value in a row that breaks `rule`, so that it does no more."""
    match rule:
        case IfThen(conditions, then):
            asked = (Test.FILLED,) if then.test is Test.FILLED else ()
            return tuple(c.column for c in conditions) if asked else (then.column,)
        case Computed(column):
            return (column,)
        case _:
            return columns_of(rule)


def date_names(schema: Schema) -> list[str]:
    """Return the names of the date columns."""
    return [column.name for column in schema if column.kind is ColumnKind.DATETIME]
