"""The state of a running training on disk, whole or not at all, from which it goes on bit for bit.

`checkpoint.safetensors` holds everything that counts: tensors, and as its metadata one JSON text, so that
one file replaced at once is always consistent. `checkpoint.json` beside it only tells how far it is.
"""

import hashlib
import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np
import safetensors.torch
from safetensors import SafetensorError, safe_open
from torch import Tensor

from synthdesk.domain.messages import message
from synthdesk.domain.training import TrainingConfig
from synthdesk.synthesizers.encoding import EncodedTable, Encoding
from synthdesk.synthesizers.files import replace_file
from synthdesk.synthesizers.problems import cannot_go_on

STATE = "checkpoint.safetensors"
PROGRESS = "checkpoint.json"
FORMAT = 2


class Cursor(msgspec.Struct):
    """Where a training stands, apart from its tensors.

    Attributes:
        config: Settings as used.
        digest: Digest of the encoded table.
        threads: Processor threads, part of the result's bits.
        step: Steps done.
        best_step: Step of the kept state.
        best: Its similarity; -1 before the first measurement.
        falls: Measurements in a row that showed signs of collapse.
        setbacks: Times the training went back to an earlier state.
        step_scale: Factor on both step sizes.
        batches_halved: Times the batch was halved for lack of graphics memory.
        history: (step, similarity) of all measurements.
        seconds: Training time so far.
    """

    config: TrainingConfig
    digest: str
    threads: int
    step: int = 0
    best_step: int = 0
    best: float = -1.0
    falls: int = 0
    setbacks: int = 0
    step_scale: float = 1.0
    batches_halved: int = 0
    history: tuple[tuple[int, float], ...] = ()
    seconds: float = 0.0


def digest_of(encoding: Encoding, table: EncodedTable) -> str:
    """Return a digest of the encoded training table (BLAKE2b, hex)."""
    digest = hashlib.blake2b(msgspec.json.encode(encoding), digest_size=16)
    digest.update(np.ascontiguousarray(table.codes).data)
    digest.update(np.ascontiguousarray(table.alphas).data)
    return digest.hexdigest()


def write(folder: Path, cursor: Cursor, tensors: dict[str, Tensor]) -> None:
    """Replace the checkpoint in `folder`."""
    metadata = {"format": str(FORMAT), "cursor": msgspec.json.encode(cursor).decode()}
    data = {name: t.detach().cpu().contiguous() for name, t in tensors.items()}
    replace_file(folder / STATE, safetensors.torch.save(data, metadata))
    progress = {"format": FORMAT, "step": cursor.step, "seconds": round(cursor.seconds, 1)}
    replace_file(folder / PROGRESS, json.dumps(progress).encode())


def read(folder: Path, expected: Cursor) -> tuple[Cursor, dict[str, Tensor]]:
    """Return the checkpoint in `folder`.

    Raises:
        UserError: There is none, it is damaged, or table or settings (`expected`) have changed since.
    """
    try:
        with safe_open(folder / STATE, framework="pt") as file:
            metadata = file.metadata() or {}
            tensors: dict[str, Tensor] = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        cursor = msgspec.json.decode(metadata["cursor"], type=Cursor)
    except (OSError, KeyError, ValueError, SafetensorError) as error:
        raise cannot_go_on(message("Its last saved state is missing or damaged.")) from error
    if _lasting(cursor.config) != _lasting(expected.config):
        raise cannot_go_on(message("The settings have changed since."))
    if metadata["format"] != str(FORMAT) or cursor.digest != expected.digest:
        raise cannot_go_on(message("The table or its preparation has changed since."))
    return cursor, tensors


def _lasting(config: TrainingConfig) -> TrainingConfig:
    # The time limit may change; the threads are those of the checkpoint, whatever this computer would take.
    return replace(config, max_minutes=None, threads=1)


def remove(folder: Path) -> None:
    """Delete the checkpoint in `folder`, if there is one."""
    for name in (STATE, PROGRESS):
        with suppress(FileNotFoundError):
            (folder / name).unlink()
