import numpy as np
import pytest

from synthdesk.synthesizers.classes import counting
from synthdesk.synthesizers.classes.counting import (
    Frame,
    best_strengths,
    class_rows,
    count,
    first_counts,
    shares,
)

FRAME = Frame((2, 3), np.array([0.5, 0.5, 0.6, 0.3, 0.1]))


def two_kinds(rows: int) -> np.ndarray:
    """Rows of which half are (0, 0) and half (1, 1 or 2)."""
    rng = np.random.default_rng(1)
    first = rng.integers(0, 2, rows)
    return np.stack([first, first * rng.integers(1, 3, rows)], axis=1).astype(np.int32)


def test_that_rows_are_shared_out_among_the_classes_by_bayes_rule() -> None:
    counts = np.array([[8, 1], [2, 1], [5, 1], [5, 1], [0, 0]], np.float32)
    strengths = np.array([2.0, 1.0])
    parts = shares(counts, FRAME, strengths)
    assert parts[:, 0] == pytest.approx([9 / 12, 3 / 12, 5.6 / 11, 5.3 / 11, 0.1 / 11])
    found, likelihood = count(np.array([[0, 2]], np.int32), FRAME, counts, strengths)
    joint = np.array([10, 2]) / 12 * parts[0] * parts[4]
    assert found[0] == pytest.approx(joint / joint.sum())
    assert found[4] == pytest.approx(joint / joint.sum())
    assert found[[1, 2, 3]].sum() == 0
    assert likelihood == pytest.approx(np.log(joint.sum()), rel=1e-5)


def test_that_pieces_of_rows_are_counted_like_all_at_once(monkeypatch) -> None:
    codes = two_kinds(100)
    counts = first_counts(codes, FRAME, 3, np.random.default_rng(1))
    whole = count(codes, FRAME, counts, np.ones(2))
    monkeypatch.setattr(counting, "PIECE_ROWS", 7)
    pieces = count(codes, FRAME, counts, np.ones(2))
    assert pieces[0] == pytest.approx(whole[0], rel=1e-4)
    assert pieces[1] == pytest.approx(whole[1])
    assert class_rows(whole[0], FRAME).sum() == pytest.approx(100, rel=1e-4)


def test_that_each_round_foretells_the_rows_better_until_the_kinds_are_found() -> None:
    codes = two_kinds(1000)
    strengths = np.full(2, 0.1)
    counts = np.array([[3, 2], [2, 3], [3, 2], [1, 2], [1, 1]], np.float32)
    likelihoods = []
    for _ in range(15):
        counts, likelihood = count(codes, FRAME, counts, strengths)
        likelihoods.append(likelihood)
    assert likelihoods == sorted(likelihoods)
    assert counts[0, 0] == pytest.approx((codes[:, 0] == 0).sum(), abs=2)
    assert counts[1, 0] < 2


def test_that_a_column_that_goes_with_no_class_is_held_to_the_whole_table() -> None:
    rng = np.random.default_rng(2)
    telling = np.array([[50, 0], [0, 50]])
    chance = np.stack([rng.multinomial(50, [0.6, 0.3, 0.1]) for _ in range(2)], axis=1)
    first, second = best_strengths(np.concatenate([telling, chance]).astype(np.float32), FRAME)
    assert first <= 1.0
    assert second >= 10.0
