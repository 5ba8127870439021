import json
from dataclasses import replace

from synthdesk.domain.results import CopyCheck, EvaluationResult
from synthdesk.evaluation.figures import as_json


def test_that_the_three_keys_of_the_command_line_are_there(result: EvaluationResult) -> None:
    figures = json.loads(json.dumps(as_json(result), allow_nan=False))
    assert set(figures) == {"quality", "usefulness", "privacy"}
    assert len(figures["quality"]["columns"]) == 6
    assert len(figures["quality"]["pairs"]) == 15
    assert {u["name"] for u in figures["usefulness"]["columns"]} >= {"outcome"}


def test_that_the_check_for_copies_tells_outcome_control_and_power(result: EvaluationResult) -> None:
    check = as_json(replace(result, copies=CopyCheck(1000, 50, 500, 1, 50)))["privacy"]["copied_rows"]
    assert check["outcome"] == "stop"
    assert check["figures"]["synthetic_copies"] == 50
    assert check["control"] == {
        "holdout_rows": 500,
        "holdout_copies": 1,
        "holdout_unique_copies": 0,
    }
    assert check["power"]["testable"] is True
    assert 1 <= check["power"]["copies_noticed_from"] <= 50


def test_that_missing_usefulness_has_its_reason(result: EvaluationResult) -> None:
    assert as_json(replace(result, usefulness=()))["usefulness"]["reason"].endswith(".")
