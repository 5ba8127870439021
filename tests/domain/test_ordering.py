"""An order of categories is proposed where words or numbers speak for it, and nowhere else."""

import pytest

from synthdesk.domain.ordering import common_order, proposed_order
from synthdesk.domain.schema import Column, ColumnKind


@pytest.mark.parametrize(
    ("name", "ordered"),
    [
        ("AESEV", ["MILD", "MODERATE", "SEVERE"]),
        ("AEREL", ["NONE", "REMOTE", "POSSIBLE", "PROBABLE"]),
        ("agegrp", ["20-29", "30-39", "40-49", "50-59", "60-69", "70+"]),
        ("age", ["<18", "18-64", ">64"]),
        ("tumour", ["T1", "T2", "T3", "T4"]),
        ("x", ["Stage I", "Stage II", "Stage IV"]),
        ("pain", ["0 - none", "1 - mild", "2 - strong"]),
        ("nyha_class", ["1", "2", "3", "4"]),
        ("ToxGrade", ["1", "2", "3"]),
        ("Schmerz", ["leicht", "mittel", "schwer"]),
    ],
)
def test_that_an_order_is_proposed_for_levels(name: str, ordered: list[str]) -> None:
    column = Column(name, ColumnKind.CATEGORY)
    assert list(proposed_order(ordered[::-1], column)) == ordered


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("region", ["1", "2", "3", "4"]),
        ("ward", ["ward 1", "ward 2", "ward 3"]),
        ("race", ["WHITE", "BLACK", "OTHER"]),
        ("sex", ["m", "f"]),
        ("AREL", ["POSSIBLE", "possible", "NONE"]),
        ("day", ["2014-02-13", "2014-02-14", "2014-02-15"]),
        ("result", ["negative", "positive", "invalid"]),
        ("code", [f"{n} x" for n in range(30)]),
    ],
)
def test_that_no_order_is_made_of_names(name: str, values: list[str]) -> None:
    assert proposed_order(values, Column(name, ColumnKind.CATEGORY)) == ()


def test_that_labels_of_codes_speak_for_an_order() -> None:
    labels = (("1", "severe"), ("2", "mild"), ("3", "moderate"))
    column = Column("severity of pain", ColumnKind.CATEGORY, value_labels=labels)
    assert proposed_order(["1", "2", "3"], column) == ("2", "3", "1")


def test_that_orders_that_contradict_each_other_have_none_in_common() -> None:
    assert common_order(("a", "b", "c"), ("a", "c")) == ("a", "b", "c")
    assert common_order(("a", "b", "c"), ("c", "a")) == ()
    assert common_order((), ("c", "a")) == ()
