"""Which processor or graphics card does the arithmetic, and with how many threads."""

import psutil
import torch

from synthdesk.domain.errors import UserError
from synthdesk.domain.messages import Message, message
from synthdesk.domain.training import Device, TrainingConfig

PROCESSOR_WORDS = "processor"


def choose(config: TrainingConfig) -> tuple[torch.device, str]:
    """Return the device of `config` and its name in words.

    Raises:
        UserError: A graphics card is demanded and torch sees none.
    """
    if config.device is Device.CPU:
        return torch.device("cpu"), PROCESSOR_WORDS
    if torch.cuda.is_available():
        return torch.device("cuda"), torch.cuda.get_device_name()
    if config.device is Device.CUDA:
        raise UserError(
            message("No graphics card found"),
            _why_no_card(),
            message("Choose the processor instead; it only takes longer."),
        )
    return torch.device("cpu"), PROCESSOR_WORDS


def _why_no_card() -> Message:
    if torch.version.cuda is None:
        return message(
            "This build of SynthDesk works on processors only. A graphics card needs the separate build for graphics cards."
        )
    return message("The settings ask for a graphics card, but none can be used on this computer.")


def threads_for(config: TrainingConfig) -> int:
    """Return the processor threads of `config`: as set, else the physical cores less one, at least 1."""
    if config.threads:
        return config.threads
    return max(1, (psutil.cpu_count(logical=False) or 2) - 1)
