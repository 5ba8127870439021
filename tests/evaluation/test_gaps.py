import numpy as np
import polars as pl
import pytest

from synthdesk.domain.gaps import GapPattern
from synthdesk.evaluation import gaps

REAL = pl.DataFrame({"a": [1, None, None, 4], "b": ["x", None, None, "y"], "c": [1, 2, None, 4]})


def test_that_patterns_of_gaps_are_counted_most_frequent_first() -> None:
    found = gaps.find(REAL)
    assert found.rows == 4
    assert found.columns == (("a", 0.5), ("b", 0.5), ("c", 0.25))
    assert found.patterns == (
        GapPattern((), 0.5),
        GapPattern(("a", "b"), 0.25),
        GapPattern(("a", "b", "c"), 0.25),
    )
    assert (found.distance, found.between_halves) == (None, None)


def test_that_patterns_that_only_new_rows_have_are_named_as_well() -> None:
    made = pl.DataFrame({"c": [1, None], "b": ["x", "y"], "a": [1, 2], "more": [1, 1]})
    found = gaps.find(REAL, made)
    shares = {pattern.columns: (pattern.real, pattern.synthetic) for pattern in found.patterns}
    assert shares == {
        (): (0.5, 0.5),
        ("a", "b"): (0.25, 0.0),
        ("a", "b", "c"): (0.25, 0.0),
        ("c",): (0.0, 0.5),
    }
    assert found.distance is not None
    assert found.distance >= 0.5


def test_that_rows_with_the_same_gaps_are_as_near_as_two_halves() -> None:
    rng = np.random.default_rng(5)
    gap = pl.Series(rng.random(800) < 0.3)
    table = pl.DataFrame({"a": rng.normal(size=800), "b": rng.normal(size=800)})
    together = table.with_columns(pl.when(~gap).then(pl.all()))
    apart = together.with_columns(
        pl.Series("b", together["b"].to_numpy()[rng.permutation(800)]).fill_nan(None)
    )
    same = gaps.find(together[:600], together[600:])
    other = gaps.find(together[:600], apart[600:])
    assert same.distance == pytest.approx(same.between_halves, abs=0.06)
    assert other.distance > 0.3


def test_that_only_the_most_frequent_patterns_are_listed() -> None:
    rng = np.random.default_rng(6)
    table = pl.DataFrame({f"c{n}": [None if x else 1 for x in rng.random(300) < 0.5] for n in range(8)})
    found = gaps.find(table)
    assert len(found.patterns) == gaps.PATTERNS_AT_MOST
    assert found.others == table.select(pl.all().is_null()).n_unique() - gaps.PATTERNS_AT_MOST
