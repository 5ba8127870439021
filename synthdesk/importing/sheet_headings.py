"""Headings of sheets that stand in several rows, cells of which are merged."""

from collections.abc import Sequence

from synthdesk.importing.headings import is_measure

Range = tuple[tuple[int, int], tuple[int, int]]


def merged_names(rows: list[list[str]], heading_row: int, merged: Sequence[Range]) -> list[str]:
    """Return the names in row `heading_row` (1-based), with the row above where that is needed to tell them apart.

    A group heading ("Blood pressure" above "systolic" and "diastolic") goes before the names only where they
    are empty or repeated without it.

    Args:
        rows: All rows of the sheet as texts.
        heading_row: The last row of the heading.
        merged: Ranges of merged cells, ((row, column), (row, column)), 0-based.
    """
    names, above = list(rows[heading_row - 1]), _spread(rows, heading_row - 2, merged)
    if not _is_group_row(above, len(names)):
        return names
    repeated = {name for name in names if name.strip() and names.count(name) > 1}
    joined = []
    for place, name in enumerate(names):
        group = above[place].strip() if place < len(above) else ""
        if not name.strip():
            joined.append(group)
        else:
            joined.append(f"{group} {name}" if name in repeated and group and group != name else name)
    return joined


def _spread(rows: list[list[str]], number: int, merged: Sequence[Range]) -> list[str]:
    """Return a row in which each merged range shows its text in all its columns."""
    row = list(rows[number])
    for (top, left), (bottom, right) in merged:
        if top <= number <= bottom and left < len(rows[top]):
            for place in range(left, min(right, len(row) - 1) + 1):
                row[place] = row[place] or rows[top][left]
    return row


def _is_group_row(row: list[str], width: int) -> bool:
    """Return whether a row holds at least two different words and no values."""
    cells = [cell for cell in row if cell.strip()]
    return len(set(cells)) >= 2 and width > 2 and not any(map(is_measure, cells))
