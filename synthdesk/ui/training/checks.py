"""What is looked at before training starts: sentences about the table and the computer."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import psutil

from synthdesk.domain.messages import Message, counted, message
from synthdesk.domain.personal import PersonalData
from synthdesk.domain.preprocessing import Role
from synthdesk.domain.project import Project
from synthdesk.domain.schema import ColumnKind
from synthdesk.domain.training import AUTOMATIC, FEW_ROWS, SMALLEST_TABLE_ROWS, advised_method

LITTLE_DISK_BYTES = 1_000_000_000
LITTLE_MEMORY_BYTES = 1_500_000_000
MANY_COLUMNS = 200

_MEGABYTE = 1_000_000
_ROWS_OF_A_PATIENT = 1.1
"""From so many rows for each value on, a number of patients is taken to repeat."""

_NUMBERS_OF_PATIENTS = (
    PersonalData.RECORD_NUMBER,
    PersonalData.INSURANCE_NUMBER,
    PersonalData.NATIONAL_NUMBER,
)


@dataclass(frozen=True, slots=True)
class Check:
    """One remark; `kind` "problem" keeps training from starting."""

    kind: Literal["info", "warning", "problem"]
    words: Message


@dataclass(frozen=True, slots=True)
class Computer:
    """What the computer has to give: free bytes, and whether it runs on its battery."""

    disk_bytes: int
    memory_bytes: int
    on_battery: bool


def this_computer(work_folder: Path) -> Computer:
    """Return what this computer has to give now; asks the system, takes milliseconds."""
    battery = psutil.sensors_battery() if hasattr(psutil, "sensors_battery") else None
    folder = next(p for p in (work_folder, *work_folder.parents) if p.exists())
    return Computer(
        shutil.disk_usage(folder).free,
        psutil.virtual_memory().available,
        battery is not None and battery.power_plugged is False,
    )


def checks(project: Project, computer: Computer, rows_left_out: int = 0) -> tuple[Check, ...]:
    """Return every remark on training `project` on `computer`, problems first."""
    found = (*_of_table(project, rows_left_out), *_of_computer(computer))
    order = ("problem", "warning", "info")
    return tuple(sorted(found, key=lambda check: order.index(check.kind)))


def learned_columns(project: Project) -> tuple[str, ...]:
    """Return the names of the columns that are learned."""
    return tuple(c.name for c in project.schema if project.plan.role_of(c) is Role.LEARN)


def repeated_patients(project: Project) -> str:
    """Return the name of the first column that seems to number patients with several rows, "" for none."""
    facts = {fact.name: fact for fact in project.facts}
    for column in project.schema:
        fact = facts.get(column.name)
        names_people = column.kind is ColumnKind.IDENTIFIER or column.personal in _NUMBERS_OF_PATIENTS
        if fact is None or not names_people or fact.distinct < SMALLEST_TABLE_ROWS:
            continue
        if fact.rows - fact.missing >= _ROWS_OF_A_PATIENT * fact.distinct:
            return column.name
    return ""


def _of_table(project: Project, rows_left_out: int) -> list[Check]:
    rows = (project.source.rows if project.source else 0) - rows_left_out
    columns = len(learned_columns(project))
    found: list[Check] = []
    if columns == 0:
        found.append(Check("problem", message("No column is learned. Choose at least one in Prepare.")))
    if rows < SMALLEST_TABLE_ROWS:
        found.append(
            Check(
                "problem",
                message(
                    "{rows:,} rows are too few to learn from: at least {least} are needed.",
                    rows=rows,
                    least=SMALLEST_TABLE_ROWS,
                ),
            )
        )
    elif rows < FEW_ROWS:
        found.append(
            Check(
                "warning",
                message(
                    "The table has {rows:,} rows. With fewer than about {few} the result often resembles single "
                    "persons or is poor.",
                    rows=rows,
                    few=FEW_ROWS,
                ),
            )
        )
    if columns > MANY_COLUMNS:
        found.append(
            Check("warning", message("{columns:,} columns are learned: this takes long.", columns=columns))
        )
    return found + _of_settings(project, rows_left_out)


def _of_settings(project: Project, rows_left_out: int) -> list[Check]:
    found = []
    if project.open_questions:
        words = counted(
            len(project.open_questions),
            "{count:,} question about the data is open. Training takes the proposed answer.",
            "{count:,} questions about the data are open. Training takes the proposed answers.",
        )
        found.append(Check("warning", words))
    if rows_left_out:
        words = counted(
            rows_left_out,
            "{count:,} row is left out, as Prepare says.",
            "{count:,} rows are left out, as Prepare says.",
        )
        found.append(Check("info", words))
    repeated = "" if project.recipe.patient_column else repeated_patients(project)
    if repeated:
        words = message(
            "“{name}” seems to name patients who have several rows. Choose it as the patient column in the expert "
            "settings: else rows of one patient are learned and held back, and no leak of them can be seen.",
            name=repeated,
        )
        found.append(Check("warning", words))
    rows = (project.source.rows if project.source else 0) - rows_left_out
    return found + _of_method(project.config.synthesizer, rows, len(learned_columns(project)))


def _of_method(key: str, rows: int, columns: int) -> list[Check]:
    advised, why = advised_method(rows, columns)
    if key == AUTOMATIC:
        words = message("The kind of model is chosen by itself; the expert settings let you choose another.")
        return [Check("info", why), Check("info", words)]
    if key == advised:
        return []
    return [Check("info", why), Check("info", message("You can choose them in the expert settings."))]


def _of_computer(computer: Computer) -> list[Check]:
    found = []
    if computer.disk_bytes < LITTLE_DISK_BYTES:
        free = round(computer.disk_bytes / _MEGABYTE)
        words = message("The disk has only {free:,} MB left. Make room before you start.", free=free)
        found.append(Check("warning", words))
    if computer.memory_bytes < LITTLE_MEMORY_BYTES:
        free = round(computer.memory_bytes / _MEGABYTE)
        words = message("Only {free:,} MB of memory are free. Close other programs.", free=free)
        found.append(Check("warning", words))
    if computer.on_battery:
        found.append(Check("warning", message("The computer runs on its battery: plug it in.")))
    return found
