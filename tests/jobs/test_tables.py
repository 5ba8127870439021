"""The fair split and the shares of balanced rows, by hand where there are numbers."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from synthdesk.domain.errors import UserError
from synthdesk.domain.preprocessing import ColumnPlan, PreprocessPlan, Role
from synthdesk.domain.project import Recipe
from synthdesk.domain.schema import Column, ColumnKind, NumberStyle, Schema
from synthdesk.domain.training import TrainingConfig
from synthdesk.jobs import tables
from synthdesk.jobs.drawing import mixed_seed
from synthdesk.jobs.row_tasks import share_of

SCHEMA = Schema(
    (
        Column("id", ColumnKind.IDENTIFIER),
        Column("age", ColumnKind.WHOLE_NUMBER, NumberStyle()),
        Column("sex", ColumnKind.CATEGORY),
        Column("note", ColumnKind.TEXT),
    )
)
RECIPE = Recipe(SCHEMA, PreprocessPlan(), TrainingConfig(holdout_share=0.25))


def texts(rows: int) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "id": [f"P{n:04d}" for n in range(rows)],
            "age": [str(20 + n % 50) for n in range(rows)],
            "sex": ["fm"[n % 2] for n in range(rows)],
            "note": ["free text"] * rows,
        }
    )


@pytest.mark.parametrize(
    ("rows", "share", "held_out"), [(20, 0.2, 10), (50, 0.2, 10), (1000, 0.2, 200), (101, 0.25, 25)]
)
def test_that_a_split_uses_every_row_once(rows, share, held_out):
    learn, out = tables.split(rows, share, seed=1)
    assert len(out) == held_out
    assert sorted([*learn, *out]) == list(range(rows))
    assert np.all(np.diff(learn) > 0)
    assert np.all(np.diff(out) > 0)


def test_that_a_split_follows_from_its_seed_alone():
    first, again, other = (tables.split(500, 0.2, seed=seed)[1] for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_that_every_row_is_held_out_equally_often():
    held_out = np.zeros(40)
    for seed in range(2000):
        held_out[tables.split(40, 0.25, seed)[1]] += 1
    # 2,000 draws with a chance of 1/4: mean 500, standard deviation 19.4; 40 rows stay within 4.5 of them.
    assert np.abs(held_out - 500).max() < 4.5 * 19.4


def test_that_all_rows_of_a_patient_are_on_one_side():
    patients = np.random.default_rng(3).integers(0, 100, 400)
    learn, out = tables.split(400, 0.25, seed=1, patients=patients)
    assert sorted([*learn, *out]) == list(range(400))
    assert not set(patients[learn]) & set(patients[out])
    assert 100 <= len(out) < 115


def test_that_every_patient_is_held_out_about_equally_often_whatever_his_rows():
    patients = np.repeat(np.arange(40), np.arange(40) % 4 + 1)
    held_out = np.zeros(40)
    for seed in range(1000):
        held_out[np.unique(patients[tables.split(100, 0.25, seed, patients)[1]])] += 1
    assert held_out.max() < 1.4 * held_out.min()


def by_patient(table: pl.DataFrame, **more: object) -> tables.LearningTable:
    return tables.learning_table(table, replace(RECIPE, config=replace(RECIPE.config, patients="id", **more)))


def test_that_a_learning_table_is_split_by_the_patient_column():
    twice = texts(60).with_columns(id=pl.Series([f"P{n // 2}" for n in range(60)]))
    table = by_patient(twice)
    assert len(np.unique(table.patients)) == 30
    assert not set(table.patients[table.learn]) & set(table.patients[table.held_out])


def test_that_without_a_setting_the_person_column_of_the_schema_counts():
    twice = texts(60).with_columns(id=pl.Series([f"P{n // 2}" for n in range(60)]))
    of_schema = replace(RECIPE, schema=replace(RECIPE.schema, person_column="id"))
    chosen, said = by_patient(twice), tables.learning_table(twice, of_schema)
    assert of_schema.patient_column == "id"
    assert said.held_out.tolist() == chosen.held_out.tolist()
    assert said.prepared.frame.equals(chosen.prepared.frame)


def test_that_rows_without_a_patient_are_patients_of_their_own():
    table = by_patient(texts(40).with_columns(id=pl.Series([f"P{n}" for n in range(20)] + [None] * 20)))
    assert len(np.unique(table.patients)) == 40


def test_that_too_few_patients_and_a_missing_patient_column_are_refused():
    with pytest.raises(UserError, match="5 patients"):
        by_patient(texts(40).with_columns(id=pl.Series([f"P{n % 5}" for n in range(40)])))
    other = replace(RECIPE, config=replace(RECIPE.config, patients="nobody"))
    with pytest.raises(UserError, match="“nobody”"):
        tables.learning_table(texts(40), other)


def test_that_a_learning_table_holds_learned_columns_only():
    table = tables.learning_table(texts(40), RECIPE)
    assert table.prepared.frame.columns == ["age", "sex"]
    assert (len(table.learn), len(table.held_out), table.rows_left_out) == (30, 10, 0)
    assert table.values(table.held_out).columns == ["age", "sex"]


def test_that_too_few_rows_are_refused_with_both_numbers():
    with pytest.raises(UserError) as refused:
        tables.learning_table(texts(19), RECIPE)
    assert "19" in str(refused.value)
    assert "20" in str(refused.value)


def test_that_a_table_without_a_needed_column_is_refused():
    with pytest.raises(UserError, match="“sex”"):
        tables.check_columns(texts(5).drop("sex"), SCHEMA)
    with pytest.raises(UserError, match="lacks 2 columns"):
        tables.check_columns(texts(5).drop("sex", "age"), SCHEMA)


def test_that_a_project_without_rows_says_what_to_do(tmp_path):
    with pytest.raises(UserError, match="Open the table's file again"):
        tables.load_texts(str(tmp_path))


def test_that_texts_come_back_as_they_were_stored(tmp_path):
    tables.store_texts(texts(7), str(tmp_path))
    assert tables.load_texts(str(tmp_path)).equals(texts(7))


def test_that_new_rows_have_no_column_that_is_left_out():
    plan = PreprocessPlan().with_columns(["age"], ColumnPlan(role=Role.LEAVE_OUT))
    assert tables.columns_of_new_rows(SCHEMA, plan) == ["id", "sex"]


def test_that_real_identifiers_are_known_by_column():
    assert tables.identifiers(texts(3), RECIPE) == {"id": frozenset({"P0000", "P0001", "P0002"})}


@pytest.mark.parametrize(("rows", "parts"), [(10, 3), (1, 4), (0, 2), (12, 4)])
def test_that_shares_add_up_and_differ_by_one_at_most(rows, parts):
    shares = [share_of(rows, number, parts) for number in range(parts)]
    assert sum(shares) == rows
    assert max(shares) - min(shares) <= 1


def test_that_mixed_seeds_differ_and_fit_63_bits():
    seeds = {mixed_seed(a, b, c) for a in range(5) for b in range(5) for c in range(5)}
    assert len(seeds) == 125
    assert all(0 <= seed < 2**63 for seed in seeds)
