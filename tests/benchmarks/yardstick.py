"""One yardstick for the quality of a synthetic table, small enough to read whole.

    python -m tests.benchmarks.yardstick REAL_TRAIN.csv REAL_HOLDOUT.csv SYNTHETIC.csv --target COLUMN

All three files have the same columns. A column is discrete when it holds text or at most 20 different
values; missing values are a value of their own for discrete columns and are left out of the KS distance
(their share enters as a discrete column "<name> is missing").

Figures (all but c2st_auc: higher is better, 0-1):
  shape     mean over columns of 1 - KS (continuous) or 1 - total variation (discrete)
  trend     mean over all pairs of columns: 1 - |r_real - r_syn| / 2 for two continuous columns (Pearson),
            else 1 - total variation of the two-way table, continuous columns cut at the real deciles
  tstr_auc  gradient boosting trained on synthetic rows, tested on the holdout (one against the rest, macro, over
            the values with at least 5 rows in training rows and holdout: the area of a single row is luck)
  trtr_auc  the same trained on the real training rows: the ceiling
  c2st_auc  gradient boosting telling synthetic from holdout rows, 3-fold; 0.5 cannot be told apart
  c2st      1 - max(0, 2 c2st_auc - 1)
  copies    share of synthetic rows equal to a training row; copies_holdout: share of holdout rows equal to one
"""

import argparse
import json
import warnings
from itertools import combinations

import numpy as np
import pandas as pd
from scipy.stats import ks_2samp
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import cross_val_predict
from sklearn.preprocessing import OrdinalEncoder

DISCRETE_AT_MOST = 20
FEWEST = 5
Scores = dict[str, float]


def discrete_columns(train: pd.DataFrame) -> list[str]:
    """Return the columns that are compared like categories."""
    numeric = pd.api.types.is_numeric_dtype
    return [c for c in train if not numeric(train[c]) or train[c].nunique() <= DISCRETE_AT_MOST]


def as_text(column: pd.Series) -> pd.Series:
    """Return one spelling for one value, so that 1, 1.0 and "1" agree between files."""
    numbers = pd.to_numeric(column, errors="coerce")
    text = column.astype(object).where(numbers.isna(), numbers.map("{:g}".format))
    return text.where(column.notna(), "<missing>").astype(str)


def as_number(column: pd.Series) -> pd.Series:
    """Return the column as numbers, NaN for what is none."""
    return pd.to_numeric(column, errors="coerce")


def total_variation(a: pd.Series, b: pd.Series) -> float:
    """Return half the summed difference of the shares of all values."""
    p, q = a.value_counts(normalize=True).align(b.value_counts(normalize=True), fill_value=0.0)
    return float(0.5 * (p - q).abs().sum())


def shape(train: pd.DataFrame, synthetic: pd.DataFrame, discrete: list[str]) -> Scores:
    """Return the score of each column."""
    scores: Scores = {}
    for c in train:
        if c in discrete:
            scores[c] = 1 - total_variation(as_text(train[c]), as_text(synthetic[c]))
            continue
        real, fake = train[c].dropna(), as_number(synthetic[c]).dropna()
        scores[c] = 1 - ks_2samp(real, fake).statistic if len(real) and len(fake) else 0.0
        if train[c].isna().any():
            scores[f"{c} is missing"] = 1 - abs(float(train[c].isna().mean() - synthetic[c].isna().mean()))
    return scores


def _coded(train: pd.DataFrame, synthetic: pd.DataFrame, column: str, discrete: list[str]) -> list[pd.Series]:
    if column in discrete:
        return [as_text(train[column]), as_text(synthetic[column])]
    edges = np.unique(np.nanquantile(train[column], np.linspace(0, 1, 11)))[1:-1]
    return [
        pd.Series(np.digitize(x, edges), index=x.index).astype(str).where(x.notna(), "<missing>")
        for x in (train[column], as_number(synthetic[column]))
    ]


def trend(train: pd.DataFrame, synthetic: pd.DataFrame, discrete: list[str]) -> Scores:
    """Return the score of each pair of columns."""
    coded = {c: _coded(train, synthetic, c, discrete) for c in train}
    numbers = [t.drop(columns=discrete).apply(as_number).corr() for t in (train, synthetic)]
    scores: Scores = {}
    for a, b in combinations(train.columns, 2):
        if a not in discrete and b not in discrete:
            first, second = (float(np.nan_to_num(table.loc[a, b])) for table in numbers)
            scores[f"{a} x {b}"] = 1 - abs(first - second) / 2
        else:
            joint = [coded[a][k].str.cat(coded[b][k], sep="\x1f") for k in (0, 1)]
            scores[f"{a} x {b}"] = 1 - total_variation(*joint)
    return scores


def shape_and_trend(train: pd.DataFrame, synthetic: pd.DataFrame) -> Scores:
    """Return the two figures that need no learning."""
    discrete = discrete_columns(train)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        columns, pairs = shape(train, synthetic, discrete), trend(train, synthetic, discrete)
    return {"shape": float(np.mean(list(columns.values()))), "trend": float(np.mean(list(pairs.values())))}


def _matrices(frames: list[pd.DataFrame], discrete: list[str]) -> list[pd.DataFrame]:
    """Return ordinal codes fitted on all frames together, numbers as they are (NaN kept)."""
    names = [c for c in frames[0] if c in discrete]
    result = [f.apply(as_number) for f in frames]
    if names:
        texts = [f[names].apply(as_text) for f in frames]
        encoder = OrdinalEncoder().fit(pd.concat(texts))
        for frame, text in zip(result, texts, strict=True):
            frame[names] = encoder.transform(text)
    return [f.astype(float) for f in result]


def _classes(y: pd.Series, y_holdout: pd.Series) -> list[str]:
    """Return the values that are foretold, one where the second is what the first is not."""
    often = [k for k in sorted(y_holdout.unique()) if min((y == k).sum(), (y_holdout == k).sum()) >= FEWEST]
    return often[:1] if len(often) == 2 else often


def _auc_on_holdout(
    x: pd.DataFrame, y: pd.Series, x_holdout: pd.DataFrame, y_holdout: pd.Series, classes: list[str]
) -> float:
    aucs = []
    for k in classes:
        target = (y == k).to_numpy()
        if min(target.sum(), (~target).sum()) < FEWEST:
            aucs.append(0.5)
            continue
        model = HistGradientBoostingClassifier(random_state=0).fit(x, target)
        aucs.append(roc_auc_score(y_holdout == k, model.predict_proba(x_holdout)[:, 1]))
    return float(np.mean(aucs))


def _usefulness(
    train: pd.DataFrame, holdout: pd.DataFrame, synthetic: pd.DataFrame, target: str, discrete: list[str]
) -> Scores:
    features = [c for c in train if c != target]
    x_train, x_holdout, x_synthetic = _matrices([t[features] for t in (train, holdout, synthetic)], discrete)
    y_train, y_holdout, y_synthetic = (as_text(t[target]) for t in (train, holdout, synthetic))
    classes = _classes(y_train, y_holdout)
    return {
        "tstr_auc": _auc_on_holdout(x_synthetic, y_synthetic, x_holdout, y_holdout, classes),
        "trtr_auc": _auc_on_holdout(x_train, y_train, x_holdout, y_holdout, classes),
    }


def _telling_apart(holdout: pd.DataFrame, synthetic: pd.DataFrame, discrete: list[str]) -> Scores:
    n = min(len(holdout), len(synthetic))
    real, fake = (t.sample(n, random_state=0) for t in _matrices([holdout, synthetic], discrete))
    truth = np.r_[np.ones(n), np.zeros(n)]
    model = HistGradientBoostingClassifier(random_state=0)
    guess = cross_val_predict(model, pd.concat([real, fake]), truth, cv=3, method="predict_proba")[:, 1]
    auc = float(roc_auc_score(truth, guess))
    return {"c2st_auc": auc, "c2st": 1 - max(0.0, 2 * auc - 1)}


def _copies(train: pd.DataFrame, holdout: pd.DataFrame, synthetic: pd.DataFrame) -> Scores:
    known = set(map(tuple, train.apply(as_text).to_numpy()))
    share = lambda t: float(np.mean([row in known for row in map(tuple, t.apply(as_text).to_numpy())]))  # noqa: E731
    return {"copies": share(synthetic), "copies_holdout": share(holdout)}


def measure(train: pd.DataFrame, holdout: pd.DataFrame, synthetic: pd.DataFrame, target: str) -> Scores:
    """Return all figures."""
    synthetic = synthetic[list(train)]
    discrete = discrete_columns(train)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return (
            shape_and_trend(train, synthetic)
            | _usefulness(train, holdout, synthetic, target, discrete)
            | _telling_apart(holdout, synthetic, discrete)
            | _copies(train, holdout, synthetic)
        )


def read(path: str) -> pd.DataFrame:
    """Return a CSV file as a table."""
    return pd.read_csv(path, skipinitialspace=True, low_memory=False)


def main() -> None:
    """Measure the three files and print the figures as JSON."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name in ("train", "holdout", "synthetic"):
        parser.add_argument(name)
    parser.add_argument("--target", required=True)
    args = parser.parse_args()
    figures = measure(*map(read, (args.train, args.holdout, args.synthetic)), target=args.target)
    print(json.dumps({name: round(figure, 4) for name, figure in figures.items()}, indent=1))


if __name__ == "__main__":
    main()
