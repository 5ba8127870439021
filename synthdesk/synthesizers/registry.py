"""The synthesizers there are. A new one is a folder of its own and one entry here."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from synthdesk.domain.control import Control
from synthdesk.domain.messages import message
from synthdesk.synthesizers.protocol import SynthesizerEntry, Trained, Training, TrainingTask


def _train_ctgan(task: TrainingTask, control: Control, *, resume: bool = False) -> Training:
    from synthdesk.synthesizers.ctgan.trainer import train

    return train(task, control, resume=resume)


def _load_ctgan(folder: Path) -> Trained:
    from synthdesk.synthesizers.ctgan.sampling import TrainedCtgan

    return TrainedCtgan.load(folder)


def _train_trees(task: TrainingTask, control: Control, *, resume: bool = False) -> Training:
    from synthdesk.synthesizers.discrete.trainer import train
    from synthdesk.synthesizers.trees.learner import TREES

    return train(TREES, task, control, resume=resume)


def _load_trees(folder: Path) -> Trained:
    from synthdesk.synthesizers.discrete.sampling import TrainedCodes
    from synthdesk.synthesizers.trees.learner import TREES

    return TrainedCodes.load(TREES, folder)


SYNTHESIZERS: Mapping[str, SynthesizerEntry] = MappingProxyType(
    {
        "ctgan": SynthesizerEntry(
            key="ctgan",
            title=message("CTGAN"),
            sentence=message(
                "Two neural networks play against each other: one makes rows, the other tells them from real ones."
            ),
            run=_train_ctgan,
            load=_load_ctgan,
        ),
        "trees": SynthesizerEntry(
            key="trees",
            title=message("Sequential trees"),
            sentence=message(
                "Column after column, a decision tree learns how its values go with those of the columns before it."
            ),
            run=_train_trees,
            load=_load_trees,
        ),
    }
)
"""Every synthesizer by its key; heavy libraries are only imported when one is used."""
