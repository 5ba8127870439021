"""The synthesizers there are. A new one is a folder of its own and one entry here."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import polars as pl

from synthdesk.domain.control import Control
from synthdesk.domain.training import TrainingConfig
from synthdesk.synthesizers.protocol import SynthesizerEntry, Trained, Training, TrainingTask, Trial


def _train_ctgan(task: TrainingTask, control: Control, *, resume: bool = False) -> Training:
    from synthdesk.synthesizers.ctgan.trainer import train

    return train(task, control, resume=resume)


def _load_ctgan(folder: Path) -> Trained:
    from synthdesk.synthesizers.ctgan.sampling import TrainedCtgan

    return TrainedCtgan.load(folder)


def _try_ctgan(table: pl.DataFrame, config: TrainingConfig) -> Trial:
    from synthdesk.synthesizers.ctgan.timing import seconds_per_epoch

    return Trial(seconds_per_epoch(table, config))


def _train_trees(task: TrainingTask, control: Control, *, resume: bool = False) -> Training:
    from synthdesk.synthesizers.discrete.trainer import train
    from synthdesk.synthesizers.trees.learner import TREES

    return train(TREES, task, control, resume=resume)


def _load_trees(folder: Path) -> Trained:
    from synthdesk.synthesizers.discrete.sampling import TrainedCodes
    from synthdesk.synthesizers.trees.learner import TREES

    return TrainedCodes.load(TREES, folder)


def _try_trees(table: pl.DataFrame, config: TrainingConfig) -> Trial:
    from synthdesk.synthesizers.discrete.timing import try_out
    from synthdesk.synthesizers.trees.learner import TREES

    return try_out(TREES, table, config.seed)


def _train_fast(task: TrainingTask, control: Control, *, resume: bool = False) -> Training:
    from synthdesk.synthesizers.classes.learner import CLASSES
    from synthdesk.synthesizers.discrete.trainer import train

    return train(CLASSES, task, control, resume=resume)


def _load_fast(folder: Path) -> Trained:
    from synthdesk.synthesizers.classes.learner import CLASSES
    from synthdesk.synthesizers.discrete.sampling import TrainedCodes

    return TrainedCodes.load(CLASSES, folder)


def _try_fast(table: pl.DataFrame, config: TrainingConfig) -> Trial:
    from synthdesk.synthesizers.classes.timing import try_out

    return try_out(table, config.seed)


def _train_tvae(task: TrainingTask, control: Control, *, resume: bool = False) -> Training:
    from synthdesk.synthesizers.ctgan.trainer import train
    from synthdesk.synthesizers.tvae.kind import TVAE

    return train(task, control, TVAE, resume=resume)


def _load_tvae(folder: Path) -> Trained:
    from synthdesk.synthesizers.ctgan.sampling import TrainedCtgan
    from synthdesk.synthesizers.tvae.kind import TVAE

    return TrainedCtgan.load(folder, TVAE.shape)


def _try_tvae(table: pl.DataFrame, config: TrainingConfig) -> Trial:
    from synthdesk.synthesizers.ctgan.timing import seconds_per_epoch
    from synthdesk.synthesizers.tvae.kind import TVAE

    return Trial(seconds_per_epoch(table, config, TVAE))


SYNTHESIZERS: Mapping[str, SynthesizerEntry] = MappingProxyType(
    {
        "ctgan": SynthesizerEntry("ctgan", run=_train_ctgan, try_out=_try_ctgan, load=_load_ctgan),
        "trees": SynthesizerEntry("trees", run=_train_trees, try_out=_try_trees, load=_load_trees),
        "tvae": SynthesizerEntry("tvae", run=_train_tvae, try_out=_try_tvae, load=_load_tvae),
        "fast": SynthesizerEntry("fast", run=_train_fast, try_out=_try_fast, load=_load_fast),
    }
)
"""Every synthesizer by its key; heavy libraries are only imported when one is used."""
