"""The whole comparison of a synthetic table with the real one."""

import time
from collections.abc import Callable, Sequence

import polars as pl

from synthdesk.domain.messages import Message, message
from synthdesk.domain.results import ColumnComparison, EvaluationResult
from synthdesk.evaluation import coding, copies, pairs, usefulness
from synthdesk.evaluation.similarity import PAIRS_AT_MOST, PairScore, Reference, halves

ROWS_AT_MOST = 100_000
PAIRS_SHOWN = 30
_COPIES_AT_MOST = 1_000_000


def evaluate(
    *,
    train: pl.DataFrame,
    holdout: pl.DataFrame,
    synthetic: pl.DataFrame,
    seed: int,
    report: Callable[[float], None],
    outcomes: Sequence[str] = (),
) -> EvaluationResult:
    """Return how `synthetic` compares with real rows it was not made from, worst first.

    Args:
        train: Real rows the model has learned, VALUES.
        holdout: Real rows it has not learned, same columns; at least two.
        synthetic: New rows, same columns.
        seed: Start of the random numbers for sub-samples.
        report: Called with the share that is done, 0-1.
        outcomes: Columns whose prediction is measured first.

    Tables of more than `ROWS_AT_MOST` rows are compared by a random part, which the notes of the result say.
    """
    begun = time.perf_counter()
    notes = _notes(train, holdout, synthetic)
    synthetic = synthetic.select(train.columns)
    copied = copies.check(*(coding.sample(t, _COPIES_AT_MOST, seed) for t in (train, holdout, synthetic)))
    report(0.1)
    train, holdout, synthetic = (coding.sample(t, ROWS_AT_MOST, seed) for t in (train, holdout, synthetic))
    discrete = coding.discrete_columns(pl.concat([train, holdout]))
    reference = Reference(holdout, discrete=discrete, rows_at_most=ROWS_AT_MOST)
    similarity, columns, scores = reference.compare_all(synthetic)
    report(0.3)
    reference_line = halves(pl.concat([train, holdout]), seed, rows=min(holdout.height, ROWS_AT_MOST))
    report(0.45)
    useful = usefulness.predict_each(
        train=train,
        holdout=holdout,
        synthetic=synthetic,
        seed=seed,
        report=lambda share: report(0.45 + 0.45 * share),
        outcomes=outcomes,
    )
    worst = sorted(scores, key=lambda pair: pair.similarity)
    drawn = tuple(pairs.table(pair, holdout, synthetic, discrete) for pair in worst[:PAIRS_SHOWN])
    report(1.0)
    return EvaluationResult(
        synthetic=similarity,
        halves=reference_line,
        columns=tuple(sorted(columns, key=worst_of)),
        pairs=drawn,
        pair_matrix=tuple(_triple(pair) for pair in scores),
        copies=copied,
        seconds=time.perf_counter() - begun,
        usefulness=useful,
        notes=notes,
    )


def worst_of(column: ColumnComparison) -> float:
    """Return the lower of the similarity of a column's values and that of its missing share, 0-1."""
    return min(column.similarity, 1.0 - abs(column.real_missing - column.synthetic_missing))


def _triple(pair: PairScore) -> tuple[str, str, float]:
    return pair.first, pair.second, pair.similarity


def _notes(train: pl.DataFrame, holdout: pl.DataFrame, synthetic: pl.DataFrame) -> tuple[Message, ...]:
    notes = []
    rows = max(train.height, holdout.height, synthetic.height)
    if rows > ROWS_AT_MOST:
        notes.append(
            message(
                "Of tables with more than {limit:,} rows a random part of {limit:,} rows was compared; copies "
                "were looked for among up to {copies:,} rows.",
                limit=ROWS_AT_MOST,
                copies=_COPIES_AT_MOST,
            )
        )
    width = train.width
    if width * (width - 1) // 2 > PAIRS_AT_MOST:
        notes.append(
            message(
                "Of {all:,} pairs of columns a random part of {some:,} was compared.",
                all=width * (width - 1) // 2,
                some=PAIRS_AT_MOST,
            )
        )
    return tuple(notes)
