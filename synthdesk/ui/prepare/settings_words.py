"""Sentences beside the settings of columns."""

from PySide6.QtCore import QCoreApplication

from synthdesk.domain.preprocessing import Role
from synthdesk.domain.schema import ColumnKind
from synthdesk.ui.prepare.effects import rare_groups
from synthdesk.ui.prepare.settings import Chosen
from synthdesk.ui.texts import rows_words

_RARE_NAMED = 6


def role_note(chosen: Chosen, role: object) -> str:
    """Return what the role means, where that is worth a sentence."""
    kind = chosen.common(column.kind for column in chosen.columns)
    if role is Role.MAKE_NEW:
        return _tr(
            "Not learned. New values of the same pattern, check digits included, or names and addresses of the same "
            "kind are made up, none of them from your table while the project keeps its rows."
        )
    if role is Role.LEAVE_OUT and kind is ColumnKind.TEXT:
        return _tr("Free text may name persons; it does not appear in the new table.")
    return _tr("It does not appear in the new table.") if role is Role.LEAVE_OUT else ""


def decimals_words(chosen: Chosen) -> str:
    """Return what stands for "as in the data"."""
    found = chosen.common(c.number.decimals if c.number is not None else 0 for c in chosen.columns)
    if found is None:
        return _tr("as in the data")
    return _tr("as in the data ({count})").format(count=found)


def rare_note(chosen: Chosen) -> str:
    """Return which groups become “Other”."""
    if len(chosen.columns) != 1 or chosen.facts[0] is None:
        return ""
    groups = rare_groups(chosen.facts[0], chosen.plans[0].rare_below)
    if not groups:
        return _tr("No group is that small.")
    persons = chosen.counts_persons
    named_groups = [
        _tr("{value} ({rows})").format(
            value=value, rows=_persons_words(count) if persons else rows_words(count)
        )
        for value, count in groups[:_RARE_NAMED]
    ]
    words = _tr("Become “Other”: {groups}.").format(groups=", ".join(named_groups))
    more = len(groups) - len(named_groups)
    return words + " " + _tr("And {count:,} more.").format(count=more) if more else words


def _persons_words(persons: int) -> str:
    return _tr("1 person") if persons == 1 else _tr("{persons:,} persons").format(persons=persons)


def _tr(text: str) -> str:
    return QCoreApplication.translate("SettingsForm", text)
