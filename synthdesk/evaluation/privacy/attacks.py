"""Attacks that tell whether a row was learned: each gives a row a score, the higher the more likely it was."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # it ships no types

from synthdesk.evaluation.coding import Numbers
from synthdesk.evaluation.privacy.distances import Points, Space, isolation, nearest
from synthdesk.evaluation.rows import Report, Rows

REAL_AT_MOST = 20_000
SYNTHETIC_AT_MOST = 20_000
MEMBERS_AT_MOST = 2_000
ISOLATED_SHARE = 0.05
NEIGHBOURS = 5

_POOL_AT_MOST = 6_000
_FITTED_AT_MOST = 4_000
_ROUNDS = 40
_TINY = 1e-3

DISTANCE, RATIO, DENSITY = "distance", "distance_ratio", "density_ratio"


@dataclass(frozen=True)
class Targets:
    """Real rows under attack.

    Attributes:
        scores: The scores of each attack. Shape of each: (rows,).
        learned: Whether each row was learned.
        isolated: Whether each row is among the most isolated real rows.
        ordinary: Whether each row was drawn without regard to how isolated it is.
    """

    scores: Mapping[str, Numbers]
    learned: NDArray[np.bool_]
    isolated: NDArray[np.bool_]
    ordinary: NDArray[np.bool_]


@dataclass(frozen=True)
class _Chosen:
    learned: NDArray[np.int64]
    held_out: NDArray[np.int64]
    reference: NDArray[np.int64]


def attack(rows: Rows, report: Report) -> Targets:
    """Return the scores of three attacks on learned and held-out rows; the same seed gives the same.

    Nearest synthetic row; that distance beside the distance to held-out rows that are not under attack (the
    reference); and how much likelier the row is among synthetic than among reference rows, by gradient
    boosting (in the manner of DOMIAS, van Breugel et al. 2023, arXiv:2302.12580). Needs at least two held-out
    rows. Of larger tables a random part is taken.
    """
    rng = np.random.default_rng([rows.seed, 0xA77AC])
    train = _some(rows.train, REAL_AT_MOST, rng)
    holdout = _some(rows.holdout, REAL_AT_MOST, rng)
    synthetic = _some(rows.synthetic, SYNTHETIC_AT_MOST, rng)
    space = Space(pl.concat([train, holdout]))
    points = [space.points(frame) for frame in (train, holdout, synthetic)]
    report(0.2)
    reference, strangers = np.array_split(rng.permutation(holdout.height), 2)
    chosen = _Chosen(np.arange(train.height), np.sort(strangers), np.sort(reference))
    is_isolated = _isolated(points, chosen, rng)
    report(0.5)
    drawn = [rng.permutation(len(part))[:MEMBERS_AT_MOST] for part in (chosen.learned, chosen.held_out)]
    picked, ordinary = zip(*(_picked(d, i) for d, i in zip(drawn, is_isolated, strict=True)), strict=True)
    attacked = np.concatenate([points[0][picked[0]], points[1][chosen.held_out[picked[1]]]])
    scores = {
        **_by_distance(attacked, points[2], points[1][chosen.reference]),
        DENSITY: _density_ratio(
            space.plain(pl.concat([train[picked[0]], holdout[chosen.held_out[picked[1]]]])),
            space.plain(synthetic),
            space.plain(holdout[chosen.reference]),
            rng,
        ),
    }
    report(1.0)
    return Targets(
        scores,
        np.arange(len(attacked)) < len(picked[0]),
        np.concatenate([flags[part] for flags, part in zip(is_isolated, picked, strict=True)]),
        np.concatenate(ordinary),
    )


def _isolated(
    points: list[Points], chosen: _Chosen, rng: np.random.Generator
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which learned and which held-out rows are among the most isolated ones."""
    real = np.concatenate([points[0][chosen.learned], points[1][chosen.held_out]])
    pool = np.sort(rng.permutation(len(real))[:_POOL_AT_MOST])
    if len(pool) <= NEIGHBOURS:
        nobody = np.zeros(len(real), bool)
        return nobody[: len(chosen.learned)], nobody[len(chosen.learned) :]
    own = np.full(len(real), -1, np.int64)
    own[pool] = np.arange(len(pool))
    far = isolation(real, real[pool], own, NEIGHBOURS)
    limit = np.quantile(far, 1 - ISOLATED_SHARE)
    flags = far > limit
    return flags[: len(chosen.learned)], flags[len(chosen.learned) :]


def _picked(
    drawn: NDArray[np.int64], isolated: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return the rows to attack: those drawn and the isolated ones; and which of them were drawn."""
    picked = np.union1d(drawn, np.flatnonzero(isolated)[:MEMBERS_AT_MOST])
    return picked, np.isin(picked, drawn)


def _by_distance(attacked: Points, synthetic: Points, reference: Points) -> Mapping[str, Numbers]:
    to_synthetic, to_reference = nearest(attacked, synthetic), nearest(attacked, reference)
    return {
        DISTANCE: -to_synthetic,
        RATIO: np.log(to_reference + _TINY) - np.log(to_synthetic + _TINY),
    }


def _density_ratio(
    attacked: Points, synthetic: Points, reference: Points, rng: np.random.Generator
) -> Numbers:
    from sklearn.ensemble import HistGradientBoostingClassifier

    parts = [part[rng.permutation(len(part))[:_FITTED_AT_MOST]] for part in (synthetic, reference)]
    rows = np.concatenate(parts)
    # scikit-learn cannot bin a column without any value.
    filled = np.logical_not(np.isnan(rows).all(axis=0))
    if not filled.any():
        return np.zeros(len(attacked))
    rows, attacked = rows[:, filled], attacked[:, filled]
    is_synthetic = np.arange(len(rows)) < len(parts[0])
    weights = np.where(is_synthetic, 1 / len(parts[0]), 1 / max(len(parts[1]), 1)) * len(rows)
    model = HistGradientBoostingClassifier(
        max_iter=_ROUNDS, max_leaf_nodes=16, early_stopping=False, random_state=int(rng.integers(2**31))
    )
    with threadpool_limits(1, user_api="openmp"):
        model.fit(rows, is_synthetic, sample_weight=weights)
        found: Numbers = model.predict_proba(attacked)[:, 1]
    return found


def _some(frame: pl.DataFrame, at_most: int, rng: np.random.Generator) -> pl.DataFrame:
    if frame.height <= at_most:
        return frame
    return frame[np.sort(rng.permutation(frame.height)[:at_most])]
