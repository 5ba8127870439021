"""The saved model: `model.safetensors` (weights) and `model.json` (everything else), checked on reading."""

import logging
from collections.abc import Mapping
from math import isclose, isfinite
from pathlib import Path
from typing import Annotated, Literal

import msgspec
import safetensors.torch
import torch
from safetensors import SafetensorError
from torch import Tensor

from synthdesk.synthesizers.ctgan.making import Key, RowMaker, Shape
from synthdesk.synthesizers.encoding import EncodedColumn, Encoding, NumberColumn, code_count
from synthdesk.synthesizers.files import replace_file
from synthdesk.synthesizers.problems import damaged_model

WEIGHTS = "model.safetensors"
DESCRIPTION = "model.json"
LARGEST_DESCRIPTION = 256 * 2**20
LARGEST_WEIGHTS = 4 * 2**30
Width = Annotated[int, msgspec.Meta(ge=1, le=4096)]

logger = logging.getLogger(__name__)


class ModelDescription(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Contents of `model.json`: no row, no count under 5, no extreme of the data."""

    format: Literal[1]
    synthesizer: Key
    noise_width: Width
    widths: Annotated[tuple[Width, ...], msgspec.Meta(max_length=32)]
    encoding: Encoding


def save(maker: RowMaker, folder: Path) -> None:
    """Write `maker` into `folder`, weights first."""
    weights = {name: t.detach().cpu().contiguous() for name, t in maker.generator.weights.items()}
    description = ModelDescription(
        1, maker.shape.key, maker.shape.noise_width, maker.shape.widths, maker.shape.encoding
    )
    replace_file(folder / WEIGHTS, safetensors.torch.save(weights))
    replace_file(folder / DESCRIPTION, msgspec.json.encode(description))


def load(folder: Path, kind: type[Shape] = Shape) -> RowMaker:
    """Return the generator in `folder`, one of this `kind`.

    Raises:
        UserError: A file is missing, damaged or of another version.
    """
    try:
        description = msgspec.json.decode(
            _bytes(folder / DESCRIPTION, LARGEST_DESCRIPTION), type=ModelDescription
        )
        _check_encoding(description.encoding)
        weights = safetensors.torch.load(_bytes(folder / WEIGHTS, LARGEST_WEIGHTS))
        return _maker(description, weights, kind)
    except (OSError, ValueError, SafetensorError, RecursionError, MemoryError) as error:
        logger.info("A model could not be read: %s", type(error).__name__)
        raise damaged_model() from error


def _bytes(path: Path, largest: int) -> bytes:
    if path.stat().st_size > largest:
        raise ValueError("too large")
    return path.read_bytes()


def _maker(description: ModelDescription, weights: Mapping[str, Tensor], kind: type[Shape]) -> RowMaker:
    if description.synthesizer != kind.key:
        raise ValueError("another kind")
    shape = kind(description.encoding, description.noise_width, description.widths)
    wanted = shape.weights()
    if wanted.keys() != weights.keys():
        raise ValueError("other weights")
    for name, size in wanted.items():
        found = weights[name]
        if found.shape != size or found.dtype != torch.float32 or not bool(found.isfinite().all()):
            raise ValueError("other weights")
    if any(bool((t < 0).any()) for name, t in weights.items() if name.endswith(".variance")):
        raise ValueError("negative variance")
    return RowMaker(shape, torch.device("cpu"), weights)


def _check_encoding(encoding: Encoding) -> None:
    names = [column.name for column in encoding.columns]
    if not names or len(set(names)) < len(names):
        raise ValueError("columns")
    for column in encoding.columns:
        _check_column(column)


def _check_column(column: EncodedColumn) -> None:
    count, frequencies = code_count(column), column.frequencies
    if count < 1 or len(frequencies.shares) != count or len(frequencies.rows) != count:
        raise ValueError("codes")
    if min(frequencies.shares) < 0 or not isclose(sum(frequencies.shares), 1.0, abs_tol=1e-6):
        raise ValueError("shares")
    if isinstance(column, NumberColumn):
        numbers = (*column.means, *column.stds, *column.spikes, column.low, column.high)
        if not all(map(isfinite, numbers)) or len(column.means) != len(column.stds):
            raise ValueError("modes")
        if column.low > column.high or any(std < 0 for std in column.stds):
            raise ValueError("range")
    elif len(set(column.categories)) < len(column.categories):
        raise ValueError("categories")
