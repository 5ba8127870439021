"""New rows that obey every rule and every condition: drawn, judged, and drawn again where they do not."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from synthdesk.domain.errors import CannotMeetConditionError
from synthdesk.domain.messages import counted, message
from synthdesk.domain.rules import Rule, UniqueKey, words
from synthdesk.domain.schema import ColumnKind, Schema
from synthdesk.jobs.models import Model
from synthdesk.preprocessing.constructions import Copied, Joint
from synthdesk.preprocessing.judging import judge
from synthdesk.preprocessing.restoring import values_of

CHUNK_ROWS = 50_000
"""Rows of several kinds are mixed within chunks of this size, which bounds the memory they need."""

TRIED_BEFORE_GIVING_UP = 50_000
LOWEST_ACCEPTANCE = 1 / 200
"""Share of rows that must obey the rules after so many tries."""

_FEWEST_DRAWN = 200

Wanted = Mapping[str, str]
"""Values of discrete columns that every row has, by column."""


@dataclass(frozen=True, slots=True)
class Part:
    """So many rows that all have the values `where`."""

    where: Wanted
    rows: int


@dataclass
class Tally:
    """How many rows were drawn, and how many of them broke which rule."""

    drawn: int = 0
    refused: int = 0
    broken: Counter[Rule] = field(default_factory=Counter)


class Drawing:
    """Draws rows from a model until enough of them obey its rules.

    Args:
        model: The model and its rules.
        seed: Fixes the rows.
    """

    def __init__(self, model: Model, seed: int) -> None:
        self._model = model
        self._restoration = model.restoration
        self._seed = seed
        self._keys = {
            rule: _SeenKeys(rule.columns) for rule in self._restoration.rules if isinstance(rule, UniqueKey)
        }
        self.tally = Tally()

    def batches(self, parts: list[Part]) -> Iterator[pl.DataFrame]:
        """Yield the rows of `parts`, mixed, as VALUES without the columns that are made new.

        Raises:
            UserError: A condition that the model cannot meet, or rules that hardly any of its rows obey.
        """
        if len(parts) == 1:
            yield from self._obeying(parts[0], self._seed)
            return
        rows = sum(part.rows for part in parts)
        done = [0] * len(parts)
        chunks = max(1, -(-rows // CHUNK_ROWS))
        for chunk in range(1, chunks + 1):
            made: list[pl.DataFrame] = []
            for number, part in enumerate(parts):
                wanted = part.rows * chunk // chunks
                seed = mixed_seed(self._seed, number, chunk)
                made.extend(self._obeying(Part(part.where, wanted - done[number]), seed))
                done[number] = wanted
            if made:
                yield _shuffled(pl.concat(made), mixed_seed(self._seed, len(parts), chunk))

    def _obeying(self, part: Part, seed: int) -> Iterator[pl.DataFrame]:
        have = drawn = 0
        draw, number = part.rows, 0
        while have < part.rows:
            for prepared in self._drawn(part.where, draw, seed if number == 0 else mixed_seed(seed, number)):
                accepted = self._accepted(values_of(prepared, self._restoration), part.where)
                accepted = accepted.head(part.rows - have)
                self._remember(accepted)
                have += accepted.height
                drawn += prepared.height
                if accepted.height:
                    yield accepted
                if have == part.rows:
                    return
                self._give_up(part, have, drawn)
            number += 1
            draw = max(_FEWEST_DRAWN, int(1.1 * (part.rows - have) * drawn / max(1, have)))
            draw = min(draw, TRIED_BEFORE_GIVING_UP)

    def _drawn(self, where: Wanted, rows: int, seed: int) -> Iterator[pl.DataFrame]:
        """Yield PREPARED rows that are likely to meet `where`."""
        direct, joint, codes = self._steered(where)
        if joint is None:
            yield from self._model.trained.sample(rows, where=direct, seed=seed)
            return
        for start in range(0, rows, CHUNK_ROWS):
            chunk = min(CHUNK_ROWS, rows - start)
            yield self._chosen(joint, codes, direct, chunk, mixed_seed(seed, start))

    def _chosen(self, joint: Joint, codes: list[int], direct: Wanted, rows: int, seed: int) -> pl.DataFrame:
        """Return PREPARED rows with any of `codes` in the joint column, each as often as its share says."""
        shares = np.array([joint.shares[code] for code in codes])
        counts = np.random.default_rng(seed).multinomial(rows, shares / shares.sum())
        made: list[pl.DataFrame] = []
        for code, count in zip(codes, counts, strict=True):
            if count:
                both = {**direct, joint.name: str(code)}
                made += self._model.trained.sample(int(count), where=both, seed=mixed_seed(seed, code))
        return _shuffled(pl.concat(made), seed)

    def _steered(self, where: Wanted) -> tuple[dict[str, str], Joint | None, list[int]]:
        """Return what the model itself can be asked for: values, and a joint column with the fitting codes."""
        steps = self._restoration.steps
        sources = {step.column: step.of for step in steps if isinstance(step, Copied)}
        asked = {sources.get(name, name): value for name, value in where.items()}
        joints = [step for step in steps if isinstance(step, Joint) and set(step.columns) & set(asked)]
        members = {name for joint in joints for name in joint.columns}
        direct = {name: value for name, value in asked.items() if name not in members}
        choices = []
        for joint in joints:
            fitting = [set(joint.codes_with(n, v)) for n, v in asked.items() if n in joint.columns]
            codes = sorted(set.intersection(*fitting))
            if not codes:
                raise _no_combination(joint)
            choices.append((joint, codes))
        if not choices:
            return direct, None, []
        # The joint that leaves least choice steers; what others ask for is met by drawing again.
        joint, codes = min(choices, key=lambda choice: len(choice[1]) / len(choice[0].combinations))
        return direct, joint, codes

    def _accepted(self, values: pl.DataFrame, where: Wanted) -> pl.DataFrame:
        """Return the rows that obey every rule and have the values asked for."""
        refused = np.zeros(values.height, dtype=bool)
        for rule in self._restoration.rules:
            seen = self._keys.get(rule) if isinstance(rule, UniqueKey) else None
            if seen is None:
                broken = judge(values, rule, self._restoration.schema).broken.to_numpy()
            else:
                broken = seen.repeated(values, ~refused)
            self.tally.broken[rule] += int(broken.sum())
            refused |= broken
        self.tally.drawn += values.height
        self.tally.refused += int(refused.sum())
        if self._restoration.steps:
            for name, value in where.items():
                refused |= (values[name] != value).fill_null(value=True).to_numpy()
        return values.filter(pl.Series(~refused)) if refused.any() else values

    def _remember(self, accepted: pl.DataFrame) -> None:
        for seen in self._keys.values():
            seen.add(accepted)

    def _give_up(self, part: Part, have: int, drawn: int) -> None:
        if drawn < TRIED_BEFORE_GIVING_UP or have >= drawn * LOWEST_ACCEPTANCE:
            return
        if not self.tally.broken:
            raise _too_rare(part.where)
        raise _hardly_met([rule for rule, _ in self.tally.broken.most_common(2)], self._restoration.schema)


class _SeenKeys:
    """The keys of the rows so far, as 64-bit digests: two keys of one digest count as the same."""

    def __init__(self, columns: tuple[str, ...]) -> None:
        self._columns = list(columns)
        self._seen = np.empty(0, np.uint64)

    def repeated(self, values: pl.DataFrame, candidates: np.ndarray) -> np.ndarray:
        """Return which rows have a key that an earlier row has. Rows that are no candidates do not count."""
        digests, complete = self._digests(values)
        again = np.isin(digests, self._seen)
        order = np.lexsort((np.arange(digests.size), ~candidates, digests))
        same = np.zeros(digests.size, dtype=bool)
        same[order[1:]] = digests[order[1:]] == digests[order[:-1]]
        return np.asarray((again | same) & complete)

    def add(self, values: pl.DataFrame) -> None:
        """Take in the keys of rows that are kept."""
        digests, complete = self._digests(values)
        self._seen = np.union1d(self._seen, digests[complete])

    def _digests(self, values: pl.DataFrame) -> tuple[np.ndarray, np.ndarray]:
        keys = values.select(self._columns)
        complete = keys.select(pl.all_horizontal(pl.all().is_not_null())).to_series().to_numpy()
        return keys.hash_rows(seed=0).to_numpy(), complete


def mixed_seed(*numbers: int) -> int:
    """Return a seed that differs for different `numbers`, 0 to 2^63 - 1."""
    return int(np.random.SeedSequence(list(numbers)).generate_state(1, np.uint64)[0] >> 1)


def _shuffled(rows: pl.DataFrame, seed: int) -> pl.DataFrame:
    return rows[np.random.default_rng(seed).permutation(rows.height)]


def _no_combination(joint: Joint) -> CannotMeetConditionError:
    return CannotMeetConditionError(
        message("No such rows can be made"),
        message("The values asked for never appear together in {names}.", names=", ".join(joint.columns)),
        message("Ask for fewer values at once, or change the rule about combinations."),
    )


def _too_rare(where: Wanted) -> CannotMeetConditionError:
    asked = ", ".join(f"{name} = {value}" for name, value in where.items())
    return CannotMeetConditionError(
        message("No such rows can be made"),
        message("Hardly any row of the model meets {asked}.", asked=asked),
        message("Ask for fewer values at once, or for a more frequent value."),
    )


def _hardly_met(rules: list[Rule], schema: Schema) -> CannotMeetConditionError:
    dates = [column.name for column in schema if column.kind is ColumnKind.DATETIME]
    named = [str(words(rule, dates)) for rule in rules]
    return CannotMeetConditionError(
        message("The rules can hardly be met"),
        counted(
            len(named),
            "Fewer than 1 in 200 new rows obey this rule: {first}.",
            "Fewer than 1 in 200 new rows obey these rules together: {first}. {second}.",
            first=named[0],
            second=named[-1],
        ),
        message("Change or remove one of them on the page Prepare, then train again."),
    )
