"""Telling before anything is exported whether balanced rows help a classifier."""

from collections.abc import Generator

import polars as pl

from synthdesk.domain.control import Control
from synthdesk.domain.events import Event
from synthdesk.domain.messages import message
from synthdesk.domain.results import Help
from synthdesk.evaluation import helping
from synthdesk.jobs import tables
from synthdesk.jobs.models import load_model
from synthdesk.jobs.reporting import Report, reported
from synthdesk.jobs.requests import CheckHelp
from synthdesk.jobs.row_tasks import balanced_values, learned_batches, topped_up

_MAKING = 0.4


def check_help(request: CheckHelp, control: Control) -> Generator[Event, None, tuple[Help, ...]]:
    """Learn with and without the rows asked for, see `CheckHelp`."""

    def work(report: Report) -> tuple[Help, ...]:
        table = tables.learning_table(tables.load_texts(request.work_folder), request.recipe)
        model = load_model(request.work_folder, request.run_id, request.recipe)
        balanced_values(model, request.target)  # refuses a column without groups before anything is made
        rows = topped_up(request.rows, request.work_folder, request.recipe)
        extra = pl.concat(list(learned_batches(model, rows)))
        report(_MAKING)
        return helping.helps(
            table.values(table.learn),
            table.values(table.held_out),
            extra,
            request.target,
            seed=request.rows.seed,
            report=lambda done: report(_MAKING + (1 - _MAKING) * done),
        )

    return (yield from reported(message("Testing whether the rows help"), control, work))
