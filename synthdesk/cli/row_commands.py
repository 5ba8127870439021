"""`sample`: new rows from a trained project."""

from argparse import Namespace
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from synthdesk.cli.console import Console
from synthdesk.cli.endings import UsageError
from synthdesk.cli.opening import TrainedProject, absolute, check_columns, open_trained, read, work_folder
from synthdesk.cli.running import do
from synthdesk.cli.targets import check_folder, target_of, written_words
from synthdesk.domain.exporting import ExportOptions, FileFormat, GroupCount, RowRequest
from synthdesk.domain.messages import message
from synthdesk.domain.preprocessing import Role
from synthdesk.domain.results import WrittenFile
from synthdesk.domain.schema import Schema
from synthdesk.jobs.requests import Export


def sample(arguments: Namespace, console: Console) -> None:
    """Make exactly as many new rows as asked for and write them."""
    target = replace(target_of(arguments.out), excel_decimal=arguments.for_excel, codebook=arguments.codebook)
    if target.excel_decimal and target.file_format is not FileFormat.CSV:
        raise UsageError(message("--for-excel is for .csv files; .xlsx needs no decimal sign."))
    check_folder(target.path)
    with work_folder() as folder:
        trained = open_trained(absolute(arguments.project), folder)
        rows = _rows_wanted(arguments, trained)
        if arguments.with_original:
            _read_original(absolute(arguments.with_original), trained, folder, console)
            target = replace(target, with_original=True, without_held_out=arguments.without_held_out)
        elif arguments.top_up:
            raise UsageError(
                message("--top-up needs --with-original: the real rows are counted and come first.")
            )
        elif arguments.without_held_out:
            raise UsageError(message("--without-held-out needs --with-original."))
        else:
            _say_what_is_not_compared(trained, console)
        written = make_rows(trained, rows, target, folder, console)
    console.result(written_words(written))


def _say_what_is_not_compared(trained: TrainedProject, console: Console) -> None:
    plan, schema = trained.recipe.plan, trained.recipe.schema
    if any(plan.role_of(column) is Role.MAKE_NEW for column in schema):
        console.remark(
            "Note: a model keeps no identifiers, so the new ones are not compared with the real ones, and one can be "
            "the same by chance. --with-original, run and the window compare them."
        )


def make_rows(
    trained: TrainedProject, rows: RowRequest, target: ExportOptions, folder: str, console: Console
) -> WrittenFile:
    """Make rows with the model in the work folder and write them to `target`."""
    assert trained.project.source is not None
    request = Export(folder, trained.recipe, trained.project.source, trained.run_id, rows, target)
    return do(request, WrittenFile, console)


def condition_of(text: str, schema: Schema) -> tuple[str, str]:
    """Return column and value of "COLUMN=VALUE"; a column's name may hold a "=" itself.

    Raises:
        UsageError: There is no such column.
    """
    places = [place for place, sign in enumerate(text) if sign == "="]
    for place in places:
        if text[:place] in schema.names:
            return text[:place], text[place + 1 :]
    if not places:
        raise UsageError(message("--where needs COLUMN=VALUE, not “{text}”.", text=text))
    raise UsageError(message("--where: there is no column “{name}”.", name=text[: places[0]]))


def count_of(text: str, schema: Schema) -> GroupCount:
    """Return the group of "COLUMN=VALUE&COLUMN=VALUE:N"; `UsageError` for another spelling."""
    conditions, sign, number = text.rpartition(":")
    if not sign or not number.strip().isdecimal():
        raise UsageError(message("--count needs COLUMN=VALUE:N, not “{text}”.", text=text))
    values = tuple(condition_of(part.strip(), schema) for part in conditions.split("&"))
    return GroupCount(values, int(number))


def _rows_wanted(arguments: Namespace, trained: TrainedProject) -> RowRequest:
    schema = trained.recipe.schema
    where = tuple(condition_of(text, schema) for text in arguments.where)
    _check_where(where)
    balance = arguments.balance
    if balance is not None and balance not in schema.names:
        raise UsageError(message("--balance: there is no column “{name}”.", name=balance))
    if arguments.within is not None and (
        not arguments.top_up or arguments.within not in schema.names or arguments.within == balance
    ):
        raise UsageError(message("--within needs --top-up and the name of another column than --balance."))
    if balance is not None and balance in dict(where):
        raise UsageError(message("--balance and --where cannot both be about “{name}”.", name=balance))
    counts = tuple(count_of(text, schema) for text in arguments.count)
    if bool(counts) + arguments.top_up + (arguments.rows is not None) != 1:
        raise UsageError(message("Give one of --rows, --count and --top-up."))
    if (arguments.top_up and balance is None) or (counts and balance is not None):
        raise UsageError(message("--top-up needs --balance, and --count cannot have it."))
    wanted = arguments.rows or max(1, sum(group.rows for group in counts))
    rows = RowRequest(wanted, where, balance, counts=counts, top_up=arguments.top_up, within=arguments.within)
    return rows if arguments.seed is None else replace(rows, seed=arguments.seed)


def _check_where(where: Iterable[tuple[str, str]]) -> None:
    seen: dict[str, str] = {}
    for name, value in where:
        if seen.setdefault(name, value) != value:
            raise UsageError(message("--where asks for two different values of “{name}” at once.", name=name))


def _read_original(path: Path, trained: TrainedProject, folder: str, console: Console) -> None:
    source = trained.project.source
    assert source is not None
    table = read(path, source.options, folder, console)
    check_columns(table.schema, trained.recipe.schema)
    if table.source.sha256 != source.sha256:
        console.remark("Note: this is not the file as it was when the model was trained.")
