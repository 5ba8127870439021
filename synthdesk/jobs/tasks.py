"""What each request does: composes the working packages; runs in a child process.

Every function yields events and the value its request promises comes last, in `Finished`. The same
request on the same files gives the same bytes.
"""

from collections.abc import Callable, Generator, Iterator, Mapping
from typing import Any

from synthdesk.domain.control import Control
from synthdesk.domain.events import Cancelled, Event, Finished, Progress
from synthdesk.domain.messages import message
from synthdesk.jobs import reading_tasks, requests, rule_tasks

Task = Callable[[Any, Control], Generator[Event, None, object]]
"""Yields the events of one request and returns its result; None means that it was given up."""


def perform(request: requests.Request, control: Control) -> Iterator[Event]:
    """Yield the events of `request`, the last one `Finished` or `Cancelled`.

    Raises:
        UserError: Something a user can act on.
    """
    if type(request) not in _reading():
        # Said before the heavy libraries are loaded, which takes seconds.
        yield Progress(message("Getting ready"), 0.0, 1.0)
    result = yield from _task_of(request)(request, control)
    yield Cancelled() if result is None else Finished(result)


def warm_up() -> None:
    """Load what short work needs, ahead of any request."""
    reading_tasks.warm_up()


def _reading() -> Mapping[type, Task]:
    return {
        requests.ReadPreview: reading_tasks.read_preview,
        requests.ReadTable: reading_tasks.read_table,
        requests.DescribeColumns: reading_tasks.describe_columns,
        requests.ChangeKinds: reading_tasks.change_kinds,
        requests.Convert: reading_tasks.convert,
        requests.FindRules: rule_tasks.find_rules,
        requests.CountRules: rule_tasks.count_rules,
        requests.CountTogether: rule_tasks.count_together,
    }


# The following are imported when they are needed: they bring torch or scikit-learn.
def _comparing() -> Mapping[type, Task]:
    from synthdesk.jobs import comparing_tasks, helping_tasks

    return {
        requests.Evaluate: comparing_tasks.evaluate,
        requests.CompareFiles: comparing_tasks.compare_files,
        requests.WriteReport: comparing_tasks.write_report,
        requests.CheckHelp: helping_tasks.check_help,
    }


def _learning() -> Mapping[type, Task]:
    from synthdesk.jobs import filling_tasks, gap_tasks, row_tasks, training_tasks

    return {
        requests.EstimateTraining: training_tasks.estimate,
        requests.Train: training_tasks.train,
        requests.FindGaps: gap_tasks.find_gaps,
        requests.CountGroups: row_tasks.count_groups,
        requests.Export: row_tasks.export,
        requests.FillGaps: filling_tasks.fill_gaps,
    }


def _task_of(request: requests.Request) -> Task:
    for tasks in (_reading, _comparing, _learning):
        found = tasks().get(type(request))
        if found is not None:
            return found
    raise TypeError(type(request).__name__)
