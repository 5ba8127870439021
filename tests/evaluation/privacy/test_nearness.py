import numpy as np
import pytest

from synthdesk.evaluation.privacy import nearness
from synthdesk.evaluation.privacy.nearness import Table, odds

rng = np.random.default_rng(1)


def table(keys: list[int], values: list[float]) -> Table:
    return Table(np.array(keys, np.uint64), np.array(values, np.float64))


def pairs_of_two(rows: int) -> Table:
    """Return real rows of which two each agree in all other columns."""
    return Table((np.arange(rows) // 2).astype(np.uint64), rng.uniform(0, 1000, rows))


REAL = pairs_of_two(200)
NOBODY = table([], [])


def test_that_equal_numbers_are_odd_where_chance_brings_none() -> None:
    copies = Table(REAL.keys[:20], REAL.values[:20])
    assert odds(copies, NOBODY, copies, REAL) < 1e-6


def test_that_close_numbers_are_odd_too() -> None:
    learned = Table(REAL.keys[::2], REAL.values[::2])
    noisy = Table(learned.keys, learned.values + 5.0)
    assert odds(learned, NOBODY, noisy, REAL) < 1e-9


def test_that_numbers_drawn_anew_are_not() -> None:
    learned = Table(REAL.keys[::2], REAL.values[::2])
    assert odds(learned, NOBODY, Table(learned.keys, rng.uniform(0, 1000, 100)), REAL) > 0.01


def test_that_a_row_with_many_partners_does_not_count_as_close_to_one_by_chance() -> None:
    learned = table([7], [500.0])
    crowd = Table(np.full(100, 7, np.uint64), np.linspace(0, 1000, 100))
    assert odds(learned, NOBODY, crowd, REAL) == 1.0


def test_that_copies_are_seen_among_rows_with_crowds_of_partners() -> None:
    crowds = np.repeat(np.arange(200, 220), 20).astype(np.uint64)
    learned = Table(
        np.append(REAL.keys[:60:2], crowds), np.append(REAL.values[:60:2], rng.uniform(0, 1000, 400))
    )
    made = Table(learned.keys, np.append(REAL.values[:60:2] + 5.0, rng.uniform(0, 1000, 400)))
    assert odds(learned, NOBODY, made, REAL) < 1e-3


def test_that_held_out_rows_as_close_to_synthetic_ones_show_that_it_is_chance() -> None:
    learned = Table(REAL.keys[::2], REAL.values[::2])
    noisy = Table(learned.keys, learned.values + 5.0)
    assert odds(learned, learned, noisy, REAL) > 0.01


def test_that_chance_is_not_known_without_pairs_of_real_rows() -> None:
    lonely = table(list(range(50)), list(range(50)))
    assert odds(lonely, NOBODY, lonely, lonely) is None


def test_that_too_many_pairs_are_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearness, "PAIRS_AT_MOST", 10)
    copies = Table(REAL.keys[:20], REAL.values[:20])
    assert odds(copies, NOBODY, copies, REAL) is None


def test_that_missing_values_make_no_pair() -> None:
    nothing = Table(REAL.keys, np.full(200, np.nan))
    assert odds(nothing, NOBODY, nothing, nothing) is None
