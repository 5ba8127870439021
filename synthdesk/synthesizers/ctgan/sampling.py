"""A trained CTGAN, or another network of the same rows: rows in batches, with wanted values where asked for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import polars as pl
import torch
from numpy.typing import NDArray

from synthdesk.domain.errors import CannotMeetConditionError
from synthdesk.domain.messages import counted, message
from synthdesk.synthesizers.ctgan import model_file
from synthdesk.synthesizers.ctgan.making import RowMaker, Shape
from synthdesk.synthesizers.encoding import SMALLEST_COUNT, CategoryColumn, EncodedTable, decode

BATCH_ROWS = 10_000
FEWEST_TRIED = 1_000
TRIED_BEFORE_GIVING_UP = 200_000
"""Rows that are made in vain, or nearly so, before a condition is given up."""
LOWEST_ACCEPTANCE = 1 / 20_000
"""Share of rows that must meet a condition after so many tries."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A wanted category: column of the table, its code, and the real rows that have it (0: under 5)."""

    column: int
    code: int
    rows: int
    name: str
    value: str


class TrainedCtgan:
    """A model that makes rows; see `protocol.Trained`."""

    def __init__(self, maker: RowMaker) -> None:
        self._maker = maker

    @classmethod
    def load(cls, folder: Path, kind: type[Shape] = Shape) -> Self:
        """Return the model of this `kind` in `folder`, see `model_file.load`."""
        return cls(model_file.load(folder, kind))

    def categories(self, column: str) -> tuple[str, ...]:
        """Return the values of the discrete `column`, most frequent first; () for another column."""
        return next((c.categories for c in self._categorical() if c.name == column), ())

    def save(self, folder: Path) -> None:
        """Write the model into `folder`."""
        model_file.save(self._maker, folder)

    def sample(
        self, rows: int, *, where: Mapping[str, str] | None = None, seed: int
    ) -> Iterator[pl.DataFrame]:
        """Yield exactly `rows` rows in batches of at most 10,000, see `protocol.Trained`."""
        generator = torch.Generator(self._maker.device).manual_seed(seed)
        wanted = [self._wanted(name, value) for name, value in (where or {}).items()]
        if not wanted:
            return self._unconditional(rows, generator)
        return self._conditional(rows, wanted, generator)

    def _unconditional(self, rows: int, generator: torch.Generator) -> Iterator[pl.DataFrame]:
        for start in range(0, rows, BATCH_ROWS):
            conditions = self._maker.conditions.draw(min(BATCH_ROWS, rows - start), generator)
            yield self._decoded(self._maker.make(conditions, generator))

    def _conditional(
        self, rows: int, wanted: list[Wanted], generator: torch.Generator
    ) -> Iterator[pl.DataFrame]:
        # The rarest value steers the generator, the others are met by leaving rows out.
        wanted = sorted(wanted, key=lambda w: (w.rows, w.column))
        for start in range(0, rows, BATCH_ROWS):
            yield self._decoded(self._batch(min(BATCH_ROWS, rows - start), wanted, generator))

    def _batch(self, rows: int, wanted: list[Wanted], generator: torch.Generator) -> EncodedTable:
        found: list[EncodedTable] = []
        have = tried = 0
        size = max(FEWEST_TRIED, rows)
        while have < rows:
            made = self._steered(min(BATCH_ROWS, size), wanted[0], generator)
            met = np.all([made.codes[:, w.column] == w.code for w in wanted], axis=0)
            found.append(EncodedTable(made.codes[met], made.alphas[met]))
            have += int(met.sum())
            tried += met.size
            if tried >= TRIED_BEFORE_GIVING_UP and have < tried * LOWEST_ACCEPTANCE:
                raise _cannot(wanted)
            size = max(FEWEST_TRIED, int(1.1 * (rows - have) * tried / max(1, have)))
        return _joined(found, rows)

    def _steered(self, rows: int, wanted: Wanted, generator: torch.Generator) -> EncodedTable:
        layout = self._maker.layout
        if wanted.column not in layout.conditional:
            return self._maker.make(self._maker.conditions.draw(rows, generator), generator)
        first = self._maker.conditions.firsts[layout.conditional.index(wanted.column)]
        flat = torch.full((rows,), int(first) + wanted.code, device=self._maker.device)
        return self._maker.make(self._maker.conditions.numbered(flat), generator)

    def _wanted(self, name: str, value: str) -> Wanted:
        columns = self._maker.shape.encoding.columns
        for index, column in enumerate(columns):
            if column.name == name and isinstance(column, CategoryColumn) and value in column.categories:
                code = column.categories.index(value)
                return Wanted(index, code, column.frequencies.rows[code], name, value)
        raise CannotMeetConditionError(
            message("No such rows can be made"),
            message(
                "The model does not know the value {value} in column {column}.", value=value, column=name
            ),
            message("Choose a value that the training table has."),
        )

    def _categorical(self) -> list[CategoryColumn]:
        return [c for c in self._maker.shape.encoding.columns if isinstance(c, CategoryColumn)]

    def _decoded(self, table: EncodedTable) -> pl.DataFrame:
        return decode(self._maker.shape.encoding, table)


def _joined(parts: list[EncodedTable], rows: int) -> EncodedTable:
    codes: NDArray[np.int32] = np.concatenate([part.codes for part in parts])[:rows]
    return EncodedTable(codes, np.concatenate([part.alphas for part in parts])[:rows])


def _cannot(wanted: list[Wanted]) -> CannotMeetConditionError:
    rows = wanted[0].rows
    happened = (
        message("Fewer than {limit} real rows are behind this condition.", limit=SMALLEST_COUNT)
        if rows < SMALLEST_COUNT
        else counted(
            rows,
            "At most {count:,} real row is behind this condition, too few to learn from.",
            "At most about {count:,} real rows are behind this condition, and the model makes none like them.",
        )
    )
    return CannotMeetConditionError(
        message("No such rows can be made"),
        happened,
        message("Ask for fewer values at once, or for a more frequent value."),
    )
