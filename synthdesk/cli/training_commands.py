"""`train`: from a table to a project with a trained model."""

import hashlib
import shutil
from argparse import Namespace
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from synthdesk.cli.console import Console
from synthdesk.cli.endings import UsageError
from synthdesk.cli.opening import absolute, load_recipe, read_answered, read_for_recipe, work_folder
from synthdesk.cli.progress import duration_words
from synthdesk.cli.running import do
from synthdesk.cli.targets import check_folder
from synthdesk.domain.facts import ImportedTable
from synthdesk.domain.preprocessing import PreprocessPlan
from synthdesk.domain.project import Project, Recipe
from synthdesk.domain.results import RunRecord
from synthdesk.domain.training import AUTOMATIC, WITH_ROUNDS, Device, Preset, TrainingConfig, config_for
from synthdesk.jobs.requests import Train
from synthdesk.storage import codec, project_file

UNFINISHED_SUFFIX = ".unfinished"
"""Beside the project to be written lies a folder of this suffix while training; `--resume` goes on from it."""


def train(arguments: Namespace, console: Console) -> None:
    """Prepare a table, train a model and save both as a project without rows."""
    out = absolute(arguments.out)
    check_folder(out)
    given = load_recipe(arguments.recipe) if arguments.recipe else None
    config = config_of(arguments, given.config if given else None)
    unfinished = out.with_name(out.name + UNFINISHED_SUFFIX)
    with work_folder() as folder:
        table, recipe = table_and_recipe(arguments, given, config, folder, console)
        if unfinished.exists() and not arguments.resume:
            console.remark("An unfinished run was there; it is given up, and training starts anew.")
        job = TrainingJob(table, recipe, folder)
        run = job.run(console, unfinished, resume=arguments.resume)
        project_file.save(job.project(run), Path(folder), out)
    console.result(f"{out}: {run_words(run)}")


@dataclass(frozen=True, slots=True)
class TrainingJob:
    """A table that was read into a work folder and the recipe it is to be learned by."""

    table: ImportedTable
    recipe: Recipe
    folder: str

    @property
    def run_id(self) -> str:
        """The same for the same data and recipe, so that the same work gives the same bytes."""
        data = codec.encode(self.recipe) + self.table.source.sha256.encode()
        return hashlib.sha256(data).hexdigest()[:12]

    def run(self, console: Console, unfinished: Path | None = None, *, resume: bool = False) -> RunRecord:
        """Train; with `unfinished` the run lies there until it is done, to be gone on with after a stop."""
        request = Train(
            self.folder,
            self.recipe,
            self.table.source.sha256,
            self.run_id,
            resume=resume,
            folder="" if unfinished is None else str(unfinished),
        )
        try:
            record = do(request, RunRecord, console)
        except BaseException:
            _remove_unless_useful(unfinished)
            raise
        if unfinished is not None:
            shutil.move(unfinished, Path(self.folder) / "runs" / self.run_id)
        return record

    def project(self, run: RunRecord) -> Project:
        """Return the project with its trained model."""
        table, recipe = self.table, self.recipe
        project = Project().with_table(
            table.source, recipe.schema, table.questions, table.facts, table.preview
        )
        project = project.with_plan(recipe.plan).with_config(recipe.config)
        return project.with_run(run, (recipe, table.source.sha256))


def table_and_recipe(
    arguments: Namespace, given: Recipe | None, config: TrainingConfig, folder: str, console: Console
) -> tuple[ImportedTable, Recipe]:
    """Read the table and return it with the recipe: the given one, or the import's proposal.

    Raises:
        OpenQuestionsError: A question needs an answer first.
    """
    path = absolute(arguments.file)
    if given is not None:
        table = read_for_recipe(path, given, arguments, folder, console)
        return table, replace(given, config=config)
    table = read_answered(path, arguments, folder, console)
    return table, Recipe(table.schema, PreprocessPlan(), config)


def config_of(arguments: Namespace, given: TrainingConfig | None) -> TrainingConfig:
    """Return the training settings: the recipe's or the preset's, changed by the options.

    Raises:
        UsageError: A setting is outside its limits.
    """
    config = given or config_for(Preset.BALANCED)
    if arguments.preset is not None:
        preset = config_for(Preset(arguments.preset))
        config = replace(config, preset=preset.preset, epochs=preset.epochs, max_minutes=preset.max_minutes)
    if arguments.epochs is not None:
        # Who counts rounds wants the kind of model that has them.
        key = WITH_ROUNDS if config.synthesizer == AUTOMATIC else config.synthesizer
        config = replace(config, synthesizer=key, epochs=arguments.epochs, max_minutes=None)
    config = replace(config, **_changes(arguments))
    problems = config.check()
    if problems:
        raise UsageError(problems[0].reason)
    return config


def run_words(run: RunRecord) -> str:
    """Return the line that says how a training run went."""
    ended = ", ended early" if run.stopped_early else ""
    return (
        f"{run.epochs_done:,} rounds in {duration_words(run.seconds)}{ended}; the state after round "
        f"{run.best_epoch:,} is kept: similarity {run.similarity:.3f} "
        f"(two halves of the real data: {run.halves:.3f})"
    )


def _changes(arguments: Namespace) -> dict[str, Any]:
    wanted = {
        "max_minutes": arguments.minutes,
        "seed": arguments.seed,
        "threads": arguments.threads,
        "synthesizer": arguments.synthesizer,
        "patients": arguments.patients,
        "device": arguments.device and Device(arguments.device),
    }
    return {name: value for name, value in wanted.items() if value is not None}


def _remove_unless_useful(unfinished: Path | None) -> None:
    """Remove the folder of a run that broke off before there was anything to go on from."""
    if unfinished is not None and not any(unfinished.glob("checkpoint.*")):
        shutil.rmtree(unfinished, ignore_errors=True)
