import subprocess
import sys
from dataclasses import replace

import pytest

from synthdesk.domain.results import ColumnUsefulness, CopyCheck, EvaluationResult, Similarity
from synthdesk.evaluation import summary
from synthdesk.evaluation.verdicts import Grade


@pytest.mark.parametrize(
    ("overall", "said"),
    [(0.96, "looks like the real data"), (0.9, "deserve a look"), (0.7, "differs clearly")],
)
def test_that_the_sentence_follows_the_grade(result: EvaluationResult, overall: float, said: str) -> None:
    changed = replace(result, synthetic=Similarity(overall, 0.9, 0.9), halves=Similarity(0.97, 0.97, 0.97))
    sentence = str(summary.sentence(changed))
    assert said in sentence
    assert f"{round(overall * 100)} %" in sentence


def test_that_a_table_that_looks_alike_but_predicts_badly_is_not_called_good(
    result: EvaluationResult,
) -> None:
    alike = replace(result, synthetic=Similarity(0.96, 0.96, 0.96), halves=Similarity(0.97, 0.97, 0.97))
    poor = replace(alike, usefulness=(ColumnUsefulness("died", 2, 0.5, 0.84),))
    assert summary.grade_of(poor) is Grade.LOOK_CLOSER
    assert "34 percentage points less often" in str(summary.sentence(poor))
    fine = replace(alike, usefulness=(ColumnUsefulness("died", 2, 0.8, 0.84),))
    assert summary.grade_of(fine) is Grade.GOOD


def test_that_only_equal_tables_are_a_hundred_percent_similar(result: EvaluationResult) -> None:
    nearly = replace(result, synthetic=Similarity(0.9999, 1.0, 1.0))
    assert "99 %" in str(summary.sentence(nearly))


def test_that_copies_are_told_beside_what_chance_gives(result: EvaluationResult) -> None:
    said = str(summary.copies_sentence(replace(result, copies=CopyCheck(2000, 3, 1000, 1, 0))))
    assert said == "3 of 2,000 synthetic rows equal a real row; about 2 would be expected by chance."


def test_that_a_result_without_columns_has_a_summary(result: EvaluationResult) -> None:
    bare = replace(result, columns=(), pairs=(), usefulness=())
    assert len(summary.sentences(bare)) == 2


def test_that_few_held_out_rows_are_told(result: EvaluationResult) -> None:
    assert "too few" in str(summary.power_sentence(replace(result, copies=CopyCheck(100, 0, 30, 0, 0))))


def test_that_the_window_can_use_summary_and_report_without_table_libraries() -> None:
    code = (
        "import sys; import synthdesk.evaluation.report, synthdesk.evaluation.figures\n"
        "print([m for m in ('polars', 'numpy', 'scipy', 'sklearn') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
