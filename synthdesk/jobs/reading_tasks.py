"""Reading files, describing columns, and writing the imported table as it is."""

import functools
from collections.abc import Generator, Iterator
from dataclasses import replace
from pathlib import Path

import polars as pl

from synthdesk.domain.control import Control
from synthdesk.domain.events import Event
from synthdesk.domain.facts import ColumnFacts, ImportedTable, Preview
from synthdesk.domain.messages import message
from synthdesk.domain.preprocessing import PreprocessPlan
from synthdesk.domain.results import WrittenFile
from synthdesk.domain.schema import Schema
from synthdesk.importing import describing, proof, proposing, reading, typing
from synthdesk.jobs import tables
from synthdesk.jobs.reporting import Report, reported
from synthdesk.jobs.requests import (
    ChangedKinds,
    ChangeKinds,
    Convert,
    DescribeColumns,
    ReadPreview,
    ReadTable,
)

BATCH_ROWS = 10_000
READING_SHARE = 0.6
"""Share of the progress of `read_table` that is the reading itself; the rest is looking at all cells."""


def warm_up() -> None:
    """Touch the table library once, so that its first use is quick."""
    pl.DataFrame({"a": ["1"]}).select(pl.col("a").str.len_chars()).to_dicts()


def read_preview(request: ReadPreview, control: Control) -> Generator[Event, None, Preview]:
    """Read the first rows of a file, see `ReadPreview`."""
    return (
        yield from reported(
            message("Looking at the file"),
            control,
            lambda _: reading.read_preview(Path(request.path), request.options),
        )
    )


def read_table(request: ReadTable, control: Control) -> Generator[Event, None, ImportedTable]:
    """Read a file whole, see `ReadTable`."""
    return (
        yield from reported(message("Reading the file"), control, functools.partial(_read_table, request))
    )


def _read_table(request: ReadTable, report: Report) -> ImportedTable:
    table = reading.read_texts(
        Path(request.path), request.options, report=lambda done: report(done * READING_SHARE)
    )
    tables.store_texts(table.frame, request.work_folder)
    report(READING_SHARE + 0.1)
    proposal = proposing.propose(table.frame, table.source.options, table.known)
    report(READING_SHARE + 0.2)
    facts = describing.describe(table.frame, proposal.schema, PreprocessPlan(), proposal.schema.names)
    report(READING_SHARE + 0.3)
    cells, cells_same = proof.read_back(table.frame, proposal.schema)
    preview = reading.preview_of(table, tuple(column.kind for column in proposal.schema))
    preview = replace(preview, remarks=preview.remarks + proposal.remarks)
    questions = table.questions + proposal.questions
    return ImportedTable(table.source, proposal.schema, questions, facts, preview, cells, cells_same)


def describe_columns(
    request: DescribeColumns, control: Control
) -> Generator[Event, None, tuple[ColumnFacts, ...]]:
    """Work out facts of some columns, see `DescribeColumns`."""

    def work(_: Report) -> tuple[ColumnFacts, ...]:
        texts = _with_new_names(tables.load_texts(request.work_folder), request.schema, request.plan)
        return describing.describe(texts, request.schema, request.plan, request.names)

    return (yield from reported(message("Looking at the columns"), control, work))


def _with_new_names(texts: pl.DataFrame, schema: Schema, plan: PreprocessPlan) -> pl.DataFrame:
    """Return texts in which categories have the names that the plan gives them."""
    named = [(name, own.names) for name, own in plan.columns if own.names and name in texts.columns]
    discrete = [(name, names) for name, names in named if schema[name].kind.is_discrete]
    return texts.with_columns(pl.col(name).replace(dict(names)) for name, names in discrete)


def change_kinds(request: ChangeKinds, control: Control) -> Generator[Event, None, ChangedKinds]:
    """Work out columns anew as other kinds, over all rows, see `ChangeKinds`."""

    def work(report: Report) -> ChangedKinds:
        texts = tables.load_texts(request.work_folder)
        kinds = dict(request.kinds)
        schema = Schema(
            tuple(
                typing.with_kind(texts[c.name], c, kinds.get(c.name, c.kind), request.decimal)
                for c in request.schema
            )
        )
        report(0.3)
        facts = describing.describe(texts, schema, request.plan, tuple(kinds))
        report(0.6)
        return ChangedKinds(schema, facts, *proof.read_back(texts, schema))

    return (yield from reported(message("Looking at the columns"), control, work))


def convert(request: Convert, control: Control) -> Generator[Event, None, WrittenFile]:
    """Write the imported table in another file, see `Convert`."""
    from synthdesk.exporting import writing

    texts = tables.load_texts(request.work_folder)
    tables.check_columns(texts, request.schema)

    def batches() -> Iterator[pl.DataFrame]:
        for slice_ in texts.iter_slices(BATCH_ROWS):
            yield typing.to_values(slice_, request.schema)

    def work(report: Report) -> WrittenFile:
        return writing.write(
            batches() if texts.height else iter([typing.to_values(texts, request.schema)]),
            schema=request.schema,
            source=request.source,
            target=request.target,
            original=None,
            report=report,
        )

    total = float(max(texts.height, 1))
    return (yield from reported(message("Writing the file"), control, work, total=total, writes=True))
