"""Gaps of a table filled by a model: each row takes what it lacks from new rows of the model that are like it.

A hot deck (Andridge and Little 2010, "A review of hot deck imputation") whose donors are new rows. How like a new
row is, is judged by the known columns, each as much as it says about the missing ones. What is missing together
comes from one donor, so that it fits together; where columns have an order the donor gives the distance, and what
follows from other columns is worked out. A donor whose values would break a rule is passed over.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from synthdesk.domain.preprocessing import OTHER
from synthdesk.domain.rules import Computed, Formula, IfThen, UniqueKey, columns_of
from synthdesk.preprocessing.constructions import Construction, Copied, Distance, completed
from synthdesk.preprocessing.judging import judge
from synthdesk.preprocessing.likeness import Likeness, Mask
from synthdesk.preprocessing.restoring import Restoration, Way

Holes = Mapping[str, pl.Series]
"""Which rows are to be filled, by column."""

_FEWEST_DONORS = 50
"""Columns are filled together where at least so many donors have a value in all of them."""


def fill_gaps(
    values: pl.DataFrame,
    donors: pl.DataFrame,
    names: Sequence[str],
    restoration: Restoration,
    *,
    rng: np.random.Generator,
    report: Callable[[int], None],
) -> pl.DataFrame:
    """Return `values` in which the gaps of the columns `names` are filled where a fitting donor is found.

    A known value never changes. A gap stays where every candidate would break a rule, where no donor has a value
    that is told (a group of rare ones is none), and in a column of a key.

    Args:
        values: VALUES of the learned columns, rare groups joined as in training.
        donors: VALUES of new rows with the same columns, at least one row.
        names: The columns to fill.
        restoration: The model's notes, with its rules and constructions.
        rng: Chooses among donors.
        report: Told the rows whose gaps have all been looked at.
    """
    keys = {name for rule in restoration.rules if isinstance(rule, UniqueKey) for name in rule.columns}
    wanted = [name for name in values.columns if name in names and name not in keys]
    if not wanted:
        return values
    waiting = values.select(pl.col(wanted).is_null()).to_numpy()
    deck, lacking = _Deck(donors, wanted, restoration), int(waiting.any(axis=1).sum())
    while waiting.any():
        rows = np.flatnonzero(waiting.any(axis=1))
        now = deck.together(waiting[rows])
        part, failed = deck.filled(values[rows], now, rng)
        # What does not fit together may fit one by one: a rule can demand that a single one stays empty.
        several = failed & (now.sum(axis=1) > 1)
        for place in np.flatnonzero(now[several].any(axis=0)):
            alone = np.zeros_like(now)
            alone[:, place] = now[:, place] & several
            part, _ = deck.filled(part, alone, rng)
        values = _replaced(values, part, rows)
        waiting[rows] &= ~now
        report(lacking - int(waiting.any(axis=1).sum()))
    return values


class _Deck:
    """The donors, and how rows take values of the columns `names` from them."""

    def __init__(self, donors: pl.DataFrame, names: list[str], restoration: Restoration) -> None:
        self._donors, self._names, self._restoration = _told(donors, restoration), names, restoration
        self._has = self._donors.select(pl.col(names).is_not_null()).to_numpy()
        self._likeness = Likeness(self._donors)

    def together(self, gaps: Mask) -> Mask:
        """Return for each row the first of its gaps and those others that enough donors have values for at once."""
        patterns, of = np.unique(gaps, axis=0, return_inverse=True)
        chosen = np.zeros_like(patterns)
        for pattern, own in zip(patterns, chosen, strict=True):
            have = np.ones(self._donors.height, np.bool_)
            for place in np.flatnonzero(pattern):
                both = have & self._has[:, place]
                if not own.any() or int(both.sum()) >= _FEWEST_DONORS:
                    own[place], have = True, both
        return np.asarray(chosen[of.ravel()])

    def filled(
        self, rows: pl.DataFrame, gaps: Mask, rng: np.random.Generator
    ) -> tuple[pl.DataFrame, NDArray[np.bool_]]:
        """Return `rows` with values in `gaps`, and for which of them no donor was found.

        Args:
            rows: VALUES.
            gaps: What is to be filled. Shape: (rows, names).
            rng: Mixes the donors.
        """
        waiting = np.flatnonzero(gaps.any(axis=1))
        choices = self._likeness.nearest(rows[waiting], gaps[waiting], self._names, self._has, rng)
        for number in range(choices.shape[1]):
            choice = choices[:, number]
            made = self._taken(rows[waiting], self._donors[np.maximum(choice, 0)], gaps[waiting])
            fits = (choice >= 0) & ~self._breaks(made, gaps[waiting])
            rows = _replaced(rows, made.filter(pl.Series(fits)), waiting[fits])
            waiting, choices = waiting[~fits], choices[~fits]
            if not waiting.size:
                break
        failed = np.zeros(rows.height, np.bool_)
        failed[waiting] = True
        return rows, failed

    def _breaks(self, rows: pl.DataFrame, gaps: Mask) -> NDArray[np.bool_]:
        """Return which rows break a rule about a cell that was filled."""
        broken = np.zeros(rows.height, np.bool_)
        for rule in self._restoration.rules:
            places = [place for place, name in enumerate(self._names) if name in columns_of(rule)]
            about = gaps[:, places].any(axis=1)
            if about.any():
                broken |= about & judge(rows, rule, self._restoration.schema).broken.to_numpy()
        return broken

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
