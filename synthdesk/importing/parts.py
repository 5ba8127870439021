"""Cells that hold two things: a limit and a number (<0.5), two numbers (120/80), a number and its unit.

They stay texts unless the user wants them in columns of their own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from synthdesk.domain.messages import Message, message
from synthdesk.domain.questions import Choice
from synthdesk.importing.asking import Asking

_NUMBER = r"[-+−]?[0-9][0-9.,'’\x{a0}\x{202f} ]*"
_PROBES = 50
_TEXT = Choice("text", message("As words, as it stands"))


@dataclass(frozen=True, slots=True)
class Shape:
    """One way in which cells hold two things.

    Attributes:
        key: Start of the question's key.
        pattern: Regular expression of a whole cell with two groups.
        plain: Regular expression of cells that hold only the number; "" when all must have both.
        names: Names of the two columns, with a place for the old name.
    """

    key: str
    pattern: str
    plain: str
    names: tuple[str, str]


SHAPES = (
    Shape("limit", rf"^(<=|>=|[<>≤≥~])\s*({_NUMBER})$", rf"^{_NUMBER}$", ("{} (limit)", "{}")),
    Shape(
        "split", r"^([0-9]{1,4}(?:[.,][0-9]+)?)\s?/\s?([0-9]{1,4}(?:[.,][0-9]+)?)$", "", ("{} (1)", "{} (2)")
    ),
    Shape(
        "split",
        r"^([0-9]{1,4}(?:[.,][0-9]+)?)\s?[-–]\s?([0-9]{1,4}(?:[.,][0-9]+)?)$",
        "",
        ("{} (from)", "{} (to)"),
    ),
    Shape("units", rf"^({_NUMBER}?)\s?([a-zA-Zµμ°%‰][^0-9<>=;]{{0,14}})$", "", ("{}", "{} (unit)")),
)


def split(texts: pl.DataFrame, asking: Asking, *, limits: bool = True) -> pl.DataFrame:
    """Return `texts` with the columns split that the user wants split; ask about each that could be.

    Args:
        texts: All columns as texts.
        asking: Takes the questions.
        limits: Whether there may be limits of measuring in them; looking for these takes time.
    """
    shapes = [shape for shape in SHAPES if limits or shape.key != "limit"]
    columns: list[pl.Series] = []
    for column in texts:
        columns += _split(column, shapes, asking, set(texts.columns))
    return pl.DataFrame(columns) if len(columns) != texts.width else texts


def may_hold_limits(text: bytes) -> bool:
    """Return whether a sign of a limit of measuring may stand in the bytes of a text."""
    return any(sign in text for sign in (b"<", b">", b"~")) or not text.isascii()


def _split(column: pl.Series, shapes: list[Shape], asking: Asking, taken: set[str]) -> Iterator[pl.Series]:
    shape = _shape_of(column, shapes)
    if (
        shape is None
        or asking.ask(
            f"{shape.key}:{column.name}",
            _sentence(column, shape),
            _choices(column, shape),
            column=column.name,
        )
        == "text"
    ):
        yield column
        return
    trimmed = column.str.strip_chars()
    first, second = trimmed.str.extract(shape.pattern, 1), trimmed.str.extract(shape.pattern, 2)
    rest = trimmed.set(first.is_not_null(), None)
    number, other = (first, second) if shape.key == "units" else (second, first)
    if shape.key == "split":
        yield first.alias(_free(shape.names[0].format(column.name), taken))
        yield second.fill_null(rest).alias(_free(shape.names[1].format(column.name), taken))
        return
    yield number.fill_null(rest).str.strip_chars().alias(column.name)
    side = shape.names[1] if shape.key == "units" else shape.names[0]
    yield other.alias(_free(side.format(column.name), taken))


def _free(name: str, taken: set[str]) -> str:
    while name in taken:
        name += "'"
    taken.add(name)
    return name


def _shape_of(column: pl.Series, shapes: list[Shape]) -> Shape | None:
    """Return the shape that all cells of a column have (codes and words for "missing" left aside)."""
    probes = [text.strip() for text in column.drop_nulls().head(_PROBES)]
    for shape in shapes:
        either = f"(?:{shape.pattern})|(?:{shape.plain})" if shape.plain else shape.pattern
        found = [re.match(either.replace(r"\x{a0}\x{202f}", "\u00a0\u202f"), text) for text in probes]
        if not probes or sum(match is not None for match in found) < 0.7 * len(probes):
            continue
        distinct = column.drop_nulls().unique().str.strip_chars()
        both = int(distinct.str.contains(shape.pattern).sum())
        fitting = int(distinct.str.contains(either).sum())
        if both and fitting >= 0.9 * len(distinct) and len(distinct) > 2 and _makes_sense(distinct, shape):
            return shape
    return None


def _makes_sense(distinct: pl.Series, shape: Shape) -> bool:
    """Return whether units are few and more than one (one and the same unit is part of the number's spelling)."""
    if shape.key != "units":
        return True
    units = distinct.str.extract(shape.pattern, 2).drop_nulls().str.strip_chars().unique()
    return 2 <= len(units) <= 6 and len(distinct) > 3 * len(units)


def _example(column: pl.Series, shape: Shape) -> str:
    trimmed = column.drop_nulls().str.strip_chars()
    return str(trimmed.filter(trimmed.str.contains(shape.pattern))[0])


def _sentence(column: pl.Series, shape: Shape) -> Message:
    template = {
        "limit": "“{column}” holds limits of measuring like “{text}”. How are they to be read?",
        "split": "“{column}” holds two numbers in a cell, like “{text}”. How are they to be read?",
        "units": "“{column}” holds numbers in different units, like “{text}”. How are they to be read?",
    }[shape.key]
    return message(template, column=column.name, text=_example(column, shape))


def _choices(column: pl.Series, shape: Shape) -> tuple[Choice, ...]:
    text = pl.Series([_example(column, shape)])
    first, second = str(text.str.extract(shape.pattern, 1)[0]), str(text.str.extract(shape.pattern, 2)[0])
    words = message("In two columns: {first} and {second}", first=first, second=second)
    return (_TEXT, Choice("split", words))
