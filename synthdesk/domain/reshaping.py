"""What the columns of a table are once their values are changed as the plan says, before anything is learned."""

import re
from dataclasses import replace

from synthdesk.domain.preprocessing import ColumnPlan, DatePrecision, PreprocessPlan
from synthdesk.domain.schema import Column, ColumnKind, NumberStyle, Schema

_TIME = re.compile(r"%-?[HIMSfpz]")
_PART = re.compile(r"%-?[A-Za-z]|%\{\w+\}")
_YEAR = re.compile(r"%-?[Yye]")
_MONTH = re.compile(r"%-?[mbB]|%\{\w+\}")


def reshaped_schema(schema: Schema, plan: PreprocessPlan) -> Schema:
    """Return the columns of the table that is learned and written.

    A date that is counted from another one is a whole number, a coarser date is spelled without its finer parts,
    values with new names have no labels any more, and categories have the order that the plan gives them.
    """
    return schema.with_columns(
        _ordered(_reshaped(column, plan.of(column.name), schema), plan.of(column.name)) for column in schema
    )


def reshaped_columns(schema: Schema, plan: PreprocessPlan) -> list[str]:
    """Return the columns whose values the plan changes before they are learned, in order."""
    shifted = bool(plan.shift_days)
    return [
        new.name
        for old, new in zip(schema, reshaped_schema(schema, plan), strict=True)
        if replace(new, order=old.order) != old
        or plan.of(new.name).names
        or (shifted and old.date_pattern is not None)
    ]


def counted_from(column: Column, plan: ColumnPlan, schema: Schema) -> str | None:
    """Return the date column from which the dates of `column` are counted, None where they are not."""
    name = plan.since
    if (
        column.kind is not ColumnKind.DATETIME
        or name is None
        or name == column.name
        or name not in schema.names
    ):
        return None
    return name if schema[name].kind is ColumnKind.DATETIME else None


def shortens(column: Column, plan: ColumnPlan) -> bool:
    """Return whether only the first letters of the words in `column` are kept."""
    return plan.letters is not None and column.number is None and column.date_pattern is None


def truncation(pattern: str) -> str:
    """Return to what a date spelled like this is cut, as polars says it: "1y", "1mo", or "" for days and finer.

    >>> truncation("%m/%Y")
    '1mo'
    """
    if re.search(r"%-?[dj]", pattern):
        return ""
    return "1mo" if _MONTH.search(pattern) else "1y"


def coarser(pattern: str, precision: DatePrecision) -> str:
    """Return how a date is spelled with nothing finer than `precision`, in the order of `pattern`.

    >>> coarser("%d.%m.%Y %H:%M", DatePrecision.MONTH)
    '%m.%Y'
    """
    if truncation(pattern) == "1y" or precision is DatePrecision.YEAR:
        return "%Y"
    if precision is DatePrecision.DAY:
        return _without_time(pattern)
    year, month = _YEAR.search(pattern), _MONTH.search(pattern)
    if year is None or month is None:
        return "%Y-%m"
    first, second = sorted((year, month), key=lambda part: part.start())
    between = _PART.sub("", pattern[first.end() : second.start()]).strip()[-1:] or "-"
    return f"{first.group()}{between}{second.group()}".replace("%y", "%Y")


def _without_time(pattern: str) -> str:
    times = list(_TIME.finditer(pattern))
    dates = [part for part in _PART.finditer(pattern) if not _TIME.fullmatch(part.group())]
    if not times or not dates:
        return pattern
    return pattern[dates[0].start() : dates[-1].end()] if times[0].start() > dates[-1].start() else "%Y-%m-%d"


def _ordered(column: Column, plan: ColumnPlan) -> Column:
    return replace(column, order=plan.order) if plan.order and column.kind.is_discrete else column


def _reshaped(column: Column, plan: ColumnPlan, schema: Schema) -> Column:
    if counted_from(column, plan, schema) is not None:
        return Column(
            column.name,
            ColumnKind.WHOLE_NUMBER,
            number=NumberStyle(),
            missing=column.missing,
            label=column.label,
        )
    if column.date_pattern is not None and plan.precision is not None:
        return replace(column, date_pattern=coarser(column.date_pattern, plan.precision))
    if shortens(column, plan):
        return replace(column, kind=ColumnKind.CATEGORY, value_labels=())
    if column.kind.is_discrete and plan.names:
        named = dict(plan.names)
        kept = tuple((text, label) for text, label in column.value_labels if text not in named)
        return replace(column, value_labels=kept)
    return column
