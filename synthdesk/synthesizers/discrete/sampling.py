"""A trained model of codes: rows in batches, with wanted values where asked for."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Self

import numpy as np
import polars as pl

from synthdesk.domain.errors import CannotMeetConditionError
from synthdesk.domain.messages import message
from synthdesk.synthesizers.discrete import model_file
from synthdesk.synthesizers.discrete.binning import Binning, CategoryBins, Codes, unbin
from synthdesk.synthesizers.discrete.model import CodesModel, ModelKind

BATCH_ROWS = 10_000
DRAWN_AT_ONCE = 50_000
MOST_CELLS = 5_000_000
"""Rows, and cells, of codes that are drawn at once: the more, the nearer their shares are to those of the model."""
FEWEST_TRIED = 1_000
MOST_TRIED_AT_ONCE = 50_000
TRIED_BEFORE_GIVING_UP = 1_000_000
"""Rows that are begun in vain, or nearly so, before a condition is given up."""
LOWEST_ACCEPTANCE = 1 / 100_000
"""Share of rows that must meet a condition after so many tries."""


class TrainedCodes:
    """A model that makes rows; see `protocol.Trained`."""

    def __init__(self, key: str, binning: Binning, model: CodesModel) -> None:
        self._key, self._binning, self._model = key, binning, model

    @classmethod
    def load(cls, kind: ModelKind, folder: Path) -> Self:
        """Return the model of this `kind` in `folder`, see `model_file.load`."""
        return cls(kind.key, *model_file.load(kind, folder))

    def categories(self, column: str) -> tuple[str, ...]:
        """Return the values of the discrete `column`, most frequent first; () for another column."""
        found = (c for c in self._binning.columns if c.name == column and isinstance(c, CategoryBins))
        return next((c.categories for c in found), ())

    def save(self, folder: Path) -> None:
        """Write the model into `folder`."""
        model_file.save(self._key, self._binning, self._model, folder)

    def sample(
        self, rows: int, *, where: Mapping[str, str] | None = None, seed: int
    ) -> Iterator[pl.DataFrame]:
        """Yield exactly `rows` rows in batches of at most 10,000, see `protocol.Trained`."""
        wanted = dict(self._wanted(name, value) for name, value in (where or {}).items())
        return self._batches(rows, wanted, np.random.default_rng(seed))

    def _batches(
        self, rows: int, wanted: Mapping[int, int], rng: np.random.Generator
    ) -> Iterator[pl.DataFrame]:
        columns = max(1, len(self._binning.columns))
        at_once = max(BATCH_ROWS, min(DRAWN_AT_ONCE, MOST_CELLS // columns))
        for start in range(0, rows, at_once):
            codes = self._codes(min(at_once, rows - start), wanted, rng)
            for first in range(0, codes.shape[0], BATCH_ROWS):
                yield unbin(self._binning, codes[first : first + BATCH_ROWS], rng)

    def _codes(self, rows: int, wanted: Mapping[int, int], rng: np.random.Generator) -> Codes:
        found: list[Codes] = []
        have = tried = 0
        size = max(FEWEST_TRIED, rows) if wanted else rows
        while have < rows:
            made = self._model.draw(min(size, MOST_TRIED_AT_ONCE), wanted, rng)
            found.append(made)
            have += made.shape[0]
            tried += min(size, MOST_TRIED_AT_ONCE)
            if tried >= TRIED_BEFORE_GIVING_UP and have < tried * LOWEST_ACCEPTANCE:
                raise _cannot()
            size = max(FEWEST_TRIED, int(1.1 * (rows - have) * tried / max(1, have)))
        return np.concatenate(found)[:rows]

    def _wanted(self, name: str, value: str) -> tuple[int, int]:
        for index, column in enumerate(self._binning.columns):
            if column.name == name and isinstance(column, CategoryBins) and value in column.categories:
                return index, column.categories.index(value)
        raise CannotMeetConditionError(
            message("No such rows can be made"),
            message(
                "The model does not know the value {value} in column {column}.", value=value, column=name
            ),
            message("Choose a value that the training table has."),
        )


def _cannot() -> CannotMeetConditionError:
    return CannotMeetConditionError(
        message("No such rows can be made"),
        message("The model makes hardly any rows that meet all the conditions."),
        message("Ask for fewer values at once, or for a more frequent value."),
    )
