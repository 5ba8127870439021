import numpy as np
import pytest

from synthdesk.synthesizers.trees.questions import (
    LEAF_ROWS,
    Grown,
    Questions,
    aims_of,
    fewest_rows,
)

ROWS = 4000


def random() -> np.random.Generator:
    return np.random.default_rng(3)


def noise(columns: int = 4) -> np.ndarray:
    """Columns that have nothing to do with each other. Shape: (4000, columns)."""
    return random().integers(0, 20, (ROWS, columns)).astype(np.int32)


def aims(codes: np.ndarray, *, ordered: bool = True) -> np.ndarray:
    return aims_of(np.bincount(codes, minlength=20), ordered=ordered, rng=random())[codes]


def grown(codes: np.ndarray, aimed: np.ndarray, trees: int = 5) -> list[Grown]:
    rng = random()
    parts = [np.sort(rng.choice(ROWS, ROWS // 2, replace=False)) for _ in range(trees)]
    return [Grown(Questions(codes[at], aimed[at], rng), at) for at in parts]


def chosen(codes: np.ndarray, aimed: np.ndarray) -> int:
    return fewest_rows(grown(codes, aimed), np.arange(ROWS), codes, aimed)


def test_that_a_column_with_one_code_aims_at_nothing() -> None:
    assert aims_of(np.array([0, 7, 0]), ordered=False, rng=random()).shape == (3, 0)


def test_that_rare_categories_are_told_apart_as_well() -> None:
    found = aims_of(np.arange(30, 0, -1), ordered=False, rng=random())
    assert len({tuple(row) for row in found[15:]}) == 15


def test_that_every_leaf_has_enough_rows() -> None:
    codes = noise()
    leaves = Questions(codes, aims(codes[:, 3]), random()).leaves(codes)
    counts = np.bincount(leaves)
    assert counts[counts > 0].min() >= LEAF_ROWS


def test_that_nodes_of_few_rows_ask_nothing() -> None:
    codes = noise(2)
    questions = Questions(codes, aims(codes.sum(axis=1) // 2), random())
    structure, number = questions.structure(500, before=(4, 7))
    assert set(structure.feature.tolist()) == {-1, 4, 7}
    node = number[questions.leaves(codes)]
    assert (structure.feature[node] == -1).all()
    asks = np.flatnonzero(structure.feature >= 0)
    rows = np.bincount(node, minlength=structure.feature.size)
    for at in asks[::-1]:
        rows[at] = rows[structure.left[at]] + rows[structure.right[at]]
    assert rows[0] == ROWS
    assert rows[asks].min() >= 500


def test_that_all_questions_are_kept_when_no_row_is_too_few() -> None:
    codes = noise(2)
    questions = Questions(codes, aims(codes[:, 1]), random())
    np.testing.assert_array_equal(questions.ends(0), np.arange(questions.means.shape[0]))


def test_that_nothing_is_asked_about_what_is_chance() -> None:
    codes = noise()
    assert chosen(codes[:, :3], aims(codes[:, 3])) > ROWS // 8


def test_that_all_is_asked_about_what_is_certain() -> None:
    codes = noise()
    assert chosen(codes, aims((codes[:, 1] + codes[:, 2]) % 20, ordered=False)) == 0


def test_that_what_is_half_chance_is_asked_about_a_little() -> None:
    codes = noise()
    half = np.where(random().random(ROWS) < 0.5, codes[:, 0], codes[:, 3])
    assert 0 < chosen(codes[:, :3], aims(half)) <= ROWS // 2


def test_that_a_question_looks_at_a_bounded_number_of_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    codes = noise(5)
    aimed = aims(codes[:, 2] // 2)
    first = []
    for asked in (100, 1):
        monkeypatch.setattr("synthdesk.synthesizers.trees.questions.MOST_ASKED", asked)
        first.append(int(Questions(codes, aimed, random()).structure(0, tuple(range(5)))[0].feature[0]) == 2)
    assert first == [True, False]
