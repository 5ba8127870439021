"""A synthesizer of the program on a CSV file, end to end: read, prepared, trained and written as the program does it."""

from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from time import process_time
from typing import TypeVar

from synthdesk.domain.control import Undisturbed, Wish
from synthdesk.domain.events import TrainingBegun
from synthdesk.domain.exporting import ExportOptions, FileFormat, RowRequest
from synthdesk.domain.facts import ImportedTable
from synthdesk.domain.preprocessing import PreprocessPlan
from synthdesk.domain.project import Recipe
from synthdesk.domain.results import RunRecord
from synthdesk.domain.source import ImportOptions
from synthdesk.domain.training import TrainingConfig
from synthdesk.jobs import reading_tasks, row_tasks, training_tasks
from synthdesk.jobs.requests import Export, ReadTable, Train

RUN = "quality"
Result = TypeVar("Result")


class CpuLimit(Undisturbed):
    """Lets the work go on for some processor seconds of this process, counted from `start`."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._begun = process_time()

    def start(self) -> None:
        """Count from now."""
        self._begun = process_time()

    @property
    def used(self) -> float:
        """Processor seconds since the start."""
        return process_time() - self._begun

    def wish(self) -> Wish:
        """Return that what is there shall be kept once the time is up."""
        return Wish.STOP_AND_KEEP if self.used >= self.seconds else Wish.GO_ON


def make(path: Path, out: Path, rows: int, config: TrainingConfig, cpu_seconds: float) -> dict[str, float]:
    """Learn the file at `path`, for at most `cpu_seconds`, and write `rows` new rows to `out`.

    Returns:
        Processor seconds of training and of writing, rounds done and the round that was kept.
    """
    work = str(out.parent)
    table = read_table(path, work)
    recipe = Recipe(table.schema, PreprocessPlan(), config)
    limit = CpuLimit(cpu_seconds)
    record = _trained(Train(work, recipe, table.source.sha256, RUN), limit)
    seconds, begun = limit.used, process_time()
    target = ExportOptions(str(out), FileFormat.CSV)
    request = Export(work, recipe, table.source, RUN, RowRequest(rows, seed=config.seed), target)
    _done(row_tasks.export(request, Undisturbed()))
    return {
        "train_cpu_s": seconds,
        "write_cpu_s": process_time() - begun,
        "epochs": float(record.epochs_done),
        "best_epoch": float(record.best_epoch),
    }


def read_table(path: Path, work: str) -> ImportedTable:
    """Read `path` into the work folder; open questions get the proposed, else their first answer."""
    table = _done(reading_tasks.read_table(ReadTable(str(path), ImportOptions(), work), Undisturbed()))
    options = table.source.options
    for question in table.questions:
        if question.is_open:
            options = options.with_answer(question.key, question.proposal or question.choices[0].key)
    if options != table.source.options:
        table = _done(reading_tasks.read_table(ReadTable(str(path), options, work), Undisturbed()))
    return table


def _trained(request: Train, limit: CpuLimit) -> RunRecord:
    def started(event: object) -> None:
        if isinstance(event, TrainingBegun):
            limit.start()

    return _done(training_tasks.train(request, limit), started)


def _done(
    work: Generator[object, None, Result | None], each: Callable[[object], None] = lambda _: None
) -> Result:
    def through() -> Iterator[object]:
        nonlocal result
        result = yield from work

    result: Result | None = None
    for event in through():
        each(event)
    assert result is not None
    return result
