"""P7: the smallest and largest values of single patients in the output."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from synthdesk.domain.messages import message
from synthdesk.domain.privacy import Action, Figure, Head, Outcome, PrivacyCheck, Remedy
from synthdesk.evaluation import coding
from synthdesk.evaluation.coding import Numbers
from synthdesk.evaluation.rows import Rows
from synthdesk.evaluation.verdicts import fisher_greater

STOP_BELOW, REVIEW_BELOW = 5e-4, 2e-3
TAIL = 50
"""So many of the most extreme rows tell whether the ends of a column are a grid or single values."""

_DISTINCT = 0.9
_METHOD = message(
    "Looks for the exact smallest and largest value of each column of numbers where fewer than the smallest group "
    "of real rows have it. In columns where values repeat, how often it turns up is compared with held-back rows."
)


@dataclass(frozen=True, slots=True)
class End:
    """One end of one column.

    Attributes:
        column: Name of the column.
        is_highest: Whether it is the upper end.
        hits: Synthetic rows with exactly the most extreme learned value.
        chance: Chance of so many without copying: that of a test of Fisher against held-out rows where the
            values near the end repeat, 0 where they do not.
    """

    column: str
    is_highest: bool
    hits: int
    chance: float


def ends(rows: Rows) -> list[End]:
    """Return every end whose most extreme learned value belongs to fewer than the smallest group of real rows."""
    found: list[End] = []
    owners = np.arange(rows.real.height) if rows.patients is None else rows.patients
    for name in rows.real.columns:
        if name not in rows.released.columns or not _is_number(rows.real[name]):
            continue
        real, released = coding.numbers(rows.real[name]), coding.numbers(rows.released[name])
        for sign in (-1.0, 1.0):
            counted = _hits(_One(sign * real, rows.learned, owners), sign * released, rows.smallest_group)
            if counted is not None:
                found.append(End(name, sign > 0, *counted))
    return found


def check(rows: Rows) -> PrivacyCheck:
    """Return check P7 on `rows`."""
    looked_at = ends(rows)
    hit = [end for end in looked_at if end.hits and end.chance < REVIEW_BELOW / max(len(looked_at), 1)]
    columns = tuple(dict.fromkeys(end.column for end in hit))
    outcome = Outcome.NONE
    if hit:
        piled_up = any(end.hits >= rows.smallest_group for end in hit)
        outcome = Outcome.STOP if piled_up else Outcome.REVIEW
    return PrivacyCheck(
        key="P7",
        title=message("Are the extremes of single patients given away?"),
        heads=(Head.SINGLING_OUT, Head.INFERENCE),
        outcome=outcome,
        testable=bool(looked_at),
        sentence=message(
            "{hit:,} of {ends:,} smallest and largest values that belong to single patients stand in the output in a "
            "way that chance does not explain.",
            hit=len(hit),
            ends=len(looked_at),
        )
        if looked_at
        else message("No column of numbers ends in a value of a single patient."),
        power=message(
            "One row with such a value would have raised the alarm where values hardly repeat; where they do, more "
            "rows than held-back ones show."
        ),
        method=_METHOD,
        figures=(
            Figure("ends", message("Ends that belong to single patients"), len(looked_at)),
            Figure("ends_given_away", message("of them given away"), len(hit)),
            Figure("rows", message("Rows with such a value"), sum(end.hits for end in hit)),
        ),
        columns=columns,
        actions=(Action(Remedy.LEAVE_OUT, columns),) if columns else (),
    )


@dataclass(frozen=True)
class _One:
    """One real column: its values, which were learned, and the patient of each. Shape of each: (rows,)."""

    values: Numbers
    learned: NDArray[np.bool_]
    owners: NDArray[np.int64]


def _hits(real: _One, released: Numbers, fewer_than: int) -> tuple[int, float] | None:
    """Return the hits on the largest learned value and their chance, None where it is no single patient's."""
    mine, others = (part[~np.isnan(part)] for part in (real.values[real.learned], real.values[~real.learned]))
    if len(mine) + len(others) <= fewer_than or len(np.unique(mine)) < 2:
        return None
    extreme = mine.max()
    present = np.concatenate([mine, others])
    if len(np.unique(real.owners[real.values == extreme])) >= fewer_than:
        return None
    hits = int((released == extreme).sum())
    if not hits or _values_are_single(present, others, mine):
        return hits, 0.0 if hits else 1.0
    made = int((~np.isnan(released)).sum())
    return hits, fisher_greater(hits, made, int((others == extreme).sum()), len(others))


def _values_are_single(present: Numbers, others: Numbers, mine: Numbers) -> bool:
    """Return whether values near the end hardly repeat, so that hitting one exactly is no matter of chance."""
    tail = np.sort(present)[-TAIL:]
    by_chance = np.isin(others[others >= tail[0]], mine).any()
    return len(np.unique(tail)) >= _DISTINCT * len(tail) and not by_chance


def _is_number(column: pl.Series) -> bool:
    return column.dtype.is_numeric() or column.dtype == pl.Datetime
