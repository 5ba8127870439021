"""A running digest of a table's cells, made while it is written and again while it is re-read."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta


class Fingerprint:
    """Counts rows and digests their cells in order; two equal tables have equal fingerprints."""

    def __init__(self) -> None:
        self._digest = hashlib.blake2b(digest_size=16)
        self.rows = 0

    def add(self, cells: Iterable[object]) -> None:
        """Take in one row."""
        self._digest.update("\x1f".join(map(canonical, cells)).encode() + b"\x1e")
        self.rows += 1

    def add_texts(self, rows: Sequence[Sequence[str]]) -> None:
        """Take in rows of which every cell is a text already: many times faster than one by one."""
        self._digest.update("".join(["\x1f".join(row) + "\x1e" for row in rows]).encode())
        self.rows += len(rows)

    def __eq__(self, other: object) -> bool:
        """Return whether both saw the same rows."""
        if not isinstance(other, Fingerprint):
            return NotImplemented
        return (self.rows, self._digest.digest()) == (other.rows, other._digest.digest())

    __hash__ = None  # type: ignore[assignment]  # it changes with every row


def canonical(cell: object) -> str:
    """Return one text for one value, whichever type a file format gives it back in.

    >>> canonical(3) == canonical(3.0), canonical(None) == canonical("")
    (True, True)
    """
    if cell is None:
        return ""
    if isinstance(cell, int | float):
        return repr(float(cell))
    if isinstance(cell, datetime):
        nearest = cell + timedelta(microseconds=500_000)
        return nearest.replace(microsecond=0, tzinfo=None).isoformat()
    return datetime(cell.year, cell.month, cell.day).isoformat() if isinstance(cell, date) else str(cell)
