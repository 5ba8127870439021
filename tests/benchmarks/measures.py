"""What synthetic rows are measured by beside the yardstick: closeness, coverage, rare values, and the checks for leaks.

`train` are the learned rows, `holdout` those nothing has seen, `made` the synthetic ones; all as
`texts_as_texts` gives them, with the same columns.
"""

from itertools import combinations

import numpy as np
import pandas as pd
import polars as pl
from numpy.typing import NDArray
from sklearn.metrics import mutual_info_score, roc_auc_score
from sklearn.neighbors import NearestNeighbors

from synthdesk.domain.privacy import Outcome
from synthdesk.evaluation import published
from synthdesk.evaluation.privacy import checks
from synthdesk.evaluation.privacy.attacks import attack
from synthdesk.evaluation.rows import Rows
from tests.benchmarks import yardstick

COMPARED = 4000
COVERED = 20_000
RADII = 30
"""Steps of the curve whose area is the recall."""
FEWEST_SHARING = 5
RARE_SHARE = 0.01
SIGNS = {Outcome.NONE: 0.0, Outcome.REVIEW: 1.0, Outcome.STOP: 2.0}
CHECKS = ("P1", "P2", "P3", "P4", "P5", "P6", "P7")
Figures = dict[str, float]


def texts_as_texts(frame: pd.DataFrame) -> pd.DataFrame:
    """Return `frame` with every column that is not numeric as texts, also those of True and False."""
    others = [
        name for name in frame if frame[name].dtype == bool or not pd.api.types.is_numeric_dtype(frame[name])
    ]
    return frame.assign(**{n: [None if pd.isna(v) else str(v) for v in frame[n]] for n in others})


def prepared(frame: pd.DataFrame) -> pl.DataFrame:
    """Return `frame` as the program's synthesizers and checks take it: Float64 and String columns."""
    numeric = {name: pd.api.types.is_numeric_dtype(frame[name]) for name in frame}
    values = {
        name: [None if pd.isna(v) else (float(v) if numeric[name] else str(v)) for v in frame[name]]
        for name in frame
    }
    return pl.DataFrame(
        values, schema={n: pl.Float64 if is_number else pl.String for n, is_number in numeric.items()}
    )


def nearer(train: pd.DataFrame, holdout: pd.DataFrame, made: pd.DataFrame) -> float:
    """Return the share of `made` nearer to `train` than to `holdout`, ties by halves, 0-1; 0.5 is what chance gives."""
    parts = _as_points([train, holdout, made])
    rng = np.random.default_rng(0)
    size = min(len(train), len(holdout))
    train_part = parts[0][rng.choice(len(train), size, replace=False)]
    holdout_part = parts[1][rng.choice(len(holdout), size, replace=False)]
    rows = parts[2][rng.choice(len(made), min(COMPARED, len(made)), replace=False)]
    near = [_to_nearest(rows, part) for part in (train_part, holdout_part)]
    return float((near[0] < near[1]).mean() + (near[0] == near[1]).mean() / 2)


def beta_recall(train: pd.DataFrame, made: pd.DataFrame) -> float:
    """Return how much of the real rows the made rows cover, 0-1 (Alaa et al. 2022, arXiv:2102.08921, eq. 6).

    A real row is covered when a made row is at most as far as its nearest real neighbour; the figure compares the
    covered shares of ever larger parts of the made rows, from their centre on, with those of equal rows.
    Numbers are scaled to 0-1 by the real rows, categories are ones and zeros; at most 20,000 rows of each.
    """
    rng = np.random.default_rng(0)
    size = min(COVERED, len(train), len(made))
    frames = [f.iloc[rng.choice(len(f), size, replace=False)] for f in (train, made)]
    real, new = _as_points(frames, by_rank=False)
    own = NearestNeighbors(n_neighbors=2).fit(real).kneighbors(real)[0][:, 1]
    far, at = NearestNeighbors(n_neighbors=1).fit(new).kneighbors(real)
    out = np.linalg.norm(new[at[:, 0]] - new.mean(axis=0), axis=1)
    parts = np.linspace(0, 1, RADII)
    covered = [float(((far[:, 0] <= own) & (out <= limit)).mean()) for limit in np.quantile(out, parts)]
    return float(1 - 2 * np.abs(parts - covered).sum() * (parts[1] - parts[0]))


def wnmis(train: pd.DataFrame, made: pd.DataFrame) -> float:
    """Return how far the dependence of pairs is from the real one, 0 (not at all) to 1.

    The mean over pairs of columns of the difference of their normalised mutual information, each weighted by
    that of the real rows; columns coded as for the trend of the yardstick.
    """
    discrete = yardstick.discrete_columns(train)
    coded: list[dict[str, NDArray[np.int64]]] = [{}, {}]
    for name in train:
        both = yardstick._coded(train, made, name, discrete)
        found = pd.factorize(pd.concat(both))[0]
        coded[0][name], coded[1][name] = np.split(found, [len(train)])
    entropies = [{name: mutual_info_score(v, v) for name, v in part.items()} for part in coded]

    def shared(which: int, a: str, b: str) -> float:
        most = (entropies[which][a] * entropies[which][b]) ** 0.5
        return mutual_info_score(coded[which][a], coded[which][b]) / max(most, 1e-12)

    pairs = [(shared(0, a, b), shared(1, a, b)) for a, b in combinations(train.columns, 2)]
    weights = sum(real for real, _ in pairs)
    return sum(real * abs(real - made) for real, made in pairs) / max(weights, 1e-12)


def rare_recall(train: pd.DataFrame, made: pd.DataFrame) -> float:
    """Return the share of rare categories that are made at all, 0-1; nan where there are none.

    Rare is what at least five learned rows have and at most 1 % of them.
    """
    found = []
    for name in yardstick.discrete_columns(train):
        counts = yardstick.as_text(train[name]).value_counts()
        rare = counts[(counts >= FEWEST_SHARING) & (counts <= RARE_SHARE * len(train))].index
        found += list(rare.isin(set(yardstick.as_text(made[name]))))
    return float(np.mean(found)) if found else float("nan")


def of_sdmetrics(train: pd.DataFrame, made: pd.DataFrame) -> Figures:
    """Return the scores of SDMetrics: shapes, trends over all pairs and over those that go together."""
    scores = published.score(prepared(train), prepared(made))
    found = (scores.shapes, scores.trends_all_pairs, scores.trends_related_pairs)
    return {
        name: float("nan") if score is None else score
        for name, score in zip(("sdm_shape", "sdm_trend_0", "sdm_trend"), found, strict=True)
    }


def leaks(train: pd.DataFrame, holdout: pd.DataFrame, made: pd.DataFrame, seed: int) -> Figures:
    """Return what the program's checks P1 to P7 say, and the area under the curve of its best membership attack.

    A check: 0 nothing, 1 a closer look, 2 stop, nan not testable. `member_auc`: the attack that tells learned rows
    from held-out ones best; 0.5 is chance; nan where there are too few held-out rows.
    """
    mine, others, new = (prepared(frame) for frame in (train, holdout, made))
    real = pl.concat([mine, others])
    rows = Rows(mine, others, new, real, np.arange(real.height) < mine.height, new, seed)
    said = {check.key: check for check in checks.check_all(rows, lambda _: None)}
    found = {key.lower(): SIGNS[said[key].outcome] if said[key].testable else np.nan for key in CHECKS}
    return found | {"member_auc": _member_auc(rows)}


def _member_auc(rows: Rows) -> float:
    if not rows.enough_held_out:
        return float("nan")
    targets = attack(rows, lambda _: None)
    learned = targets.learned[targets.ordinary]
    return max(float(roc_auc_score(learned, s[targets.ordinary])) for s in targets.scores.values())


def _to_nearest(rows: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(NearestNeighbors(n_neighbors=1).fit(others).kneighbors(rows)[0][:, 0])


def _as_points(frames: list[pd.DataFrame], *, by_rank: bool = True) -> list[NDArray[np.float64]]:
    """Return categories as ones and zeros, numbers as 0 to 1 by the first frame: its rows below them, or its range."""
    discrete = yardstick.discrete_columns(frames[0])
    coded = yardstick._matrices(frames, discrete)
    return [_points(frame, coded[0], discrete, by_rank=by_rank) for frame in coded]


def _points(
    frame: pd.DataFrame, first: pd.DataFrame, discrete: list[str], *, by_rank: bool
) -> NDArray[np.float64]:
    columns = []
    for name in frame:
        values, known = frame[name].to_numpy(), first[name].to_numpy()
        if name in discrete:
            columns.append((values[:, None] == np.unique(known)[None, :]) / np.sqrt(2.0))
            continue
        known = np.sort(known[~np.isnan(known)])
        if by_rank:
            scaled = np.searchsorted(known, values) / max(1, known.size)
        else:
            scaled = (values - known[:1].sum()) / max(1e-12, np.ptp(known) if known.size else 0.0)
        columns.append(np.where(np.isnan(values), -1.0, scaled)[:, None])
    return np.hstack(columns)
