"""Comparing synthetic rows with real ones, and writing down what was found."""

import json
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl

from synthdesk import __version__
from synthdesk.domain.control import Control
from synthdesk.domain.events import Event
from synthdesk.domain.exporting import ORIGIN, RowRequest
from synthdesk.domain.facts import Bars
from synthdesk.domain.messages import message
from synthdesk.domain.privacy import without_rounds
from synthdesk.domain.results import ColumnComparison, EvaluationResult
from synthdesk.domain.schema import Column, Schema
from synthdesk.domain.training import method
from synthdesk.domain.wishes import Wishes
from synthdesk.evaluation import everything, figures, release_sheet
from synthdesk.evaluation import report as report_page
from synthdesk.evaluation.rows import Rows
from synthdesk.importing import typing
from synthdesk.jobs import tables
from synthdesk.jobs.models import load_model
from synthdesk.jobs.reporting import Report, reported
from synthdesk.jobs.requests import CompareFiles, Evaluate, WriteReport
from synthdesk.jobs.row_tasks import learned_batches
from synthdesk.storage import atomic

MOST_ROWS = 50_000
"""More rows than this make an evaluation slower and no more exact."""


def evaluate(request: Evaluate, control: Control) -> Generator[Event, None, EvaluationResult]:
    """Compare fresh rows of a run with its held-out rows, see `Evaluate`."""

    def work(report: Report) -> EvaluationResult:
        texts = tables.load_texts(request.work_folder)
        table = tables.learning_table(texts, request.recipe)
        model = load_model(request.work_folder, request.run_id, request.recipe)
        report(0.1)
        rows = RowRequest(min(len(table.learn), MOST_ROWS), seed=request.seed)
        synthetic = pl.concat(list(learned_batches(model, rows)))
        report(0.2)
        judged = _judged(table, synthetic, synthetic, request.seed, request.wishes)
        found = everything.evaluate(judged, request.wishes, lambda done: report(0.2 + 0.8 * done))
        return _advised(_in_order(found, table.schema), request.recipe.config.synthesizer)

    return (yield from reported(message("Comparing the rows"), control, work))


def compare_files(request: CompareFiles, control: Control) -> Generator[Event, None, EvaluationResult]:
    """Compare the rows of two files, see `CompareFiles`."""

    def work(report: Report) -> EvaluationResult:
        recipe = request.recipe
        table = tables.learning_table(tables.load_texts(request.real_folder), recipe)
        report(0.1)
        wanted = Schema(tuple(table.schema[name] for name in table.real.columns))
        released = _synthetic_values(request, wanted)
        synthetic = tables.treated(released, table.prepared.restoration)
        report(0.2)
        judged = _judged(table, synthetic, released, recipe.config.seed, request.wishes)
        found = everything.evaluate(judged, request.wishes, lambda done: report(0.2 + 0.8 * done))
        return _advised(_in_order(found, table.schema), recipe.config.synthesizer)

    return (yield from reported(message("Comparing the rows"), control, work))


def _advised(found: EvaluationResult, synthesizer: str) -> EvaluationResult:
    """Return `found` with actions that make sense for the kind of model."""
    kind = method(synthesizer)
    return (
        found if kind is None or kind.has_networks else replace(found, privacy=without_rounds(found.privacy))
    )


def _in_order(found: EvaluationResult, schema: Schema) -> EvaluationResult:
    """Return `found` with the values of categories drawn in their order, where they have one."""
    return replace(
        found, columns=tuple(_drawn(column, schema[column.name].order) for column in found.columns)
    )


def _drawn(column: ColumnComparison, order: tuple[str, ...]) -> ColumnComparison:
    if not (isinstance(column.real, Bars) and isinstance(column.synthetic, Bars)):
        return column
    return replace(column, real=column.real.in_order(order), synthetic=column.synthetic.in_order(order))


def _judged(
    table: tables.LearningTable, synthetic: pl.DataFrame, released: pl.DataFrame, seed: int, wishes: Wishes
) -> Rows:
    learned = np.zeros(table.real.height, bool)
    learned[table.learn] = True
    return Rows(
        train=table.values(table.learn),
        holdout=table.values(table.held_out),
        synthetic=synthetic,
        real=table.real,
        learned=learned,
        released=released,
        seed=seed,
        smallest_group=wishes.smallest_group,
        sensitive=wishes.sensitive,
        known=wishes.known,
        patients=table.patients,
    )


def write_report(request: WriteReport, control: Control) -> Generator[Event, None, str]:
    """Write an evaluation down, see `WriteReport`."""

    def work(_: Report) -> str:
        text = json.dumps(figures.as_json(request.evaluation), indent=2, ensure_ascii=False)
        if request.json:
            atomic.write_bytes(Path(request.json), text.encode() + b"\n")
        if request.html:
            page = report_page.html(request.evaluation, subject=_subject(request))
            atomic.write_bytes(Path(request.html), page.encode())
        if request.sheet:
            sheet = release_sheet.html(request.evaluation, _subject(request))
            atomic.write_bytes(Path(request.sheet), sheet.encode())
        return text

    return (yield from reported(message("Writing the report"), control, work, writes=True))


def _subject(request: WriteReport) -> report_page.Subject:
    source = request.source
    return report_page.Subject(
        date=request.date,
        version=__version__,
        source_name=Path(source.path).name if source else "",
        source_sha256=source.sha256 if source else "",
        synthetic_name=request.synthetic[0],
        synthetic_sha256=request.synthetic[1],
        schema=request.schema,
        run=request.run,
    )


def _synthetic_values(request: CompareFiles, wanted: Schema) -> pl.DataFrame:
    """Return the synthetic file's rows with the kinds of the real table, whatever its own spelling."""
    texts = _synthetic_rows(tables.load_texts(request.synthetic_folder), wanted)
    tables.check_columns(texts, wanted)
    texts = texts.select(wanted.names)
    spelled = Schema(
        tuple(_spelled_as_found(column, request.synthetic_schema, texts[column.name]) for column in wanted)
    )
    return typing.to_values(texts, spelled)


def _spelled_as_found(column: Column, found: Schema, texts: pl.Series) -> Column:
    own = found[column.name] if column.name in found.names else column
    if own.kind is not column.kind:
        decimal = own.number.decimal if own.number else "."
        own = typing.with_kind(texts, own, column.kind, decimal)
    return replace(own, missing=tuple(dict.fromkeys((*own.missing, *column.missing))))


def _synthetic_rows(texts: pl.DataFrame, wanted: Schema) -> pl.DataFrame:
    """Return only the synthetic rows of a file that was written with the original ones."""
    if ORIGIN not in texts.columns or ORIGIN in wanted.names:
        return texts
    return texts.filter(pl.col(ORIGIN) == "synthetic")
