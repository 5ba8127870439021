"""Training of a CTGAN, or of other networks of the same rows, as a generator of events: it can be watched, paused, stopped, given up and resumed."""

import torch

from synthdesk.domain.control import Control, Wish
from synthdesk.domain.events import TrainingBegun
from synthdesk.synthesizers.ctgan import checkpoint
from synthdesk.synthesizers.ctgan.session import CTGAN, Kind, Session
from synthdesk.synthesizers.loop import USUAL_PACE, Loop, Pace
from synthdesk.synthesizers.protocol import Training, TrainingOutcome, TrainingTask


def train(
    task: TrainingTask,
    control: Control,
    kind: Kind = CTGAN,
    *,
    resume: bool = False,
    pace: Pace = USUAL_PACE,
) -> Training:
    """Return the running training of `task`.

    It asks `control` before every step. Closing the generator leaves the last checkpoint behind, from
    which `resume` goes on to the same bytes (same machine class and threads, on the processor).

    Raises:
        UserError: The table or a setting cannot be used, or training became unstable.
    """
    threads = torch.get_num_threads()
    try:
        session = Session(task, kind, resume=resume)
        loop = Loop(session, control, pace, session.config.max_minutes)
        yield _begun(session, task)
        ending = yield from loop.run()
        if ending is Wish.CANCEL:
            checkpoint.remove(task.folder)
            return None
        yield from session.finish()
        if session.has_untold_losses:
            yield loop.report()
        return _outcome(session, stopped_early=ending is Wish.STOP_AND_KEEP)
    finally:
        torch.set_num_threads(threads)


def _begun(session: Session, task: TrainingTask) -> TrainingBegun:
    return TrainingBegun(
        session.plan.round_at(session.done),
        session.config.epochs,
        session.device_words,
        task.halves,
        task.table.height,
        task.rows_held_out,
    )


def _outcome(session: Session, *, stopped_early: bool) -> TrainingOutcome:
    """Return the record of the ended training."""
    cursor = session.cursor
    return TrainingOutcome(
        session.plan.round_at(cursor.step),
        session.plan.round_at(cursor.best_step),
        cursor.best,
        cursor.seconds,
        session.device_words,
        session.config,
        stopped_early,
    )
