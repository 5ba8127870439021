"""Combinations of words and gaps, met by learning several columns as one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from synthdesk.domain.disclosure import SMALLEST_GROUP
from synthdesk.domain.rules import IfThen, OnlyCombinations, Rule, Test
from synthdesk.preprocessing.constructions import Joint
from synthdesk.preprocessing.grouping import PERSONS, ROWS, counted
from synthdesk.preprocessing.judging import joined, joined_text
from synthdesk.preprocessing.restoring import Way
from synthdesk.preprocessing.workpiece import Workpiece

_SHARE_STEPS = 1000
_LEAST_COVERED = 0.99
"""An implication joins columns only if so many rows have a combination that is frequent enough to be kept."""

_MOST_COMBINATIONS = 2000

Combination = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class _Observed:
    """The combinations of some columns, most frequent first, with the rows and the persons that have them."""

    columns: tuple[str, ...]
    rows: dict[Combination, int]
    persons: dict[Combination, int]

    @property
    def frequent(self) -> dict[Combination, int]:
        return {c: n for c, n in self.rows.items() if self.persons[c] >= SMALLEST_GROUP}

    @property
    def covered(self) -> float:
        return sum(self.frequent.values()) / max(1, sum(self.rows.values()))


def join_columns(work: Workpiece, rules: Iterable[Rule], groups: Mapping[str, str]) -> None:
    """Learn columns as one where rules bind their values to each other.

    Args:
        work: The table; flags of columns whose gaps are bound are there already.
        rules: All rules.
        groups: Columns that are filled together, each with the one that the others follow.
    """
    sets: list[set[str]] = []
    allowed: list[OnlyCombinations] = []
    for rule in rules:
        if isinstance(rule, OnlyCombinations):
            columns = {name for name in rule.columns if work.is_free(name, Way.CATEGORY)}
            if len(columns) > 1:
                allowed.append(rule)
                _merge(sets, columns)
    for rule in rules:
        if isinstance(rule, IfThen):
            columns = _bound(work, rule, groups)
            touched = columns.union(*(s for s in sets if s & columns))
            if len(columns) > 1 and _can_be_joined(work, touched):
                _merge(sets, columns)
    for columns in sets:
        _join(work, tuple(name for name in work.frame if name in columns), allowed)


def _merge(sets: list[set[str]], columns: set[str]) -> None:
    touched = [s for s in sets if s & columns]
    for one in touched:
        sets.remove(one)
    sets.append(columns.union(*touched))


def _bound(work: Workpiece, rule: IfThen, groups: Mapping[str, str]) -> set[str]:
    """Return the discrete columns and flags that decide about `rule`; () when other columns do as well."""
    found = set()
    for part in (*rule.conditions, rule.then):
        name = groups.get(part.column, part.column) if not part.test.values_needed else part.column
        if work.is_free(name, Way.CATEGORY) and not part.test.is_ordered:
            found.add(name)
        elif name in work.flags and part.test in (Test.MISSING, Test.FILLED):
            found.add(work.flags[name])
        else:
            return set()
    return found


def _can_be_joined(work: Workpiece, columns: set[str]) -> bool:
    seen = _observed(work, tuple(columns))
    return seen.covered >= _LEAST_COVERED and len(seen.frequent) <= _MOST_COMBINATIONS


def _observed(work: Workpiece, columns: tuple[str, ...]) -> _Observed:
    frame = pl.DataFrame([work.frame[name] for name in columns])
    counts = counted(frame, work.persons).select(*columns, ROWS, PERSONS).rows()
    ordered = sorted(counts, key=lambda row: (-row[-2], [(v is None, v or "") for v in row[:-2]]))
    return _Observed(columns, {row[:-2]: row[-2] for row in ordered}, {row[:-2]: row[-1] for row in ordered})


def _join(work: Workpiece, columns: tuple[str, ...], rules: list[OnlyCombinations]) -> None:
    seen = _observed(work, columns)
    kept = {c: n for c, n in seen.frequent.items() if all(_is_allowed(c, columns, rule) for rule in rules)}
    if not kept:
        return
    most = max(kept.values())
    shares = tuple(max(1, round(_SHARE_STEPS * n / most)) / _SHARE_STEPS for n in kept.values())
    codes = {c: str(code) for code, c in enumerate(kept)}
    # Combinations of fewer rows than a group may have are learned as the one that is most like them.
    texts = {joined_text(c): codes[c] if c in codes else codes[_nearest(c, kept)] for c in seen.rows}
    frame = pl.DataFrame([work.frame[name] for name in columns])
    name = work.free_name(" + ".join(columns))
    learned = frame.select(joined(columns)).to_series().replace_strict(texts, return_dtype=pl.String)
    work.drop(columns)
    work.frame[name] = learned.alias(name)
    work.steps.insert(0, Joint(name, columns, tuple(kept), shares))


def _is_allowed(combination: Combination, columns: tuple[str, ...], rule: OnlyCombinations) -> bool:
    places = [(columns.index(name), place) for place, name in enumerate(rule.columns) if name in columns]
    wanted = tuple(combination[own] for own, _ in places)
    return len(places) < 2 or any(tuple(c[place] for _, place in places) == wanted for c in rule.combinations)


def _nearest(combination: Combination, kept: Mapping[Combination, int]) -> Combination:
    def alike(other: Combination) -> tuple[int, int]:
        return sum(a == b for a, b in zip(combination, other, strict=True)), kept[other]

    return max(kept, key=alike)
