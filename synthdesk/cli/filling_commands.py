"""`fill`: gaps of a real table filled by a trained model."""

from argparse import Namespace

from synthdesk.cli.console import Console
from synthdesk.cli.endings import UsageError
from synthdesk.cli.opening import absolute, check_columns, open_trained, read, work_folder
from synthdesk.cli.running import do
from synthdesk.cli.targets import check_folder, target_of, written_words
from synthdesk.domain.messages import message
from synthdesk.domain.results import FilledFile
from synthdesk.jobs.requests import FillGaps


def fill(arguments: Namespace, console: Console) -> None:
    """Write the table with its gaps filled, and say how many were."""
    target = target_of(arguments.out)
    check_folder(target.path)
    with work_folder() as folder:
        trained = open_trained(absolute(arguments.project), folder)
        source, schema = trained.project.source, trained.recipe.schema
        assert source is not None
        for name in arguments.column:
            if name not in schema.names:
                raise UsageError(message("--column: there is no column “{name}”.", name=name))
        table = read(absolute(arguments.file), source.options, folder, console)
        check_columns(table.schema, schema)
        wanted = tuple(arguments.column)
        request = FillGaps(
            folder, trained.recipe, table.source, trained.run_id, target, wanted, arguments.seed or 1
        )
        filled = do(request, FilledFile, console)
    for column in filled.columns:
        console.result(f"{column.name}: {column.filled:,} of {column.gaps:,} gaps filled")
    console.result(
        f"{filled.rows_complete:,} of {filled.rows_with_gaps:,} rows with gaps have none in these columns now"
    )
    if filled.rows_left:
        console.result(str(filled.left_words))
    console.result(written_words(filled.written))
    console.remark("The file holds the real rows: treat it as you treat the original.")
