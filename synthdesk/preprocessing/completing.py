"""Gaps of a table filled by a model: each row takes what it lacks from new rows of the model that are like it.

A hot deck (Andridge and Little 2010, "A review of hot deck imputation") whose donors are new rows. How like a new
row is, is judged by the known columns, each as much as it says about the missing ones. What is missing together
comes from one donor, so that it fits together; where columns have an order the donor gives the distance, and what
follows from other columns is worked out. A donor whose values would break a rule is passed over.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from synthdesk.domain.preprocessing import OTHER
from synthdesk.domain.rules import Computed, Formula, IfThen, UniqueKey, columns_of
from synthdesk.preprocessing.constructions import Construction, Copied, Distance, completed
from synthdesk.preprocessing.judging import broken_about
from synthdesk.preprocessing.likeness import Likeness, Mask
from synthdesk.preprocessing.restoring import Restoration, Way

Holes = Mapping[str, pl.Series]
"""Which rows are to be filled, by column."""

_FEWEST_DONORS = 50
"""Columns are filled together where at least so many donors have a value in all of them."""

_ROWS_AT_ONCE = 512

_FIRST_TRIED = 4
"""So many of the similar rows are tried for every row, the others where none of these fits."""

_ALONE = 2
"""A cell that was left open so often is tried by itself."""


def fill_gaps(
    values: pl.DataFrame,
    donors: pl.DataFrame,
    names: Sequence[str],
    restoration: Restoration,
    *,
    rng: np.random.Generator,
    report: Callable[[float], None],
) -> pl.DataFrame:
    """Return `values` in which the gaps of the columns `names` are filled where a fitting donor is found.

    A known value never changes. A gap stays where every candidate would break a rule, where no donor has a value
    that is told (a group of rare ones is none), and in a column of a key. The time grows with the number of rows
    that have gaps: each cell is tried three times at most.

    Args:
        values: VALUES of the learned columns, rare groups joined as in training.
        donors: VALUES of new rows with the same columns, at least one row.
        names: The columns to fill.
        restoration: The model's notes, with its rules and constructions.
        rng: Chooses among donors.
        report: Told how many of the rows with gaps are done; called often enough to stop by it.
    """
    keys = {name for rule in restoration.rules if isinstance(rule, UniqueKey) for name in rule.columns}
    wanted = [name for name in values.columns if name in names and name not in keys]
    if not wanted:
        return values
    lacking = np.flatnonzero(values.select(pl.col(wanted).is_null()).to_numpy().any(axis=1))
    deck = _Deck(donors, wanted, restoration)
    for start in range(0, lacking.size, _ROWS_AT_ONCE):
        places = lacking[start : start + _ROWS_AT_ONCE]
        part = values[places]
        for filled, share in deck.completed(part, rng):
            part = filled
            report(start + share * places.size)
        values = _replaced(values, part, places)
    return values


class _Deck:
    """The donors, and how rows take values of the columns `names` from them."""

    def __init__(self, donors: pl.DataFrame, names: list[str], restoration: Restoration) -> None:
        self._donors, self._names, self._restoration = _told(donors, restoration), names, restoration
        self._has = self._donors.select(pl.col(names).is_not_null()).to_numpy()
        self._likeness = Likeness(self._donors)
        self._rules = [rule for rule in restoration.rules if set(columns_of(rule)) & set(names)]

    def completed(self, rows: pl.DataFrame, rng: np.random.Generator) -> Iterator[tuple[pl.DataFrame, float]]:
        """Yield `rows` with more and more of their gaps filled, and which share of the gaps is done with.

        What does not fit together with the rest is tried again for its own sake, and then cell by cell: a rule
        can demand that a single one stays empty.
        """
        gaps = rows.select(pl.col(self._names).is_null()).to_numpy()
        total, left = int(gaps.sum()), np.zeros(gaps.shape, np.int64)
        while gaps.any():
            places = np.flatnonzero(gaps.any(axis=1))
            now = self._together(gaps[places], left[places])
            part, given = self._filled(rows[places], now, rng)
            rows = _replaced(rows, part, places)
            left[places] += now & ~given
            gaps[places] &= ~given & ~(now & (now.sum(axis=1, keepdims=True) == 1))
            yield rows, 1 - int(gaps.sum()) / total

    def _together(self, gaps: Mask, left: NDArray[np.int64]) -> Mask:
        """Return for each row which gaps are tried at once: those that were tried least often.

        The first of them, and those others that enough donors have values for at once.

        Args:
            gaps: What may still be filled. Shape: (rows, names).
            left: How often each cell was tried in vain, likewise.
        """
        least = np.where(gaps, left, _ALONE).min(axis=1, keepdims=True)
        asked = np.hstack([gaps & (left == least), least >= _ALONE])
        patterns, of = np.unique(asked, axis=0, return_inverse=True)
        chosen = np.zeros((len(patterns), gaps.shape[1]), np.bool_)
        for (*pattern, alone), own in zip(patterns, chosen, strict=True):
            have = np.ones(self._donors.height, np.bool_)
            for place in np.flatnonzero(pattern):
                both = have & self._has[:, place]
                if not own.any() or (not alone and int(both.sum()) >= _FEWEST_DONORS):
                    own[place], have = True, both
        return np.asarray(chosen[of.ravel()])

    def _filled(self, rows: pl.DataFrame, gaps: Mask, rng: np.random.Generator) -> tuple[pl.DataFrame, Mask]:
        """Return `rows` with values in `gaps`, and which of these cells got one.

        All gaps of a row come from the first donor whose values break no rule. Where there is none, they come from
        the one of whom fewest cells take part in a broken rule, and these stay open.
        """
        choices = self._likeness.nearest(rows, gaps, self._names, self._has, rng)
        made, wrong = self._best(rows, choices[:, :_FIRST_TRIED], gaps)
        again = np.flatnonzero(wrong.any(axis=1))
        if again.size and choices.shape[1] > _FIRST_TRIED:
            better, still = self._best(rows[again], choices[again, _FIRST_TRIED:], gaps[again])
            made, wrong[again] = _replaced(made, better, again), still
        given = gaps & ~wrong
        made = self._only(given, made, rows)
        given[self._wrong(made, given).any(axis=1)] = False
        made = self._only(given, made, rows)
        return made, given & made.select(pl.col(self._names).is_not_null()).to_numpy()

    def _best(self, rows: pl.DataFrame, choices: NDArray[np.int64], gaps: Mask) -> tuple[pl.DataFrame, Mask]:
        """Return `rows` with the values of the best of their donors `choices`, and which cells break a rule."""
        count = choices.shape[1]
        takes, choice = np.repeat(np.arange(rows.height), count), choices.ravel()
        made = self._taken(rows[takes], self._donors[np.maximum(choice, 0)], gaps[takes])
        wrong = self._wrong(made, gaps[takes]) | (gaps[takes] & (choice < 0)[:, None])
        best = wrong.sum(axis=1).reshape(-1, count).argmin(axis=1) + count * np.arange(rows.height)
        return made[best], wrong[best]

    def _wrong(self, rows: pl.DataFrame, gaps: Mask) -> Mask:
        """Return which of the filled cells `gaps` take part in a broken rule."""
        cells = pl.DataFrame(gaps, schema=self._names)
        return broken_about(rows, self._rules, self._restoration.schema, cells)

    def _only(self, given: Mask, made: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
        """Return `rows` with what was `made` in the cells `given`."""
        holes = pl.DataFrame(given, schema=self._names)
        return made.with_columns(_where(holes[n], made[n], rows[n]) for n in self._names)

    def _taken(self, rows: pl.DataFrame, donors: pl.DataFrame, gaps: Mask) -> pl.DataFrame:
        """Return `rows` with the values in `gaps` that their donors give."""
        holes = {name: pl.Series(gaps[:, place]) for place, name in enumerate(self._names)}
        made = rows.with_columns(_where(holes[n], donors[n], rows[n]) for n in self._names)
        for step in self._restoration.steps:
            if isinstance(step, Distance):
                made = self._apart(made, donors, step, holes)
            else:
                made = self._worked_out(made, step, holes)
        return made

    def _worked_out(self, made: pl.DataFrame, step: Construction, holes: Holes) -> pl.DataFrame:
        """Set what follows from other columns by `step`; forwards, or backwards where the rest is known."""
        for name, way, needed in _ways(step):
            hole = holes.get(name)
            for part in needed if hole is not None else ():
                hole = hole & ~holes[part] if part in holes else hole
            if hole is not None and hole.any():
                found = completed(made, made, [way], self._restoration.schema)[name].cast(made[name].dtype)
                made = made.with_columns(
                    _where(hole & found.is_not_null() if needed else hole, found, made[name])
                )
        return made

    def _apart(self, made: pl.DataFrame, donors: pl.DataFrame, step: Distance, holes: Holes) -> pl.DataFrame:
        """Give one of two ordered columns the donor's distance from the other, whose value is the row's own."""
        distance = donors[step.column] - donors[step.base]
        none = pl.repeat(value=False, n=made.height, eager=True)
        above, below = holes.get(step.column, none), holes.get(step.base, none)
        ends = {step.column: above, step.base: below & ~above}
        for name, hole in ends.items():
            moved = made[step.base] + distance if name == step.column else made[step.column] - distance
            note = next(note for note in self._restoration.columns if note.name == name)
            if note.way is Way.NUMBER:
                moved = moved.cast(pl.Float64).round(note.decimals).clip(note.minimum, note.maximum)
            own = moved.cast(made[name].dtype).alias(name)
            made = made.with_columns(_where(hole & own.is_not_null(), own, made[name]))
        return made


def _told(donors: pl.DataFrame, restoration: Restoration) -> pl.DataFrame:
    """Return the donors without the name of a group of rare values, which is no value to fill in."""
    words = [note.name for note in restoration.columns if note.way is Way.CATEGORY]
    groups = [OTHER, f"{OTHER} (rare)"]
    known = [name for name in words if name in donors.columns]
    return donors.with_columns(pl.when(~pl.col(n).is_in(groups)).then(pl.col(n)).alias(n) for n in known)


def _where(hole: pl.Series, values: pl.Series, rest: pl.Series) -> pl.Series:
    return pl.select(pl.when(hole).then(values).otherwise(rest).alias(rest.name)).to_series()


def _ways(step: Construction) -> list[tuple[str, Construction, tuple[str, ...]]]:
    """Return the columns that `step` can set, how, and which columns must be known for it (() for none)."""
    match step:
        case Copied(column, of):
            return [(of, Copied(of, column), (column,)), (column, step, ())]
        case Computed(column, Formula.SUM, (first, second)):
            return [
                (first, Computed(first, Formula.DIFFERENCE, (column, second)), (column, second)),
                (second, Computed(second, Formula.DIFFERENCE, (column, first)), (column, first)),
                (column, step, ()),
            ]
        case Computed(column, Formula.DIFFERENCE, (first, second)):
            return [
                (first, Computed(first, Formula.SUM, (column, second)), (column, second)),
                (second, Computed(second, Formula.DIFFERENCE, (first, column)), (first, column)),
                (column, step, ()),
            ]
        case Computed(column):
            return [(column, step, ())]
        case IfThen(_, then):
            return [(then.column, step, ())]
    return []


def _replaced(rows: pl.DataFrame, made: pl.DataFrame, places: NDArray[np.int64]) -> pl.DataFrame:
    """Return `rows` with the rows `made` at `places`."""
    if not places.size:
        return rows
    takes = np.arange(rows.height)
    takes[places] = rows.height + np.arange(places.size)
    return pl.concat([rows, made.select(rows.columns)])[takes]
