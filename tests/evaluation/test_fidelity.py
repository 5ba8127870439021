from collections.abc import Callable

import numpy as np
import polars as pl
import pytest

from synthdesk.domain.facts import Bars, Histogram
from synthdesk.domain.results import EvaluationResult
from synthdesk.evaluation import fidelity
from synthdesk.evaluation.fidelity import evaluate, worst_of

Tables = tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]
MakeTable = Callable[[int, int], pl.DataFrame]
RARE = "Canary disease"


def quietly(train: pl.DataFrame, holdout: pl.DataFrame, synthetic: pl.DataFrame) -> EvaluationResult:
    return evaluate(train=train, holdout=holdout, synthetic=synthetic, seed=1, report=lambda _: None)


def test_that_columns_and_pairs_come_worst_first(result: EvaluationResult) -> None:
    assert [worst_of(c) for c in result.columns] == sorted(worst_of(c) for c in result.columns)
    assert [p.similarity for p in result.pairs] == sorted(p.similarity for p in result.pairs)
    assert len(result.pair_matrix) == 15
    assert {c.name for c in result.columns} == {"age", "ward", "cost", "outcome", "admitted", "country"}


def test_that_the_same_seed_gives_the_same_result(tables: Tables, result: EvaluationResult) -> None:
    again = quietly(*tables)
    assert (again.synthetic, again.halves, again.columns, again.pairs, again.copies, again.usefulness) == (
        result.synthetic, result.halves, result.columns, result.pairs, result.copies, result.usefulness
    )  # fmt: skip


def test_that_progress_rises_to_one(tables: Tables) -> None:
    train, holdout, synthetic = tables
    seen: list[float] = []
    evaluate(train=train, holdout=holdout, synthetic=synthetic, seed=1, report=seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 1.0


def test_that_a_spoilt_column_comes_first(tables: Tables) -> None:
    train, holdout, synthetic = tables
    spoilt = synthetic.with_columns((pl.col("age") + 40).alias("age"))
    assert quietly(train, holdout, spoilt).columns[0].name == "age"


def test_that_lost_values_make_a_column_come_first(tables: Tables) -> None:
    train, holdout, synthetic = tables
    gone = synthetic.with_columns(pl.lit(None, pl.Float64).alias("cost"))
    assert quietly(train, holdout, gone).columns[0].name == "cost"


def test_that_training_rows_given_out_again_are_found(tables: Tables) -> None:
    train, holdout, _ = tables
    found = quietly(train, holdout, train)
    assert found.copies.synthetic_copies == train.height
    assert found.copies.unique_copies > 900


def test_that_tables_for_pairs_have_at_most_twelve_labels_a_side(result: EvaluationResult) -> None:
    for pair in result.pairs:
        assert len(pair.first_labels) <= 12
        assert len(pair.second_labels) <= 12
        for table in (pair.real, pair.synthetic):
            assert [len(line) for line in table] == [len(pair.second_labels)] * len(pair.first_labels)
            assert sum(sum(line) for line in table) == pytest.approx(1.0, abs=0.2)


def test_that_no_drawing_names_a_rare_value_or_shows_an_extreme(
    tables: Tables, result: EvaluationResult
) -> None:
    real = pl.concat(tables[:2])
    ends = {v for name in ("age", "cost") for v in (real[name].min(), real[name].max()) if v not in (20, 90)}
    for column in result.columns:
        if isinstance(column.real, Bars):
            assert RARE not in column.real.labels
        if isinstance(column.real, Histogram) and column.name == "cost":
            assert not ends & set(column.real.edges)
    assert all(RARE not in (*p.first_labels, *p.second_labels) for p in result.pairs)


def test_that_shares_in_pair_tables_are_steps_of_five_rows(result: EvaluationResult) -> None:
    shares = {share for pair in result.pairs for line in pair.real for share in line}
    assert all((share * 500 / 5) == pytest.approx(round(share * 500 / 5)) for share in shares)


def test_that_long_tables_are_compared_by_a_part_and_that_this_is_said(
    tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fidelity, "ROWS_AT_MOST", 200)
    found = quietly(*tables)
    assert "a random part of 200 rows" in str(found.notes[0])
    assert sum(next(c for c in found.columns if c.name == "outcome").real.counts) <= 200


def test_that_the_notes_are_empty_when_all_was_compared(result: EvaluationResult) -> None:
    assert result.notes == ()


@pytest.mark.parametrize("rows", [4, 30])
def test_that_a_tiny_table_is_compared(rows: int, make_table: MakeTable) -> None:
    real = make_table(rows, 3)
    found = quietly(real[: rows // 2], real[rows // 2 :], make_table(rows, 4))
    assert 0 <= found.synthetic.overall <= 1


def test_that_one_class_and_missing_columns_are_compared() -> None:
    table = pl.DataFrame(
        {"c": ["x"] * 40, "gone": [None] * 40, "n": [1.5] * 40},
        schema={"c": pl.String, "gone": pl.Float64, "n": pl.Float64},
    )
    found = quietly(table[:20], table[20:], table)
    assert found.synthetic.overall == pytest.approx(1.0)
    assert found.copies.synthetic_copies == 0


def test_that_a_million_rows_are_compared() -> None:
    rng = np.random.default_rng(0)
    table = pl.DataFrame({"x": rng.normal(size=10**6), "c": rng.choice(["a", "b"], 10**6)})
    found = quietly(table[:800_000], table[800_000:], table)
    assert found.synthetic.overall > 0.98
    assert len(found.notes) == 1
