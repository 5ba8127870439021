"""The saved model: `model.safetensors` (arrays) and `model.json` (what the codes mean), checked on reading."""

import logging
from math import isfinite
from pathlib import Path
from typing import Literal

import msgspec
import numpy as np
import safetensors.numpy
from safetensors import SafetensorError

from synthdesk.synthesizers.discrete.binning import BinnedColumn, Binning, CategoryBins, code_count
from synthdesk.synthesizers.discrete.model import CodesModel, ModelKind
from synthdesk.synthesizers.files import replace_file
from synthdesk.synthesizers.problems import damaged_model

WEIGHTS = "model.safetensors"
DESCRIPTION = "model.json"
LARGEST_DESCRIPTION = 256 * 2**20
LARGEST_WEIGHTS = 4 * 2**30
MOST_DECIMALS = 6

logger = logging.getLogger(__name__)


class ModelDescription(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Contents of `model.json`: no row, no count under 5, no extreme of the data."""

    format: Literal[1]
    synthesizer: str
    binning: Binning


def save(key: str, binning: Binning, model: CodesModel, folder: Path) -> None:
    """Write a model of the kind `key` into `folder`, arrays first."""
    arrays = {name: np.ascontiguousarray(array) for name, array in model.arrays().items()}
    replace_file(folder / WEIGHTS, safetensors.numpy.save(arrays))
    replace_file(folder / DESCRIPTION, msgspec.json.encode(ModelDescription(1, key, binning)))


def load(kind: ModelKind, folder: Path) -> tuple[Binning, CodesModel]:
    """Return the model of this `kind` in `folder`.

    Raises:
        UserError: A file is missing, damaged or of another version or kind.
    """
    try:
        description = msgspec.json.decode(
            _bytes(folder / DESCRIPTION, LARGEST_DESCRIPTION), type=ModelDescription
        )
        _check(description, kind)
        arrays = safetensors.numpy.load(_bytes(folder / WEIGHTS, LARGEST_WEIGHTS))
        return description.binning, kind.build(arrays, tuple(map(code_count, description.binning.columns)))
    except (OSError, ValueError, LookupError, SafetensorError, RecursionError, MemoryError) as error:
        logger.info("A model could not be read: %s", type(error).__name__)
        raise damaged_model() from error


def _bytes(path: Path, largest: int) -> bytes:
    if path.stat().st_size > largest:
        raise ValueError("too large")
    return path.read_bytes()


def _check(description: ModelDescription, kind: ModelKind) -> None:
    if description.synthesizer != kind.key:
        raise ValueError("another kind")
    columns = description.binning.columns
    if not columns or len({column.name for column in columns}) < len(columns):
        raise ValueError("columns")
    for column in columns:
        _check_column(column)


def _check_column(column: BinnedColumn) -> None:
    if code_count(column) < 1:
        raise ValueError("codes")
    if isinstance(column, CategoryBins):
        if len(set(column.categories)) < len(column.categories):
            raise ValueError("categories")
        return
    decimals = column.grid.decimals
    if decimals is not None and not 0 <= decimals <= MOST_DECIMALS:
        raise ValueError("decimals")
    for curve in column.curves:
        if not curve or not all(map(isfinite, curve)) or list(curve) != sorted(curve):
            raise ValueError("curve")
