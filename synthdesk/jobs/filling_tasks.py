"""Filling the gaps of a real table with what a trained model says, and writing the table."""

from collections.abc import Generator
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from synthdesk.domain.control import Control
from synthdesk.domain.errors import UserError
from synthdesk.domain.events import Event
from synthdesk.domain.exporting import FILLED, RowRequest
from synthdesk.domain.messages import message
from synthdesk.domain.project import Recipe
from synthdesk.domain.reshaping import reshaped_columns
from synthdesk.domain.results import NAMED_ROWS, FilledColumn, FilledFile, WrittenFile
from synthdesk.domain.schema import Column, ColumnKind, Schema
from synthdesk.exporting import writing
from synthdesk.exporting.spelling import spelled
from synthdesk.jobs import tables
from synthdesk.jobs.models import Model, load_model
from synthdesk.jobs.reporting import Report, reported
from synthdesk.jobs.requests import FillGaps
from synthdesk.jobs.row_tasks import learned_batches
from synthdesk.preprocessing import completing
from synthdesk.preprocessing.judging import broken_about
from synthdesk.preprocessing.restoring import Way

FEWEST_DONORS, MOST_DONORS = 5_000, 20_000
_TIMES_THE_ROWS = 4
_DRAWN, _FOUND, _WRITTEN = 0.2, 0.7, 0.1
_FILLING = 0xF111ED


@dataclass(frozen=True, slots=True)
class _Filled:
    """TEXTS of the source with the gaps filled, with a column that names the filled ones, and the count."""

    texts: pl.DataFrame
    schema: Schema
    lacking: pl.Series
    complete: pl.Series
    columns: tuple[FilledColumn, ...]


def fill_gaps(request: FillGaps, control: Control) -> Generator[Event, None, FilledFile]:
    """Fill gaps and write the table, see `FillGaps`."""

    def work(report: Report) -> FilledFile:
        model = load_model(request.work_folder, request.run_id, request.recipe)
        texts = tables.load_texts(request.work_folder)
        tables.check_columns(texts, request.recipe.schema)
        filled = _filled(texts, model, request, report)
        written = writing.write(
            iter([filled.texts.head(0)]),
            schema=filled.schema,
            source=request.source,
            target=replace(request.target, with_original=False),
            original=filled.texts,
            report=lambda rows: report(1 - _WRITTEN * (1 - rows / max(1, texts.height))),
        )
        return _outcome(filled, written)

    return (yield from reported(message("Filling gaps"), control, work, writes=True))


def fillable(model: Model, recipe: Recipe) -> list[str]:
    """Return the columns whose gaps can be filled: learned as they are in the table."""
    changed = set(reshaped_columns(recipe.schema, recipe.plan))
    return [name for name in model.restoration.learned_names if name not in changed]


def _outcome(filled: _Filled, written: WrittenFile) -> FilledFile:
    left = np.flatnonzero(filled.lacking & ~filled.complete)[:NAMED_ROWS] + 1
    rows, complete = int(filled.lacking.sum()), int(filled.complete.sum())
    return FilledFile(written, rows, complete, filled.columns, tuple(left.tolist()))


def _filled(texts: pl.DataFrame, model: Model, request: FillGaps, report: Report) -> _Filled:
    recipe = request.recipe
    gaps = pl.DataFrame([_gaps(texts[name], recipe.schema[name]) for name in _wanted(model, request)])
    names = [name for name in gaps.columns if gaps[name].any()]
    if not names:
        raise UserError(
            message("There is nothing to fill"),
            message("No column that the model has learned as it is has a gap in this table."),
            message("Choose a table with gaps, or other columns."),
        )
    values = _as_learned(texts, model, recipe)
    size = int(np.clip(_TIMES_THE_ROWS * texts.height, FEWEST_DONORS, MOST_DONORS))
    donors = pl.concat(list(learned_batches(model, RowRequest(size, seed=request.seed))))
    report(_DRAWN)
    made = completing.fill_gaps(
        values.cast(donors.schema),
        donors,
        names,
        model.restoration,
        rng=np.random.default_rng([request.seed, _FILLING]),
        report=lambda rows: report(_DRAWN + _FOUND * rows / max(1, texts.height)),
    )
    written = spelled(made.select(names), recipe.schema, plain=False)
    taken = pl.DataFrame([gaps[name] & made[name].is_not_null() for name in names])
    taken = _obeying(_with(texts, written, taken), taken, model, recipe)
    return _told(texts, written, gaps.select(names), taken, recipe.schema)


def _obeying(filled: pl.DataFrame, taken: pl.DataFrame, model: Model, recipe: Recipe) -> pl.DataFrame:
    """Return which cells to fill without those of rows that break a rule about one of them.

    What is judged is what will stand in the file: known words that are too rare to be learned count as they are.
    """
    values, _ = tables.reshaped_values(filled, recipe.schema_by_patient, recipe.plan, seed=recipe.config.seed)
    broken = broken_about(values, model.restoration.rules, model.restoration.schema, taken)
    return taken.select(pl.all() & pl.Series(~broken.any(axis=1)))


def _wanted(model: Model, request: FillGaps) -> list[str]:
    able = fillable(model, request.recipe)
    unable = [name for name in request.columns if name not in able]
    if unable:
        raise UserError(
            message("This column cannot be filled"),
            message("“{name}” was not learned as it stands in the table.", name=unable[0]),
            message("Choose columns that are learned, without another precision, count or names."),
        )
    return [name for name in able if not request.columns or name in request.columns]


def _gaps(texts: pl.Series, column: Column) -> pl.Series:
    """Return where nothing stands, or a code for missing; a text that does not fit its column is no gap."""
    gaps = texts.is_null() | (texts.str.strip_chars() == "") | texts.is_in(list(column.missing))
    return gaps.fill_null(value=True).alias(column.name)


def _as_learned(texts: pl.DataFrame, model: Model, recipe: Recipe) -> pl.DataFrame:
    """Return the learned columns as VALUES, rare words in their group."""
    values, _ = tables.reshaped_values(texts, recipe.schema_by_patient, recipe.plan, seed=recipe.config.seed)
    notes = [note for note in model.restoration.columns if note.name in model.restoration.learned_names]
    return pl.DataFrame(
        [
            tables.with_rare_grouped(values[note.name].cast(pl.String), note)
            if note.way is Way.CATEGORY
            else values[note.name]
            for note in notes
        ]
    )


def _told(
    texts: pl.DataFrame, written: pl.DataFrame, gaps: pl.DataFrame, taken: pl.DataFrame, schema: Schema
) -> _Filled:
    """Return the table with the filled cells and a column that names them; nothing else is changed."""
    mark = writing.free_name(FILLED, texts.columns)
    named = [pl.when(taken[name]).then(pl.lit(name)) for name in taken.columns]
    said = pl.concat_str(named, separator="; ", ignore_nulls=True)
    filled = _with(texts.select(schema.names), written, taken)
    filled = filled.with_columns(pl.when(said != "").then(said).alias(mark))
    lacking = gaps.select(pl.any_horizontal(pl.all())).to_series()
    left = pl.DataFrame([gaps[name] & ~taken[name] for name in gaps.columns])
    complete = lacking & ~left.select(pl.any_horizontal(pl.all())).to_series()
    return _Filled(
        filled,
        Schema((*schema, Column(mark, ColumnKind.TEXT))),
        lacking,
        complete,
        tuple(FilledColumn(n, int(gaps[n].sum()), int(taken[n].sum())) for n in gaps.columns),
    )


def _with(texts: pl.DataFrame, written: pl.DataFrame, taken: pl.DataFrame) -> pl.DataFrame:
    """Return `texts` with what is `written` in the cells `taken`."""
    return texts.with_columns(
        pl.when(taken[name]).then(written[name]).otherwise(pl.col(name)).alias(name) for name in taken.columns
    )
