"""What a file says itself about its columns: labels, codes for missing, and how numbers are stored."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from synthdesk.domain.personal import PersonalData
from synthdesk.domain.schema import Column, ColumnKind


@dataclass(frozen=True, slots=True)
class KnownColumn:
    """What the file says about one column.

    Attributes:
        name: Its name.
        label: A longer name, may be empty.
        value_labels: (text in the table, label), also of texts that mean "missing".
        missing: Texts in the table that the file declares as missing.
        kind: What its values mean; None leaves it to the values.
        date_order: Order in which its maker shows day, month and year, as "mdy"; "" when nobody says.
        personal: Which personal data it holds; None leaves it to name and values.
        is_person: Whether it tells the persons of the table apart.
    """

    name: str
    label: str = ""
    value_labels: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()
    kind: ColumnKind | None = None
    date_order: str = ""
    personal: PersonalData | None = None
    is_person: bool = False


def by_name(known: Iterable[KnownColumn]) -> dict[str, KnownColumn]:
    """Return the columns under their names."""
    return {column.name: column for column in known}


def labelled(column: Column, known: KnownColumn | None) -> Column:
    """Return `column` with the label and the labels of values that the file gives."""
    if known is None:
        return column
    return replace(column, label=known.label, value_labels=known.value_labels)
