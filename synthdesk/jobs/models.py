"""Trained models in their run folders, and the way from their rows to values."""

from dataclasses import dataclass
from pathlib import Path

from synthdesk.domain.errors import UserError
from synthdesk.domain.messages import message
from synthdesk.domain.project import Recipe
from synthdesk.preprocessing.restoring import Restoration
from synthdesk.storage import codec
from synthdesk.synthesizers.protocol import SynthesizerEntry, Trained
from synthdesk.synthesizers.registry import SYNTHESIZERS

RESTORATION_FILE = "restoration.json"


@dataclass(frozen=True, slots=True)
class Model:
    """A trained model and the way from its rows to values."""

    trained: Trained
    restoration: Restoration


def load_model(work_folder: str, run_id: str, recipe: Recipe) -> Model:
    """Return the model of run `run_id`; `UserError` when it is missing or damaged."""
    folder = Path(work_folder) / "runs" / run_id
    restoration = load_restoration(folder)
    return Model(synthesizer(recipe.config.synthesizer).load(folder), restoration)


def synthesizer(key: str) -> SynthesizerEntry:
    """Return the synthesizer called `key`; `UserError` when there is none."""
    try:
        return SYNTHESIZERS[key]
    except KeyError:
        raise UserError(
            message("Unknown synthesizer"),
            message("There is no synthesizer called “{name}”.", name=key),
            message("Choose one of: {names}.", names=", ".join(sorted(SYNTHESIZERS))),
        ) from None


def load_restoration(folder: Path) -> Restoration:
    """Return how the rows of the model in `folder` become values again; `UserError` when it is damaged."""
    try:
        return codec.decode((folder / RESTORATION_FILE).read_bytes(), Restoration)
    except (OSError, codec.CodecError) as error:
        raise UserError(
            message("The trained model is not here"),
            message("The files of the training run are missing or damaged."),
            message("Train again."),
        ) from error
