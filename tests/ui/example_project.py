"""The bundled example, taken through real child processes as far as a test needs it."""

from dataclasses import dataclass
from pathlib import Path

from synthdesk.domain.events import Finished
from synthdesk.domain.facts import ImportedTable
from synthdesk.domain.project import Project
from synthdesk.domain.results import EvaluationResult, RunRecord
from synthdesk.domain.source import ImportOptions
from synthdesk.domain.training import Preset, config_for
from synthdesk.jobs.process_run import ProcessRun
from synthdesk.jobs.requests import Evaluate, ReadTable, Request, Train


@dataclass(frozen=True)
class Example:
    """A project and the folder its children worked in."""

    project: Project
    folder: Path


def through(path: Path, folder: Path, *, epochs: int = 2) -> Example:
    """Read `path`, train `epochs` rounds and evaluate, all in `folder`."""
    table = result(ReadTable(str(path), ImportOptions(), str(folder)))
    assert isinstance(table, ImportedTable)
    project = Project().with_table(table.source, table.schema, table.questions, table.facts, table.preview)
    config = config_for(Preset.QUICK, synthesizer="ctgan", epochs=epochs, max_minutes=60.0, threads=1)
    project = project.with_config(config)
    digest = table.source.sha256
    run = result(Train(str(folder), project.recipe, digest, "run1"))
    assert isinstance(run, RunRecord)
    project = project.with_run(run, (project.recipe, digest))
    evaluation = result(Evaluate(str(folder), project.recipe, run.run_id))
    assert isinstance(evaluation, EvaluationResult)
    return Example(project.with_evaluation(evaluation), folder)


def result(request: Request) -> object:
    """Do `request` in a child and return its result."""
    run = ProcessRun(request)
    run.start()
    while True:
        for event in run.poll(1.0):
            if isinstance(event, Finished):
                return event.result
            assert type(event).__name__ not in ("Failed", "Cancelled"), event
