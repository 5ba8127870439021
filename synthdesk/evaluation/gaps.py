"""Which columns are missing together: patterns of gaps in real rows, and in synthetic ones beside them."""

from collections.abc import Mapping
from statistics import fmean

import polars as pl

from synthdesk.domain.gaps import GapPattern, Gaps
from synthdesk.evaluation.details import missing_patterns

PATTERNS_AT_MOST = 20
_DRAWS = 10
_ROWS = "\x1drows"

_Shares = Mapping[tuple[str, ...], float]


def rows_to_compare(real_rows: int) -> int:
    """Return how many synthetic rows `find` compares with as many real ones: half of these."""
    return real_rows // 2


def find(real: pl.DataFrame, synthetic: pl.DataFrame | None = None, *, seed: int = 1) -> Gaps:
    """Return the gaps of `real`, and how those of `synthetic` compare.

    Args:
        real: Real rows, one or more, any types.
        synthetic: New rows with the same columns, at least `rows_to_compare` of them; None when there are none.
        seed: Fixes the halves.
    """
    columns = [(name, real[name].null_count() / real.height) for name in real.columns]
    shares = _shares(real)
    made = None if synthetic is None else _shares(synthetic.select(real.columns))
    both = {*shares, *(made or {})}
    known = sorted(both, key=lambda p: (-shares.get(p, 0.0), -(made or {}).get(p, 0.0), len(p), p))
    patterns = tuple(
        GapPattern(pattern, shares.get(pattern, 0.0), None if made is None else made.get(pattern, 0.0))
        for pattern in known[:PATTERNS_AT_MOST]
    )
    with_gaps = tuple(sorted((c for c in columns if c[1]), key=lambda c: -c[1]))
    distance, halves = (None, None) if synthetic is None else _distances(real, synthetic, seed)
    return Gaps(real.height, with_gaps, patterns, len(known) - len(patterns), distance, halves)


def _distances(real: pl.DataFrame, synthetic: pl.DataFrame, seed: int) -> tuple[float, float]:
    """Return the distance of a half of the real rows from as many new ones, and from the other half."""
    size = rows_to_compare(real.height)
    found = []
    for draw in range(_DRAWS):
        mixed = real.sample(2 * size, shuffle=True, seed=seed + draw)
        made = synthetic.sample(min(size, synthetic.height), shuffle=True, seed=seed + draw)
        half = mixed[:size]
        found.append((1 - missing_patterns(half, made), 1 - missing_patterns(half, mixed[size:])))
    return fmean(pair[0] for pair in found), fmean(pair[1] for pair in found)


def _shares(frame: pl.DataFrame) -> _Shares:
    counts = frame.select(pl.all().is_null()).group_by(pl.all()).len(_ROWS).rows()
    names = frame.columns
    return {
        tuple(n for n, is_missing in zip(names, row, strict=False) if is_missing): row[-1] / frame.height
        for row in counts
    }
