"""Rules met by construction: a prepared table changed so that its rules need hardly any redrawing."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

import polars as pl

from synthdesk.domain.disclosure import SMALLEST_GROUP
from synthdesk.domain.rules import (
    CompareColumns,
    Computed,
    FilledTogether,
    IfThen,
    InRange,
    OnlyCombinations,
    Relation,
    Rule,
)
from synthdesk.preprocessing.constructions import Copied, Flag, Following, Joint, is_certain
from synthdesk.preprocessing.distances import learn_distances
from synthdesk.preprocessing.judging import joined, joined_text
from synthdesk.preprocessing.missing import parse_value
from synthdesk.preprocessing.restoring import Way
from synthdesk.preprocessing.workpiece import Workpiece

_ANY = (Way.NUMBER, Way.DATE, Way.CATEGORY)
_SHARE_STEPS = 1000

R = TypeVar("R")


def construct(work: Workpiece, rules: Sequence[Rule]) -> None:
    """Change `work` so that as many of `rules` as possible are met by construction."""
    for limits in _of_type(rules, InRange):
        _keep_in_range(work, limits)
    computed = _in_order(_of_type(rules, Computed))
    work.drop(rule.column for rule in computed if work.is_free(rule.column, Way.NUMBER))
    for rule in _of_type(rules, CompareColumns):
        if rule.relation is Relation.EQUAL:
            _copy(work, rule)
    for combinations in _of_type(rules, OnlyCombinations):
        _join(work, combinations)
    learn_distances(work, rules)
    work.steps += [rule for rule in _of_type(rules, IfThen) if _can_be_set(work, rule)]
    for together in _of_type(rules, FilledTogether):
        _fill_together(work, together)
    work.steps += [rule for rule in computed if rule.column not in work.frame and rule.column in work.taken]


def _of_type(rules: Iterable[Rule], kind: type[R]) -> list[R]:
    return [rule for rule in rules if isinstance(rule, kind)]


def _keep_in_range(work: Workpiece, rule: InRange) -> None:
    if work.is_free(rule.column, Way.NUMBER, Way.DATE):
        column = work.schema[rule.column]
        low = parse_value(rule.minimum, column) if rule.minimum is not None else None
        high = parse_value(rule.maximum, column) if rule.maximum is not None else None
        infinite = float("inf")
        work.narrow(rule.column, -infinite if low is None else low, infinite if high is None else high)


def _in_order(rules: list[Computed]) -> list[Computed]:
    """Return formulas in an order in which each finds its parts; of two for one column the first."""
    waiting = list({rule.column: rule for rule in reversed(rules)}.values())[::-1]
    done: list[Computed] = []
    while waiting:
        open_columns = {rule.column for rule in waiting}
        ready = [rule for rule in waiting if not open_columns & set(rule.parts)]
        done += ready
        # What is left goes round in a circle; the check for contradictions has refused it before.
        waiting = [rule for rule in waiting if rule not in ready] if ready else []
    return done


def _copy(work: Workpiece, rule: CompareColumns) -> None:
    names = [rule.first, rule.second]
    if not all(work.is_free(name, *_ANY) for name in names):
        return
    # The coarser column is learned, so that rounding cannot make the two differ; then the fuller one.
    of, column = sorted(names, key=lambda name: (_fineness(work, name), work.frame[name].null_count()))
    missing = work.frame[column].is_null()
    differs = (missing & work.frame[of].is_not_null()).any()
    work.drop([column])
    work.steps.append(Copied(column, of))
    if differs:
        work.flag(column, missing)


def _fineness(work: Workpiece, name: str) -> float:
    note = work.notes[name]
    return -note.unit if note.way is Way.DATE else float(note.decimals)


def _join(work: Workpiece, rule: OnlyCombinations) -> None:
    columns = tuple(name for name in rule.columns if work.is_free(name, Way.CATEGORY))
    if len(columns) < 2:
        return
    places = [rule.columns.index(name) for name in columns]
    allowed = tuple(dict.fromkeys(tuple(c[place] for place in places) for c in rule.combinations))
    frame = pl.DataFrame([work.frame[name] for name in columns])
    texts = frame.select(joined(columns)).to_series()
    counts = dict(texts.value_counts().iter_rows())
    kept = tuple(c for c in allowed if counts.get(joined_text(c), 0) >= SMALLEST_GROUP)
    if not kept:
        return
    rows = [counts[joined_text(c)] for c in kept]
    largest = max(rows)
    shares = tuple(max(1, round(_SHARE_STEPS * n / largest)) / _SHARE_STEPS for n in rows)
    codes = {joined_text(c): str(code) for code, c in enumerate(kept)}
    # Fewer rows than a group may have (left after the others were treated) join the largest one.
    learned = texts.replace_strict(codes, default=str(rows.index(largest)), return_dtype=pl.String)
    name = work.free_name(" + ".join(columns))
    work.drop(columns)
    work.frame[name] = learned.alias(name)
    work.steps.insert(0, Joint(name, columns, kept, shares))


def _can_be_set(work: Workpiece, rule: IfThen) -> bool:
    """Return whether the consequence is certain and no other construction depends on its column."""
    return is_certain(rule) and work.is_free(rule.then.column, *_ANY)


def _fill_together(work: Workpiece, rule: FilledTogether) -> None:
    members = [name for name in rule.columns if name in work.frame]
    flagged = {step.column for step in work.steps if isinstance(step, Flag)}
    if len(members) < 2:
        return
    lead = next((name for name in members if name in flagged), members[0])
    others = tuple(name for name in members if name != lead)
    for name in others:
        work.frame[name] = work.filled_by_chance(work.frame[name])
    for step in [s for s in work.steps if isinstance(s, Flag) and s.column in others]:
        work.steps.remove(step)
        del work.frame[step.flag]
    work.steps.append(Following(lead, others))
