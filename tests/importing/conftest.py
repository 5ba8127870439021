"""Short ways to a file and to what the import makes of it."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from synthdesk.domain.source import ImportOptions
from synthdesk.importing.proposing import Proposal, propose
from synthdesk.importing.reading import TextTable, read_texts

Write = Callable[..., Path]
Read = Callable[..., TextTable]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file: text (UTF-8 unless told) or bytes."""

    def _write(content: str | bytes, name: str = "table.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return _write


@pytest.fixture
def read(write: Write) -> Read:
    """Write a file and read it whole."""

    def _read(
        content: str | bytes, name: str = "table.csv", encoding: str = "utf-8", **options: object
    ) -> TextTable:
        path = write(content, name, encoding)
        return read_texts(path, ImportOptions(**options), report=lambda _share: None)

    return _read


def proposal_of(**columns: list[str | None]) -> Proposal:
    """Return what is proposed for a table of texts."""
    texts = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    return propose(texts, ImportOptions(delimiter=";"))
