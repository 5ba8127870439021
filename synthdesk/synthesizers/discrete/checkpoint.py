"""The state of a running training on disk, whole or not at all, from which it goes on bit for bit.

`checkpoint.safetensors` holds everything that counts, arrays and as its metadata one JSON text;
`checkpoint.json` beside it only tells how far it is.
"""

import hashlib
import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np
import safetensors.numpy
from safetensors import SafetensorError, safe_open

from synthdesk.domain.messages import message
from synthdesk.domain.training import TrainingConfig
from synthdesk.synthesizers.discrete.binning import BinnedTable
from synthdesk.synthesizers.discrete.model import Arrays
from synthdesk.synthesizers.files import replace_file
from synthdesk.synthesizers.problems import cannot_go_on

STATE = "checkpoint.safetensors"
PROGRESS = "checkpoint.json"
FORMAT = 1


class Cursor(msgspec.Struct):
    """Where a training stands, apart from its arrays.

    Attributes:
        config: The settings.
        digest: Digest of the binned table.
        done: Steps done.
        seconds: Training time so far.
    """

    config: TrainingConfig
    digest: str
    done: int = 0
    seconds: float = 0.0


def digest_of(table: BinnedTable) -> str:
    """Return a digest of the binned training table (BLAKE2b, hex)."""
    digest = hashlib.blake2b(msgspec.json.encode(table.binning), digest_size=16)
    digest.update(np.ascontiguousarray(table.codes).data)
    return digest.hexdigest()


def write(folder: Path, cursor: Cursor, arrays: Arrays) -> None:
    """Replace the checkpoint in `folder`."""
    metadata = {"format": str(FORMAT), "cursor": msgspec.json.encode(cursor).decode()}
    data = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    replace_file(folder / STATE, safetensors.numpy.save(data, metadata))
    progress = {"format": FORMAT, "step": cursor.done, "seconds": round(cursor.seconds, 1)}
    replace_file(folder / PROGRESS, json.dumps(progress).encode())


def read(folder: Path, expected: Cursor) -> tuple[Cursor, Arrays]:
    """Return the checkpoint in `folder`.

    Raises:
        UserError: There is none, it is damaged, or table or settings (`expected`) have changed since.
    """
    try:
        with safe_open(folder / STATE, framework="numpy") as file:
            metadata = file.metadata() or {}
            arrays: Arrays = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        cursor = msgspec.json.decode(metadata["cursor"], type=Cursor)
    except (OSError, KeyError, ValueError, SafetensorError) as error:
        raise cannot_go_on(message("Its last saved state is missing or damaged.")) from error
    if replace(cursor.config, max_minutes=None) != replace(expected.config, max_minutes=None):
        raise cannot_go_on(message("The settings have changed since."))
    if metadata["format"] != str(FORMAT) or cursor.digest != expected.digest:
        raise cannot_go_on(message("The table or its preparation has changed since."))
    return cursor, arrays


def remove(folder: Path) -> None:
    """Delete the checkpoint in `folder`, if there is one."""
    for name in (STATE, PROGRESS):
        with suppress(FileNotFoundError):
            (folder / name).unlink()
