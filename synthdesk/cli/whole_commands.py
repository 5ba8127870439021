"""`example` and `run`: the whole way from a table to new rows and a report."""

from argparse import Namespace
from dataclasses import dataclass, replace
from pathlib import Path

from synthdesk.cli.console import Console
from synthdesk.cli.evaluation_commands import summary, today
from synthdesk.cli.opening import (
    TrainedProject,
    absolute,
    accept_proposals,
    load_recipe,
    open_questions,
    read,
    read_for_recipe,
    work_folder,
)
from synthdesk.cli.row_commands import make_rows
from synthdesk.cli.running import do
from synthdesk.cli.targets import new_folder, target_of, written_words
from synthdesk.cli.training_commands import TrainingJob, run_words
from synthdesk.domain.exporting import FileFormat, RowRequest
from synthdesk.domain.preprocessing import PreprocessPlan
from synthdesk.domain.project import Recipe
from synthdesk.domain.results import EvaluationResult, RunRecord, WrittenFile
from synthdesk.domain.source import ImportOptions
from synthdesk.domain.training import Preset, config_for
from synthdesk.jobs.requests import Evaluate, WriteReport
from synthdesk.storage import paths, project_file, recipe_file

EXAMPLE = ("example", "hospital_stays.csv")
_FORMAT_OF_KIND = {"workbook": FileFormat.EXCEL, "parquet": FileFormat.PARQUET}


def example(arguments: Namespace, console: Console) -> None:
    """Train on the bundled table, and write synthetic rows, a report and the recipe."""
    out = new_folder(arguments.out)
    with work_folder() as folder:
        table = read(paths.resources().joinpath(*EXAMPLE), ImportOptions(), folder, console)
        table = accept_proposals(table, open_questions(table), folder, console)
        recipe = Recipe(table.schema, PreprocessPlan(), config_for(Preset.QUICK))
        _Whole(TrainingJob(table, recipe, folder), out, console).go(FileFormat.CSV)


def run(arguments: Namespace, console: Console) -> None:
    """Train, make as many rows as the table has, evaluate and write, as a recipe says."""
    recipe = load_recipe(arguments.recipe)
    out = new_folder(arguments.out)
    with work_folder() as folder:
        table = read_for_recipe(absolute(arguments.data), recipe, arguments, folder, console)
        file_format = _FORMAT_OF_KIND.get(table.source.file_kind, FileFormat.CSV)
        _Whole(TrainingJob(table, recipe, folder), out, console).go(file_format)


@dataclass(frozen=True, slots=True)
class _Whole:
    """The way from a table in a work folder to a folder of results."""

    job: TrainingJob
    out: Path
    console: Console

    def go(self, file_format: FileFormat) -> None:
        record = self.job.run(self.console)
        project = self.job.project(record)
        # As trained: the recipe asked for may leave the kind of model open.
        recipe = replace(self.job.recipe, config=record.config)
        trained = TrainedProject(project, recipe, record.run_id)
        rows = RowRequest(self.job.table.source.rows)
        target = target_of(str(self.out / f"synthetic.{file_format}"))
        written = make_rows(trained, rows, target, self.job.folder, self.console)
        evaluation = self._evaluated(recipe, record.run_id)
        self._report(evaluation, record, written)
        recipe_file.save(self.job.recipe, self.out / "recipe.json")
        project = project.with_evaluation(evaluation)
        project_file.save(project, Path(self.job.folder), self.out / "project.synthdesk")
        self.console.result(run_words(record))
        self.console.result(summary(evaluation))
        self.console.result(written_words(written))
        for name in ("report.html", "figures.json", "recipe.json", "project.synthdesk"):
            self.console.result(str(self.out / name))

    def _evaluated(self, recipe: Recipe, run_id: str) -> EvaluationResult:
        request = Evaluate(self.job.folder, recipe, run_id)
        return do(request, EvaluationResult, self.console)

    def _report(self, evaluation: EvaluationResult, record: RunRecord, written: WrittenFile) -> None:
        report = WriteReport(
            evaluation,
            source=self.job.table.source,
            schema=self.job.recipe.written_schema,
            synthetic=(Path(written.path).name, written.sha256),
            run=record,
            date=today(),
            html=str(self.out / "report.html"),
            json=str(self.out / "figures.json"),
        )
        do(report, str, self.console)
