"""Which processor or graphics card does the arithmetic, and with how many threads."""

import os
import sys
from pathlib import Path

import psutil
import torch

from synthdesk.domain.errors import UserError
from synthdesk.domain.messages import Message, message
from synthdesk.domain.training import Device, TrainingConfig

PROCESSOR_WORDS = "processor"
_NVIDIA = "0x10de"
_DISPLAY = "0x03"
"""How the kernel writes the maker of a graphics card, and the beginning of its class."""


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


def missing_for_card(config: TrainingConfig) -> Message | None:
    """Return what is missing to use the graphics card of this computer; None without a card, or when it is used."""
    if config.device is Device.CPU or torch.cuda.is_available() or not has_card():
        return None
    if torch.version.cuda is None:
        return message(
            "This computer has a graphics card; to use it, the separate build of SynthDesk for graphics cards is needed."
        )
    return message(
        "This computer has a graphics card; to use it, NVIDIA's driver 580 or newer and a card from Turing (2018) on are needed."
    )


def has_card(devices: Path = Path("/sys/bus/pci/devices")) -> bool:
    """Return whether a graphics card of NVIDIA is here: on Linux by what the kernel sees, on Windows by the driver."""
    if sys.platform == "win32":
        return (Path(os.environ.get("SYSTEMROOT", "C:/Windows")) / "System32" / "nvcuda.dll").is_file()
    return any(
        _read(folder / "vendor") == _NVIDIA and _read(folder / "class").startswith(_DISPLAY)
        for folder in devices.glob("*")
    )


def _read(file: Path) -> str:
    try:
        return file.read_text("ascii").strip()
    except OSError:
        return ""


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
