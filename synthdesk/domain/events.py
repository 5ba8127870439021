"""What running work tells its watcher: small frozen values, one closed union."""

from dataclasses import dataclass

from synthdesk.domain.messages import Message
from synthdesk.domain.results import ColumnComparison


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work is. `done` of `total` (0-1 shares: total 1.0); `what` is said in a few words."""

    what: Message
    done: float
    total: float


@dataclass(frozen=True, slots=True)
class Noticed:
    """Something worth a sentence while the work goes on (a fallback, a restart from the best state)."""

    what: Message


@dataclass(frozen=True, slots=True)
class TrainingBegun:
    """Training starts (or goes on after `epoch` rounds).

    Attributes:
        epoch, epochs: Rounds already done, rounds planned.
        device_words: "processor" or the name of the graphics card.
        halves: Similarity of two halves of the real data, the reference line, 0-1.
        rows_learned, rows_held_out: Rows for training and for measuring.
    """

    epoch: int
    epochs: int
    device_words: str
    halves: float
    rows_learned: int
    rows_held_out: int


@dataclass(frozen=True, slots=True)
class EpochDone:
    """Rounds done so far; sent about four times a second at most, and at least once a round.

    Attributes:
        epoch: Rounds done (a fraction of the last one rounds down).
        epochs: Rounds planned.
        generator_loss, critic_loss: Means over the steps since the last such event; None for a model that
            has no such networks.
        seconds: Training time so far, pauses not counted.
        seconds_left: Estimate, >= 0.
        memory_bytes: Memory of this process now.
    """

    epoch: int
    epochs: int
    generator_loss: float | None
    critic_loss: float | None
    seconds: float
    seconds_left: float
    memory_bytes: int


@dataclass(frozen=True, slots=True)
class SimilarityMeasured:
    """Similarity of fresh rows to the held-out rows after `epoch` rounds.

    Attributes:
        epoch: Rounds done.
        similarity: 0-1.
        best_epoch, best: The best state so far.
        columns: Real against synthetic per column.
    """

    epoch: int
    similarity: float
    best_epoch: int
    best: float
    columns: tuple[ColumnComparison, ...]


@dataclass(frozen=True, slots=True)
class CheckpointSaved:
    """The state after `epoch` rounds is on disk; a killed run goes on from here."""

    epoch: int


@dataclass(frozen=True, slots=True)
class Paused:
    """The work waits; `Resumed` follows."""


@dataclass(frozen=True, slots=True)
class Resumed:
    """The work goes on after a pause."""


@dataclass(frozen=True, slots=True)
class Finished:
    """The work is done; `result` is the value its request promises."""

    result: object


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The work was given up because it was asked to; nothing of it is kept."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The work ended with an error.

    Attributes:
        title, happened, remedy: The three sentences of a `UserError`.
        details: A traceback without values of the data, for support; "" for a `UserError`.
        can_resume: Whether a checkpoint is there from which the same request can go on.
    """

    title: Message
    happened: Message
    remedy: Message
    details: str = ""
    can_resume: bool = False


TrainEvent = (
    TrainingBegun | EpochDone | SimilarityMeasured | CheckpointSaved | Paused | Resumed | Progress | Noticed
)
"""What a synthesizer's training yields."""

Ending = Finished | Cancelled | Failed
"""Exactly one of these ends every run."""

Event = TrainEvent | Ending
