"""Making new rows with a trained model and writing them to a file."""

from collections.abc import Generator, Iterator
from pathlib import Path

import numpy as np
import polars as pl

from synthdesk.domain.control import Control
from synthdesk.domain.errors import UserError
from synthdesk.domain.events import Event
from synthdesk.domain.exporting import RowRequest
from synthdesk.domain.messages import message
from synthdesk.domain.results import WrittenFile
from synthdesk.exporting import writing
from synthdesk.jobs import tables
from synthdesk.jobs.models import Model, load_model
from synthdesk.jobs.reporting import Report, reported
from synthdesk.jobs.requests import Export
from synthdesk.preprocessing.restoring import condition, restore

BALANCED_CHUNK_ROWS = 50_000
"""Balanced rows are mixed within chunks of this size, which bounds the memory they need."""


def export(request: Export, control: Control) -> Generator[Event, None, WrittenFile]:
    """Make new rows and write them, see `Export`."""

    def work(report: Report) -> WrittenFile:
        model = load_model(request.work_folder, request.run_id, request.recipe)
        return writing.write(
            value_batches(model, request.rows, _taken(request)),
            schema=request.recipe.schema,
            source=request.source,
            target=request.target,
            original=_original(request),
            report=report,
        )

    total = float(max(request.rows.rows, 1))
    return (yield from reported(message("Making rows"), control, work, total=total, writes=True))


def value_batches(model: Model, rows: RowRequest, taken: dict[str, frozenset[str]]) -> Iterator[pl.DataFrame]:
    """Yield exactly `rows.rows` new rows as VALUES, in batches.

    Raises:
        UserError: A condition that names no learned value, or that the model cannot meet.
    """
    first = 0
    for batch in prepared_batches(model, rows):
        yield restore(batch, model.restoration, seed=rows.seed, first=first, taken=taken)
        first += batch.height


def prepared_batches(model: Model, rows: RowRequest) -> Iterator[pl.DataFrame]:
    """Yield exactly `rows.rows` new PREPARED rows, in batches. Raises as `value_batches`."""
    where = {name: condition(model.restoration, name, value) for name, value in rows.where}
    if rows.balance is None:
        yield from model.trained.sample(rows.rows, where=where, seed=rows.seed)
        return
    values = balanced_values(model, rows.balance)
    done = dict.fromkeys(values, 0)
    chunks = max(1, -(-rows.rows // BALANCED_CHUNK_ROWS))
    for chunk in range(1, chunks + 1):
        parts: list[pl.DataFrame] = []
        for number, value in enumerate(values):
            wanted = share_of(rows.rows, number, len(values)) * chunk // chunks
            seed = mixed_seed(rows.seed, number, chunk)
            both = where | {rows.balance: value}
            parts.extend(model.trained.sample(wanted - done[value], where=both, seed=seed))
            done[value] = wanted
        yield _shuffled(pl.concat(parts), mixed_seed(rows.seed, len(values), chunk))


def balanced_values(model: Model, column: str) -> tuple[str, ...]:
    """Return the values of `column` that get equal counts, in alphabetical order; `UserError` for none."""
    values = model.trained.categories(column)
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


def mixed_seed(*numbers: int) -> int:
    """Return a seed that differs for different `numbers`, 0 to 2^63 - 1."""
    return int(np.random.SeedSequence(list(numbers)).generate_state(1, np.uint64)[0] >> 1)


def _shuffled(rows: pl.DataFrame, seed: int) -> pl.DataFrame:
    return rows[np.random.default_rng(seed).permutation(rows.height)]


def _taken(request: Export) -> dict[str, frozenset[str]]:
    if not (Path(request.work_folder) / tables.ROWS_FILE).is_file():
        return {}
    return tables.identifiers(tables.load_texts(request.work_folder), request.recipe)


def _original(request: Export) -> pl.DataFrame | None:
    if not request.target.with_original:
        return None
    texts = tables.load_texts(request.work_folder)
    tables.check_columns(texts, request.recipe.schema)
    return texts.select(tables.columns_of_new_rows(request.recipe.schema, request.recipe.plan))
