"""What a table's columns are: names, kinds, and how their values are spelled in the source."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from synthdesk.domain.personal import PersonalData


class ColumnKind(StrEnum):
    """What the values of a column mean. The value is the word used in recipes and on the command line."""

    WHOLE_NUMBER = "whole number"
    NUMBER = "number"
    YES_NO = "yes/no"
    CATEGORY = "category"
    DATETIME = "date/time"
    TEXT = "text"
    IDENTIFIER = "identifier"

    @property
    def is_numeric(self) -> bool:
        """Whether values are numbers (dates are not)."""
        return self in (ColumnKind.WHOLE_NUMBER, ColumnKind.NUMBER)

    @property
    def is_discrete(self) -> bool:
        """Whether values are learned as a discrete column (Xu et al. 2019, section 4.2)."""
        return self in (ColumnKind.YES_NO, ColumnKind.CATEGORY)


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """How the numbers of one column are spelled.

    Attributes:
        decimal: Decimal sign, "." or ",".
        thousands: Sign between groups of three digits, "" for none.
        decimals: Largest number of digits after the decimal sign, >= 0.
        fixed: Whether every value shows exactly `decimals` digits.
        suffix: What stands behind every number, blanks included: " kg", "%"; "" for nothing.
        negative: How minus one is spelled: "-1", "1-" (as SAP does) or "(1)".
    """

    decimal: str = "."
    thousands: str = ""
    decimals: int = 0
    fixed: bool = False
    suffix: str = ""
    negative: str = "-1"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the source.

    Attributes:
        name: The heading, unique in its table.
        kind: What the values mean.
        number: Spelling of numbers; set exactly when `kind.is_numeric`.
        date_pattern: `strftime` pattern of dates; set exactly when `kind` is `DATETIME`.
        missing: Texts that stand for "no value" beside the empty cell, for example ("-99", "NA").
            The most frequent spelling of a missing value in the source comes first; "" may be listed.
        label: A longer name for people, may be empty.
        value_labels: What single texts mean, (text, label), for example ("1", "male"); a text that is in
            `missing` may have one too ("-9", "refused").
        order: The values from lowest to highest where they have an order that the user has accepted; () for none.
        personal: Which personal data the values look like (`personal.PersonalData`), None for none.
    """

    name: str
    kind: ColumnKind
    number: NumberStyle | None = None
    date_pattern: str | None = None
    missing: tuple[str, ...] = ()
    label: str = ""
    value_labels: tuple[tuple[str, str], ...] = ()
    personal: PersonalData | None = None
    order: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a column whose spelling does not fit its kind."""
        if (self.number is not None) != self.kind.is_numeric:
            raise ValueError("a numeric column has a number style, and no other has")
        if (self.date_pattern is not None) != (self.kind is ColumnKind.DATETIME):
            raise ValueError("a date column has a date pattern, and no other has")
        if self.order and not self.kind.is_discrete:
            raise ValueError("only the values of a discrete column have an order of their own")

    @property
    def described_values(self) -> tuple[tuple[str, str], ...]:
        """(text, what it means) of the values with a label, and of those of an order, from lowest to highest."""
        labels = dict(self.value_labels)
        levels = len(self.order)
        ranked = [
            (text, labels.pop(text, "") or f"level {place} of {levels}")
            for place, text in enumerate(self.order, start=1)
        ]
        return (*ranked, *labels.items())


class RowUnit(StrEnum):
    """What one row of a table stands for."""

    PERSON = "person"
    STAY = "stay"
    VISIT = "visit"


@dataclass(frozen=True, slots=True)
class Schema:
    """The columns of a table in the order of the source.

    Attributes:
        columns: All columns.
        row_unit: What one row stands for; None while nobody has said.
        person_column: Name of the column whose values tell persons apart, None when each row is a person or
            there is no such column.
    """

    columns: tuple[Column, ...] = field(default=())
    row_unit: RowUnit | None = None
    person_column: str | None = None

    def __post_init__(self) -> None:
        """Refuse two columns of one name."""
        if len({column.name for column in self.columns}) != len(self.columns):
            raise ValueError("column names must be unique")

    def __iter__(self) -> Iterator[Column]:
        """Iterate over the columns in order."""
        return iter(self.columns)

    def __len__(self) -> int:
        """Return the number of columns."""
        return len(self.columns)

    def __getitem__(self, name: str) -> Column:
        """Return the column called `name`; `KeyError` when there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def names(self) -> tuple[str, ...]:
        """The column names in order."""
        return tuple(column.name for column in self.columns)

    def with_columns(self, changed: Iterable[Column]) -> "Schema":
        """Return a schema in which each column of `changed` replaces the one of its name."""
        by_name = {column.name: column for column in changed}
        return replace(self, columns=tuple(by_name.get(c.name, c) for c in self.columns))
