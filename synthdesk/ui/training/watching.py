"""What is known of a run while it goes on: every event is taken in here, and nothing is drawn."""

from synthdesk.domain.events import (
    CheckpointSaved,
    EpochDone,
    Noticed,
    Paused,
    Progress,
    Resumed,
    SimilarityMeasured,
    TrainEvent,
    TrainingBegun,
)
from synthdesk.domain.messages import Message
from synthdesk.ui.training.curves import Curves
from synthdesk.ui.training.verdict import Verdict, verdict


class Watched:
    """The state of one training run as its events tell it.

    `similarity_news` and `loss_news` count what came in, so that a drawing knows whether it is old.
    """

    def __init__(self) -> None:
        self.similarity = Curves("similarity")
        self.losses = Curves("generator", "critic")
        self.begun: TrainingBegun | None = None
        self.last: EpochDone | None = None
        self.measured: SimilarityMeasured | None = None
        self.preparing: Progress | None = None
        self.notices: list[Message] = []
        self.checkpoint: int | None = None
        self.is_paused = False
        self.similarity_news = 0
        self.loss_news = 0

    def take(self, event: TrainEvent) -> None:
        """Take in the next event of the run."""
        if isinstance(event, EpochDone):
            self._take_round(event)
        elif isinstance(event, SimilarityMeasured):
            self._take_similarity(event)
        elif isinstance(event, TrainingBegun):
            self._begin(event)
        elif isinstance(event, Paused | Resumed):
            self.is_paused = isinstance(event, Paused)
        elif isinstance(event, Noticed):
            self.notices.append(event.what)
        elif isinstance(event, CheckpointSaved):
            self.checkpoint = event.epoch
        else:
            self.preparing = event

    @property
    def share(self) -> float | None:
        """How much is done, 0-1; None before training begins."""
        if self.last is not None and self.last.epochs:
            return min(1.0, self.last.epoch / self.last.epochs)
        return None if self.begun is None else self.begun.epoch / max(self.begun.epochs, 1)

    @property
    def verdict(self) -> Verdict:
        """What the similarity so far means."""
        epochs = self.begun.epochs if self.begun else 1
        halves = self.begun.halves if self.begun else None
        return verdict(self.similarity.points(), epochs=epochs, halves=halves)

    def _begin(self, event: TrainingBegun) -> None:
        self.begun, self.preparing = event, None
        self.similarity.forget_after(event.epoch)
        self.losses.forget_after(event.epoch)
        self.similarity_news += 1
        self.loss_news += 1

    def _take_round(self, event: EpochDone) -> None:
        self.last = event
        if event.generator_loss is not None and event.critic_loss is not None:
            self.losses.append(event.epoch, event.generator_loss, event.critic_loss)
            self.loss_news += 1

    def _take_similarity(self, event: SimilarityMeasured) -> None:
        self.measured = event
        self.similarity.append(event.epoch, event.similarity)
        self.similarity_news += 1
