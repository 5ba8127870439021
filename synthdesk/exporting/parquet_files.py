"""Parquet files, written piece by piece so that their size is not bounded by memory."""

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import polars as pl

_ROWS_A_PIECE = 200_000


def write_parquet(path: Path, parts: Iterable[pl.DataFrame]) -> Iterator[int]:
    """Write and re-read a file; yield the rows written so far, and -1 at the end when the two differ.

    Pieces lie beside the file while it is written, in a folder that is taken away again.
    """
    rows = 0
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".pieces-") as folder:
        pieces: list[Path] = []
        for piece in _joined(parts):
            pieces.append(Path(folder) / f"{len(pieces):06d}.parquet")
            piece.write_parquet(pieces[-1])
            rows += piece.height
            yield rows
        pl.scan_parquet(pieces).sink_parquet(path)
        if not _reads_back(path, pieces):
            yield -1


def _joined(parts: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """Yield the parts in larger pieces."""
    waiting: list[pl.DataFrame] = []
    for part in parts:
        waiting.append(part)
        if sum(one.height for one in waiting) >= _ROWS_A_PIECE:
            yield pl.concat(waiting)
            waiting = []
    if waiting:
        yield pl.concat(waiting)


def _reads_back(path: Path, pieces: list[Path]) -> bool:
    first = 0
    for piece in pieces:
        own = pl.read_parquet(piece)
        if not pl.scan_parquet(path).slice(first, own.height).collect().equals(own):
            return False
        first += own.height
    return bool(pl.scan_parquet(path).select(pl.len()).collect().item() == first)
