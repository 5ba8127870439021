"""Looking which columns are missing together, in the real table and in rows of a trained model."""

from collections.abc import Generator

import polars as pl

from synthdesk.domain.control import Control
from synthdesk.domain.events import Event
from synthdesk.domain.exporting import RowRequest
from synthdesk.domain.gaps import Gaps
from synthdesk.domain.messages import message
from synthdesk.domain.preprocessing import Role
from synthdesk.evaluation import gaps
from synthdesk.jobs import tables
from synthdesk.jobs.models import load_model
from synthdesk.jobs.reporting import Report, reported
from synthdesk.jobs.requests import FindGaps
from synthdesk.jobs.row_tasks import learned_batches

_ROWS_AT_MOST = 20_000


def find_gaps(request: FindGaps, control: Control) -> Generator[Event, None, Gaps]:
    """Return the patterns of missing values, see `FindGaps`."""

    def work(report: Report) -> Gaps:
        texts = tables.load_texts(request.work_folder)
        recipe = request.recipe
        if not request.run_id:
            values, schema = tables.reshaped_values(texts, recipe.schema_by_patient, recipe.plan)
            learned = [c.name for c in schema if recipe.plan.role_of(c) is Role.LEARN]
            return gaps.find(values.select(learned))
        real = tables.learning_table(texts, recipe).values()
        real = real if real.height <= _ROWS_AT_MOST else real.sample(_ROWS_AT_MOST, seed=1)
        model = load_model(request.work_folder, request.run_id, recipe)
        report(0.2)
        made = pl.concat(list(learned_batches(model, RowRequest(gaps.rows_to_compare(real.height)))))
        return gaps.find(real, made)

    return (yield from reported(message("Looking which values are missing together"), control, work))
