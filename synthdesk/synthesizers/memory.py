"""Whether a table can be trained on this computer, told before it starts."""

import psutil
import torch

from synthdesk.domain.errors import NotEnoughMemoryError
from synthdesk.domain.messages import message
from synthdesk.domain.training import TrainingConfig
from synthdesk.synthesizers.layout import Layout

LIBRARIES = 300 * 2**20
"""Bytes the libraries take beyond what is already loaded."""
USABLE = 0.9
"""Share of the free memory that may be planned with."""
COPIES_OF_WEIGHTS = 10
"""Weights, gradients, two moments of Adam, the average, the best state with all of these, a checkpoint."""


def table_bytes(rows: int, layout: Layout) -> int:
    """Return the bytes of the encoded table while it is built: codes, digits, numbers and row index."""
    per_row = 4 * len(layout.counts) + 2 * len(layout.digits) + 8 * layout.alphas
    return rows * (per_row + 2 * 4 * len(layout.conditional))


def network_bytes(layout: Layout, config: TrainingConfig) -> int:
    """Return the bytes of both networks with all copies, and of one step's rows."""
    inner = config.noise_width + layout.condition_width
    weights = 0
    for width in config.generator_widths:
        weights += inner * width
        inner += width
    weights += inner * layout.width
    judged = (layout.width + layout.condition_width) * config.pac
    for width in config.critic_widths:
        weights += judged * width
        judged = width
    batch = config.batch_rows * (inner * 4 + (layout.width + layout.condition_width) * 16)
    return 4 * (COPIES_OF_WEIGHTS * weights + batch)


def check(rows: int, layout: Layout, config: TrainingConfig, device: torch.device) -> None:
    """Return when the training will fit.

    Raises:
        NotEnoughMemoryError: It will not; the remedy names a number of rows that does, or fewer columns.
    """
    fixed = network_bytes(layout, config) + LIBRARIES
    table = table_bytes(rows, layout)
    # The memory of a graphics card is not asked: there the training itself falls back to what fits.
    free = int(psutil.virtual_memory().available * USABLE)
    if device.type == "cpu" and fixed + table > free:
        raise _error(rows, fixed, table, free)


def _error(rows: int, fixed: int, table: int, free: int) -> NotEnoughMemoryError:
    fitting = int(rows * max(0, free - fixed) / table) // 1000 * 1000
    remedy = (
        message("Use a part of the table with at most {rows:,} rows, or leave columns out.", rows=fitting)
        if fitting
        else message("Leave columns out, above all those with very many categories, or close other programs.")
    )
    return NotEnoughMemoryError(
        message("Not enough memory"),
        message(
            "Training would need about {needed:.1f} GB of memory, and {free:.1f} GB are free.",
            needed=(fixed + table) / 1e9,
            free=free / 1e9,
        ),
        remedy,
    )
