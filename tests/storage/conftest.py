"""Projects with something in every field, and strategies that make any project."""

from dataclasses import replace
from pathlib import Path

import pytest

from synthdesk.domain.facts import Bars, ColumnFacts, Histogram, Preview
from synthdesk.domain.messages import message
from synthdesk.domain.preprocessing import ColumnPlan, MissingTreatment, PreprocessPlan, Role
from synthdesk.domain.project import Project
from synthdesk.domain.questions import Choice, Question
from synthdesk.domain.results import (
    ColumnComparison,
    CopyCheck,
    EvaluationResult,
    PairComparison,
    RunRecord,
    Similarity,
)
from synthdesk.domain.schema import Column, ColumnKind, NumberStyle, Schema
from synthdesk.domain.source import ImportOptions, Source
from synthdesk.domain.training import TrainingConfig

CANARY = "Canary-Person"
RUN_ID = "20240102-abc"


def full_project() -> Project:
    options = ImportOptions("cp1252", ";", ",", 1, None, (("missing:age:-99", "yes"),))
    schema = Schema(
        (
            Column("age", ColumnKind.NUMBER, NumberStyle(",", ".", 1, fixed=True), missing=("-99", "")),
            Column("born", ColumnKind.DATETIME, date_pattern="%d.%m.%Y", label="Date of birth"),
            Column("ward", ColumnKind.CATEGORY),
        )
    )
    facts = (
        ColumnFacts(
            "age", 50, 2, 40, (CANARY,), Histogram((18.3, 40.0, 97.1), (30, 18)), "18.3", "30", "45", "60", "97.1",
            misfits=1, misfit_examples=(CANARY,),
        ),
        ColumnFacts("ward", 50, 0, 3, (CANARY,), Bars(("A", CANARY), (46, 4)), rare=((CANARY, 4),)),
    )  # fmt: skip
    question = Question(
        "missing:age:-99",
        "age",
        message("“{text}” is there {count:,} times. Does it mean “no value”?", text="-99", count=12),
        (Choice("yes", message("Yes")), Choice("no", message("No"))),
        proposal="yes",
        answer="yes",
    )
    preview = Preview(options, "text", schema.names, tuple(c.kind for c in schema), ((CANARY, None, "A"),))
    plan = PreprocessPlan((("age", ColumnPlan(Role.LEARN, MissingTreatment.VALUE, "0", "0", "120", 0, 10)),))
    project = Project().with_table(
        Source("/data/stays.csv", "0" * 64, options, 50, "text"), schema, (question,), facts, preview
    )
    project = project.with_plan(plan)
    run = RunRecord(
        RUN_ID,
        TrainingConfig(synthesizer="ctgan", epochs=2),
        40,
        10,
        0,
        2,
        1,
        0.8,
        0.95,
        12.5,
        "processor",
        False,
    )
    return project.with_run(run, (project.recipe, "0" * 64)).with_evaluation(evaluation())


def evaluation() -> EvaluationResult:
    age = ColumnComparison(
        "age", 0.8, Histogram((0.0, 1.0), (3,)), Histogram((0.0, 1.0), (4,)), 0.0, 0.1, "a", "b"
    )
    ward = ColumnComparison("ward", 0.7, Bars(("A",), (5,), 1), Bars(("A",), (6,)), 0.0, 0.0)
    pair = PairComparison("age", "ward", 0.6, ("0–1",), ("A", "B"), ((0.5, 0.5),), ((0.4, 0.6),))
    return EvaluationResult(
        Similarity(0.8, 0.75, 0.85),
        Similarity(0.97, 0.98, 0.96),
        (ward, age),
        (pair,),
        (("age", "ward", 0.6),),
        CopyCheck(100, 2, 50, 1, 1),
        1.5,
    )


@pytest.fixture
def project() -> Project:
    return full_project()


@pytest.fixture
def work_folder(tmp_path: Path) -> Path:
    """A workspace with the table and a finished run."""
    folder = tmp_path / "work"
    run = folder / "runs" / RUN_ID
    run.mkdir(parents=True)
    (folder / "source.parquet").write_bytes(b"PAR1" + CANARY.encode() + b"PAR1")
    (run / "model.safetensors").write_bytes(bytes(range(256)) * 8)
    (run / "model.json").write_text('{"format": 1}', encoding="utf-8")
    (run / "checkpoint.json").write_text("{}", encoding="utf-8")
    return folder


@pytest.fixture
def project_with_rows(project: Project) -> Project:
    return replace(project, store_rows=True)
