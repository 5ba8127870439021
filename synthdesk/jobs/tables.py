"""The table of an open project, from the texts in its work folder to the split rows of a training run."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from synthdesk.domain.errors import UserError
from synthdesk.domain.messages import counted, message
from synthdesk.domain.preprocessing import OTHER, PreprocessPlan, Role
from synthdesk.domain.project import Recipe
from synthdesk.domain.schema import Schema
from synthdesk.domain.training import SMALLEST_TABLE_ROWS
from synthdesk.importing import typing
from synthdesk.preprocessing.preparing import Prepared, prepare
from synthdesk.preprocessing.reshaping import reshaped
from synthdesk.preprocessing.restoring import Restoration, RestoredColumn, Way, values_of
from synthdesk.storage import atomic

ROWS_FILE = "source.parquet"
LEAST_HELD_OUT = 10
"""Fewer held-out rows than this measure nothing."""


def store_texts(texts: pl.DataFrame, work_folder: str) -> None:
    """Write TEXTS as the table of the open project, whole or not at all."""
    with atomic.replacing(Path(work_folder) / ROWS_FILE, private=True) as temporary:
        texts.write_parquet(temporary)


def load_texts(work_folder: str) -> pl.DataFrame:
    """Return the TEXTS of the open project.

    Raises:
        UserError: The project holds no rows (it was saved without them and its file was not read again).
    """
    path = Path(work_folder) / ROWS_FILE
    if not path.is_file():
        raise UserError(
            message("The real rows are not here"),
            message("The project was saved without the rows of its table."),
            message("Open the table's file again, then go on."),
        )
    return pl.read_parquet(path)


@dataclass(frozen=True, slots=True)
class LearningTable:
    """A table prepared for a synthesizer and split by fair chance.

    Attributes:
        prepared: PREPARED rows and how to turn them back.
        learn, held_out: Row numbers of `prepared.frame`, rising, no row in both.
        rows_left_out: Rows the plan dropped.
        real: The learned columns of the kept rows as they were read, nothing grouped or cut.
        patients: A number for the patient of each kept row, None where each row is one. Shape: (rows,), int64.
        schema: The columns as they are learned and written.
    """

    prepared: Prepared
    learn: np.ndarray
    held_out: np.ndarray
    rows_left_out: int
    real: pl.DataFrame
    schema: Schema
    patients: np.ndarray | None = None

    def values(self, rows: np.ndarray | None = None) -> pl.DataFrame:
        """Return the learned columns of all or some rows as VALUES, treated exactly as synthetic rows are."""
        frame = self.prepared.frame if rows is None else self.prepared.frame[rows]
        return learned_values(frame, self.prepared.restoration)


def learned_values(prepared: pl.DataFrame, restoration: Restoration) -> pl.DataFrame:
    """Return PREPARED rows as VALUES without the columns that are made new."""
    return values_of(prepared, restoration).select(restoration.learned_names)


def treated(values: pl.DataFrame, restoration: Restoration) -> pl.DataFrame:
    """Return VALUES from elsewhere as the real rows are after preparation: rare values grouped, ranges cut."""
    columns = [_treated(values[c.name], c) for c in restoration.columns if c.name in values.columns]
    return pl.DataFrame(columns)


def with_rare_grouped(column: pl.Series, note: RestoredColumn) -> pl.Series:
    """Return the words of a column as they were learned: those that are too rare in their group."""
    group = next((each for each in (f"{OTHER} (rare)", OTHER) if each in note.categories), None)
    unknown = ~column.is_in(list(note.categories)) & column.is_not_null()
    return column if group is None else column.set(unknown, group)


def _treated(column: pl.Series, note: RestoredColumn) -> pl.Series:
    if note.way is Way.CATEGORY:
        return with_rare_grouped(column, note)
    if note.way is Way.NUMBER:
        return column.clip(note.minimum, note.maximum).cast(column.dtype)
    return column


def learning_table(texts: pl.DataFrame, recipe: Recipe) -> LearningTable:
    """Return `texts` prepared as `recipe` says and split by its seed.

    Raises:
        UserError: Too few rows, no column to learn, or a plan that does not fit the table.
    """
    check_columns(texts, recipe.schema)
    values, schema = reshaped_values(texts, recipe.schema_by_patient, recipe.plan, seed=recipe.config.seed)
    prepared = prepare(values, schema, recipe.plan, seed=recipe.config.seed)
    rows = prepared.frame.height
    if rows < SMALLEST_TABLE_ROWS:
        raise UserError(
            message("Too few rows"),
            counted(
                rows,
                "{count:,} row is left to learn from, and at least {least} are needed.",
                "{count:,} rows are left to learn from, and at least {least} are needed.",
                least=SMALLEST_TABLE_ROWS,
            ),
            message("Take a larger table, or leave fewer rows out."),
        )
    patients = patient_numbers(texts, recipe)
    if patients is not None:
        patients = patients[prepared.rows]
    learn, held_out = split(rows, recipe.config.holdout_share, recipe.config.seed, patients)
    real = values[prepared.rows].select(prepared.restoration.learned_names)
    return LearningTable(prepared, learn, held_out, values.height - rows, real, schema, patients)


def reshaped_values(
    texts: pl.DataFrame, schema: Schema, plan: PreprocessPlan, *, seed: int = 1
) -> tuple[pl.DataFrame, Schema]:
    """Return the VALUES of `texts` as the plan reshapes them, and what their columns are then."""
    return reshaped(typing.to_values(texts, schema), schema, plan, seed=seed)


def patient_numbers(texts: pl.DataFrame, recipe: Recipe) -> np.ndarray | None:
    """Return a number for the patient of each row, None where each row is one; a row without a patient is its own.

    Raises:
        UserError: The table lacks the column that tells patients apart, or there are too few of them.
    """
    name = recipe.patient_column
    if not name:
        return None
    if name not in texts.columns:
        raise UserError(
            message("The columns do not fit"),
            message("The table has no column “{name}”, which tells the patients apart.", name=name),
            message("Choose another patient column in the expert settings of Train."),
        )
    written = texts[name]
    if name in recipe.schema.names:
        written = written.set(written.is_in(list(recipe.schema[name].missing)), None)
    known = written.rank("dense").cast(pl.Int64)
    lonely = pl.Series(np.arange(texts.height) + texts.height + 1)
    numbers = known.fill_null(lonely).to_numpy()
    patients = len(np.unique(numbers))
    if patients < SMALLEST_TABLE_ROWS:
        raise UserError(
            message("Too few patients"),
            message(
                "“{name}” tells {patients:,} patients apart, and at least {least} are needed.",
                name=name,
                patients=patients,
                least=SMALLEST_TABLE_ROWS,
            ),
            message("Choose another patient column in the expert settings of Train."),
        )
    return numbers


def split(
    rows: int, share: float, seed: int, patients: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Return the row numbers to learn from and to hold out, both rising: a fair shuffle by `seed`.

    With `patients` these are shuffled, and whole patients held out until there are enough rows.

    Args:
        rows: Rows in all, >= `SMALLEST_TABLE_ROWS`.
        share: Share to hold out, 0-1; at least `LEAST_HELD_OUT` rows are.
        seed: Fixes the split.
        patients: A number for the patient of each row. Shape: (rows,).
    """
    groups = np.arange(rows) if patients is None else np.unique(patients, return_inverse=True)[1]
    shuffled = np.random.default_rng([seed, 0x5B117]).permutation(int(groups.max()) + 1)
    n_held_out = max(LEAST_HELD_OUT, round(rows * share))
    sizes = np.bincount(groups)[shuffled]
    before = np.cumsum(sizes) - sizes
    out: np.ndarray = np.isin(groups, shuffled[before < n_held_out])
    return np.flatnonzero(~out), np.flatnonzero(out)


def check_columns(texts: pl.DataFrame, schema: Schema) -> None:
    """Refuse a table that lacks a column of `schema`; `UserError`."""
    lacking = [name for name in schema.names if name not in texts.columns]
    if lacking:
        raise UserError(
            message("The columns do not fit"),
            counted(
                len(lacking),
                "The table has no column “{name}”, which is needed.",
                "The table lacks {count} columns that are needed, the first of them “{name}”.",
                name=lacking[0],
            ),
            message("Choose a table with the same column headings."),
        )


def columns_of_new_rows(schema: Schema, plan: PreprocessPlan) -> list[str]:
    """Return the names of the columns that synthetic rows have, in order of the source."""
    return [column.name for column in schema if plan.role_of(column) is not Role.LEAVE_OUT]


def identifiers(texts: pl.DataFrame, recipe: Recipe) -> dict[str, frozenset[str]]:
    """Return the real values of each column that is made new, so that none of them is used again."""
    names = [column.name for column in recipe.schema if recipe.plan.role_of(column) is Role.MAKE_NEW]
    return {
        name: frozenset(texts[name].drop_nulls().unique().to_list())
        for name in names
        if name in texts.columns
    }
