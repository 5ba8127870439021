"""How alike the numbers of subgroups are: each group of a category column, real against synthetic."""

from collections.abc import Sequence

import polars as pl

from synthdesk.domain.whole_rows import GroupComparison
from synthdesk.evaluation import coding
from synthdesk.evaluation.privacy.rarity import known_columns
from synthdesk.evaluation.similarity import Reference

FEWEST_ROWS = 30
"""Groups of fewer real rows than this are neither named nor compared."""

COLUMNS_AT_MOST = 3
GROUPS_AT_MOST = 8
_ROWS_AT_MOST = 4_000


def compare(
    real: pl.DataFrame, learned: pl.DataFrame, synthetic: pl.DataFrame, wanted: Sequence[str], seed: int
) -> tuple[GroupComparison, ...]:
    """Return each group of some columns compared by all other columns, the least similar first.

    Args:
        real: Real rows the synthetic ones are compared with.
        learned: Other real rows, which show what is within reach.
        synthetic: Synthetic rows.
        wanted: Columns whose groups matter most; others are taken by their names (age bands are not made).
        seed: Start of the random numbers for sub-samples.
    """
    real, learned, synthetic = (coding.sample(t, _ROWS_AT_MOST, seed) for t in (real, learned, synthetic))
    discrete = coding.discrete_columns(real)
    candidates = [*wanted, *known_columns(real), *sorted(discrete, key=lambda n: (real[n].n_unique(), n))]
    names = [n for n in dict.fromkeys(candidates) if n in discrete and real[n].n_unique() > 1]
    found = [each for name in names[:COLUMNS_AT_MOST] for each in _groups_of(name, real, learned, synthetic)]
    return tuple(sorted(found, key=lambda group: group.similarity))


def _groups_of(
    name: str, real: pl.DataFrame, learned: pl.DataFrame, synthetic: pl.DataFrame
) -> list[GroupComparison]:
    texts = pl.col(name).cast(pl.String)
    known = real.select(texts.alias("value")).drop_nulls().to_series()
    counts = known.value_counts().sort("count", "value", descending=True)
    levels = counts.filter(pl.col("count") >= FEWEST_ROWS)["value"].to_list()[:GROUPS_AT_MOST]
    found = []
    for level in levels:
        parts = [frame.filter(texts == level) for frame in (real, learned, synthetic)]
        if parts[1].height and parts[2].height:
            share = parts[0].height / real.height, parts[2].height / synthetic.height
            found.append(_compared(f"{name} = {level}", share, [part.drop(name) for part in parts]))
    return found


def _compared(group: str, shares: tuple[float, float], parts: Sequence[pl.DataFrame]) -> GroupComparison:
    real, learned, synthetic = parts
    reference = Reference(real, pairs_at_most=0)
    similarity, columns = reference.compare(synthetic)
    worst = min(columns, key=lambda column: column.similarity)
    return GroupComparison(
        group,
        *shares,
        similarity=similarity.columns,
        within_reach=reference.compare(learned)[0].columns,
        worst_column=worst.name,
        real_words=worst.real_words,
        synthetic_words=worst.synthetic_words,
    )
