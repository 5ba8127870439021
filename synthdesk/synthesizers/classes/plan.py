"""How much is done to find latent classes: bounded in time and memory, whatever the table."""

from dataclasses import dataclass

MOST_CLASSES = 1_000
ROWS_OF_A_CLASS = 25
"""There is at most one class for so many rows."""
MOST_CELLS = 2**23
"""Codes times classes; a few copies of so many numbers are held."""
STEP_FACTOR = 3
"""The numbers of classes tried are parts of each other by this factor."""
CANDIDATES = 4
TRIAL_ROUNDS = 10
FIT_ROUNDS = 20
BATCH_ROWS = 25_000
HELD_OUT = 0.25
MOST_HELD_OUT = 5_000
PASSES = 3
"""With batches each row is looked at about so often."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps of learning.

    Attributes:
        candidates: Numbers of classes to try, rising.
        tried: Rows each is tried with.
        held_out: Other rows it shall foretell.
        trial_rounds: Steps for each candidate.
        fit_steps: Steps with the chosen one, a batch of rows each.
        count_steps: Steps that count all rows at last, a batch each.
        batch: Rows of a batch.
    """

    candidates: tuple[int, ...]
    tried: int
    held_out: int
    trial_rounds: int
    fit_steps: int
    count_steps: int
    batch: int

    @classmethod
    def of(cls, rows: int, width: int) -> "Plan":
        """Return the plan for `rows` rows, >= 1, whose columns have `width` codes together."""
        held_out = min(MOST_HELD_OUT, round(HELD_OUT * rows))
        tried = min(BATCH_ROWS, rows - held_out)
        most = max(1, min(MOST_CLASSES, tried // ROWS_OF_A_CLASS, MOST_CELLS // width))
        candidates = sorted({max(1, most // STEP_FACTOR**i) for i in range(CANDIDATES)})
        count_steps = -(-rows // BATCH_ROWS)
        fit_steps = max(FIT_ROUNDS, PASSES * count_steps)
        return cls(tuple(candidates), tried, held_out, TRIAL_ROUNDS, fit_steps, count_steps, BATCH_ROWS)

    @property
    def trial_steps(self) -> int:
        """Steps until the number of classes is chosen."""
        return len(self.candidates) * self.trial_rounds

    @property
    def steps(self) -> int:
        """Steps in all."""
        return self.trial_steps + self.fit_steps + self.count_steps

    def work(self, rows: int) -> int:
        """Return the most work there can be for `rows` rows, in rows times classes."""
        batch = min(rows, self.batch)
        tries = sum(self.candidates) * self.trial_rounds * self.tried
        return tries + self.candidates[-1] * (self.fit_steps * batch + rows)
