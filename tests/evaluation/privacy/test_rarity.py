import polars as pl

from synthdesk.domain.privacy import Outcome, Remedy
from synthdesk.evaluation.privacy.rarity import check, known_columns, rare_combinations, rare_values

REAL = pl.DataFrame({"ward": ["eye"] * 6 + ["skin"] * 4 + ["brain"], "n": list(range(11))})


def test_that_rare_values_are_counted_by_hand() -> None:
    released = pl.DataFrame({"ward": ["eye", "skin", "skin", "brain", "new"], "n": [1, 2, 3, 4, 5]})
    assert rare_values(REAL, released, 5) == {"ward": (2, 3)}
    assert rare_values(REAL, released, 4) == {"ward": (1, 1)}
    assert rare_values(REAL, pl.DataFrame({"ward": ["eye"], "n": [10]}), 5) == {}


def test_that_rare_combinations_are_counted_by_hand(judge) -> None:
    schema = {"a": pl.String, "b": pl.String}
    train = pl.DataFrame([("x", "p")] * 5 + [("y", "p"), ("y", "q")], schema=schema, orient="row")
    holdout = pl.DataFrame([("x", "q"), ("x", "p")], schema=schema, orient="row")
    synthetic = pl.DataFrame([("y", "p"), ("x", "p")], schema=schema, orient="row")
    rows = judge(train, holdout, synthetic)
    assert rare_combinations(rows, ("a", "b")) == ((1, 2), (0, 1))


def test_that_columns_outsiders_may_know_are_recognised_by_their_names() -> None:
    frame = pl.DataFrame({"dose": [1], "patient_age": [2], "Geschlecht": ["f"], "plz": ["1"], "page": [3]})
    assert known_columns(frame) == ("patient_age", "Geschlecht", "plz")


def test_that_without_such_names_the_longest_lists_of_values_are_taken() -> None:
    frame = pl.DataFrame({"x": ["a", "b"] * 20, "y": ["a", "b", "c", "d"] * 10, "z": ["a"] * 40})
    assert known_columns(frame) == ("y", "x", "z")


def test_that_a_rare_value_asks_for_a_closer_look_and_offers_larger_groups(judge, make_patients) -> None:
    train = make_patients(500, 1)
    rare = pl.concat([train[:1].with_columns(ward=pl.lit("brain")), train[1:]])
    rows = judge(rare, make_patients(250, 2), pl.concat([rare[:1], make_patients(499, 3)]))
    found = check(rows)
    assert found.outcome is Outcome.REVIEW
    assert found.columns == ("ward",)
    assert (found.actions[0].remedy, found.actions[0].smallest_group) == (Remedy.LARGER_GROUPS, 10)


def test_that_a_clean_table_raises_no_alarm(clean) -> None:
    assert check(clean).outcome is Outcome.NONE


def test_that_a_copied_table_stops(judge, make_patients) -> None:
    train = make_patients(1500, 1)
    rows = judge(train, make_patients(600, 2), train, known=("age", "ward", "weight"))
    assert check(rows).outcome is Outcome.STOP
