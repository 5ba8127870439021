"""What a file says itself about its columns: labels, codes for missing, and how numbers are stored."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from synthdesk.domain.schema import Column


@dataclass(frozen=True, slots=True)
class KnownColumn:
    """What the file says about one column.

    Attributes:
        name: Its name.
        label: A longer name, may be empty.
        value_labels: (text in the table, label), also of texts that mean "missing".
        missing: Texts in the table that the file declares as missing.
    """

    name: str
    label: str = ""
    value_labels: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()


def by_name(known: Iterable[KnownColumn]) -> dict[str, KnownColumn]:
    """Return the columns under their names."""
    return {column.name: column for column in known}


def labelled(column: Column, known: KnownColumn | None) -> Column:
    """Return `column` with the label and the labels of values that the file gives."""
    if known is None:
        return column
    return replace(column, label=known.label, value_labels=known.value_labels)
