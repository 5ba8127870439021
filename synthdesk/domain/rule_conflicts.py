"""Two rules that cannot both hold, found without looking at any row."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations, permutations

from synthdesk.domain.cells import parse_datetime, parse_number
from synthdesk.domain.rules import (
    CompareColumns,
    Computed,
    Condition,
    FilledTogether,
    IfThen,
    InRange,
    Relation,
    Rule,
    Test,
)
from synthdesk.domain.schema import Schema

Place = float | datetime
_ERA = datetime(1970, 1, 1)  # moments of a table have no time zone


def clash(rules: Sequence[Rule], schema: Schema) -> tuple[Rule, Rule] | None:
    """Return two of `rules` that contradict each other, or None.

    Found are orders that go round in a circle, ranges that leave no room for an order, consequences of the
    same conditions that exclude each other, and columns computed in two ways or from each other. Rules that
    clash only because of what the table holds show when rows are made.
    """
    for search in (_circle, _no_room, _opposite, _computed_twice):
        found = search(rules, schema)
        if found is not None:
            return found
    return None


@dataclass(frozen=True, slots=True)
class _Edge:
    """`low` is at most `high`, or less when `strict`, because of `rule`."""

    low: str
    high: str
    strict: bool
    rule: Rule


@dataclass(frozen=True, slots=True)
class _Limit:
    """Values of `column` are at least (or at most) `place`; exclusive when `strict`."""

    column: str
    place: Place
    strict: bool = False
    rule: Rule | None = None


def _edges(rules: Iterable[Rule]) -> Iterator[_Edge]:
    for rule in rules:
        if not isinstance(rule, CompareColumns):
            continue
        first, second, relation = rule.first, rule.second, rule.relation
        if relation in (Relation.LESS, Relation.AT_MOST, Relation.EQUAL):
            yield _Edge(first, second, relation.is_strict, rule)
        if relation in (Relation.MORE, Relation.AT_LEAST, Relation.EQUAL):
            yield _Edge(second, first, relation.is_strict, rule)


def _paths(start: str, edges: Sequence[_Edge]) -> dict[str, tuple[_Edge, ...]]:
    """Return for each column that is at least `start` a path to it, a strict one where there is any."""
    found: dict[tuple[str, bool], tuple[_Edge, ...]] = {(start, False): ()}
    front = [(start, False)]
    while front:
        column, strict = front.pop(0)
        for edge in edges:
            reached = (edge.high, strict or edge.strict)
            if edge.low == column and reached not in found:
                found[reached] = (*found[column, strict], edge)
                front.append(reached)
    return {column: found.get((column, True)) or path for (column, _), path in found.items()}


def _circle(rules: Sequence[Rule], _: Schema) -> tuple[Rule, Rule] | None:
    edges = list(_edges(rules))
    for edge in edges:
        back = _paths(edge.high, edges).get(edge.low)
        if not back or not (edge.strict or any(step.strict for step in back)):
            continue
        other = next((step.rule for step in reversed(back) if step.rule != edge.rule), None)
        if other is not None:
            return edge.rule, other
    return None


def _no_room(rules: Sequence[Rule], schema: Schema) -> tuple[Rule, Rule] | None:
    edges = list(_edges(rules))
    lows = [limit for rule in rules if isinstance(rule, InRange) for limit in _limits(rule, schema, low=True)]
    highs = [
        limit for rule in rules if isinstance(rule, InRange) for limit in _limits(rule, schema, low=False)
    ]
    for low in lows:
        paths = _paths(low.column, edges)
        for high in highs:
            if high.column not in paths or low.rule == high.rule:
                continue
            strict = any(step.strict for step in paths[high.column])
            if low.rule and high.rule and _excludes(low, high, strict=strict):
                return low.rule, high.rule
    return None


def _limits(rule: InRange, schema: Schema, *, low: bool) -> Iterator[_Limit]:
    place = _place(rule.minimum if low else rule.maximum, rule.column, schema)
    if place is not None:
        yield _Limit(rule.column, place, rule=rule)


def _excludes(low: _Limit, high: _Limit, *, strict: bool = False) -> bool:
    """Return whether no value is at least `low` and at most `high`."""
    first, second = _position(low.place), _position(high.place)
    return first > second or (first == second and (strict or low.strict or high.strict))


def _position(place: Place) -> float:
    return place if isinstance(place, float) else (place - _ERA).total_seconds()


def _place(text: str | None, column: str, schema: Schema) -> Place | None:
    """Return the number, moment or place in its order that `text` spells in its column; None when it spells none."""
    if text is None or column not in schema.names:
        return None
    found = schema[column]
    if found.order:
        return float(found.order.index(text)) if text in found.order else None
    if found.number is not None:
        return parse_number(text, found.number)
    return parse_datetime(text, found.date_pattern) if found.date_pattern is not None else None


def _opposite(rules: Sequence[Rule], schema: Schema) -> tuple[Rule, Rule] | None:
    implications = [rule for rule in rules if isinstance(rule, IfThen)]
    for first, second in permutations(implications, 2):
        if not set(first.conditions) <= set(second.conditions):
            continue
        if _exclusive(first.then, second.then, schema) or _torn_apart(first.then, second.then, rules):
            return first, second
    ranges = [rule for rule in rules if isinstance(rule, InRange)]
    # A range says nothing about missing values, so one that is to be missing cannot leave it.
    for implication in (rule for rule in implications if rule.then.test is not Test.MISSING):
        for limits in ranges:
            if any(_exclusive(implication.then, c, schema) for c in _as_conditions(limits)):
                return implication, limits
    return None


def _torn_apart(first: Condition, second: Condition, rules: Sequence[Rule]) -> bool:
    """Return whether one is to be missing and the other filled although they are filled together."""
    if first.test is not Test.MISSING or second.test is Test.MISSING:
        return False
    pair = {first.column, second.column}
    return any(isinstance(rule, FilledTogether) and pair <= set(rule.columns) for rule in rules)


def _as_conditions(rule: InRange) -> Iterator[Condition]:
    if rule.minimum is not None:
        yield Condition(rule.column, Test.AT_LEAST, (rule.minimum,))
    if rule.maximum is not None:
        yield Condition(rule.column, Test.AT_MOST, (rule.maximum,))


def _exclusive(first: Condition, second: Condition, schema: Schema) -> bool:
    """Return whether no value meets both."""
    if first.column != second.column:
        return False
    tests = {first.test, second.test}
    if Test.MISSING in tests:
        # A missing value meets no demand on a value except that there is none.
        return len(tests) > 1
    for one, other in ((first, second), (second, first)):
        if one.test is Test.IS and _none_meets(one, other, schema):
            return True
        if one.test in (Test.AT_LEAST, Test.MORE) and other.test in (Test.AT_MOST, Test.LESS):
            low, high = _limit(one, schema), _limit(other, schema)
            return low is not None and high is not None and _excludes(low, high)
    return False


def _none_meets(given: Condition, asked: Condition, schema: Schema) -> bool:
    return all(meets(value, asked, schema) is False for value in given.values)


def meets(value: str, asked: Condition, schema: Schema) -> bool | None:
    """Return whether a value, spelled as in the source, meets a condition; None when that cannot be told."""
    if asked.test is Test.IS:
        return value in asked.values
    if asked.test is Test.IS_NOT:
        return value not in asked.values
    if not asked.test.is_ordered:
        return asked.test is Test.FILLED
    limit = _limit(asked, schema)
    place = _place(value, asked.column, schema)
    if limit is None or place is None:
        return None
    own = _Limit(asked.column, place)
    at_least = asked.test in (Test.AT_LEAST, Test.MORE)
    return not (_excludes(limit, own) if at_least else _excludes(own, limit))


def _limit(condition: Condition, schema: Schema) -> _Limit | None:
    place = _place(condition.values[0], condition.column, schema)
    strict = condition.test in (Test.LESS, Test.MORE)
    return None if place is None else _Limit(condition.column, place, strict)


def _computed_twice(rules: Sequence[Rule], _: Schema) -> tuple[Rule, Rule] | None:
    computed = [rule for rule in rules if isinstance(rule, Computed)]
    for first, second in combinations(computed, 2):
        same = first.column == second.column and first != second
        if same or (first.column in second.parts and second.column in first.parts):
            return first, second
    return None
