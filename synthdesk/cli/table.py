"""The commands and their options as one table; the parser is made from it."""

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from synthdesk import __version__
from synthdesk.domain.preprocessing import RARE_BELOW
from synthdesk.domain.training import Device, Preset


@dataclass(frozen=True, slots=True)
class Option:
    """One argument: its flags (or its name, when it has a fixed place) and what argparse needs to know."""

    flags: tuple[str, ...]
    help: str
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Command:
    """One command. `runs` is "module:function" below `synthdesk.cli`, loaded when it is used."""

    name: str
    help: str
    runs: str
    options: tuple[Option, ...] = ()


def positive(text: str) -> int:
    """Return a whole number >= 1."""
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def not_negative(text: str) -> int:
    """Return a whole number >= 0."""
    number = int(text)
    if number < 0:
        raise ValueError
    return number


def minutes(text: str) -> float:
    """Return a finite number > 0."""
    number = float(text)
    if not 0 < number < float("inf"):
        raise ValueError
    return number


for _kind, _words in (
    (positive, "whole number >= 1"),
    (not_negative, "whole number >= 0"),
    (minutes, "number > 0"),
):
    _kind.__name__ = _words  # argparse names the kind in its error: "invalid whole number >= 1 value"


def _option(*flags: str, help: str, **settings: Any) -> Option:  # noqa: A002, ANN401  # argparse's own words
    return Option(flags, help, MappingProxyType(settings))


def _repeated(flag: str, *, help: str, metavar: str) -> Option:  # noqa: A002  # argparse's own word
    return _option(flag, help=f"{help}; may be repeated", metavar=metavar, action="append", default=[])


_FILE = _option(
    "file",
    help="the table: text, Excel, ODS, SPSS, Stata, SAS, Parquet, ARFF or SQLite; - for standard input",
    metavar="FILE",
)
_READING = (
    _option(
        "--answer", help="answer a question of the import", metavar="KEY=CHOICE", action="append", default=[]
    ),
    _option("--encoding", help="encoding of a text file, for example cp1252"),
    _option(
        "--delimiter",
        help="sign between the cells of a text file, or “fixed” for columns filled up with blanks",
    ),
    _option("--decimal", help="decimal sign", choices=(".", ",")),
    _option("--heading-row", help="row of the column names, 0 for none", type=not_negative, metavar="ROW"),
    _option("--sheet", help="sheet of a workbook, or table of a database", metavar="NAME"),
    _repeated("--only", help="read this column and no others but those named likewise", metavar="COLUMN"),
    _option("--dictionary", help="data dictionary of REDCap that describes the columns", metavar="FILE"),
)
_ACCEPT = _option("--accept-defaults", help="answer every open question by its proposal", action="store_true")
_SEED = _option("--seed", help="start of the random numbers", type=not_negative)
_PROJECT = _option("project", help="a project with a trained model", metavar="P.synthdesk")
_TRAINING = (
    _option("--preset", help="how much work to spend", choices=[str(p) for p in Preset]),
    _option(
        "--patients",
        help="column that tells patients apart: all rows of one are learned, or all held out",
        metavar="COLUMN",
    ),
    _option(
        "--synthesizer",
        help="kind of model: automatic (the default), trees, fast, ctgan or tvae",
        metavar="NAME",
    ),
    _option(
        "--epochs",
        help="rounds of training, of ctgan unless --synthesizer is given; lifts the time limit of the preset unless --minutes is given",
        type=positive,
        metavar="N",
    ),
    _option("--minutes", help="stop after this time and keep the best state", type=minutes, metavar="M"),
    _SEED,
    _option("--threads", help="processor threads, 0 chooses", type=not_negative, metavar="N"),
    _option("--device", help="where to compute", choices=[str(d) for d in Device]),
)

COMMANDS: tuple[Command, ...] = (
    Command(
        "example",
        "train on the bundled table of invented hospital stays and write the results",
        "whole_commands:example",
        (_option("--out", help="folder for the results", metavar="DIR", default="synthdesk-example"),),
    ),
    Command(
        "inspect",
        "say what the import understood of a file",
        "reading_commands:inspect",
        (_FILE, _option("--json", help="as JSON", action="store_true"), *_READING),
    ),
    Command(
        "convert",
        "write the table in a plain form: CSV as UTF-8 with commas, decimal dots and ISO dates",
        "reading_commands:convert",
        (
            _FILE,
            _option(
                "--out",
                help="the new file: .csv, .xlsx, .parquet, .sav, .dta, .xpt or .sqlite",
                metavar="FILE2",
                required=True,
            ),
            *_READING,
            _ACCEPT,
        ),
    ),
    Command(
        "rules",
        "look for rules that the rows of a table obey, and count the rows that break them",
        "rule_commands:rules",
        (
            _FILE,
            _option("--recipe", help="count the rules of this recipe as well", metavar="R.json"),
            _option("--out", help="write a recipe in which all of them always hold", metavar="R2.json"),
            _option("--json", help="as JSON", action="store_true"),
            *_READING,
            _ACCEPT,
        ),
    ),
    Command(
        "train",
        "prepare a table and train a model",
        "training_commands:train",
        (
            _FILE,
            _option("--out", help="the project to write", metavar="P.synthdesk", required=True),
            _option("--recipe", help="columns, preparation and settings from this file", metavar="R.json"),
            *_TRAINING,
            *_READING,
            _ACCEPT,
            _option("--resume", help="go on with a training run that was broken off", action="store_true"),
        ),
    ),
    Command(
        "sample",
        "make new rows with a trained model",
        "row_commands:sample",
        (
            _PROJECT,
            _option("--rows", help="number of new rows, exactly", type=positive, metavar="N"),
            _option(
                "--out",
                help="the new file: .csv, .xlsx, .parquet, .sav, .dta, .xpt or .sqlite",
                metavar="FILE",
                required=True,
            ),
            _option(
                "--where",
                help="a value that every new row has; may be repeated",
                metavar="COLUMN=VALUE",
                action="append",
                default=[],
            ),
            _option("--balance", help="equal counts of each value of this column", metavar="COLUMN"),
            _option(
                "--top-up",
                help="make only what fills each value of --balance up to the most frequent one of the real rows",
                action="store_true",
            ),
            _option(
                "--within",
                help="with --top-up: fill up within each value of this column, each to its own most frequent one",
                metavar="COLUMN2",
            ),
            _option(
                "--count",
                help="exactly so many rows with these values; may be repeated, and takes the place of --rows",
                metavar="COLUMN=VALUE[&COLUMN=VALUE]:N",
                action="append",
                default=[],
            ),
            _option("--with-original", help="put the rows of this file first", metavar="FILE"),
            _option(
                "--without-held-out",
                help="of these leave those out that the model did not learn, as a test for what is learned later",
                action="store_true",
            ),
            _option(
                "--for-excel",
                help="CSV that Excel opens by a double click in a country with this decimal sign",
                choices=(".", ","),
                default="",
            ),
            _option("--codebook", help="put a codebook and the recipe beside the file", action="store_true"),
            _SEED,
        ),
    ),
    Command(
        "fill",
        "fill the gaps of a real table with what a trained model says of the known cells",
        "filling_commands:fill",
        (
            _PROJECT,
            _option("file", help="the real table, with the columns the model was trained on", metavar="FILE"),
            _option(
                "--out",
                help="the new file: .csv, .xlsx, .parquet, .sav, .dta, .xpt or .sqlite",
                metavar="FILE2",
                required=True,
            ),
            _repeated("--column", help="fill only this column", metavar="COLUMN"),
            _SEED,
        ),
    ),
    Command(
        "balance",
        "tell whether balanced rows help to predict a column, tested on held-out real rows",
        "balance_commands:balance",
        (
            _PROJECT,
            _option("--real", help="the file the model was trained on", metavar="FILE", required=True),
            _option("--column", help="the column to balance and to predict", metavar="COLUMN", required=True),
            _option(
                "--rows", help="rows to make; without it each value is filled up", type=positive, metavar="N"
            ),
            _option("--json", help="as JSON", action="store_true"),
            _SEED,
        ),
    ),
    Command(
        "evaluate",
        "compare a synthetic file with the real one",
        "evaluation_commands:evaluate",
        (
            _PROJECT,
            _option("--real", help="the file the model was trained on", metavar="FILE", required=True),
            _option("--synthetic", help="the file to judge", metavar="FILE", required=True),
            _option("--json", help="write the figures here, not on stdout", metavar="FILE"),
            _option("--report", help="write a report for people", metavar="FILE.html|.pdf"),
            _option("--release-sheet", help="write a page without figures to hand out", metavar="FILE.html"),
            _repeated("--outcome", help="a column whose prediction matters", metavar="COLUMN"),
            _repeated("--compare", help="an analysis: “linear: cost ~ age + ward”", metavar="ANALYSIS"),
            _repeated("--sensitive", help="a column nobody may guess; all without it", metavar="COLUMN"),
            _repeated("--known", help="a column an outsider may know", metavar="COLUMN"),
            _option(
                "--smallest-group", help="fewer rows are rare", type=positive, metavar="K", default=RARE_BELOW
            ),
        ),
    ),
    Command(
        "run",
        "train, make rows, evaluate and write, as a recipe says",
        "whole_commands:run",
        (
            _option("recipe", help="the recipe", metavar="R.json"),
            _option("--data", help="the table", metavar="FILE", required=True),
            _option("--out", help="folder for the results", metavar="DIR", required=True),
            *_READING,
            _ACCEPT,
        ),
    ),
    Command(
        "self-test",
        "check this installation: training, files, versions",
        "self_test:self_test",
        (_option("--json", help="write the outcome here as well", metavar="FILE"),),
    ),
)

NAMES = tuple(command.name for command in COMMANDS)


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line; `arguments.command` is the chosen `Command`."""
    whole = argparse.ArgumentParser(
        prog="synthdesk",
        description="Synthetic tables from patient data, on this computer only. "
        "Without a command, or with a FILE, the window opens.",
        epilog="Exit status: 0 done, 1 failed, 2 wrong usage or open questions, 130 stopped by Ctrl-C.",
        allow_abbrev=False,
    )
    whole.add_argument("--version", action="version", version=f"SynthDesk {__version__}")
    below = whole.add_subparsers(metavar="COMMAND", required=True)
    for command in COMMANDS:
        one = below.add_parser(command.name, help=command.help, description=command.help, allow_abbrev=False)
        for option in command.options:
            one.add_argument(*option.flags, help=option.help, **option.settings)
        one.set_defaults(command=command)
    return whole


def function_of(command: Command) -> Callable[..., None]:
    """Return the function of `command`, which takes the arguments and a console."""
    import importlib

    module, name = command.runs.split(":")
    function: Callable[..., None] = getattr(importlib.import_module(f"synthdesk.cli.{module}"), name)
    return function
