"""How a synthesizer is trained: settings with their limits, and the presets that choose them."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from types import MappingProxyType

from synthdesk.domain.messages import Message, message

SMALLEST_TABLE_ROWS = 20
"""Fewer rows than this cannot be learned and checked at all."""


class Preset(StrEnum):
    """How much work to spend, in a user's words."""

    QUICK = "quick"
    BALANCED = "balanced"
    BEST = "best"


class Device(StrEnum):
    """Where the arithmetic runs; `AUTO` takes the graphics card when torch sees one."""

    AUTO = "auto"
    CPU = "cpu"
    CUDA = "cuda"


@dataclass(frozen=True, slots=True)
class Method:
    """A kind of synthesizer as people choose it.

    Attributes:
        key: Its key, as in `TrainingConfig.synthesizer`.
        title: Its name.
        sentence: What it is and for what it is good, in one sentence.
        has_networks: Whether the settings of networks, rounds and batches matter to it.
        ignored: Those of these settings that do not.
    """

    key: str
    title: Message
    sentence: Message
    has_networks: bool
    ignored: frozenset[str] = frozenset()


METHODS: tuple[Method, ...] = (
    Method(
        "trees",
        message("Sequential trees"),
        message(
            "Column after column, a few decision trees learn how its values go with those of the columns before; "
            "takes seconds, and in our measurements its rows were the most similar to real ones."
        ),
        has_networks=False,
    ),
    Method(
        "fast",
        message("Fast: hidden groups"),
        message(
            "Rows are sorted into groups that nobody named, and new rows are made group by group; takes seconds, and "
            "rows with several wanted values at once are made just as fast."
        ),
        has_networks=False,
    ),
    Method(
        "ctgan",
        message("CTGAN"),
        message(
            "Two neural networks play against each other: one makes rows, the other tells them from real ones; "
            "well known from the literature, takes minutes."
        ),
        has_networks=True,
    ),
    Method(
        "tvae",
        message("TVAE"),
        message(
            "One neural network learns to write each row in a few numbers, a second to read the row from them; takes "
            "minutes, and rows that lie between two groups can be a mixture of both."
        ),
        has_networks=True,
        ignored=frozenset({"pac", "critic_step", "critic_dropout"}),
    ),
)
"""The synthesizers in the order in which they are offered."""


def method(key: str) -> Method | None:
    """Return the method called `key`, None when there is none."""
    return next((known for known in METHODS if known.key == key), None)


def has_rounds(key: str) -> bool:
    """Return whether the method called `key` is trained for as many rounds as the settings say."""
    known = method(key)
    return known is not None and known.has_networks


WITH_ROUNDS = next(known.key for known in METHODS if known.has_networks)
"""The method that is trained in rounds."""
AUTOMATIC = "automatic"
"""In place of a key: the method advised for the table."""
FEW_ROWS = 500
"""With fewer rows than about this networks have too little to learn from."""
MOST_FOR_TREES = 1_000_000_000
"""Rows times squared columns from which on sequential trees can take longer than a quarter of an hour.

Measured: 0.08 (kddcup99, most columns nearly constant) to 0.8 processor seconds (nhanes2) for each million.
"""


def advised_method(rows: int, columns: int) -> tuple[str, Message]:
    """Return the key of the method advised for a table of this size, and why, in one sentence."""
    if rows * columns**2 > MOST_FOR_TREES:
        return "fast", message(
            "For so many rows and columns hidden groups are advised: sequential trees would take long to learn them."
        )
    if rows < FEW_ROWS:
        return "trees", message(
            "For fewer than about {few} rows sequential trees are advised: two networks have too little to learn "
            "from.",
            few=FEW_ROWS,
        )
    return "trees", message(
        "Sequential trees are advised: in our measurements their rows were more similar to real ones than those of "
        "the other kinds of model, and they learn in seconds."
    )


@dataclass(frozen=True, slots=True)
class TrainingConfig:
    """Settings of one training run.

    Attributes:
        synthesizer: Key of the synthesizer, see `METHODS`, or `AUTOMATIC`.
        preset: The preset these settings came from.
        epochs: Passes ("rounds") over the training rows, 1-100,000.
        max_minutes: Stop after this many minutes of training and keep the best, > 0; None has no limit.
        batch_rows: Rows of one step, 2-100,000; reduced to fit small tables and to a multiple of `pac`.
        pac: Rows the critic judges together (Lin et al. 2018, PacGAN), 1-50. The paper's CTGAN takes 10; a
            critic that judges each row by itself learns faster, and collapse is watched for all the same.
        noise_width: Width of the generator's noise input, 1-4,096.
        generator_widths: Widths of the generator's layers, each 1-4,096.
        critic_widths: Widths of the critic's layers, each 1-4,096.
        generator_step: Adam step size of the generator, > 0 and <= 0.1.
        critic_step: Adam step size of the critic, likewise.
        critic_dropout: Share of inner values of the critic that are left out at random, 0 (off) to 0.9. The
            paper's CTGAN takes 0.5; without it the penalty of Gulrajani et al. 2017 sees the critic it is meant
            for, and rows foretell better.
        averaging: Decay of the running average of the generator's weights per step, 0 (off) to < 1.
        holdout_share: Share of rows held out of training to measure similarity, 0.05-0.5.
        patients: Column that tells patients apart: all rows of one are learned, or all are held out; "" takes
            that of the schema, and without one each row as a patient of its own.
        seed: Start of all random numbers, 0 to 2^63 - 1.
        threads: Processor threads; 0 takes the physical cores less one (at least 1).
        device: Where the arithmetic runs.
    """

    synthesizer: str = AUTOMATIC
    preset: Preset = Preset.BALANCED
    epochs: int = 300
    max_minutes: float | None = 5.0
    batch_rows: int = 500
    pac: int = 1
    noise_width: int = 128
    generator_widths: tuple[int, ...] = (256, 256)
    critic_widths: tuple[int, ...] = (256, 256)
    generator_step: float = 5e-4
    critic_step: float = 5e-4
    critic_dropout: float = 0.0
    averaging: float = 0.999
    holdout_share: float = 0.2
    patients: str = ""
    seed: int = 1
    threads: int = 0
    device: Device = Device.AUTO

    def check(self) -> tuple["ConfigProblem", ...]:
        """Return every setting outside its limits; () when the settings can be used."""
        numbers = (
            ConfigProblem(
                name, message("{name} must be between {low} and {high}.", name=name, low=low, high=high)
            )
            for name, (low, high) in LIMITS.items()
            if not all(low <= value <= high for value in _as_tuple(getattr(self, name)))
        )
        return tuple(numbers)


@dataclass(frozen=True, slots=True)
class ConfigProblem:
    """A setting (name of the field) that cannot be used, and why."""

    setting: str
    reason: Message


LIMITS: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "epochs": (1, 100_000),
        "max_minutes": (0.01, 100_000),
        "batch_rows": (2, 100_000),
        "pac": (1, 50),
        "noise_width": (1, 4096),
        "generator_widths": (1, 4096),
        "critic_widths": (1, 4096),
        "generator_step": (1e-8, 0.1),
        "critic_step": (1e-8, 0.1),
        "critic_dropout": (0.0, 0.9),
        "averaging": (0.0, 0.99999),
        "holdout_share": (0.05, 0.5),
        "seed": (0, 2**63 - 1),
        "threads": (0, 1024),
    }
)
"""Smallest and largest value of each numeric setting; widths are checked one by one."""

_PRESETS: Mapping[Preset, Mapping[str, object]] = MappingProxyType(
    {
        Preset.QUICK: {"epochs": 60, "max_minutes": 1.0},
        Preset.BALANCED: {"epochs": 300, "max_minutes": 5.0},
        Preset.BEST: {"epochs": 1500, "max_minutes": 60.0},
    }
)


def config_for(preset: Preset, **changes: object) -> TrainingConfig:
    """Return the settings of `preset` with `changes` by field name; `TypeError` for an unknown field."""
    values = dict(_PRESETS[preset]) | changes
    return replace(TrainingConfig(preset=preset), **values)  # type: ignore[arg-type]  # names are checked


def setting_names() -> tuple[str, ...]:
    """Return the names of all settings."""
    return tuple(field.name for field in fields(TrainingConfig))


def _as_tuple(value: object) -> tuple[float, ...]:
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)
