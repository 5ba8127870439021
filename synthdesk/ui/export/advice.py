"""What is worth knowing about the rows asked for, before they are made."""

from synthdesk.domain.exporting import FEW_REAL_ROWS, RowRequest
from synthdesk.domain.facts import Bars
from synthdesk.domain.messages import Message, message
from synthdesk.domain.preprocessing import Role
from synthdesk.domain.project import Project
from synthdesk.domain.rules import quoted
from synthdesk.domain.schema import Column

_MANY_TIMES = 10
_LEAST_CHANGE = 0.01


def group_columns(project: Project) -> tuple[Column, ...]:
    """Return the learned columns of categories or yes/no values, in order."""
    return tuple(
        column
        for column in project.schema
        if column.kind.is_discrete
        and project.plan.role_of(column) is Role.LEARN
        and groups(project, column.name)
    )


def groups(project: Project, name: str) -> dict[str, int]:
    """Return the most frequent values of a column that keep their name, with their real rows."""
    facts = next((fact for fact in project.facts if fact.name == name), None)
    if facts is None or not isinstance(facts.drawing, Bars):
        return {}
    rare = {value for value, _ in facts.rare}
    return {
        value: rows
        for value, rows in zip(facts.drawing.labels, facts.drawing.counts, strict=True)
        if value not in rare or len(facts.drawing.labels) <= 2  # yes and no keep their names
    }


def advice(project: Project, wanted: RowRequest) -> tuple[Message, ...]:
    """Return the sentences that should be read before making `wanted`."""
    found = []
    real = project.source.rows if project.source else 0
    if real and wanted.rows > _MANY_TIMES * real:
        found.append(
            message(
                "This is more than {times} times the real rows ({real:,}). More rows tell nothing new, and "
                "they make it easier to find out who was in the data.",
                times=_MANY_TIMES,
                real=real,
            )
        )
    if wanted.counts:
        found += _changed_shares(project, wanted, wanted.counts[0].values[0][0])
    if wanted.balance is not None:
        found.append(_other_groups(wanted.balance, top_up=wanted.top_up))
    return (*found, *_small_groups(project, wanted), *_not_compared(project))


def _not_compared(project: Project) -> list[Message]:
    """Return the sentence on new identifiers of a project that was saved without its rows."""
    has_rows = project.preview is not None and bool(project.preview.rows)
    recipe = project.trained_with[0] if project.trained_with is not None else project.recipe
    made_new = [column.name for column in recipe.schema if recipe.plan.role_of(column) is Role.MAKE_NEW]
    if has_rows or not made_new:
        return []
    return [
        message(
            "The rows of your table are not in this project. So new values of {columns} cannot be compared with the "
            "real ones, and one of them can be that of a real person. They are compared once the table is read again "
            "on the page Data.",
            columns=quoted(made_new),
        )
    ]


def _other_groups(column: str, *, top_up: bool) -> Message:
    if top_up:
        return message(
            "The new rows fill every group of “{column}” up to the largest. Neither they alone nor together with your "
            "rows have the rates and averages of your data.",
            column=column,
        )
    return message(
        "Every group of “{column}” gets equally many rows. Rates and averages in this file no longer "
        "describe your data.",
        column=column,
    )


def _changed_shares(project: Project, wanted: RowRequest, column: str) -> list[Message]:
    """Return the sentence on the group whose share changes most, if any does by a percent or more."""
    real = groups(project, column)
    asked: dict[str, int] = {}
    for group in wanted.counts:
        value = dict(group.values)[column]
        asked[value] = asked.get(value, 0) + group.rows
    known, total = sum(real.values()), sum(asked.values())
    if not known or not total:
        return []
    changes = [(value, real.get(value, 0) / known, rows / total) for value, rows in asked.items()]
    value, before, after = max(changes, key=lambda change: abs(change[2] - change[1]))
    if abs(after - before) < _LEAST_CHANGE:
        return []
    return [
        message(
            "You changed “{value}” in “{column}” from {before:.0%} to {after:.0%}. Rates and averages in this "
            "file no longer describe your data.",
            value=value,
            column=column,
            before=before,
            after=after,
        )
    ]


def _small_groups(project: Project, wanted: RowRequest) -> list[Message]:
    asked = [(name, value) for name, value in wanted.where]
    asked += [pair for group in wanted.counts if group.rows for pair in group.values]
    if wanted.balance is not None:
        asked += [(wanted.balance, value) for value in groups(project, wanted.balance)]
    return [
        message(
            "Only {real} real rows have “{value}” in “{column}”: new rows can only repeat them with small "
            "changes, which may give single persons away.",
            real=groups(project, name)[value],
            value=value,
            column=name,
        )
        for name, value in asked
        if groups(project, name).get(value, FEW_REAL_ROWS) < FEW_REAL_ROWS
    ]
