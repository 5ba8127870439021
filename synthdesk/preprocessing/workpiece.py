"""A table while it is being prepared, to which the constructions of rules are done one after the other."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np
import polars as pl

from synthdesk.domain.schema import Schema
from synthdesk.preprocessing.constructions import NO, YES, Construction
from synthdesk.preprocessing.restoring import RestoredColumn, Way

PROTECTED = 5
"""The range of a column ends at its 5th lowest and 5th highest value: the exact extremes belong to single
patients, and a synthetic table (or a saved model) that repeats them gives these patients away."""


@dataclass
class Workpiece:
    """Prepared columns and notes so far.

    Attributes:
        schema: The columns of the source.
        frame: Prepared columns by name, in order.
        whole: Numbers and dates (in seconds) before their extremes were cut, by name.
        notes: How each column comes back, by name, in order.
        rng: Draws what fills gaps that are made anyway.
        persons: Who each row is about; None where each row is a person or nobody knows.
        steps: Constructions so far.
        taken: Columns that a construction has changed.
        flags: Prepared columns that say where another column is missing, by that column.
        late: Columns that are copied or worked out, after everything else.
        followers: Columns that are missing where another one is, so that they need no flag.
    """

    schema: Schema
    frame: dict[str, pl.Series]
    whole: dict[str, pl.Series]
    notes: dict[str, RestoredColumn]
    rng: np.random.Generator
    persons: pl.Series | None = None
    steps: list[Construction] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    flags: dict[str, str] = field(default_factory=dict)
    late: set[str] = field(default_factory=set)
    followers: set[str] = field(default_factory=set)

    def is_free(self, name: str, *ways: Way) -> bool:
        """Return whether `name` is learned, in one of `ways`, and still as it was."""
        return name in self.frame and name not in self.taken and self.notes[name].way in ways

    def drop(self, names: Iterable[str]) -> None:
        """Take columns out of what is learned."""
        for name in names:
            del self.frame[name]
            self.taken.add(name)

    def replace(self, name: str, values: pl.Series) -> None:
        """Learn `values` under `name` instead of what was there."""
        self.frame[name] = values.alias(name)
        self.taken.add(name)

    def free_name(self, wanted: str) -> str:
        """Return `wanted`, or `wanted` with a number where a column is called so."""
        name, number = wanted, 1
        while name in self.frame or name in self.schema.names:
            number += 1
            name = f"{wanted} {number}"
        return name

    def flag(self, name: str, missing: pl.Series) -> None:
        """Learn in a column of its own where `name` is missing; once for each column."""
        if name in self.flags or name in self.followers:
            return
        flag = self.free_name(f"{name} is missing")
        words = pl.select(pl.when(missing).then(pl.lit(YES)).otherwise(pl.lit(NO)).alias(flag))
        self.frame[flag] = words[flag]
        self.flags[name] = flag

    def filled_by_chance(self, values: pl.Series) -> pl.Series:
        """Return `values` whose gaps are filled with known values, each as likely as it is frequent."""
        known, gaps = values.drop_nulls(), values.is_null()
        if known.is_empty() or not gaps.any():
            return values
        drawn = known[self.rng.integers(len(known), size=len(values))]
        return pl.select(pl.when(gaps).then(drawn).otherwise(values).alias(values.name)).to_series()

    def widen(self, name: str, low: float, high: float) -> None:
        """Let the values of `name` reach from `low` to `high` at least."""
        note = self.notes[name]
        self.notes[name] = replace(note, minimum=min(note.minimum, low), maximum=max(note.maximum, high))

    def narrow(self, name: str, low: float, high: float) -> None:
        """Keep the values of `name` between `low` and `high`."""
        note = self.notes[name]
        low, high = max(note.minimum, low), min(note.maximum, high)
        self.notes[name] = replace(note, minimum=low, maximum=high)
        self.frame[name] = self.frame[name].clip(low, high)


def protected_range(values: pl.Series, persons: pl.Series | None = None) -> tuple[float, float]:
    """Return the 5th lowest and 5th highest of `values` (one known at least), or the middle of fewer.

    Where there are `persons`, it is the lowest value of the person with the 5th lowest, and so on: several rows
    of one person reach no farther than this person alone.
    """
    lows = highs = values.drop_nulls()
    if persons is not None:
        known = pl.DataFrame({"value": values, "person": persons}).drop_nulls("value")
        ends = known.group_by("person").agg(
            pl.col("value").min().alias("low"), pl.col("value").max().alias("high")
        )
        lows, highs = ends["low"], ends["high"]
    depth = min(PROTECTED, (len(lows) + 1) // 2) - 1
    low, high = float(lows.sort()[depth]), float(highs.sort(descending=True)[depth])
    # Of few persons with many rows each the lowest can lie above the highest.
    return min(low, high), max(low, high)
