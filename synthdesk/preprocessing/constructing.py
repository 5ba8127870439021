"""Rules met by construction: a prepared table changed so that its rules need hardly any redrawing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

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
from synthdesk.preprocessing.constructions import Copied, Flag, Following, is_certain
from synthdesk.preprocessing.distances import learn_distances
from synthdesk.preprocessing.joining import join_columns
from synthdesk.preprocessing.missing import parse_value
from synthdesk.preprocessing.restoring import Way
from synthdesk.preprocessing.workpiece import Workpiece

_ANY = (Way.NUMBER, Way.DATE, Way.CATEGORY)

R = TypeVar("R")


def construct(work: Workpiece, rules: Sequence[Rule]) -> None:
    """Change `work` so that as many of `rules` as possible are met by construction."""
    for limits in _of_type(rules, InRange):
        _keep_in_range(work, limits)
    computed = _in_order(_of_type(rules, Computed))
    work.drop(rule.column for rule in computed if work.is_free(rule.column, Way.NUMBER))
    same = [rule for rule in _of_type(rules, CompareColumns) if rule.relation is Relation.EQUAL]
    copied: list[Copied] = []
    for rule in same:
        _copy(work, rule, copied)
    work.late = {step.column for step in copied} | {rule.column for rule in computed}
    implications = _of_type(rules, IfThen)
    groups = _groups(work, _of_type(rules, FilledTogether), implications)
    for name in _gaps_asked_for(implications):
        _flag_gaps(work, groups.get(name, name))
    sources = {step.column: step.of for step in copied}
    join_columns(work, [_of_sources(rule, sources) for rule in rules], groups)
    learn_distances(work, rules, sources)
    for name in (*work.flags, *work.followers):
        if name in work.frame:
            work.frame[name] = work.filled_by_chance(work.frame[name])
    flags = [Flag(name, flag) for name, flag in work.flags.items()]
    work.steps += [step for step in flags if step.column not in sources]
    work.steps += [rule for rule in implications if _can_be_set(work, rule)]
    for lead in dict.fromkeys(groups.values()):
        others = tuple(name for name, own in groups.items() if own == lead and name != lead)
        work.steps.append(Following(lead, others))
    work.steps += [*copied, *(step for step in flags if step.column in sources)]
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


def _copy(work: Workpiece, rule: CompareColumns, copied: list[Copied]) -> None:
    """Copy one of two equal columns from the other, or from what that is a copy of."""
    sources = {step.column: step.of for step in copied}
    names = {sources.get(rule.first, rule.first), sources.get(rule.second, rule.second)}
    if len(names) < 2 or not all(work.is_free(name, *_ANY) for name in names):
        return
    # The coarser column is learned, so that rounding cannot make the two differ; then the fuller one.
    of, column = sorted(names, key=lambda name: (_fineness(work, name), work.frame[name].null_count(), name))
    missing = work.frame[column].is_null()
    if (missing & work.frame[of].is_not_null()).any():
        work.flag(column, missing)
    work.drop([column])
    copied[:] = [Copied(step.column, of) if step.of == column else step for step in copied]
    copied.append(Copied(column, of))


def _of_sources(rule: Rule, sources: Mapping[str, str]) -> Rule:
    """Return combinations as those of the columns that are learned: a copy has the words of its source."""
    if not isinstance(rule, OnlyCombinations):
        return rule
    columns = tuple(sources.get(name, name) for name in rule.columns)
    return replace(rule, columns=columns) if len(set(columns)) == len(columns) else rule


def _fineness(work: Workpiece, name: str) -> float:
    note = work.notes[name]
    return -note.unit if note.way is Way.DATE else float(note.decimals)


def _can_be_set(work: Workpiece, rule: IfThen) -> bool:
    """Return whether the consequence is certain, and its columns are there before others follow from them."""
    early = all(part.column in work.notes and part.column not in work.late for part in rule.conditions)
    return early and is_certain(rule) and work.is_free(rule.then.column, *_ANY)


def _groups(work: Workpiece, rules: list[FilledTogether], implications: list[IfThen]) -> dict[str, str]:
    """Return for each column that is filled together with others the one it follows; each follows one only."""
    groups: dict[str, str] = {}
    asked = _gaps_asked_for(implications)
    for rule in rules:
        members = [name for name in rule.columns if work.is_free(name, *_ANY) and name not in groups]
        if len(members) > 1:
            lead = next((name for name in members if name in asked), members[0])
            groups |= dict.fromkeys(members, lead)
            work.followers |= set(members) - {lead}
    return groups


def _gaps_asked_for(rules: list[IfThen]) -> list[str]:
    """Return the columns of which a rule asks whether they are filled."""
    parts = [part for rule in rules for part in (*rule.conditions, rule.then)]
    return list(dict.fromkeys(part.column for part in parts if not part.test.values_needed))


def _flag_gaps(work: Workpiece, name: str) -> None:
    if work.is_free(name, Way.NUMBER, Way.DATE) and work.frame[name].null_count():
        work.flag(name, work.frame[name].is_null())
