"""Sources of real events for the pages: a project that is ready, and runs that follow a script."""

import itertools
import math
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from synthdesk.domain.control import Wish
from synthdesk.domain.events import (
    Cancelled,
    CheckpointSaved,
    EpochDone,
    Event,
    Failed,
    Finished,
    Noticed,
    Paused,
    Progress,
    Resumed,
    SimilarityMeasured,
    TrainingBegun,
)
from synthdesk.domain.facts import Bars, ColumnFacts, Histogram
from synthdesk.domain.messages import message
from synthdesk.domain.privacy import Action, Head, Outcome, PrivacyCheck, Remedy
from synthdesk.domain.project import Project
from synthdesk.domain.results import (
    ColumnComparison,
    ColumnUsefulness,
    CopyCheck,
    EvaluationResult,
    PairComparison,
    Quality,
    RunRecord,
    Similarity,
)
from synthdesk.domain.schema import Column, ColumnKind, NumberStyle, Schema
from synthdesk.domain.source import ImportOptions, Source
from synthdesk.domain.training import TrainingConfig
from synthdesk.domain.whole_rows import Closeness, ColumnDetail, Detection, GroupComparison, PublishedScores
from synthdesk.jobs.requests import EstimateTraining, Request, TrainingEstimate

ESTIMATE = TrainingEstimate((("quick", 41.0), ("balanced", 205.0), ("best", 1020.0)), "processor", 0)
KILLED = Failed(
    message("The work was interrupted"),
    message("The system ended the work before it was done, most likely because memory ran short."),
    message("Nothing before the last saved state is lost: go on from there."),
    can_resume=True,
)


class ScriptedRun:
    """A run whose events come from a generator that is told the wishes, one event for each look."""

    def __init__(self, script: "Callable[[Wishes], Iterator[Event]]") -> None:
        self._wishes = Wishes()
        self._events = script(self._wishes)
        self._ended = False

    def start(self) -> None:
        """Nothing has to be started."""

    def poll(self, seconds: float) -> Iterator[Event]:
        if self._ended:
            return
        event = next(self._events, None)
        if event is None:
            self._wishes.rest(seconds)
            return
        self._ended = isinstance(event, Finished | Cancelled | Failed)
        yield event

    def send(self, wish: Wish) -> None:
        self._wishes.send(wish)

    def kill(self) -> None:
        self._wishes.send(Wish.CANCEL)


class Wishes:
    """What was wanted last; a script asks `now` and waits with `rest`."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self.now = Wish.GO_ON

    def send(self, wish: Wish) -> None:
        with self._changed:
            self.now = wish
            self._changed.notify_all()

    def rest(self, seconds: float) -> None:
        before = self.now
        with self._changed:
            self._changed.wait_for(lambda: self.now is not before, seconds)


def runs(**scripts: "Callable[[Wishes], Iterator[Event]]") -> "Callable[[Request], ScriptedRun]":
    """Return what makes a run for each request, by the name of the request's class."""
    estimate = {EstimateTraining.__name__: ended_with(Finished(ESTIMATE))}
    return lambda request: ScriptedRun((estimate | scripts)[type(request).__name__])


def ended_with(*events: Event) -> "Callable[[Wishes], Iterator[Event]]":
    """Return a script that yields `events`."""
    return lambda _wishes: iter(events)


def held(*events: Event, ending: Event | None = None) -> "Callable[[Wishes], Iterator[Event]]":
    """Return a script that yields `events` and then obeys: stopped it ends with `ending`."""

    def script(wishes: Wishes) -> Iterator[Event]:
        yield from events
        paused = False
        while wishes.now not in (Wish.CANCEL, Wish.STOP_AND_KEEP):
            if (wishes.now is Wish.PAUSE) != paused:
                paused = not paused
                yield Paused() if paused else Resumed()
            wishes.rest(0.05)
        yield Cancelled() if wishes.now is Wish.CANCEL or ending is None else ending

    return script


def training(rounds: int = 168, epochs: int = 300, *, seconds_per_round: float = 2.2) -> list[Event]:
    """Return the events of a training run that is going well."""
    events: list[Event] = [
        Progress(message("Preparing the table"), 1.0, 1.0),
        TrainingBegun(0, epochs, "processor", 0.957, 800, 200),
    ]
    best = (0, 0.0)
    for epoch in range(1, rounds + 1):
        done = epoch * seconds_per_round
        generator = -1.1 - 0.9 * math.exp(-epoch / 25) + 0.18 * math.sin(epoch * 1.7)
        critic = -0.2 + 1.4 * math.exp(-epoch / 12) + 0.14 * math.cos(epoch * 2.3)
        left = (epochs - epoch) * seconds_per_round
        events.append(EpochDone(epoch, epochs, generator, critic, done, left, 612_000_000))
        if epoch % 6 == 0 or epoch == 1:
            similarity = 0.885 - 0.45 * math.exp(-epoch / 40) + 0.006 * math.sin(epoch)
            best = max(best, (epoch, similarity), key=lambda pair: pair[1])
            events.append(SimilarityMeasured(epoch, similarity, *best, comparisons(similarity)))
    events.append(CheckpointSaved(rounds))
    return events


def comparisons(similarity: float = 0.88) -> tuple[ColumnComparison, ...]:
    """Return comparisons of the columns of `project`, the worst first."""
    shift = 8 * (1 - similarity)
    made = [
        _numbers("age", 18, 95, 61, 15, shift=4 * shift),
        _bars("sex", ("f", "m"), (512, 488), (549, 451)),
        _numbers("admission", 1.64e9, 1.72e9, 1.68e9, 2.6e7, shift=shift * 2e6),
        _bars(
            "ward",
            ("internal", "surgery", "neurology", "cardiology"),
            (410, 260, 180, 150),
            (360, 300, 150, 190),
        ),
        _numbers("crp", 0, 180, 24, 30, shift=3 * shift),
        _numbers("weight_kg", 40, 130, 77, 15, shift=2 * shift),
        _bars("died", ("no", "yes"), (961, 39), (974, 26)),
        _numbers("creatinine", 0.4, 4.2, 1.0, 0.4, shift=0.05 * shift),
    ]
    return tuple(sorted(made, key=lambda c: c.similarity))


def _numbers(
    name: str, low: float, high: float, middle: float, width: float, *, shift: float
) -> ColumnComparison:
    bins = 24
    edges = tuple(low + (high - low) * i / bins for i in range(bins + 1))

    def counts(center: float, spread: float) -> tuple[int, ...]:
        return tuple(
            round(1000 * math.exp(-(((a + b) / 2 - center) ** 2) / (2 * spread**2)))
            for a, b in itertools.pairwise(edges)
        )

    real, synthetic = counts(middle, width), counts(middle + shift, width * 1.15)
    distance = sum(abs(a / sum(real) - b / sum(synthetic)) for a, b in zip(real, synthetic, strict=True)) / 2
    words = (f"{middle:,.1f} ± {width:,.1f}", f"{middle + shift:,.1f} ± {width * 1.15:,.1f}")
    if name == "admission":
        words = ("around 2023-03-28", "around 2023-04-04")
    return ColumnComparison(
        name, 1 - distance, Histogram(edges, real), Histogram(edges, synthetic), 0.04, 0.05, *words
    )


def _bars(
    name: str, labels: tuple[str, ...], real: tuple[int, ...], synthetic: tuple[int, ...]
) -> ColumnComparison:
    shares = zip(real, synthetic, strict=True)
    distance = sum(abs(a / sum(real) - b / sum(synthetic)) for a, b in shares) / 2
    words = (
        f"{labels[0]} {100 * real[0] / sum(real):.0f} %",
        f"{labels[0]} {100 * synthetic[0] / sum(synthetic):.0f} %",
    )
    return ColumnComparison(name, 1 - distance, Bars(labels, real), Bars(labels, synthetic), 0.0, 0.0, *words)


def schema() -> Schema:
    """Return the columns of the made-up table."""
    number = NumberStyle(decimals=1)
    return Schema(
        (
            Column("stay_id", ColumnKind.IDENTIFIER),
            Column("age", ColumnKind.WHOLE_NUMBER, number=NumberStyle()),
            Column("sex", ColumnKind.CATEGORY),
            Column("admission", ColumnKind.DATETIME, date_pattern="%Y-%m-%d"),
            Column("ward", ColumnKind.CATEGORY),
            Column("crp", ColumnKind.NUMBER, number=number),
            Column("weight_kg", ColumnKind.NUMBER, number=number),
            Column("died", ColumnKind.YES_NO),
            Column("creatinine", ColumnKind.NUMBER, number=number),
        )
    )


def project(rows: int = 1000) -> Project:
    """Return a project whose table is open."""
    facts = tuple(
        ColumnFacts(c.name, rows, 0, len(c.real.labels), drawing=c.real)
        for c in comparisons()
        if isinstance(c.real, Bars)
    )
    options = ImportOptions("utf-8", ",", ".", 1)
    return Project(
        source=Source("/data/hospital_stays.csv", "ab" * 32, options, rows, "text"),
        schema=schema(),
        facts=facts,
    )


def record(**changes: object) -> RunRecord:
    """Return the record of a finished run."""
    made = RunRecord(
        "run1",
        TrainingConfig(synthesizer="ctgan"),
        800,
        200,
        0,
        300,
        172,
        0.884,
        0.957,
        640.0,
        "processor",
        stopped_early=False,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def trained(rows: int = 1000) -> Project:
    """Return a project with a model."""
    ready = project(rows)
    assert ready.source is not None
    return ready.with_run(record(), (ready.recipe, ready.source.sha256))


def evaluation() -> EvaluationResult:
    """Return the result of an evaluation."""
    columns = comparisons()
    names = [c.name for c in columns]
    matrix = []
    for i, first in enumerate(names):
        for j, second in enumerate(names):
            if i < j:
                matrix.append((first, second, 0.97 - 0.045 * ((i * 7 + j * 3) % 6)))
    matrix.sort(key=lambda pair: pair[2])
    pairs = tuple(_pair(*pair) for pair in matrix)
    return EvaluationResult(
        synthetic=Similarity(0.884, 0.912, 0.856),
        halves=Similarity(0.957, 0.969, 0.945),
        columns=columns,
        pairs=pairs[:30],
        pair_matrix=tuple(matrix),
        copies=CopyCheck(800, 0, 200, 0, 0),
        seconds=3.1,
        usefulness=(ColumnUsefulness("died", 2, 0.71, 0.83), ColumnUsefulness("ward", 4, 0.62, 0.66)),
        privacy=privacy_checks(),
        quality=quality(),
    )


def quality() -> Quality:
    """Return figures of whole rows: one column has lost values, one subgroup differs."""
    return Quality(
        published=PublishedScores(0.912, 0.871, 0.804, 3, 28),
        details=(ColumnDetail("ward", 6, 2, 0), ColumnDetail("age", range_reached=0.99)),
        missing_patterns=0.94,
        coverage=0.71,
        coverage_of_real=0.96,
        detection=Detection(0.83, (("age", 0.2), ("crp", 0.1))),
        detection_of_real=Detection(0.51),
        detection_of_independent=Detection(0.95),
        independent=Similarity(0.83, 0.97, 0.69),
        missing_of_real=0.99,
        missing_of_independent=0.9,
        groups=(GroupComparison("sex = f", 0.52, 0.47, 0.81, 0.93, "crp", "31 ± 20", "44 ± 38"),),
        closeness=Closeness(0.31, 0.29, 0.1, 0.09, 0.88, 0.87),
    )


def privacy_checks() -> tuple[PrivacyCheck, ...]:
    """Return a check of each outcome, one of them not testable."""
    copied = PrivacyCheck(
        key="P1",
        title=message("Do real patients come back?"),
        heads=(Head.SINGLING_OUT,),
        outcome=Outcome.NONE,
        testable=True,
        sentence=message("0 of 800 learned rows that are there only once come back exactly."),
        power=message("12 exact copies of learned rows would have raised the alarm."),
        method=message("How it was done."),
    )
    rare = replace(
        copied,
        key="P6",
        title=message("Are rare values or combinations given away?"),
        outcome=Outcome.REVIEW,
        sentence=message("2 values that fewer than 5 real rows have are in the output (3 rows)."),
        columns=("ward",),
        actions=(Action(Remedy.LARGER_GROUPS, ("ward",), 10), Action(Remedy.LEAVE_OUT, ("ward",))),
    )
    members = replace(
        copied,
        key="P2",
        title=message("Could someone tell that a patient was in the data?"),
        heads=(Head.LINKABILITY,),
        outcome=Outcome.STOP,
        actions=(Action(Remedy.FEWER_ROUNDS), Action(Remedy.OTHER_METHOD)),
        sentence=message(
            "The best attack finds 12 % of 800 learned rows while it mistakes 1 % of the others."
        ),
    )
    unknown = replace(
        copied,
        key="P5",
        title=message("Could someone guess a sensitive value?"),
        heads=(Head.INFERENCE,),
        testable=False,
        sentence=message("Not testable: too few real rows were held back."),
    )
    return copied, rare, members, unknown


def _pair(first: str, second: str, similarity: float) -> PairComparison:
    rows, columns = tuple(f"{first} {i}" for i in range(6)), tuple(f"{second} {i}" for i in range(5))
    real = tuple(
        tuple(math.exp(-((i - j) ** 2) / 3) / 14 for j in range(len(columns))) for i in range(len(rows))
    )
    off = 3.2 + 10 * (1 - similarity)
    synthetic = tuple(
        tuple(math.exp(-((i - j - 0.5) ** 2) / off) / 14 for j in range(len(columns)))
        for i in range(len(rows))
    )
    return PairComparison(first, second, similarity, rows, columns, real, synthetic)


def noticed(words: str) -> Noticed:
    """Return something worth a sentence."""
    return Noticed(message(words))


def scripts(events: Iterable[Event], ending: Event) -> "Callable[[Wishes], Iterator[Event]]":
    """Return a script that yields `events` and `ending`."""
    return ended_with(*events, ending)
