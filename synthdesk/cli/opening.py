"""Reading a table for a command: its questions answered, its recipe put together."""

import contextlib
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from synthdesk.cli.console import Console
from synthdesk.cli.endings import OpenQuestionsError, UsageError
from synthdesk.cli.running import JobFailedError, do
from synthdesk.domain.errors import UserError
from synthdesk.domain.facts import ImportedTable
from synthdesk.domain.messages import message
from synthdesk.domain.project import Project, Recipe
from synthdesk.domain.questions import Question
from synthdesk.domain.schema import Schema
from synthdesk.domain.source import PIPED, ImportOptions
from synthdesk.jobs.requests import ReadTable
from synthdesk.storage import pasted, project_file, recipe_file
from synthdesk.storage.workspace import Workspace

STANDARD_INPUT = "-"
"""Name for the table that is piped into the program."""


@contextlib.contextmanager
def work_folder() -> Iterator[str]:
    """Yield a private folder that is deleted afterwards."""
    with contextlib.closing(Workspace()) as workspace:
        yield str(workspace.path)


def absolute(path: str) -> Path:
    """Return `path` seen from the root, as the child needs it."""
    return Path(path).expanduser().absolute()


def reading_options(arguments: Namespace) -> ImportOptions:
    """Return how the user wants a file to be read; `UsageError` for a malformed answer."""
    answers = []
    for text in arguments.answer:
        key, sign, choice = text.rpartition("=")
        if not sign:
            raise UsageError(message("--answer needs KEY=CHOICE, not “{text}”.", text=text))
        answers.append((key, choice))
    return ImportOptions(
        encoding=arguments.encoding,
        delimiter=arguments.delimiter,
        decimal=arguments.decimal,
        heading_row=arguments.heading_row,
        sheet=arguments.sheet,
        answers=tuple(sorted(answers)),
        columns=tuple(arguments.only),
        dictionary=str(absolute(arguments.dictionary)) if arguments.dictionary else None,
    )


def read(path: Path, options: ImportOptions, folder: str, console: Console) -> ImportedTable:
    """Read `path` into the work folder; `UsageError` when an answer answers no question."""
    if path == absolute(STANDARD_INPUT):
        path = pasted.keep(sys.stdin.buffer.read(), Path(folder), PIPED)
    try:
        table = do(ReadTable(str(path), options, folder), ImportedTable, console)
    except JobFailedError as error:
        error.about = path.name
        raise
    _check_answers(options, table.questions)
    return table


def read_answered(path: Path, arguments: Namespace, folder: str, console: Console) -> ImportedTable:
    """Read `path` as the arguments say, with every question answered.

    Raises:
        OpenQuestionsError: A question is open and has no proposal, or defaults are not accepted.
    """
    table = read(path, reading_options(arguments), folder, console)
    still_open = open_questions(table)
    if not still_open:
        return table
    if not arguments.accept_defaults:
        raise OpenQuestionsError(still_open)
    return accept_proposals(table, still_open, folder, console)


def accept_proposals(
    table: ImportedTable, still_open: Iterable[Question], folder: str, console: Console
) -> ImportedTable:
    """Return the table read again with each open question answered by its proposal, which is listed.

    Raises:
        OpenQuestionsError: A question has no proposal.
    """
    undecided = [question for question in still_open if question.proposal is None]
    if undecided:
        raise OpenQuestionsError(undecided)
    options = table.source.options
    for question in still_open:
        assert question.proposal is not None
        options = options.with_answer(question.key, question.proposal)
        words = next(c.words for c in question.choices if c.key == question.proposal)
        console.remark(
            message("Assumed: {sentence} {answer}.", sentence=str(question.sentence), answer=str(words))
        )
    return do(ReadTable(table.source.path, options, folder), ImportedTable, console)


def read_for_recipe(
    path: Path, recipe: Recipe, arguments: Namespace, folder: str, console: Console
) -> ImportedTable:
    """Read `path`, whose columns a recipe describes: only questions about the file itself remain.

    Raises:
        OpenQuestionsError: As `read_answered`.
    """
    table = read(path, reading_options(arguments), folder, console)
    known = set(recipe.schema.names)
    still_open = [question for question in open_questions(table) if question.column not in known]
    if still_open and not arguments.accept_defaults:
        raise OpenQuestionsError(still_open)
    if still_open:
        table = accept_proposals(table, still_open, folder, console)
    check_columns(table.schema, recipe.schema)
    return table


def check_columns(found: Schema, wanted: Schema) -> None:
    """Refuse a table that lacks a column of the recipe or project; `UserError`."""
    lacking = [name for name in wanted.names if name not in found.names]
    if lacking:
        raise UserError(
            message("The columns do not fit"),
            message("The table has no column “{name}”, which is needed.", name=lacking[0]),
            message("Choose a table with the same column headings."),
        )


def open_questions(table: ImportedTable) -> list[Question]:
    """Return the questions of `table` that nobody has answered."""
    return [question for question in table.questions if question.is_open]


@dataclass(frozen=True, slots=True)
class TrainedProject:
    """An opened project with a trained model: the project and the recipe of its run."""

    project: Project
    recipe: Recipe
    run_id: str


def open_trained(path: Path, folder: str) -> TrainedProject:
    """Open the project `path` into the work folder; `UserError` when it holds no trained model."""
    project = project_file.load(path, Path(folder))
    if project.run is None or project.trained_with is None or project.source is None:
        raise UserError(
            message("The project has no trained model"),
            message("“{file}” was saved before anything was trained.", file=path.name),
            message("Train first: synthdesk train TABLE --out {file}", file=path.name),
        )
    recipe = replace(project.trained_with[0], config=project.run.config)
    return TrainedProject(project, recipe, project.run.run_id)


def load_recipe(path: str) -> Recipe:
    """Return the recipe in the file `path`; `UserError` when it cannot be used."""
    return recipe_file.load(absolute(path))


def _check_answers(options: ImportOptions, questions: Iterable[Question]) -> None:
    choices = {question.key: [choice.key for choice in question.choices] for question in questions}
    for key, choice in options.answers:
        if key not in choices:
            raise UsageError(message("--answer: there is no question “{key}”.", key=key))
        if choice not in choices[key]:
            raise UsageError(
                message("--answer {key}: choose one of {choices}.", key=key, choices=", ".join(choices[key]))
            )
