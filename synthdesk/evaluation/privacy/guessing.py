"""P5: whether somebody who knows the rest of a patient's row could guess a sensitive value."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

import numpy as np
import polars as pl
from numpy.typing import NDArray

from synthdesk.domain.messages import message
from synthdesk.domain.privacy import Action, Figure, Head, Outcome, PrivacyCheck, Remedy
from synthdesk.evaluation import coding
from synthdesk.evaluation.privacy.distances import Points, Space, blocks
from synthdesk.evaluation.privacy.exact import LEVEL
from synthdesk.evaluation.rows import Report, Rows

PATIENTS_AT_MOST = 1_500
SYNTHETIC_AT_MOST = 20_000
COLUMNS_AT_MOST = 20
REVIEW_ABOVE, STOP_ABOVE = 0.02, 0.09
"""Lower bounds of the excess from which an alarm is raised; 0.09 is what regulators name as acceptable."""

_NEAR = 0.05
_TITLE = message("Could someone guess a sensitive value?")
_HEADS = (Head.INFERENCE,)
_METHOD = message(
    "For each sensitive column, the value of the synthetic row that is nearest in all other columns is taken as the "
    "guess. How much more often it is right for learned than for held-back patients is what the table gives away."
)


@dataclass(frozen=True, slots=True)
class Guessed:
    """How often guesses of one column were right.

    Attributes:
        column: The guessed column.
        learned, held_out: Share of right guesses for learned and held-out patients, 0-1.
        low: Lower bound of the difference, one-sided 95 %, corrected for the number of columns.
    """

    column: str
    learned: float
    held_out: float
    low: float

    @property
    def excess(self) -> float:
        """By how much guesses are righter for learned patients."""
        return self.learned - self.held_out


def check(rows: Rows, report: Report) -> PrivacyCheck:
    """Return check P5 on `rows`."""
    if not rows.enough_held_out or rows.train.width < 2 or not rows.synthetic.height:
        return _not_testable(rows)
    found = sorted(guess_each(rows, report), key=lambda each: (-each.low, -each.excess))
    if not found:
        return _not_testable(rows)
    alarmed = [each for each in found if each.low > REVIEW_ABOVE]
    outcome = _outcome(found[0].low)
    names = tuple(each.column for each in alarmed)
    worst = found[0]
    return PrivacyCheck(
        key="P5",
        title=_TITLE,
        heads=_HEADS,
        outcome=outcome,
        testable=True,
        sentence=message(
            "“{column}” is guessed most: right for {learned} % of learned patients and for {held} % of held-back ones, "
            "an excess of at least {low} percentage points.",
            column=worst.column,
            learned=round(100 * worst.learned, 1),
            held=round(100 * worst.held_out, 1),
            low=round(100 * max(worst.low, 0.0), 1),
        ),
        power=message(
            "With this many patients an excess of about {excess} percentage points would have raised the alarm.",
            excess=round(100 * (REVIEW_ABOVE + worst.excess - worst.low), 1),
        ),
        method=_METHOD,
        figures=tuple(_figure(each) for each in found),
        columns=names,
        actions=(Action(Remedy.LEAVE_OUT, names), Action(Remedy.FEWER_ROUNDS)) if names else (),
    )


def guess_each(rows: Rows, report: Report) -> list[Guessed]:
    """Return how often each sensitive column is guessed right, in the order of the table."""
    rng = np.random.default_rng([rows.seed, 0x6E55])
    train, holdout = (_some(frame, PATIENTS_AT_MOST, rng) for frame in (rows.train, rows.holdout))
    synthetic = _some(rows.synthetic, SYNTHETIC_AT_MOST, rng)
    space = Space(pl.concat([rows.train, rows.holdout]))
    names = [n for n in rows.sensitive or space.names if n in space.names][:COLUMNS_AT_MOST]
    patients = pl.concat([train, holdout])
    nearest = dict.fromkeys(names, np.zeros(0, np.int64))
    for done, part in _nearest(space.points(patients), space.points(synthetic), space, names):
        report(done)
        nearest = {name: np.concatenate([nearest[name], part[name]]) for name in names}
    return [
        _guessed(name, _right(patients[name], synthetic[name], nearest[name]), train.height, len(names))
        for name in names
    ]


def _nearest(
    patients: Points, synthetic: Points, space: Space, names: list[str]
) -> Iterator[tuple[float, dict[str, NDArray[np.int64]]]]:
    """Yield for some patients at a time the synthetic row that is nearest in all columns but the guessed one."""
    places = dict(zip(space.names, space.places, strict=True))
    for part, squared in blocks(patients, synthetic):
        found = {}
        for name in names:
            place = places[name]
            here, there = patients[part, place], synthetic[:, place]
            own = (here**2).sum(axis=1)[:, None] + (there**2).sum(axis=1)[None, :] - 2.0 * (here @ there.T)
            found[name] = np.argmin(squared - own, axis=1)
        yield part.stop / len(patients), found


def _right(truth: pl.Series, guesses: pl.Series, nearest: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return for which patients the guess is right; numbers within 5 % of their middle 90 % count as right."""
    guessed = guesses[nearest]
    if truth.dtype.is_numeric() or truth.dtype == pl.Datetime:
        values, others = coding.numbers(truth), coding.numbers(guessed)
        present = values[~np.isnan(values)]
        low, high = np.quantile(present, (0.05, 0.95)) if len(present) else (0.0, 0.0)
        both_missing = np.isnan(values) & np.isnan(others)
        close: NDArray[np.bool_] = np.abs(values - others) <= _NEAR * (high - low)
        return close | both_missing
    same: NDArray[np.bool_] = truth.cast(pl.String).eq_missing(guessed.cast(pl.String)).to_numpy()
    return same


def _guessed(name: str, right: NDArray[np.bool_], learned: int, columns: int) -> Guessed:
    first, second = right[:learned], right[learned:]
    shares = float(first.mean()), float(second.mean())
    return Guessed(name, *shares, difference_at_least(shares, (len(first), len(second)), columns))


def difference_at_least(shares: tuple[float, float], rows: tuple[int, int], tests: int) -> float:
    """Return the lower bound of the difference of two shares, one-sided 95 % after Bonferroni for `tests`.

    The normal approximation with one row of each kind added (Agresti & Caffo 2000).

    >>> round(difference_at_least((0.6, 0.5), (1000, 1000), 1), 3)
    0.063
    """
    z = NormalDist().inv_cdf(1 - (1 - LEVEL) / max(tests, 1))
    adjusted = [(share * n + 1) / (n + 2) for share, n in zip(shares, rows, strict=True)]
    variance = sum(p * (1 - p) / (n + 2) for p, n in zip(adjusted, rows, strict=True))
    return adjusted[0] - adjusted[1] - z * sqrt(variance)


def _outcome(low: float) -> Outcome:
    if low > STOP_ABOVE:
        return Outcome.STOP
    return Outcome.REVIEW if low > REVIEW_ABOVE else Outcome.NONE


def _figure(guessed: Guessed) -> Figure:
    return Figure(
        f"right_{guessed.column}",
        message("“{column}” guessed right", column=guessed.column),
        guessed.learned,
        guessed.held_out,
        is_share=True,
    )


def _not_testable(rows: Rows) -> PrivacyCheck:
    return PrivacyCheck(
        key="P5",
        title=_TITLE,
        heads=_HEADS,
        outcome=Outcome.NONE,
        testable=False,
        sentence=message("Not testable: too few real rows were held back, or there is one column only."),
        power=message("{rows:,} real rows were held back.", rows=rows.holdout.height),
        method=_METHOD,
    )


def _some(frame: pl.DataFrame, at_most: int, rng: np.random.Generator) -> pl.DataFrame:
    return frame if frame.height <= at_most else frame[np.sort(rng.permutation(frame.height)[:at_most])]
