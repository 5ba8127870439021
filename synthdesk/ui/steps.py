"""The steps of the work, and what state each one is in: a pure function of the project."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from synthdesk.domain.messages import Message, counted, message
from synthdesk.domain.project import Project


class Step(StrEnum):
    """One page of the window, in the order of the work."""

    START = "start"
    DATA = "data"
    PREPARE = "prepare"
    TRAIN = "train"
    EVALUATE = "evaluate"
    EXPORT = "export"


class StepState(StrEnum):
    """How far a step is; each has a symbol of its own shape."""

    LOCKED = "locked"
    OPEN = "open"
    QUESTION = "question"
    RUNNING = "running"
    DONE = "done"
    OUTDATED = "outdated"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Activity:
    """Work of one step: under way (`share` 0-1 or None, `words` such as "5 min left"), or failed last time."""

    share: float | None = None
    words: Message | None = None
    failed: bool = False


Running = Mapping[Step, Activity]
Answer = tuple[StepState, Message]

TITLES: Mapping[Step, Message] = {
    Step.START: message("Start"),
    Step.DATA: message("Data"),
    Step.PREPARE: message("Prepare"),
    Step.TRAIN: message("Train"),
    Step.EVALUATE: message("Evaluate"),
    Step.EXPORT: message("Generate and export"),
}

STATE_WORDS: Mapping[StepState, Message] = {
    StepState.LOCKED: message("not possible yet"),
    StepState.OPEN: message("open"),
    StepState.QUESTION: message("has a question"),
    StepState.RUNNING: message("running"),
    StepState.DONE: message("done"),
    StepState.OUTDATED: message("out of date"),
    StepState.FAILED: message("failed"),
}


def state_of(step: Step, project: Project, running: Running) -> Answer:
    """Return the state of `step` and one short line about it."""
    activity = running.get(step)
    if activity is not None and not activity.failed:
        return StepState.RUNNING, _running_words(activity)
    if activity is not None:
        return StepState.FAILED, activity.words or message("stopped")
    return _STATES[step](project)


def missing_step(step: Step, project: Project) -> Step | None:
    """Return the step that has to be done before `step`, or None when `step` is possible now."""
    if step in (Step.START, Step.DATA):
        return None
    if project.source is None:
        return Step.DATA
    if step in (Step.EVALUATE, Step.EXPORT) and project.run is None:
        return Step.TRAIN
    return None


def _running_words(activity: Activity) -> Message:
    if activity.share is None:
        return activity.words or message("working …")
    percent = round(100 * activity.share)
    if activity.words is None:
        return message("{percent} %", percent=percent)
    values = dict(activity.words.values)
    return Message(
        "{percent} %, " + activity.words.template, tuple(sorted((values | {"percent": percent}).items()))
    )


def _start(_project: Project) -> Answer:
    return StepState.OPEN, message("")


def _data(project: Project) -> Answer:
    if project.source is None:
        return StepState.OPEN, message("no file yet")
    if project.open_questions:
        return StepState.QUESTION, _things(len(project.open_questions))
    return StepState.DONE, message(
        "{rows:,} rows, {columns:,} columns", rows=project.source.rows, columns=len(project.schema)
    )


def _prepare(project: Project) -> Answer:
    if project.source is None:
        return StepState.LOCKED, message("after a file is open")
    changed = len(project.plan.columns)
    if changed == 0:
        return StepState.DONE, message("advised settings")
    return StepState.DONE, counted(changed, one="{count:,} column changed", many="{count:,} columns changed")


def _train(project: Project) -> Answer:
    if project.source is None:
        return StepState.LOCKED, message("after a file is open")
    if project.run is None:
        return StepState.OPEN, message("not started")
    if not project.run_is_current:
        return StepState.OUTDATED, message("settings changed since")
    return StepState.DONE, message("similarity {percent} %", percent=round(100 * project.run.similarity))


def _evaluate(project: Project) -> Answer:
    if project.run is None:
        return StepState.LOCKED, message("after training")
    if project.evaluation is None:
        return StepState.OPEN, message("not measured yet")
    if not project.run_is_current:
        return StepState.OUTDATED, message("of an older training")
    return StepState.DONE, message(
        "{percent} % similar", percent=round(100 * project.evaluation.synthetic.overall)
    )


def _export(project: Project) -> Answer:
    if project.run is None:
        return StepState.LOCKED, message("after training")
    if not project.run_is_current:
        return StepState.OUTDATED, message("from an older training")
    return StepState.OPEN, message("ready")


def _things(count: int) -> Message:
    return counted(count, one="{count:,} thing to look at", many="{count:,} things to look at")


_STATES: Mapping[Step, Callable[[Project], Answer]] = {
    Step.START: _start,
    Step.DATA: _data,
    Step.PREPARE: _prepare,
    Step.TRAIN: _train,
    Step.EVALUATE: _evaluate,
    Step.EXPORT: _export,
}
