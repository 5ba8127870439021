"""A table of values made ready for a synthesizer, as the plan says, with notes on how to turn it back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from synthdesk.domain.making_up import MadeUp, made_up_of
from synthdesk.domain.preprocessing import ColumnPlan, PreprocessPlan, Role
from synthdesk.domain.reshaping import truncation
from synthdesk.domain.rules import InRange, OnlyCombinations, Rule, words
from synthdesk.domain.schema import Column, ColumnKind, Schema
from synthdesk.preprocessing import problems
from synthdesk.preprocessing.constructing import construct
from synthdesk.preprocessing.grouping import group_rare, persons_of
from synthdesk.preprocessing.identifiers import learn_pattern
from synthdesk.preprocessing.imputing import imputed
from synthdesk.preprocessing.judging import observed
from synthdesk.preprocessing.making_up import country_of
from synthdesk.preprocessing.missing import fill, parse_value, rows_to_keep
from synthdesk.preprocessing.precision import common_unit
from synthdesk.preprocessing.restoring import Restoration, RestoredColumn, Way
from synthdesk.preprocessing.treating import active_rules, treated
from synthdesk.preprocessing.workpiece import Workpiece, protected_range

_FILLING = 0xF111
_WITH_LAST = (MadeUp.LAST_NAME, MadeUp.FULL_NAME, MadeUp.LAST_FIRST)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A prepared table.

    Attributes:
        frame: PREPARED: Float64 columns (dates in seconds since 1970-01-01) and String columns, null = missing.
        rows: Row numbers of the values that were kept, rising. Shape: (frame.height,), int64.
        restoration: How synthetic rows become values again.
    """

    frame: pl.DataFrame
    rows: np.ndarray
    restoration: Restoration


def prepare(values: pl.DataFrame, schema: Schema, plan: PreprocessPlan, *, seed: int = 1) -> Prepared:
    """Return `values` prepared as `plan` says.

    Args:
        values: VALUES of every column of `schema`.
        schema: The columns.
        plan: What is done to them, and the rules every row has to obey.
        seed: Fixes what fills gaps whose place follows from another column (see `rules.FilledTogether`).

    Raises:
        UserError: Nothing is left to learn, or a setting or rule does not fit its column.
    """
    rules = active_rules(schema, plan)
    obeying = treated(values, schema, plan, rules)
    if values.height and not obeying.values.height:
        raise problems.all_rows_break_a_rule()
    complete = rows_to_keep(obeying.values, schema, plan)
    if values.height and not complete.size:
        raise problems.all_rows_left_out()
    rng = np.random.default_rng([seed, _FILLING])
    kept = imputed(obeying.values[complete], schema, plan, rng)
    work = Workpiece(schema, {}, {}, {}, rng, persons_of(kept, schema))
    for column in schema:
        role = plan.role_of(column)
        if role is Role.LEARN:
            _learn(work, kept[column.name], column, plan.of(column.name))
        elif role is Role.MAKE_NEW:
            work.notes[column.name] = _new_column(kept[column.name], column)
    _make_up(work, kept, plan)
    restoration = _with_rules(work, [p.rule for p in rules], plan)
    if not work.frame:
        raise problems.nothing_to_learn()
    return Prepared(pl.DataFrame(list(work.frame.values())), obeying.rows[complete], restoration)


def _with_rules(work: Workpiece, rules: Sequence[Rule], plan: PreprocessPlan) -> Restoration:
    """Meet rules by construction as far as possible, and return the notes with all of them."""
    if not rules:
        return Restoration(tuple(work.notes.values()))
    resolved = [_resolved(work, rule) for rule in rules]
    construct(work, resolved)
    # What is worked out from other columns can leave a range that the user has set.
    ranges = [
        InRange(name, own.minimum, own.maximum)
        for name, own in plan.columns
        if name in work.taken and (own.minimum is not None or own.maximum is not None)
    ]
    columns = [_as_written(column, work.notes) for column in work.schema if column.name in work.notes]
    return Restoration(
        tuple(work.notes.values()), (*resolved, *ranges), tuple(work.steps), Schema(tuple(columns))
    )


def _resolved(work: Workpiece, rule: Rule) -> Rule:
    """Return `rule` with the combinations of the table where it names none."""
    if not isinstance(rule, OnlyCombinations) or rule.combinations:
        return rule
    rows = len(next(iter(work.frame.values()), ()))
    columns = [
        work.frame[name]
        if name in work.frame
        else pl.Series(name, [work.notes[name].constant or None] * rows)
        for name in rule.columns
    ]
    combinations = observed(pl.DataFrame(columns), rule.columns, work.persons)
    if not combinations:
        raise problems.no_shared_combination(str(words(rule)))
    return replace(rule, combinations=combinations)


def _as_written(column: Column, notes: Mapping[str, RestoredColumn]) -> Column:
    """Return `column` with the decimals that its new values have."""
    if column.number is None or notes[column.name].way is not Way.NUMBER:
        return column
    return replace(column, number=replace(column.number, decimals=notes[column.name].decimals))


def _new_column(values: pl.Series, column: Column) -> RestoredColumn:
    if column.kind in (ColumnKind.NUMBER, ColumnKind.DATETIME):
        raise problems.cannot_be_made_new(column.name)
    pattern = learn_pattern(values.drop_nulls().cast(pl.String).to_list())
    return RestoredColumn(column.name, column.kind, Way.NEW, pattern=pattern)


def _make_up(work: Workpiece, kept: pl.DataFrame, plan: PreprocessPlan) -> None:
    """Note for columns of names and addresses that they are made up, and from which country."""
    new = [work.schema[name] for name, note in work.notes.items() if note.way is Way.NEW]
    texts = {
        c.name: kept[c.name].drop_nulls().cast(pl.String).unique(maintain_order=True).to_list() for c in new
    }
    kinds = {c.name: made_up_of(c, texts[c.name]) for c in new}
    found = {name: kind for name, kind in kinds.items() if kind is not None}
    if not found:
        return
    names = [n for n, kind in found.items() if kind in (MadeUp.FIRST_NAME, *_WITH_LAST)] or list(found)
    country = plan.country or country_of(text for name in names for text in texts[name])
    for name, kind in found.items():
        work.notes[name] = replace(work.notes[name], made_up=kind, country=country)


def _learn(work: Workpiece, values: pl.Series, column: Column, plan: ColumnPlan) -> None:
    """Prepare a column that is learned; one that is empty or the same in all rows is only noted."""
    if column.kind is ColumnKind.DATETIME:
        values = values.dt.epoch("us") / 1e6
    is_continuous = column.kind.is_numeric or column.kind is ColumnKind.DATETIME
    prepared = values.cast(pl.Float64) if is_continuous else values.cast(pl.String)
    if not is_continuous:
        prepared = group_rare(prepared, column, plan.rare_below, work.persons)
    whole = prepared = fill(prepared, column, plan)
    known = prepared.drop_nulls()
    if known.is_empty():
        work.notes[column.name] = RestoredColumn(column.name, column.kind, Way.EMPTY)
        return
    if is_continuous:
        prepared, note = _continuous(prepared, column, plan, work.persons)
    else:
        categories = tuple(sorted(known.unique().to_list()))
        note = RestoredColumn(column.name, column.kind, Way.CATEGORY, categories=categories)
    known = prepared.drop_nulls()
    if known.n_unique() == 1 and not prepared.null_count():
        note = RestoredColumn(column.name, column.kind, Way.CONSTANT, constant=_plain(known[0]))
    else:
        work.frame[column.name] = prepared.alias(column.name)
        if is_continuous:
            work.whole[column.name] = whole
    work.notes[column.name] = note


def _continuous(
    prepared: pl.Series, column: Column, plan: ColumnPlan, persons: pl.Series | None
) -> tuple[pl.Series, RestoredColumn]:
    """Return numbers cut to their range, and the notes on them."""
    low, high = protected_range(prepared, persons)
    low = low if plan.minimum is None else _limit(plan.minimum, column)
    high = high if plan.maximum is None else _limit(plan.maximum, column)
    if plan.minimum is None:
        low = min(low, high)
    elif plan.maximum is None:
        high = max(low, high)
    if low > high:
        raise problems.empty_range(column.name)
    note = RestoredColumn(
        column.name,
        column.kind,
        Way.DATE if column.kind is ColumnKind.DATETIME else Way.NUMBER,
        decimals=_decimals(column, plan),
        unit=common_unit(prepared.drop_nulls(), column.date_pattern or ""),
        cut=truncation(column.date_pattern) if column.date_pattern is not None else "",
        minimum=low,
        maximum=high,
    )
    return prepared.clip(low, high), note


def _decimals(column: Column, plan: ColumnPlan) -> int:
    """Return the decimals of new values: never more than the column is written with."""
    own = column.number.decimals if column.number is not None else 0
    return own if plan.decimals is None else min(own, plan.decimals)


def _limit(text: str, column: Column) -> float:
    """Return a limit that the user spelled as the source spells values."""
    value = parse_value(text, column)
    if value is None:
        raise problems.unfit_text(column.name, text)
    return value


def _plain(value: float | str) -> str:
    return value if isinstance(value, str) else repr(float(value))
