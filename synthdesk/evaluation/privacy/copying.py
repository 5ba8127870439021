"""P1: real rows that come back, exactly or with one column changed."""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from synthdesk.domain.messages import Message, counted, message
from synthdesk.domain.privacy import Action, Figure, Head, Outcome, PrivacyCheck, Remedy
from synthdesk.evaluation.coding import numbers
from synthdesk.evaluation.privacy import keys, nearness
from synthdesk.evaluation.privacy.exact import binomial_greater, share_at_most
from synthdesk.evaluation.privacy.keys import PAIRED_COLUMNS_AT_MOST, Keyed, differing
from synthdesk.evaluation.privacy.nearness import Table
from synthdesk.evaluation.rows import Rows
from synthdesk.evaluation.verdicts import fisher_greater

STOP_BELOW = 5e-4
REVIEW_BELOW = 2e-3
"""Levels of each of the five tests; together they ring by chance in at most about 1 of 100 clean tables."""

STOP_EXCESS = 0.09
"""Excess of rows that come back nearly from which that alone stops: the risk regulators name as acceptable."""

_ENOUGH_CLOSE = 20
_TITLE = message("Do real patients come back?")
_METHOD = message(
    "Counts the real rows, each there only once, that some synthetic row equals in every column or in every column "
    "but one. Rows that were held back show how often that happens by chance."
)


@dataclass(frozen=True, slots=True)
class Returned:
    """How many of a group of real rows, each there only once, come back.

    Attributes:
        rows: Rows in the group.
        exact: Rows that some synthetic row equals.
        near: Rows that some synthetic row equals in all columns but one.
        far: Rows that some synthetic row equals in all columns but two.
    """

    rows: int
    exact: int
    near: int
    far: int

    @property
    def share(self) -> float:
        """Share of the rows that come back, with one column changed at most, 0-1."""
        return (self.exact + self.near) / max(self.rows, 1)


@dataclass(frozen=True, slots=True)
class Copying:
    """What was counted for learned and for held-out rows.

    Attributes:
        learned, held_out: Real rows that come back.
        width: Columns that were compared (those that are not constant).
        chance_of_closeness: How likely it is that numbers come so close where all other columns agree,
            corrected for the number of columns (see `nearness`).
    """

    learned: Returned
    held_out: Returned
    width: int
    chance_of_closeness: float = 1.0

    @property
    def chance_of_exact(self) -> float:
        """How likely so many exact copies of learned rows are if held-out rows come back as often."""
        return _exchange(self.learned.exact, self.held_out.exact, self)

    @property
    def chance_of_near(self) -> float:
        """The same for rows that come back with at most one column changed."""
        learned, held_out = self.learned, self.held_out
        return _exchange(learned.exact + learned.near, held_out.exact + held_out.near, self)

    @property
    def chance_of_shape(self) -> float:
        """How likely so many exact copies are beside so few near ones: chance makes more near ones."""
        learned, held_out = self.learned, self.held_out
        return _falling(learned.exact, learned.near, held_out.exact, held_out.near)

    @property
    def chance_of_near_shape(self) -> float:
        """How likely so many near copies are beside so few with two columns changed; 1 in wide tables."""
        if not 2 < self.width <= PAIRED_COLUMNS_AT_MOST:
            return 1.0
        learned, held_out = self.learned, self.held_out
        return _falling(learned.near, learned.far, held_out.near, held_out.far)

    @property
    def is_out_of_nowhere(self) -> bool:
        """Whether a row is copied where chance does not even bring a held-out or learned row near."""
        learned, held_out = self.learned, self.held_out
        return learned.exact > 0 and learned.near + held_out.near + held_out.exact == 0

    @property
    def least_chance(self) -> float:
        """The least likely of the five."""
        shapes = min(self.chance_of_shape, self.chance_of_near_shape)
        return min(self.chance_of_exact, self.chance_of_near, shapes, self.chance_of_closeness)

    @property
    def excess(self) -> float:
        """By how much more often learned rows come back, with one column changed at most, than held-out ones."""
        return self.learned.share - self.held_out.share

    @property
    def outcome(self) -> Outcome:
        """Stop or review by the least likely of the five.

        That learned rows are met a little more often with one column changed is what every close model does:
        it stops only where the excess is as large as regulators would not accept (`STOP_EXCESS`).
        """
        copies = (
            self.chance_of_exact,
            self.chance_of_shape,
            self.chance_of_near_shape,
            self.chance_of_closeness,
        )
        near = self.chance_of_near
        if min(copies) < STOP_BELOW or (near < STOP_BELOW and self.excess > STOP_EXCESS):
            return Outcome.STOP
        alarmed = self.least_chance < REVIEW_BELOW or self.is_out_of_nowhere
        return Outcome.REVIEW if alarmed else Outcome.NONE


def count(
    train: pl.DataFrame,
    holdout: pl.DataFrame,
    synthetic: pl.DataFrame,
    patients: NDArray[np.int64] | None = None,
) -> Copying:
    """Return how many learned and held-out rows come back in `synthetic`; missing equals missing.

    Args:
        train: Real rows the model has learned.
        holdout: Real rows it has not learned.
        synthetic: Rows to check.
        patients: A number for the patient of each row of `train`, then of `holdout`: patients are counted instead
            of rows, each by the row that comes back most exactly. None takes each row as a patient.
    """
    shared = [n for n in train.columns if n in holdout.columns and n in synthetic.columns]
    real = pl.concat([train.select(shared), keys.like(holdout, train, shared)])
    names = keys.varying(real, shared)
    if not names:
        return Copying(Returned(0, 0, 0, 0), Returned(0, 0, 0, 0), 0)
    real, synthetic = real.select(names), keys.like(synthetic, train, names)
    keyed, made = Keyed(real), Keyed(synthetic)
    distance = differing(keyed, made)
    owners = np.arange(real.height) if patients is None else patients
    is_single = _of_one_patient(keyed.whole, owners)
    is_learned = np.arange(real.height) < train.height
    return Copying(
        _returned(distance, owners, is_single & is_learned),
        _returned(distance, owners, is_single & ~is_learned),
        len(names),
        _closeness(
            (real, keyed), (synthetic, made), (is_single & is_learned, is_single & ~is_learned), owners
        ),
    )


def _of_one_patient(rows: keys.Keys, owners: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which rows no other patient has too. Shape: (rows,)."""
    _, alike = np.unique(rows, return_inverse=True)
    owned = np.unique(np.stack([alike, owners]), axis=1)[0]
    single: NDArray[np.bool_] = np.bincount(owned)[alike] == 1
    return single


def _returned(distance: NDArray[np.int64], owners: NDArray[np.int64], chosen: NDArray[np.bool_]) -> Returned:
    """Return how near the nearest row of each patient comes back."""
    who, of_row = np.unique(owners[chosen], return_inverse=True)
    nearest = np.full(len(who), 3, np.int64)
    np.minimum.at(nearest, of_row, distance[chosen])
    counts = np.bincount(nearest, minlength=4)
    return Returned(len(who), int(counts[0]), int(counts[1]), int(counts[2]))


def _closeness(
    real: tuple[pl.DataFrame, Keyed],
    synthetic: tuple[pl.DataFrame, Keyed],
    single: tuple[NDArray[np.bool_], NDArray[np.bool_]],
    owners: NDArray[np.int64],
) -> float:
    """Return the least likely closeness over the columns of numbers, corrected for how many could be tested.

    Args:
        real: All real rows and their keys.
        synthetic: Synthetic rows and their keys.
        single: Which real rows that are there only once were learned, and which were held out.
        owners: The patient of each real row; one row of each is looked at.
    """
    one_each = np.zeros(len(owners), bool)
    one_each[np.unique(owners, return_index=True)[1]] = True
    chances = []
    for place, name in enumerate(real[0].columns):
        if not (real[0][name].dtype.is_numeric() or _is_date(real[0][name])):
            continue
        rows, made = (Table(keyed.without(place), numbers(frame[name])) for frame, keyed in (real, synthetic))
        learned, held_out = (rows.only(chosen & one_each) for chosen in single)
        chances.append(nearness.odds(learned, held_out, made, rows.only(one_each)))
    known = [chance for chance in chances if chance is not None]
    return min(1.0, min(known, default=1.0) * max(len(known), 1))


def _is_date(column: pl.Series) -> bool:
    return column.dtype == pl.Datetime


def check(rows: Rows) -> PrivacyCheck:
    """Return check P1 on `rows`."""
    owners = rows.patients
    if owners is not None:
        owners = np.concatenate([owners[rows.learned], owners[~rows.learned]])
    found = count(rows.train, rows.holdout, rows.synthetic, owners)
    outcome = found.outcome
    actions = (Action(Remedy.FEWER_ROUNDS),) if outcome is not Outcome.NONE else ()
    return PrivacyCheck(
        key="P1",
        title=_TITLE,
        heads=(Head.SINGLING_OUT, Head.LINKABILITY),
        outcome=outcome,
        testable=rows.enough_held_out or outcome is not Outcome.NONE,
        sentence=_sentence(found),
        power=_power(found, enough=rows.enough_held_out),
        method=_METHOD,
        figures=_figures(found),
        actions=actions,
    )


def _figures(found: Copying) -> tuple[Figure, ...]:
    learned, held_out = found.learned, found.held_out
    return (
        Figure("single_rows", message("Real rows that are there only once"), learned.rows, held_out.rows),
        Figure("copied", message("of them equal to a synthetic row"), learned.exact, held_out.exact),
        Figure(
            "copied_but_one", message("of them equal in all columns but one"), learned.near, held_out.near
        ),
        Figure(
            "copied_share",
            message("Share that comes back, with one column changed at most"),
            learned.share,
            held_out.share,
            is_share=True,
        ),
        Figure(
            "least_chance",
            message("Chance of the oddest of these counts without copying"),
            found.least_chance,
        ),
    )


def _sentence(found: Copying) -> Message:
    learned, held_out = found.learned, found.held_out
    return message(
        "{exact:,} of {rows:,} learned rows that are there only once come back exactly, {near:,} with one column "
        "changed; of {held:,} held-back rows {by_chance:,} and {near_by_chance:,} do so by chance.",
        exact=learned.exact,
        near=learned.near,
        rows=learned.rows,
        held=held_out.rows,
        by_chance=held_out.exact,
        near_by_chance=held_out.near,
    )


def _power(found: Copying, *, enough: bool) -> Message:
    if not enough:
        return message(
            "Only {rows:,} such rows were held back: copying cannot be told from chance with confidence.",
            rows=found.held_out.rows,
        )
    least = noticed_from(found)
    return counted(
        least,
        "{count:,} exact copy of a learned row would have raised the alarm.",
        "{count:,} exact copies of learned rows would have raised the alarm.",
    )


def noticed_from(found: Copying) -> int:
    """Return the smallest number of exact copies that is an alarm where near ones are as frequent as by chance."""
    by_chance, learned = found.held_out, found.learned
    scale = learned.rows / max(by_chance.rows, 1)
    near, far = round(by_chance.near * scale), round(by_chance.far * scale)
    low, high = 0, max(found.learned.rows, 1)
    while low < high:
        middle = (low + high) // 2
        left = learned.rows - middle
        tried = Returned(learned.rows, middle, min(near, left), min(far, max(left - near, 0)))
        if replace(found, learned=tried, chance_of_closeness=1.0).outcome is Outcome.NONE:
            low = middle + 1
        else:
            high = middle
    return low


def _exchange(learned: int, held_out: int, found: Copying) -> float:
    return fisher_greater(learned, found.learned.rows, held_out, found.held_out.rows)


def _falling(closer: int, further: int, closer_by_chance: int, further_by_chance: int) -> float:
    """Return the chance of `closer` rows among all close ones, were they as rare as among held-out rows.

    The rate among held-out rows is taken at its upper bound; with too few of them to tell it is taken as a
    half, although chance brings far fewer rows closer than further.
    """
    by_chance = closer_by_chance + further_by_chance
    rate = share_at_most(closer_by_chance, by_chance) if by_chance >= _ENOUGH_CLOSE else 0.5
    return binomial_greater(closer, closer + further, rate)
