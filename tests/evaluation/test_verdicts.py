import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import fisher_exact

from synthdesk.domain.privacy import Outcome
from synthdesk.domain.results import CopyCheck, Similarity
from synthdesk.evaluation.verdicts import (
    Grade,
    fisher_greater,
    grade,
    grade_of_column,
    judge_copies,
)


def similarity(overall: float) -> Similarity:
    return Similarity(overall, overall, overall)


@pytest.mark.parametrize(
    ("overall", "expected"), [(0.95, Grade.GOOD), (0.90, Grade.LOOK_CLOSER), (0.80, Grade.PROBLEM)]
)
def test_that_a_table_is_graded_by_how_far_it_is_behind_real_samples(overall: float, expected: Grade) -> None:
    assert grade(similarity(overall), similarity(0.97)) is expected


def test_that_nothing_is_good_where_real_samples_are_not_alike_either() -> None:
    assert grade(similarity(0.1), similarity(0.1)) is Grade.LOOK_CLOSER


def test_that_columns_are_graded_by_their_own_similarity() -> None:
    assert [grade_of_column(s) for s in (0.9, 0.8, 0.7)] == [Grade.GOOD, Grade.LOOK_CLOSER, Grade.PROBLEM]


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_that_the_test_of_fisher_equals_that_of_scipy(a: int, b: int, c: int, d: int) -> None:
    expected = fisher_exact([[a, b], [c, d]], alternative="greater").pvalue
    assert fisher_greater(a, a + b, c, c + d) == pytest.approx(expected, abs=1e-9)


def test_that_many_copies_stop() -> None:
    # 50 of 1,000 against 1 of 1,000: what a generator that releases 5 % of its rows shows
    verdict = judge_copies(CopyCheck(1000, 50, 1000, 1, 50))
    assert verdict.outcome is Outcome.STOP
    assert verdict.p_value < 1e-9
    assert verdict.expected == pytest.approx(1.0)


def test_that_one_unique_row_copied_asks_for_a_closer_look_where_chance_copies_none() -> None:
    assert judge_copies(CopyCheck(1000, 1, 1000, 1, 1, 0)).outcome is Outcome.REVIEW


def test_that_unique_rows_copied_as_often_as_by_chance_are_no_alarm() -> None:
    assert judge_copies(CopyCheck(16_281, 11, 3_256, 3, 10, 3)).outcome is Outcome.NONE


def test_that_unique_rows_copied_more_often_than_by_chance_ask_for_a_closer_look() -> None:
    # ten of the holdout's copies are of frequent rows, which hides the unique ones in the sum
    assert judge_copies(CopyCheck(1000, 18, 1000, 11, 12, 1)).outcome is Outcome.REVIEW


def test_that_copies_chance_explains_are_no_alarm() -> None:
    assert judge_copies(CopyCheck(1000, 400, 1000, 400, 0)).outcome is Outcome.NONE


def test_that_no_copies_are_no_alarm_even_with_few_rows_held_out() -> None:
    verdict = judge_copies(CopyCheck(1000, 0, 30, 0, 0))
    assert (verdict.outcome, verdict.testable) == (Outcome.NONE, False)


def test_that_copies_beside_few_held_out_rows_ask_for_a_closer_look() -> None:
    assert judge_copies(CopyCheck(100, 1, 30, 1, 0)).outcome is Outcome.REVIEW


def test_that_the_power_is_the_smallest_count_that_stops() -> None:
    copies = CopyCheck(1000, 0, 500, 2, 0)
    from_here = judge_copies(copies).noticed_from
    stops = [judge_copies(CopyCheck(1000, n, 500, 2, 0)).outcome for n in (from_here - 1, from_here)]
    assert stops == [Outcome.NONE, Outcome.STOP]


def test_that_a_million_rows_are_judged_at_once() -> None:
    assert judge_copies(CopyCheck(10**6, 300_000, 10**6, 100_000, 5)).outcome is Outcome.STOP


def test_that_nothing_held_out_is_no_error() -> None:
    assert judge_copies(CopyCheck(10, 10, 0, 0, 0)).outcome is Outcome.REVIEW
