"""How long finding latent classes takes on this computer, from one round of a part of the table."""

from time import perf_counter

import numpy as np
import polars as pl

from synthdesk.synthesizers.classes.counting import best_strengths, count, first_counts
from synthdesk.synthesizers.classes.grouping import groups_of
from synthdesk.synthesizers.classes.learner import CLASSES
from synthdesk.synthesizers.classes.plan import ROWS_OF_A_CLASS, Plan
from synthdesk.synthesizers.discrete.binning import bin_table
from synthdesk.synthesizers.discrete.timing import MEASURING_SECONDS, TRIAL_ROWS
from synthdesk.synthesizers.protocol import Trial


def try_out(table: pl.DataFrame, seed: int) -> Trial:
    """Return how long the PREPARED `table` would take, from a round on at most 5,000 rows."""
    rng = np.random.default_rng(seed)
    part = table.head(TRIAL_ROWS)
    begun = perf_counter()
    binned = bin_table(part, rng, most_bins=CLASSES.most_bins)
    groups = groups_of(binned)
    codes, frame = groups.grouped(binned.codes), groups.frame
    binning = perf_counter() - begun
    classes = max(1, part.height // ROWS_OF_A_CLASS)
    begun = perf_counter()
    counts, _ = count(codes, frame, first_counts(codes, frame, classes, rng), np.ones(len(frame.counts)))
    best_strengths(counts, frame)
    round_ = perf_counter() - begun
    plan = Plan.of(table.height, frame.overall.size)
    learning = round_ * plan.work(table.height) / (classes * part.height)
    seconds = learning + binning * table.height / part.height + MEASURING_SECONDS
    return Trial(seconds / plan.steps, plan.steps)
