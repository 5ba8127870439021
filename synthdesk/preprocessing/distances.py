"""Orders between columns, met by learning distances instead of values.

The columns that have an order to each other make a tree: each is learned as its distance from one that is there
before it. What the tree leaves out (two columns between which a third lies) is met by moving a value as far as
it has to be.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from synthdesk.domain.rules import CompareColumns, Relation, Rule
from synthdesk.preprocessing.constructions import Bound, Distance
from synthdesk.preprocessing.precision import date_unit
from synthdesk.preprocessing.restoring import Way
from synthdesk.preprocessing.workpiece import Workpiece, protected_range

_MEASURED = (Way.NUMBER, Way.DATE)


@dataclass(frozen=True, slots=True)
class Order:
    """`low` is at most `high`, or less when `strict`; dates are compared at `unit` seconds, 0 for numbers."""

    low: str
    high: str
    strict: bool
    unit: float = 0.0


def orders(rules: Iterable[Rule]) -> list[Order]:
    """Return the orders that `rules` demand."""
    found = []
    for rule in rules:
        if isinstance(rule, CompareColumns) and rule.relation is not Relation.EQUAL:
            turned = rule.relation in (Relation.MORE, Relation.AT_LEAST)
            low, high = (rule.second, rule.first) if turned else (rule.first, rule.second)
            found.append(Order(low, high, rule.relation.is_strict))
    return found


def needed(found: Iterable[Order]) -> list[Order]:
    """Return the orders that do not follow from others: of a <= b, b <= c and a <= c not the last."""
    kept = list(dict.fromkeys(found))
    for order in list(kept):
        others = [other for other in kept if other != order]
        if _reaches(order.low, order.high, others, strict=order.strict):
            kept.remove(order)
    return kept


def learn_distances(work: Workpiece, rules: Iterable[Rule], copies: Mapping[str, str]) -> None:
    """Learn distances where columns have an order; as many as make no circle.

    Args:
        work: The table.
        rules: All rules.
        copies: Columns that are not learned, each with the one whose value it gets.
    """
    wanted = [order for order in _learned_orders(work, rules, copies) if _can_be_measured(work, order)]
    columns = dict.fromkeys(name for order in wanted for name in (order.low, order.high))
    # What is missing least is measured from first: its values are there when the others need them.
    roots = sorted(columns, key=lambda name: work.frame[name].null_count())
    reached: set[str] = set()
    steps: list[tuple[str, str, Order]] = []
    for root in roots:
        if root not in reached:
            steps += list(_tree(root, needed(wanted), reached))
    _fill_bases(work, steps)
    known = reached - {column for _, column, _ in steps}
    for base, column, order in steps:
        _measure(work, base, column, order, _bounds(work, column, known, wanted))
        known.add(column)


def _learned_orders(work: Workpiece, rules: Iterable[Rule], copies: Mapping[str, str]) -> list[Order]:
    """Return the orders between the columns that are learned: a copy stands to others as its source does."""
    found = [
        Order(copies.get(o.low, o.low), copies.get(o.high, o.high), o.strict, _unit(work, o.low, o.high))
        for o in orders(rules)
    ]
    return [order for order in dict.fromkeys(found) if order.low != order.high]


def _bounds(work: Workpiece, column: str, known: set[str], wanted: list[Order]) -> tuple[Bound, ...]:
    """Return how `column` stands to the columns that are there before it."""
    above = [
        Bound(o.low, 1, _least(work, column, o), o.unit)
        for o in wanted
        if o.high == column and o.low in known
    ]
    below = [
        Bound(o.high, -1, _least(work, column, o), o.unit)
        for o in wanted
        if o.low == column and o.high in known
    ]
    return (*above, *below)


def _reaches(start: str, end: str, found: list[Order], *, strict: bool) -> bool:
    """Return whether `start` is below `end` by others, strictly where that is asked."""
    front, seen = [(start, False)], {(start, False)}
    while front:
        column, is_strict = front.pop()
        if column == end and (is_strict or not strict):
            return True
        for order in found:
            after = (order.high, is_strict or order.strict)
            if order.low == column and after not in seen:
                seen.add(after)
                front.append(after)
    return False


def _can_be_measured(work: Workpiece, order: Order) -> bool:
    return work.is_free(order.low, *_MEASURED) and work.is_free(order.high, *_MEASURED)


def _tree(root: str, found: list[Order], reached: set[str]) -> Iterator[tuple[str, str, Order]]:
    """Yield (base, column, order) outwards from `root`, each column once."""
    reached.add(root)
    front = [root]
    while front:
        base = front.pop(0)
        for order in found:
            if base in (order.low, order.high):
                column = order.high if base == order.low else order.low
                if column not in reached:
                    reached.add(column)
                    front.append(column)
                    yield base, column, order


def _fill_bases(work: Workpiece, steps: list[tuple[str, str, Order]]) -> None:
    """Fill the gaps of bases from which a known value is measured, and learn where they were.

    The farthest are done first, so that a base can be filled from a value two steps away.
    """
    for base, column, order in reversed(steps):
        own, other = work.whole[base], work.whole[column]
        if (own.is_null() & other.is_not_null()).any():
            usual = (other - own).median()
            sign = 1.0 if base == order.low else -1.0
            away = float(usual) if isinstance(usual, float) else sign * _least(work, column, order)
            work.whole[base] = own.fill_null(other - away)
    for base in dict.fromkeys(base for base, _, _ in steps):
        gaps = work.frame[base].is_null()
        if gaps.any() and work.whole[base].null_count() != gaps.sum():
            note = work.notes[base]
            filled = work.filled_by_chance(work.whole[base])
            work.whole[base] = filled
            work.frame[base] = filled.clip(note.minimum, note.maximum).alias(base)
            work.flag(base, gaps)


def _measure(work: Workpiece, base: str, column: str, order: Order, bounds: tuple[Bound, ...]) -> None:
    sign = 1 if base == order.low else -1
    distance = sign * (work.whole[column] - work.whole[base])
    if distance.null_count() == len(distance):
        return
    least = _least(work, column, order)
    low, high = protected_range(distance, work.persons)
    low = max(low, least)
    high = max(low, high)
    lowest, highest = work.notes[base].minimum, work.notes[base].maximum
    if sign > 0:
        work.widen(column, float("inf"), highest + least)
    else:
        work.widen(column, lowest - least, float("-inf"))
    work.steps.append(Distance(column, base, sign, low, high, order.unit, bounds))
    work.replace(column, distance.clip(low, high))
    work.taken.add(base)


def _least(work: Workpiece, column: str, order: Order) -> float:
    """Return the smallest distance the order allows."""
    if not order.strict:
        return 0.0
    note = work.notes[column]
    return order.unit or 10.0**-note.decimals


def _unit(work: Workpiece, first: str, second: str) -> float:
    """Return the precision in seconds at which two dates are compared, 0 for numbers."""
    patterns = [work.schema[name].date_pattern for name in (first, second)]
    return max(date_unit(p) for p in patterns if p) if all(patterns) else 0.0
