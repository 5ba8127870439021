"""Names for the columns of a table whose headings may be empty or repeated."""

from collections.abc import Sequence


def column_names(heading: Sequence[str | None], width: int) -> list[str]:
    """Return `width` unique names: the headings without blanks around them, "Column 3" where empty.

    A repeated heading gets a number: "a", "a (2)".
    """
    padded = [*heading, *[""] * (width - len(heading))]
    names: list[str] = []
    taken: set[str] = set()
    for place, raw in enumerate(padded, 1):
        base = " ".join((raw or "").split()) or f"Column {place}"
        name, copy = base, 1
        while name in taken:
            copy += 1
            name = f"{base} ({copy})"
        taken.add(name)
        names.append(name)
    return names
