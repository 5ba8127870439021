"""Synthetic rows that equal a real row, beside what held-out rows show by chance."""

from collections.abc import Sequence

import polars as pl

from synthdesk.domain.results import CopyCheck

_COUNT = "\x00rows"


def check(train: pl.DataFrame, holdout: pl.DataFrame, synthetic: pl.DataFrame) -> CopyCheck:
    """Return how many rows of `synthetic` equal a row of `train` in every column that is not constant.

    Missing equals missing. The control has the same meaning: how many rows of `holdout`, which no model
    has learned, equal a row of `train`, or one that is there only once. When every column is constant
    nothing can be a copy.

    Args:
        train: Real rows the model has learned, VALUES.
        holdout: Real rows it has not learned, with the same columns.
        synthetic: Rows to check; columns it does not share are not looked at.
    """
    shared = [name for name in train.columns if name in synthetic.columns and name in holdout.columns]
    holdout = _like(holdout, train, shared)
    real = pl.concat([train.select(shared), holdout])
    names = [name for name in shared if real[name].n_unique() > 1]
    if not names:
        return CopyCheck(synthetic.height, 0, holdout.height, 0, 0)
    learned = train.select(names).group_by(names).agg(pl.len().alias(_COUNT))
    single = learned.filter(pl.col(_COUNT) == 1).drop(_COUNT)
    learned = learned.drop(_COUNT)
    copied = _among(_like(synthetic, train, names), learned)
    by_chance = _among(holdout.select(names), learned)
    return CopyCheck(
        synthetic_rows=synthetic.height,
        synthetic_copies=copied.height,
        holdout_rows=holdout.height,
        holdout_copies=by_chance.height,
        unique_copies=_among(copied, single).height,
        holdout_unique_copies=_among(by_chance, single).height,
    )


def _among(rows: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Return the rows that are in `known`, which has the same columns."""
    return rows.join(known, on=known.columns, how="semi", nulls_equal=True)


def _like(frame: pl.DataFrame, model: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """Return the columns `names` of `frame` in the types of `model`, so that 1 equals 1.0."""
    return frame.select(pl.col(name).cast(model.schema[name], strict=False) for name in names)
