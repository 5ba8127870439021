"""What one row of a table stands for: a person, or one of several stays or visits of a person."""

import re
from dataclasses import replace

import polars as pl

from synthdesk.domain.messages import message
from synthdesk.domain.questions import Choice
from synthdesk.domain.schema import RowUnit, Schema
from synthdesk.importing.asking import Asking

_PERSON = re.compile(
    r"^(patient|subject|person|pat|subj|participant|proband)[\W_]*(id|no|nr|num|number|nummer|key)?$|"
    r"^(usubjid|subjid|pid|patid|mrn|record_id|patientennummer|seqn)$",
    re.IGNORECASE,
)
_LEAST_SHARE = 0.02


def with_row_unit(schema: Schema, texts: pl.DataFrame, asking: Asking, person: str | None = None) -> Schema:
    """Return `schema` with what a row stands for; asked where a column tells persons apart and repeats.

    Several rows of a person speak against "a person"; whether they are stays or visits only the user knows.
    `person` is the column of which the file says that it tells persons apart.
    """
    for column in sorted(schema, key=lambda column: column.name != person):
        if column.name != person and not _PERSON.match(column.name):
            continue
        values = texts[column.name].drop_nulls()
        persons = values.n_unique()
        if not values.len() or persons < 2 or persons < _LEAST_SHARE * values.len():
            continue
        if persons == values.len():
            return replace(schema, row_unit=RowUnit.PERSON)
        return _asked(schema, column.name, values.len(), persons, asking)
    return schema


def _asked(schema: Schema, name: str, rows: int, persons: int, asking: Asking) -> Schema:
    sentence = message(
        "“{column}” has {persons:,} different values in {rows:,} rows. What does one row stand for?",
        column=name,
        persons=persons,
        rows=rows,
    )
    choices = (
        Choice(str(RowUnit.VISIT), message("A visit or measurement")),
        Choice(str(RowUnit.STAY), message("A stay")),
        Choice(str(RowUnit.PERSON), message("A person")),
    )
    unit = RowUnit(asking.ask("rows", sentence, choices, column=name, proposal=str(RowUnit.VISIT)))
    return replace(schema, row_unit=unit, person_column=None if unit is RowUnit.PERSON else name)
