"""How long learning a table by a model of codes takes on this computer, from a short trial."""

from time import perf_counter

import numpy as np
import polars as pl

from synthdesk.synthesizers.discrete.binning import bin_table
from synthdesk.synthesizers.discrete.model import ModelKind
from synthdesk.synthesizers.protocol import Trial

TRIAL_ROWS = 5_000
TRIAL_SECONDS = 1.0
MEASURING_SECONDS = 1.0


def try_out(kind: ModelKind, table: pl.DataFrame, seed: int) -> Trial:
    """Return how long the PREPARED `table` would take: a second of work on at most 5,000 rows, extended.

    A later step looks at more columns, so steps are taken to grow longer one by one.
    """
    begun = perf_counter()
    part = table.head(TRIAL_ROWS)
    learner = kind.learner(bin_table(part, np.random.default_rng(seed), most_bins=kind.most_bins), seed)
    binning = perf_counter() - begun
    while learner.done < learner.steps and perf_counter() - begun - binning < TRIAL_SECONDS:
        learner.advance()
    learning = perf_counter() - begun - binning
    rows = max(1, part.height)
    whole = learning * (learner.steps / max(1, learner.done)) ** 2 * table.height / rows
    seconds = whole + binning * table.height / rows + MEASURING_SECONDS
    return Trial(seconds / max(1, learner.steps), learner.steps)
