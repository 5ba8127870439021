"""What is known about the columns of a table: plain figures a window can draw without the table."""

from dataclasses import dataclass

from synthdesk.domain.messages import Message
from synthdesk.domain.questions import Question
from synthdesk.domain.schema import ColumnKind, Schema
from synthdesk.domain.source import ImportOptions, Source


@dataclass(frozen=True, slots=True)
class Histogram:
    """Counts of numbers between edges; dates are seconds since 1970-01-01.

    Attributes:
        edges: n + 1 rising numbers.
        counts: n counts, >= 0.
    """

    edges: tuple[float, ...]
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """The most frequent values of a column, most frequent first.

    Attributes:
        labels: Values as shown to people, at most 20.
        counts: Rows with each value.
        others: Rows with a value that is not listed.
    """

    labels: tuple[str, ...]
    counts: tuple[int, ...]
    others: int = 0

    def in_order(self, order: tuple[str, ...]) -> "Bars":
        """Return the bars in `order`, those that it does not name behind; as they are where there is none."""
        if not order:
            return self
        places = {value: place for place, value in enumerate(order)}
        pairs = sorted(
            zip(self.labels, self.counts, strict=True), key=lambda pair: places.get(pair[0], len(order))
        )
        return Bars(tuple(label for label, _ in pairs), tuple(count for _, count in pairs), self.others)


@dataclass(frozen=True, slots=True)
class ColumnFacts:
    """Plain facts about one column over all rows.

    Attributes:
        name: Name of the column.
        rows: Rows of the table.
        missing: Rows without a value.
        distinct: Different values, missing ones not counted.
        examples: Up to five different values, spelled as in the source.
        drawing: What to draw; None when there is nothing to draw.
        lowest, lower_quarter, middle, upper_quarter, highest: Quantiles 0, 1/4, 1/2, 3/4 and 1,
            spelled as in the source; None for columns that are neither numeric nor dates.
        misfits: Rows whose text does not fit the column's kind; they are read as missing.
        misfit_examples: Up to five of those texts.
        rare: Categories of fewer persons than the plan's limit, as (value, persons), rarest first, at most 50;
            rows are counted where each row is a person or nobody knows.
    """

    name: str
    rows: int
    missing: int
    distinct: int
    examples: tuple[str, ...] = ()
    drawing: Histogram | Bars | None = None
    lowest: str | None = None
    lower_quarter: str | None = None
    middle: str | None = None
    upper_quarter: str | None = None
    highest: str | None = None
    misfits: int = 0
    misfit_examples: tuple[str, ...] = ()
    rare: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows of a file, before all of it is read.

    Attributes:
        options: How the rows were read, everything filled in.
        file_kind: As in `source.Source`.
        names: Column names.
        kinds: Kinds as far as these rows tell; decided again over all rows.
        rows: At most 200 rows of texts as they stand in the file; None is an empty cell.
        sheets: Names of the sheets of a workbook, else ().
        encodings: Encodings in which the bytes can be read, likeliest first; () unless text.
        remarks: What was recognised and passed over or put right, in sentences.
        may_have_dictionary: Whether a data dictionary describes the columns, or looks likely to.
    """

    options: ImportOptions
    file_kind: str
    names: tuple[str, ...]
    kinds: tuple[ColumnKind, ...]
    rows: tuple[tuple[str | None, ...], ...]
    sheets: tuple[str, ...] = ()
    encodings: tuple[str, ...] = ()
    remarks: tuple[Message, ...] = ()
    may_have_dictionary: bool = False


@dataclass(frozen=True, slots=True)
class ImportedTable:
    """A file read whole: the proposal of its schema, facts and open questions.

    `preview` holds the first 200 rows of texts. `cells` and `cells_same` are the proof by reading back:
    how many cells there are and how many convert to a value and back to the same text (or are missing).
    """

    source: Source
    schema: Schema
    questions: tuple[Question, ...]
    facts: tuple[ColumnFacts, ...]
    preview: Preview
    cells: int
    cells_same: int
