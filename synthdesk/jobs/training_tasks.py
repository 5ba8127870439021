"""Training a synthesizer, and telling beforehand how long it takes."""

import shutil
from collections.abc import Generator
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from synthdesk.domain.control import Control
from synthdesk.domain.errors import UserError
from synthdesk.domain.events import Event, Noticed
from synthdesk.domain.messages import Message, message
from synthdesk.domain.preprocessing import PreprocessPlan
from synthdesk.domain.project import Recipe
from synthdesk.domain.results import RunRecord
from synthdesk.domain.schema import Schema
from synthdesk.domain.training import AUTOMATIC, Preset, TrainingConfig, advised_method, config_for, method
from synthdesk.evaluation import similarity
from synthdesk.jobs import tables
from synthdesk.jobs.models import RESTORATION_FILE, synthesizer
from synthdesk.jobs.orders import CHECKPOINT, run_folder
from synthdesk.jobs.performing import GivenUpError
from synthdesk.jobs.reporting import reported
from synthdesk.jobs.requests import EstimateTraining, Train, TrainingEstimate
from synthdesk.preprocessing.restoring import Restoration
from synthdesk.storage import atomic, codec
from synthdesk.synthesizers.protocol import Score, Scored, TrainingOutcome, Trial

_ORDER_FILE = "checkpoint-of.json"
_SECONDS_PER_MINUTE = 60.0


def estimate(request: EstimateTraining, control: Control) -> Generator[Event, None, TrainingEstimate]:
    """Train a few rounds to tell how long each preset takes, see `EstimateTraining`."""
    texts = tables.load_texts(request.work_folder)

    def work(_: object) -> TrainingEstimate:
        table = tables.learning_table(texts, request.recipe)
        config = _chosen(checked(request.recipe.config), table)[0]
        entry = synthesizer(config.synthesizer)
        trial = entry.try_out(table.prepared.frame[table.learn], config)
        seconds = tuple((str(preset), _preset_seconds(preset, trial)) for preset in Preset)
        words, missing = _device(config)
        return TrainingEstimate(seconds, words, table.rows_left_out, missing)

    return (yield from reported(message("Estimating the time"), control, work))


def train(request: Train, control: Control) -> Generator[Event, None, RunRecord | None]:
    """Train into the run folder, see `Train`; returns None when it was cancelled, and keeps nothing then."""
    folder = run_folder(request)
    _begin(request, folder)
    record, given_up = None, False
    try:
        record = yield from _trained(request, folder, control)
        given_up = record is None
    except GivenUpError:
        given_up = True
    finally:
        if given_up or (record is None and not (folder / CHECKPOINT).is_file()):
            shutil.rmtree(folder, ignore_errors=True)
    return record


def _trained(request: Train, folder: Path, control: Control) -> Generator[Event, None, RunRecord | None]:
    recipe = request.recipe
    config = replace(checked(recipe.config), patients=recipe.patient_column)
    texts = tables.load_texts(request.work_folder)
    table = yield from reported(
        message("Preparing the table"), control, lambda _: tables.learning_table(texts, recipe)
    )
    config, why = _chosen(config, table)
    if why is not None:
        yield Noticed(why)
    entry = synthesizer(config.synthesizer)
    restoration = table.prepared.restoration
    atomic.write_bytes(folder / RESTORATION_FILE, codec.encode(restoration), private=True)
    halves = similarity.halves(table.values(), config.seed, rows=len(table.held_out)).overall
    outcome = yield from entry.train(
        table.prepared.frame[table.learn],
        config,
        score=_score(table, restoration),
        halves=halves,
        rows_held_out=len(table.held_out),
        folder=folder,
        control=control,
        resume=request.resume,
    )
    if outcome is None:
        return None
    _clear_checkpoints(folder)
    return _record(request, table, halves, outcome)


def _chosen(config: TrainingConfig, table: tables.LearningTable) -> tuple[TrainingConfig, Message | None]:
    """Return `config` with a kind of model, and why it is this one where nobody chose it."""
    if config.synthesizer != AUTOMATIC:
        return config, None
    key, why = advised_method(*table.prepared.frame.shape)
    return replace(config, synthesizer=key), why


def checked(config: TrainingConfig) -> TrainingConfig:
    """Return `config`; `UserError` that names the first setting outside its limits."""
    problems = config.check()
    if problems:
        raise UserError(
            message("A training setting is outside its limits"),
            problems[0].reason,
            message("Change the setting, then start again."),
        )
    return config


def _score(table: tables.LearningTable, restoration: Restoration) -> Score:
    # Both sides as people will see them: whole numbers whole, ranges kept, so that the figure shown while
    # training means the same as the one of the evaluation.
    reference = similarity.Reference(table.values(table.held_out))

    def score(synthetic: pl.DataFrame) -> Scored:
        overall, columns = reference.compare(tables.learned_values(synthetic, restoration))
        return Scored(overall.overall, columns)

    return score


def _device(config: TrainingConfig) -> tuple[str, Message | None]:
    """Return what would do the work, and what a card needs; only networks can use a graphics card."""
    known = method(config.synthesizer)
    if known is not None and not known.has_networks:
        return "processor", None
    from synthdesk.synthesizers import devices

    return devices.choose(config)[1], devices.missing_for_card(config)


def _preset_seconds(preset: Preset, trial: Trial) -> float:
    config = config_for(preset)
    limit = float("inf") if config.max_minutes is None else config.max_minutes * _SECONDS_PER_MINUTE
    rounds = config.epochs if trial.rounds is None else trial.rounds
    return min(rounds * trial.seconds_per_round, limit)


@dataclass(frozen=True, slots=True)
class _Begun:
    """What the checkpoint in a run folder belongs to."""

    schema: Schema
    plan: PreprocessPlan
    config: TrainingConfig
    source_sha256: str


def _begin(request: Train, folder: Path) -> None:
    recipe: Recipe = request.recipe
    begun = _Begun(recipe.schema, recipe.plan, recipe.config, request.source_sha256)
    if request.resume:
        _check_resumable(folder, begun)
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    atomic.write_bytes(folder / _ORDER_FILE, codec.encode(begun), private=True)


def _check_resumable(folder: Path, begun: _Begun) -> None:
    if not (folder / CHECKPOINT).is_file():
        raise UserError(
            message("There is nothing to go on with"),
            message("No unfinished training run was found."),
            message("Start the training anew."),
        )
    try:
        before = codec.decode((folder / _ORDER_FILE).read_bytes(), _Begun)
    except (OSError, codec.CodecError):
        before = None
    if before != begun:
        raise UserError(
            message("The unfinished run does not fit"),
            message("The table, its preparation or the training settings have changed since it began."),
            message("Start the training anew, or put back what was changed."),
        )


def _clear_checkpoints(folder: Path) -> None:
    for left in folder.glob("checkpoint*"):
        left.unlink(missing_ok=True)


def _record(
    request: Train, table: tables.LearningTable, halves: float, outcome: TrainingOutcome
) -> RunRecord:
    return RunRecord(
        run_id=request.run_id,
        config=outcome.config,
        rows_learned=len(table.learn),
        rows_held_out=len(table.held_out),
        rows_left_out=table.rows_left_out,
        epochs_done=outcome.epochs_done,
        best_epoch=outcome.best_epoch,
        similarity=outcome.similarity,
        halves=halves,
        seconds=outcome.seconds,
        device_words=outcome.device_words,
        stopped_early=outcome.stopped_early,
    )
