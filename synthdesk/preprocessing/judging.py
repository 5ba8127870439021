"""Which rows of a table of values break a rule."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from synthdesk.domain.cells import parse_datetime, parse_number
from synthdesk.domain.disclosure import SMALLEST_GROUP
from synthdesk.domain.ordering import common_order
from synthdesk.domain.reshaping import truncation
from synthdesk.domain.rules import (
    CompareColumns,
    Computed,
    Condition,
    FilledTogether,
    Formula,
    IfThen,
    InRange,
    OnlyCombinations,
    Relation,
    Rule,
    RuleFinding,
    Test,
    UniqueKey,
    columns_of,
)
from synthdesk.domain.schema import Column, Schema
from synthdesk.preprocessing import problems
from synthdesk.preprocessing.grouping import PERSONS, counted
from synthdesk.preprocessing.precision import date_unit

_EXAMPLES = 5
_RATIOS = {
    Formula.RATIO: (1.0, 1),
    Formula.PERCENT: (100.0, 1),
    Formula.BMI_FROM_CM: (1e4, 2),
    Formula.BMI_FROM_M: (1.0, 2),
}
"""What a ratio is multiplied by, and the power of its second part."""
_EXACT = (Formula.AGE, Formula.DAYS, Formula.DAYS_COUNTED)
_SEPARATOR, _MISSING = "\x1f", "\x1e"


@dataclass(frozen=True, slots=True)
class Verdict:
    """In which rows a rule can be judged, and which of them break it. Shapes: (rows,), Boolean, no nulls."""

    judged: pl.Series
    broken: pl.Series


def judge(values: pl.DataFrame, rule: Rule, schema: Schema) -> Verdict:
    """Return which rows of VALUES break `rule`.

    Raises:
        UserError: A value in the rule cannot be read as one of its column, or the rule does not fit its columns.
    """
    judged, holds = _expressions(values, rule, schema)
    both = values.select(judged.fill_null(value=False).alias("judged"), holds.alias("holds"))
    broken = both["judged"] & ~both["holds"].fill_null(value=True)
    return Verdict(both["judged"], broken.alias("broken"))


def finding(values: pl.DataFrame, rule: Rule, schema: Schema) -> RuleFinding:
    """Return how `rule` fares in a real table."""
    verdict = judge(values, rule, schema)
    examples = np.flatnonzero(verdict.broken.to_numpy())[:_EXAMPLES]
    return RuleFinding(
        rule, int(verdict.judged.sum()), int(verdict.broken.sum()), tuple(int(n) for n in examples)
    )


def breaking(values: pl.DataFrame, rules: Iterable[Rule], schema: Schema) -> np.ndarray:
    """Return which rows break any of `rules`. Shape: (rows,), bool."""
    return np.asarray(broken_each(values, rules, schema).any(axis=1))


def broken_each(values: pl.DataFrame, rules: Iterable[Rule], schema: Schema) -> np.ndarray:
    """Return which rows break which of `rules`. Shape: (rows, rules), bool. Raises as `judge`."""
    broken = []
    for number, rule in enumerate(rules):
        judged, holds = _expressions(values, rule, schema)
        own = judged.fill_null(value=False) & ~holds.fill_null(value=True)
        broken.append(own.alias(str(number)))
    return values.select(broken).to_numpy() if broken else np.zeros((values.height, 0), np.bool_)


def broken_about(
    values: pl.DataFrame, rules: Sequence[Rule], schema: Schema, cells: pl.DataFrame
) -> np.ndarray:
    """Return which of `cells` take part in a broken rule.

    Args:
        values: VALUES.
        rules: What is judged.
        schema: Kinds of the columns.
        cells: True for the cells that are asked about, for some columns of `values`.

    Returns:
        Shape: (rows, columns of `cells`), bool.
    """
    asked = cells.to_numpy()
    about = np.array([[name in columns_of(rule) for name in cells.columns] for rule in rules], np.float32)
    about = about.reshape(len(rules), cells.width)
    broken = broken_each(values, rules, schema) & (asked.astype(np.float32) @ about.T > 0)
    return np.asarray(asked & (broken.astype(np.float32) @ about > 0))


def _expressions(values: pl.DataFrame, rule: Rule, schema: Schema) -> tuple[pl.Expr, pl.Expr]:
    """Return when `rule` can be judged, and when it holds."""
    judged = pl.all_horizontal(pl.col(name).is_not_null() for name in columns_of(rule))
    match rule:
        case CompareColumns():
            holds = _compared(rule, schema)
        case InRange():
            holds = _in_range(rule, schema)
        case Computed():
            holds = _computed(rule, schema)
        case UniqueKey(columns):
            holds = pl.struct(columns).is_first_distinct()
        case IfThen(conditions, then):
            met = pl.all_horizontal(condition(c, schema) for c in conditions)
            judged, holds = met & _can_be_judged(then), condition(then, schema)
        case FilledTogether(columns):
            count = pl.sum_horizontal(pl.col(name).is_not_null() for name in columns)
            judged, holds = pl.lit(value=True), count.is_in([0, len(columns)])
        case OnlyCombinations(columns):
            judged, holds = pl.lit(value=True), joined(columns).is_in(_allowed(values, rule))
    return judged, holds


def condition(asked: Condition, schema: Schema) -> pl.Expr:
    """Return whether a row meets a condition; a missing value meets only that it is missing."""
    column = pl.col(asked.column)
    if asked.test is Test.MISSING:
        return column.is_null()
    if asked.test is Test.FILLED:
        return column.is_not_null()
    known = [value_of(text, schema[asked.column]) for text in asked.values]
    if asked.test in (Test.IS, Test.IS_NOT):
        found = pl.any_horizontal(column == pl.lit(value) for value in known)
        return (found if asked.test is Test.IS else ~found).fill_null(value=False)
    own, (limit,) = _sizes(schema[asked.column], asked.values)
    signs = {Test.LESS: "<", Test.AT_MOST: "<=", Test.AT_LEAST: ">=", Test.MORE: ">"}
    return _related(own, Relation(signs[asked.test]), limit).fill_null(value=False)


def _sizes(column: Column, limits: Sequence[str]) -> tuple[pl.Expr, list[pl.Expr]]:
    """Return the values of `column` and `limits`, spelled as in the source, as what can be compared by size.

    Raises:
        UserError: The values of the column have no order, or a limit is none of them.
    """
    if column.order:
        places = [column.order.index(text) if text in column.order else -1 for text in limits]
        if -1 in places:
            raise problems.unfit_text(column.name, limits[places.index(-1)])
        return placed(column.name, column.order), [pl.lit(place) for place in places]
    if column.number is None and column.date_pattern is None:
        raise problems.not_ordered(column.name)
    return pl.col(column.name), [pl.lit(value_of(text, column)) for text in limits]


def placed(name: str, order: Sequence[str]) -> pl.Expr:
    """Return the place of each value in `order`; null for others, of which nobody knows where they stand."""
    words = pl.col(name).cast(pl.String)
    return words.replace_strict(list(order), list(range(len(order))), default=None, return_dtype=pl.Int64)


def value_of(text: str, column: Column) -> object:
    """Return what `text`, spelled as in the source, means in its column; `UserError` when it means nothing."""
    if column.number is not None:
        found: object = parse_number(text, column.number)
    elif column.date_pattern is not None:
        found = parse_datetime(text, column.date_pattern)
    else:
        found = text
    if found is None:
        raise problems.unfit_text(column.name, text)
    return found


def joined(columns: Iterable[str]) -> pl.Expr:
    """Return the values of some columns as one text, different for different combinations."""
    texts = [pl.col(name).cast(pl.String).fill_null(_MISSING) for name in columns]
    return pl.concat_str(texts, separator=_SEPARATOR)


def joined_text(combination: Iterable[str | None]) -> str:
    """Return a combination as `joined` spells it."""
    return _SEPARATOR.join(_MISSING if value is None else value for value in combination)


def observed(
    values: pl.DataFrame, columns: tuple[str, ...], persons: pl.Series | None = None
) -> tuple[tuple[str | None, ...], ...]:
    """Return the combinations that at least `SMALLEST_GROUP` persons (rows where None) share, in a fixed order."""
    counts = counted(values.select(pl.col(columns).cast(pl.String)), persons)
    shared = counts.filter(pl.col(PERSONS) >= SMALLEST_GROUP).select(columns)
    return tuple(sorted(shared.rows(), key=lambda row: [(value is None, value or "") for value in row]))


def computed(rule: Computed) -> pl.Expr:
    """Return what the formula of `rule` gives, not rounded; null where a part is missing or it has no value."""
    first, second = pl.col(rule.parts[0]), pl.col(rule.parts[1])
    match rule.formula:
        case Formula.SUM:
            result = pl.sum_horizontal([pl.col(part) for part in rule.parts], ignore_nulls=False)
        case Formula.PRODUCT:
            result = pl.reduce(lambda a, b: a * b, [pl.col(p).cast(pl.Float64) for p in rule.parts])
        case Formula.DIFFERENCE:
            result = first - second
        case Formula.AGE:
            result = _age(first, second)
        case Formula.DAYS | Formula.DAYS_COUNTED:
            days = (second.dt.date() - first.dt.date()).dt.total_days()
            # The day of the first date is day 1, the day before it day -1: there is no day 0 (CDISC SDTM).
            counted = pl.when(days >= 0).then(days + 1).otherwise(days)
            result = days if rule.formula is Formula.DAYS else counted
        case _:
            scale, power = _RATIOS[rule.formula]
            result = scale * first / second**power
    result = result.cast(pl.Float64)
    return pl.when(result.is_finite()).then(result)


def _age(birth: pl.Expr, day: pl.Expr) -> pl.Expr:
    def in_year(moment: pl.Expr) -> pl.Expr:
        return moment.dt.month().cast(pl.Int32) * 100 + moment.dt.day()

    had_birthday = in_year(day) >= in_year(birth)
    return day.dt.year() - birth.dt.year() - 1 + had_birthday.cast(pl.Int32)


def _can_be_judged(then: Condition) -> pl.Expr:
    return pl.col(then.column).is_not_null() if then.test.values_needed else pl.lit(value=True)


def _compared(rule: CompareColumns, schema: Schema) -> pl.Expr:
    first, second = schema[rule.first], schema[rule.second]
    if (first.date_pattern is None) != (second.date_pattern is None):
        raise problems.not_comparable(rule.first, rule.second)
    if first.date_pattern is not None and second.date_pattern is not None:
        cut = max(truncation(first.date_pattern), truncation(second.date_pattern))
        if cut:
            own, other = (pl.col(c.name).dt.truncate(cut) for c in (first, second))
            return _related(own, rule.relation, other)
        unit = round(max(date_unit(first.date_pattern), date_unit(second.date_pattern)) * 1e6)
        left, right = (pl.col(c.name).dt.epoch("us") // unit for c in (first, second))
        return _related(left, rule.relation, right)
    if (first.number is None) != (second.number is None):
        raise problems.not_comparable(rule.first, rule.second)
    if first.number is None and rule.relation is not Relation.EQUAL:
        return _compared_words(rule, first, second)
    return _related(pl.col(rule.first), rule.relation, pl.col(rule.second))


def _compared_words(rule: CompareColumns, first: Column, second: Column) -> pl.Expr:
    if not (first.order and second.order):
        raise problems.not_ordered(second.name if first.order else first.name)
    order = common_order(first.order, second.order)
    if not order:
        raise problems.orders_differ(first.name, second.name)
    return _related(placed(first.name, order), rule.relation, placed(second.name, order))


def _related(left: pl.Expr, relation: Relation, right: pl.Expr) -> pl.Expr:
    match relation:
        case Relation.LESS:
            return left < right
        case Relation.AT_MOST:
            return left <= right
        case Relation.EQUAL:
            return left == right
        case Relation.AT_LEAST:
            return left >= right
        case Relation.MORE:
            return left > right


def _in_range(rule: InRange, schema: Schema) -> pl.Expr:
    own, low = _sizes(schema[rule.column], [rule.minimum] if rule.minimum is not None else [])
    _, high = _sizes(schema[rule.column], [rule.maximum] if rule.maximum is not None else [])
    holds = pl.lit(value=True)
    for limit in low:
        holds &= own >= limit
    for limit in high:
        holds &= own <= limit
    return holds


def _computed(rule: Computed, schema: Schema) -> pl.Expr:
    column = schema[rule.column]
    if column.number is None:
        raise problems.not_ordered(rule.column)
    step = 10.0**-column.number.decimals
    # Parts are rounded themselves, so a ratio may be off by more than its own rounding.
    tolerance = step * (1.0 if rule.formula in _RATIOS else 0.5) * (1 + 1e-6)
    error = (pl.col(rule.column) - computed(rule)).abs()
    return error < 0.5 if rule.formula in _EXACT else error <= tolerance + 1e-9 * pl.col(rule.column).abs()


def _allowed(values: pl.DataFrame, rule: OnlyCombinations) -> list[str]:
    combinations = rule.combinations or observed(values, rule.columns)
    return [joined_text(combination) for combination in combinations]
