"""Rows are drawn until they obey every rule and condition, by a model that knows nothing of either."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from synthdesk.domain.errors import UserError
from synthdesk.domain.exporting import RowRequest
from synthdesk.domain.preprocessing import PreprocessPlan
from synthdesk.domain.rules import (
    Condition,
    IfThen,
    OnlyCombinations,
    Rule,
    RulePlan,
    Test,
    UniqueKey,
)
from synthdesk.domain.schema import Column, ColumnKind, NumberStyle, Schema
from synthdesk.jobs import drawing
from synthdesk.jobs.drawing import Drawing
from synthdesk.jobs.models import Model
from synthdesk.jobs.row_tasks import parts_of, value_batches
from synthdesk.preprocessing.judging import breaking
from synthdesk.preprocessing.preparing import prepare
from synthdesk.preprocessing.restoring import Restoration

N = 300
WHOLE = NumberStyle()


class Scrambled:
    """A model that draws each column by itself from the prepared rows; `where` is met by leaving rows out."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame

    def sample(
        self, rows: int, *, where: Mapping[str, str] | None = None, seed: int
    ) -> Iterator[pl.DataFrame]:
        rng = np.random.default_rng(seed)
        while rows > 0:
            drawn = [s[rng.integers(len(s), size=2000)] for s in self._frame.get_columns()]
            made = pl.DataFrame(drawn).filter(
                [pl.col(name) == value for name, value in (where or {}).items()] or [pl.lit(value=True)]
            )
            made = made.head(min(rows, 700))
            rows -= made.height
            yield made

    def categories(self, column: str) -> tuple[str, ...]:
        return tuple(self._frame[column].drop_nulls().unique().to_list())

    def save(self, folder: Path) -> None:
        raise NotImplementedError


def model(*rules: Rule) -> Model:
    rng = np.random.default_rng(1)
    ward = rng.choice(["eye", "bone", "heart"], N, p=[0.6, 0.3, 0.1])
    values = pl.DataFrame(
        {
            "id": [f"P{n:04d}" for n in range(N)],
            "ward": ward,
            "code": pl.Series([{"eye": "H", "bone": "M", "heart": "I"}[w] for w in ward]),
            "age": rng.integers(20, 90, N),
            "bed": rng.integers(1, 400, N),
        }
    )
    schema = Schema(
        (
            Column("id", ColumnKind.IDENTIFIER),
            Column("ward", ColumnKind.CATEGORY),
            Column("code", ColumnKind.CATEGORY),
            Column("age", ColumnKind.WHOLE_NUMBER, number=WHOLE),
            Column("bed", ColumnKind.WHOLE_NUMBER, number=WHOLE),
        )
    )
    plan = PreprocessPlan(rules=tuple(RulePlan(rule) for rule in rules))
    prepared = prepare(values, schema, plan)
    return Model(Scrambled(prepared.frame), prepared.restoration)


def made(rows: RowRequest, *rules: Rule) -> tuple[pl.DataFrame, Drawing, Model]:
    own = model(*rules)
    draw = Drawing(own, rows.seed)
    return pl.concat(list(value_batches(draw, own, rows, {}))), draw, own


OLD = IfThen((Condition("age", Test.MORE, ("60",)),), Condition("bed", Test.AT_MOST, ("200",)))
PAIRS = OnlyCombinations(("ward", "code"))


def test_that_rows_that_break_a_rule_are_drawn_again_and_counted() -> None:
    rows, draw, own = made(RowRequest(5000), OLD)
    assert rows.height == 5000
    assert not breaking(rows, own.restoration.rules, own.restoration.schema).any()
    assert draw.tally.refused > 100
    assert draw.tally.broken[OLD] == draw.tally.refused
    assert rows["id"].n_unique() == 5000


def test_that_the_same_request_gives_the_same_rows() -> None:
    assert made(RowRequest(2000, seed=5), OLD, PAIRS)[0].equals(made(RowRequest(2000, seed=5), OLD, PAIRS)[0])
    assert not made(RowRequest(2000), OLD)[0].equals(made(RowRequest(2000, seed=2), OLD)[0])


def test_that_keys_are_unique_over_all_batches() -> None:
    key = UniqueKey(("age", "bed"))
    rows, draw, _ = made(RowRequest(4000), key)
    assert not rows.select("age", "bed").is_duplicated().any()
    assert draw.tally.broken[key] == draw.tally.refused > 0


def test_that_a_condition_on_a_joined_column_steers_the_model() -> None:
    rows, draw, _ = made(RowRequest(500, where=(("code", "I"),)), PAIRS)
    assert set(rows["ward"]) == {"heart"}
    assert draw.tally.drawn == 500


def test_that_joined_columns_can_be_balanced_exactly() -> None:
    rows, _, own = made(RowRequest(301, balance="ward"), PAIRS, OLD)
    assert sorted(rows["ward"].value_counts()["count"]) == [100, 100, 101]
    assert not breaking(rows, own.restoration.rules, own.restoration.schema).any()


def test_that_values_that_never_meet_are_refused() -> None:
    with pytest.raises(UserError, match="never appear together"):
        made(RowRequest(5, where=(("ward", "eye"), ("code", "I"))), PAIRS)


def test_that_rules_that_hardly_a_row_obeys_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "TRIED_BEFORE_GIVING_UP", 3000)
    own = model()
    bad = Model(own.trained, Restoration(own.restoration.columns, (UniqueKey(("ward",)),)))
    batches = Drawing(bad, 1).batches(parts_of(bad, RowRequest(50)))
    with pytest.raises(UserError, match="No two rows have the same “ward”"):
        list(batches)
