"""What a change of the project keeps, drops and marks as out of date."""

from dataclasses import replace

import pytest

from synthdesk.domain.facts import Preview
from synthdesk.domain.messages import message
from synthdesk.domain.preprocessing import ColumnPlan, PreprocessPlan
from synthdesk.domain.project import Project
from synthdesk.domain.questions import Choice, Question
from synthdesk.domain.results import CopyCheck, EvaluationResult, RunRecord, Similarity
from synthdesk.domain.schema import Column, ColumnKind, Schema
from synthdesk.domain.source import ImportOptions, Source
from synthdesk.domain.training import Preset, TrainingConfig, config_for

SCHEMA = Schema((Column("sex", ColumnKind.CATEGORY), Column("ward", ColumnKind.CATEGORY)))
SOURCE = Source("/data/a.csv", "ab" * 32, ImportOptions(), 100, "text")
PREVIEW = Preview(ImportOptions(), "text", SCHEMA.names, (ColumnKind.CATEGORY,) * 2, ())
RUN = RunRecord("r1", TrainingConfig(), 80, 20, 0, 10, 8, 0.9, 0.95, 3.0, "processor", stopped_early=False)
SIMILARITY = Similarity(0.9, 0.9, 0.9)
EVALUATION = EvaluationResult(SIMILARITY, SIMILARITY, (), (), (), CopyCheck(0, 0, 0, 0, 0), 1.0)


def _trained() -> Project:
    project = Project().with_table(SOURCE, SCHEMA, (), (), PREVIEW)
    return project.with_run(RUN, (project.recipe, SOURCE.sha256)).with_evaluation(EVALUATION)


def test_that_a_run_is_current_until_what_it_learned_from_changes() -> None:
    assert _trained().run_is_current
    assert not Project().run_is_current


@pytest.mark.parametrize(
    "change",
    [
        lambda p: p.with_plan(PreprocessPlan().with_columns(["sex"], ColumnPlan(rare_below=11))),
        lambda p: p.with_schema(Schema((Column("sex", ColumnKind.TEXT), SCHEMA["ward"])), ()),
        lambda p: p.with_table(replace(SOURCE, sha256="cd" * 32), SCHEMA, (), (), PREVIEW),
    ],
    ids=["plan", "schema", "source"],
)
def test_that_an_earlier_step_puts_the_run_out_of_date_but_keeps_it(change) -> None:
    changed = change(_trained())
    assert not changed.run_is_current
    assert (changed.run, changed.evaluation) == (RUN, EVALUATION)


def test_that_other_training_settings_leave_the_run_current() -> None:
    assert _trained().with_config(config_for(Preset.BEST)).run_is_current


def test_that_a_new_run_drops_the_old_evaluation() -> None:
    project = _trained()
    assert project.with_run(replace(RUN, run_id="r2"), (project.recipe, SOURCE.sha256)).evaluation is None


def test_that_a_new_table_keeps_settings_of_columns_that_are_still_there() -> None:
    rare = ColumnPlan(rare_below=11)
    project = Project().with_plan(PreprocessPlan().with_columns(["sex", "gone"], rare))
    assert project.with_table(SOURCE, SCHEMA, (), (), PREVIEW).plan == PreprocessPlan((("sex", rare),))


def test_that_only_unanswered_questions_are_open() -> None:
    choices = (Choice("yes", message("Yes")), Choice("no", message("No")))
    asked = Question("q1", None, message("Is it?"), choices)
    answered = replace(asked, key="q2", answer="yes")
    assert replace(Project(), questions=(asked, answered)).open_questions == (asked,)
