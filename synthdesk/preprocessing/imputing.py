"""Gaps filled from the other columns of a row: by the nearest complete rows, or by regressions in turns."""

import warnings
from typing import Any

import numpy as np
import polars as pl

from synthdesk.domain.preprocessing import MissingTreatment, PreprocessPlan, Role
from synthdesk.domain.schema import Column, ColumnKind, Schema
from synthdesk.preprocessing.constructions import Numbers

NEIGHBOURS = 5
_MOST_DONORS = 3000
"""More rows than this are not looked at as neighbours; a fair sample of them is."""

_MOST_CATEGORIES = 20
_ROUNDS = 10
_FROM_OTHERS = (MissingTreatment.NEAREST, MissingTreatment.ITERATIVE)


def imputed(
    values: pl.DataFrame, schema: Schema, plan: PreprocessPlan, rng: np.random.Generator
) -> pl.DataFrame:
    """Return VALUES in which the columns that are to be filled from the others have no gaps.

    Numbers and dates are standardised, words become one column for each of their values (only of columns with
    20 values or fewer), and the value with the largest estimate is taken. A column without any value, or with
    more different words, stays as it is.
    """
    learned = [c for c in schema if plan.role_of(c) is Role.LEARN and _is_usable(values[c.name], c)]
    for treatment in _FROM_OTHERS:
        wanted = [c for c in learned if plan.of(c.name).missing is treatment and values[c.name].null_count()]
        if wanted:
            parts = [_coded(values[c.name], c) for c in learned]
            full = _estimated(np.hstack(parts), treatment, rng)
            ends = np.cumsum([part.shape[1] for part in parts])
            by_name = dict(zip((c.name for c in learned), np.split(full, ends[:-1], axis=1), strict=True))
            values = values.with_columns(_filled(values[c.name], c, by_name[c.name]) for c in wanted)
    return values


def _is_usable(values: pl.Series, column: Column) -> bool:
    known = values.drop_nulls()
    return bool(len(known)) and (not column.kind.is_discrete or known.n_unique() <= _MOST_CATEGORIES)


def _numbers(values: pl.Series, column: Column) -> pl.Series:
    return values.dt.epoch("us") / 1e6 if column.kind is ColumnKind.DATETIME else values.cast(pl.Float64)


def _coded(values: pl.Series, column: Column) -> Numbers:
    """Return a column as numbers of similar size, NaN where missing. Shape: (rows, 1 or categories - 1)."""
    if column.kind.is_discrete:
        missing = values.is_null().to_numpy()
        # Without the last word, which follows from the others: else each would be estimated from its own gap.
        words = _words(values)[:-1] or _words(values)
        coded = np.stack([(values == word).fill_null(value=False).to_numpy() for word in words], axis=1)
        return np.where(missing[:, None], np.nan, coded.astype(np.float64))
    numbers = _numbers(values, column).to_numpy().astype(np.float64)
    spread = float(np.nanstd(numbers)) or 1.0
    return np.asarray(((numbers - np.nanmean(numbers)) / spread)[:, None])


def _words(values: pl.Series) -> list[str]:
    return sorted(values.drop_nulls().unique().to_list())


def _estimated(coded: Numbers, treatment: MissingTreatment, rng: np.random.Generator) -> Numbers:
    # Imported here: only this treatment needs the library, and it takes a second to load.
    from sklearn.exceptions import ConvergenceWarning

    donors = rng.permutation(coded.shape[0])[:_MOST_DONORS]
    if treatment is MissingTreatment.NEAREST:
        from sklearn.impute import KNNImputer

        imputer: Any = KNNImputer(n_neighbors=NEIGHBOURS, keep_empty_features=True)
    else:
        from sklearn.experimental import enable_iterative_imputer  # noqa: F401  # makes the next line possible
        from sklearn.impute import IterativeImputer

        imputer = IterativeImputer(
            max_iter=_ROUNDS, random_state=int(rng.integers(2**31)), keep_empty_features=True
        )
    with warnings.catch_warnings():
        # That the last digits still move after ten rounds does not matter for filling gaps.
        warnings.simplefilter("ignore", ConvergenceWarning)
        return np.asarray(imputer.fit(coded[donors]).transform(coded))


def _filled(values: pl.Series, column: Column, full: Numbers) -> pl.Series:
    if column.kind.is_discrete:
        last = 1.0 - full.sum(axis=1, keepdims=True)
        words = np.array(_words(values))[np.hstack([full, last]).argmax(axis=1) % len(_words(values))]
        return values.fill_null(pl.Series(values.name, words, dtype=pl.String))
    own = _numbers(values, column)
    known = own.drop_nulls().to_numpy()
    spread = float(np.std(known)) or 1.0
    numbers = np.clip(full[:, 0] * spread + known.mean(), known.min(), known.max())
    decimals = column.number.decimals if column.number is not None else 0
    filled = own.fill_null(pl.Series(np.round(numbers, decimals)))
    if column.kind is ColumnKind.DATETIME:
        return (filled * 1e6).round().cast(pl.Int64).cast(pl.Datetime("us")).alias(values.name)
    return filled.cast(values.dtype).alias(values.name)
