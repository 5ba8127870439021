"""Making new rows with a trained model and writing them to a file."""

from collections.abc import Generator, Iterator
from dataclasses import replace
from pathlib import Path

import polars as pl

from synthdesk.domain.control import Control
from synthdesk.domain.errors import UserError
from synthdesk.domain.events import Event
from synthdesk.domain.exporting import GroupCount, RowRequest
from synthdesk.domain.messages import message
from synthdesk.domain.project import Recipe
from synthdesk.domain.reshaping import reshaped_columns
from synthdesk.domain.results import WrittenFile
from synthdesk.exporting import writing
from synthdesk.exporting.spelling import spelled
from synthdesk.jobs import tables
from synthdesk.jobs.drawing import Drawing, Part
from synthdesk.jobs.models import Model, load_model
from synthdesk.jobs.reporting import Report, reported
from synthdesk.jobs.requests import CountGroups, Export
from synthdesk.preprocessing.restoring import Way, condition, with_new
from synthdesk.storage import recipe_file

_ROW, _COUNT = "\x1drow", "\x1dcount"


def export(request: Export, control: Control) -> Generator[Event, None, WrittenFile]:
    """Make new rows and write them, see `Export`."""

    def work(report: Report) -> WrittenFile:
        model = load_model(request.work_folder, request.run_id, request.recipe)
        rows = topped_up(request.rows, request.work_folder, request.recipe)
        drawing = Drawing(model, rows.seed)
        written = writing.write(
            value_batches(drawing, model, rows, _taken(request)),
            schema=request.recipe.written_schema,
            source=request.source,
            target=request.target,
            original=_original(request),
            report=report,
        )
        if request.target.codebook:
            path = Path(request.target.path)
            recipe_file.save(request.recipe, path.with_name(f"{path.stem}_recipe.json"))
        return replace(written, rules=len(model.restoration.rules), redrawn=drawing.tally.refused)

    total = float(max(request.rows.rows, 1))
    return (yield from reported(message("Making rows"), control, work, total=total, writes=True))


def count_groups(request: CountGroups, control: Control) -> Generator[Event, None, tuple[GroupCount, ...]]:
    """Count the real rows of groups within groups, see `CountGroups`."""

    def work(_: Report) -> tuple[GroupCount, ...]:
        names = list(request.columns)
        real = tables.learning_table(tables.load_texts(request.work_folder), request.recipe).values()
        counts = real.select(names).drop_nulls().group_by(names).len(_COUNT).rows()
        ordered = sorted(counts, key=lambda row: (-row[-1], row[:-1]))
        return tuple(GroupCount(tuple(zip(names, row, strict=False)), row[-1]) for row in ordered)

    return (yield from reported(message("Counting the groups"), control, work))


def value_batches(
    drawing: Drawing, model: Model, rows: RowRequest, taken: dict[str, frozenset[str]]
) -> Iterator[pl.DataFrame]:
    """Yield exactly `rows.rows` new rows as VALUES, in batches. Raises as `learned_batches`."""
    first = 0
    for batch in drawing.batches(parts_of(model, rows)):
        yield with_new(batch, model.restoration, seed=rows.seed, first=first, taken=taken)
        first += batch.height


def learned_batches(model: Model, rows: RowRequest) -> Iterator[pl.DataFrame]:
    """Yield exactly `rows.rows` new rows as VALUES of the learned columns, in batches.

    Raises:
        UserError: A condition that names no learned value, or that the model cannot meet.
    """
    for batch in Drawing(model, rows.seed).batches(parts_of(model, rows)):
        yield batch.select(model.restoration.learned_names)


def parts_of(model: Model, rows: RowRequest) -> list[Part]:
    """Return how many rows of which kind are wanted."""
    where = {name: condition(model.restoration, name, value) for name, value in rows.where}
    if rows.counts:
        return [
            Part(where | {n: condition(model.restoration, n, v) for n, v in group.values}, group.rows)
            for group in rows.counts
            if group.rows
        ]
    if rows.balance is None:
        return [Part(where, rows.rows)]
    values = balanced_values(model, rows.balance)
    return [
        Part(where | {rows.balance: value}, share_of(rows.rows, number, len(values)))
        for number, value in enumerate(values)
    ]


def topped_up(rows: RowRequest, work_folder: str, recipe: Recipe) -> RowRequest:
    """Return `rows` with the numbers that fill each group up to the largest, where that is wanted.

    Raises:
        UserError: The real rows are not here, or all groups are equal already.
    """
    if not rows.top_up or rows.balance is None:
        return rows
    real = tables.learning_table(tables.load_texts(work_folder), recipe).values()
    names = [rows.balance] if rows.within is None else [rows.within, rows.balance]
    counts = real.select(names).drop_nulls().group_by(names).len(_COUNT).sort(names).rows()
    most: dict[tuple[str, ...], int] = {}
    for *values, count in counts:
        most[tuple(values[:-1])] = max(count, most.get(tuple(values[:-1]), 0))
    groups = tuple(
        GroupCount(tuple(zip(names, values, strict=True)), most[tuple(values[:-1])] - count)
        for *values, count in counts
    )
    needed = sum(group.rows for group in groups)
    if not needed:
        raise UserError(
            message("There is nothing to fill up"),
            message("All groups of “{name}” have equally many real rows.", name=rows.balance),
            message("Make rows without filling up."),
        )
    return replace(rows, rows=needed, counts=groups, balance=None, top_up=False, within=None)


def balanced_values(model: Model, column: str) -> tuple[str, ...]:
    """Return the values of `column` that get equal counts, in alphabetical order; `UserError` for none."""
    notes = [note for note in model.restoration.columns if note.name == column]
    values = notes[0].categories if notes and notes[0].way is Way.CATEGORY else ()
    if not values:
        raise UserError(
            message("Rows cannot be balanced by this column"),
            message("“{name}” is not a learned column with categories.", name=column),
            message("Choose a yes/no or category column that was learned."),
        )
    return tuple(sorted(values))


def share_of(rows: int, number: int, parts: int) -> int:
    """Return how many of `rows` the part with this `number` (0 to parts - 1) gets; counts differ by 1 at most.

    >>> [share_of(10, n, 3) for n in range(3)]
    [4, 3, 3]
    """
    return rows // parts + (number < rows % parts)


def _taken(request: Export) -> dict[str, frozenset[str]]:
    if not (Path(request.work_folder) / tables.ROWS_FILE).is_file():
        return {}
    return tables.identifiers(tables.load_texts(request.work_folder), request.recipe)


def _original(request: Export) -> pl.DataFrame | None:
    if not request.target.with_original:
        return None
    texts = tables.load_texts(request.work_folder)
    tables.check_columns(texts, request.recipe.schema)
    if request.target.without_held_out:
        table = tables.learning_table(texts, request.recipe)
        held_out = table.prepared.rows[table.held_out]
        texts = texts.with_row_index(_ROW).filter(~pl.col(_ROW).is_in(held_out.tolist()))
    names = tables.columns_of_new_rows(request.recipe.schema, request.recipe.plan)
    return _reshaped_texts(texts, request.recipe).select(names)


def _reshaped_texts(texts: pl.DataFrame, recipe: Recipe) -> pl.DataFrame:
    """Return the real rows as texts; columns that the plan reshapes are spelled anew, the others stay as they are."""
    values, schema = tables.reshaped_values(
        texts, recipe.schema_by_patient, recipe.plan, seed=recipe.config.seed
    )
    changed = reshaped_columns(recipe.schema, recipe.plan)
    return texts.with_columns(spelled(values.select(changed), schema, plain=False)) if changed else texts
