"""A table that describes the columns of a written file, for people and for programs."""

import csv
import io

from synthdesk.domain.schema import Schema

HEADINGS = (
    "column",
    "label",
    "kind",
    "decimals",
    "date format",
    "codes for missing",
    "code",
    "meaning of code",
)


def codebook(names: list[str], schema: Schema, origin: str | None) -> str:
    """Return the codebook as CSV (UTF-8, commas): a line for each column, and one for each labelled code or level.

    Args:
        names: Columns of the file, in order.
        schema: What is known of them.
        origin: The column that tells original from synthetic rows, if there is one.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADINGS)
    for name in names:
        if name == origin:
            writer.writerow([name, "original or synthetic row", "category", "", "", "", "", ""])
            continue
        column = schema[name]
        decimals = "" if column.number is None else column.number.decimals
        codes = "; ".join(code for code in column.missing if code)
        own = [name, column.label, str(column.kind), decimals, column.date_pattern or "", codes]
        writer.writerow([*own, "", ""])
        for code, meaning in column.described_values:
            writer.writerow([name, "", "", "", "", "", code, meaning])
    return text.getvalue()
