"""`balance`: whether balanced rows help a classifier."""

import json
from argparse import Namespace

from synthdesk.cli.console import Console
from synthdesk.cli.endings import UsageError
from synthdesk.cli.opening import absolute, check_columns, open_trained, read, work_folder
from synthdesk.cli.running import do
from synthdesk.domain.exporting import RowRequest
from synthdesk.domain.messages import message
from synthdesk.domain.results import Help, Interval
from synthdesk.jobs.requests import CheckHelp
from synthdesk.storage import codec


def balance(arguments: Namespace, console: Console) -> None:
    """Print what two classifiers reach with and without the balanced rows."""
    with work_folder() as folder:
        trained = open_trained(absolute(arguments.project), folder)
        source = trained.project.source
        assert source is not None
        if arguments.column not in trained.recipe.schema.names:
            raise UsageError(message("--column: there is no column “{name}”.", name=arguments.column))
        real = read(absolute(arguments.real), source.options, folder, console)
        check_columns(real.schema, trained.recipe.schema)
        rows = RowRequest(
            arguments.rows or 1,
            balance=arguments.column,
            seed=arguments.seed or 1,
            top_up=arguments.rows is None,
        )
        request = CheckHelp(folder, trained.recipe, trained.run_id, rows, arguments.column)
        found: tuple[Help, ...] = do(request, tuple, console)
    if arguments.json:
        console.result(json.dumps([codec.to_plain(one) for one in found], indent=2))
        return
    for one in found:
        console.result(line(one))


def line(found: Help) -> str:
    """Return one line: both figures with their intervals, and the answer."""
    return (
        f"{found.classifier}, {found.measure}: {_shown(found.without)} without, {_shown(found.with_rows)} with "
        f"the rows; difference {_shown(found.difference)}. Does it help? {found.verdict}"
    )


def _shown(interval: Interval) -> str:
    return f"{interval.value:.3f} ({interval.low:.3f} to {interval.high:.3f})"
