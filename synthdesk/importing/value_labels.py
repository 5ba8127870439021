"""Codes with labels ("1" is "male"): whether the labels or the codes are the values of a column."""

from collections.abc import Collection, Mapping

from synthdesk.domain.messages import message
from synthdesk.domain.questions import Choice
from synthdesk.importing.asking import Asking


def can_show(labels: Mapping[str, str], texts: Collection[str | None], missing: Collection[str]) -> bool:
    """Return whether each value has a label of its own, so that codes and labels tell the same.

    Args:
        labels: Code and label.
        texts: The values of a column, None where a cell is empty.
        missing: Values that mean "missing" and need no label.
    """
    used = {text for text in texts if text is not None} - set(missing)
    return bool(used) and used <= set(labels) and len(set(labels.values())) == len(labels)


def ask_to_show(column: str, labels: Mapping[str, str], asking: Asking) -> bool:
    """Ask, once for a table, whether labels or codes are to be the values; return whether labels are."""
    code, label = next(iter(labels.items()))
    sentence = message(
        "“{column}” and others hold codes with labels: {code} is “{label}”. What is to be shown?",
        column=column,
        code=code,
        label=label,
    )
    choices = (Choice("labels", message("The labels")), Choice("codes", message("The codes")))
    return asking.ask("labels", sentence, choices, proposal="labels") == "labels"
