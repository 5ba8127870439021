"""Whether what was typed can be a value of the chosen columns, in words."""

from PySide6.QtCore import QCoreApplication

from synthdesk.domain.facts import ColumnFacts
from synthdesk.domain.schema import Column, ColumnKind
from synthdesk.ui.prepare import settings
from synthdesk.ui.prepare.settings import Chosen, value_of


def value_problem(chosen: Chosen, text: str) -> str:
    """Return why `text` is no value of the chosen columns, "" when it is one."""
    for column, facts in zip(chosen.columns, chosen.facts, strict=True):
        if value_of(text, column) is None:
            return _unfit_words(column, facts)
    return ""


def minimum_problem(chosen: Chosen, text: str) -> str:
    """Return why `text` cannot be their smallest value, "" when it can."""
    return value_problem(chosen, text) or _order_problem(chosen, text, None)


def maximum_problem(chosen: Chosen, text: str) -> str:
    """Return why `text` cannot be their largest value, "" when it can."""
    return value_problem(chosen, text) or _order_problem(chosen, None, text)


def _order_problem(chosen: Chosen, smallest: str | None, largest: str | None) -> str:
    for column, plan in zip(chosen.columns, chosen.plans, strict=True):
        low = smallest if smallest is not None else plan.minimum
        high = largest if largest is not None else plan.maximum
        if not settings.is_range(low, high, column):
            return _tr("The smallest value is larger than the largest.")
    return ""


def _unfit_words(column: Column, facts: ColumnFacts | None) -> str:
    example = facts.middle if facts is not None and facts.middle is not None else ""
    words = {
        ColumnKind.WHOLE_NUMBER: _tr("This is not a whole number as the file spells it."),
        ColumnKind.NUMBER: _tr("This is not a number as the file spells it."),
        ColumnKind.DATETIME: _tr("This is not a date as the file spells it."),
    }.get(column.kind, _tr("A value is needed."))
    return f"{words} {_tr('For example: {value}').format(value=example)}" if example else words


def _tr(text: str) -> str:
    return QCoreApplication.translate("SettingsForm", text)
