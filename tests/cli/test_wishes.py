import pytest

from synthdesk.cli.endings import UsageError
from synthdesk.cli.wishes import comparison
from synthdesk.domain.wishes import Analysis, Comparison
from synthdesk.evaluation.report_analyses import formula


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("means: cost ~ ward", Comparison(Analysis.MEANS, "cost", ("ward",))),
        ("linear: total cost ~ age + ward", Comparison(Analysis.LINEAR, "total cost", ("age", "ward"))),
        ("logistic: income=>50K ~ age", Comparison(Analysis.LOGISTIC, "income", ("age",), value=">50K")),
        ("survival: died = yes @ days", Comparison(Analysis.SURVIVAL, "died", (), "days", "yes")),
    ],
)
def test_that_an_analysis_is_read(text: str, expected: Comparison) -> None:
    assert comparison(text) == expected
    assert comparison(f"{expected.analysis}: {formula(expected)}") == expected


@pytest.mark.parametrize(
    "text", ["", "magic: a ~ b", "linear", "cox: died ~ age", "means: cost @ days ~ ward"]
)
def test_that_what_is_no_analysis_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        comparison(text)
