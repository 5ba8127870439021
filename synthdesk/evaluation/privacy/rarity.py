"""P6: rare values, and rare combinations of what outsiders may know, in the output."""

import re

import numpy as np
import polars as pl
from numpy.typing import NDArray

from synthdesk.domain.messages import Message, message
from synthdesk.domain.privacy import Action, Figure, Head, Outcome, PrivacyCheck, Remedy
from synthdesk.evaluation import coding
from synthdesk.evaluation.privacy.keys import Keyed
from synthdesk.evaluation.rows import Rows
from synthdesk.evaluation.verdicts import fisher_greater

KNOWN_AT_MOST = 4
STOP_BELOW, REVIEW_BELOW = 5e-4, 2e-3

_LARGER_GROUPS = (5, 10, 20, 50)
_WHOLE_VALUES_AT_MOST = 150
_KNOWN = re.compile(
    r"(^|[^a-z])(age|alter|edad|leeftijd|sex|sexo|gender|geschlecht|genero|zip|plz|post(al)?|birth|geburt|dob|nacim|race|ethn|"
    r"marital|famil|occupation|beruf|job|education|country|region|land|county|city|nationality|religion|insurance)",
    re.IGNORECASE,
)
_METHOD = message(
    "Looks for values of categories that fewer than the smallest group of real rows have, and compares how often "
    "combinations that are rare in the real table come back for learned and for held-back rows."
)


def known_columns(frame: pl.DataFrame) -> tuple[str, ...]:
    """Return up to four columns an outsider may know, by their names; else the discrete ones with most values."""
    named = [name for name in frame.columns if _KNOWN.search(name)]
    if named:
        return tuple(named[:KNOWN_AT_MOST])
    discrete = sorted(coding.discrete_columns(frame), key=lambda name: (-frame[name].n_unique(), name))
    return tuple(discrete[: KNOWN_AT_MOST - 1])


def rare_values(
    real: pl.DataFrame, released: pl.DataFrame, fewer_than: int, patients: NDArray[np.int64] | None = None
) -> dict[str, tuple[int, int]]:
    """Return for each column of categories how many rare values were released, and in how many rows.

    Rare are values that at least one and fewer than `fewer_than` rows of `real` have; with `patients` (a number
    for each row) it is the patients that count. Columns without any are left out.
    """
    found = {}
    owners = pl.Series("owner", np.arange(real.height) if patients is None else patients)
    for name in real.columns:
        if name not in released.columns or _is_number(real[name]):
            continue
        counts = (
            pl.DataFrame([real[name].cast(pl.String).alias("value"), owners])
            .drop_nulls("value")
            .group_by("value")
            .agg(pl.col("owner").n_unique())
        )
        rare = counts.filter(pl.col("owner") < fewer_than)["value"]
        hits = released[name].cast(pl.String).drop_nulls()
        hits = hits.filter(hits.is_in(rare.implode()))
        if len(hits):
            found[name] = (hits.n_unique(), len(hits))
    return found


def rare_combinations(rows: Rows, names: tuple[str, ...]) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return (rows that come back, rows) among learned and among held-out rows with a rare combination.

    Rare is a combination that fewer than `rows.smallest_group` real rows have, learned and held-out ones
    counted together, so that both kinds have the same chance to be rare.
    """
    rows = rows.one_of_each_patient()
    real = pl.concat([rows.train.select(names), rows.holdout.select(names)])
    coders = {name: _coder(real[name]) for name in names}
    keyed = Keyed(_coded(real, coders))
    made = Keyed(_coded(rows.synthetic, coders))
    _, inverse, times = np.unique(keyed.whole, return_inverse=True, return_counts=True)
    is_rare = times[inverse] < rows.smallest_group
    comes_back = np.isin(keyed.whole, made.whole) & is_rare
    learned = np.arange(real.height) < rows.train.height
    return _hits(comes_back, is_rare, learned), _hits(comes_back, is_rare, ~learned)


def check(rows: Rows) -> PrivacyCheck:
    """Return check P6 on `rows`."""
    values = rare_values(rows.real, rows.released, rows.smallest_group, rows.patients)
    names = tuple(n for n in rows.known if n in rows.train.columns) or known_columns(rows.train)
    learned, held_out = rare_combinations(rows, names) if len(names) > 1 else ((0, 0), (0, 0))
    chance = fisher_greater(*learned, *held_out)
    outcome = Outcome.STOP if chance < STOP_BELOW else Outcome.NONE
    if outcome is Outcome.NONE and (values or chance < REVIEW_BELOW):
        outcome = Outcome.REVIEW
    concerned = tuple(sorted(values, key=lambda name: -values[name][1]))
    return PrivacyCheck(
        key="P6",
        title=message("Are rare values or combinations given away?"),
        heads=(Head.SINGLING_OUT,),
        outcome=outcome,
        testable=True,
        sentence=_sentence(values, (learned, held_out), names, rows.smallest_group),
        power=message(
            "One row with a rare value would have raised the alarm; of combinations of {columns}, {rows:,} rare rows "
            "among learned ones could be compared with {held:,} among held-back ones.",
            columns=", ".join(f"“{name}”" for name in names) or "–",
            rows=learned[1],
            held=held_out[1],
        ),
        method=_METHOD,
        figures=(
            Figure("rare_values", message("Rare values in the output"), sum(v for v, _ in values.values())),
            Figure("rows_with_rare_values", message("Rows with one"), sum(r for _, r in values.values())),
            Figure(
                "rare_combinations_back",
                message("Share of rows with a rare combination that comes back"),
                learned[0] / max(learned[1], 1),
                held_out[0] / max(held_out[1], 1),
                is_share=True,
            ),
            Figure("chance", message("Chance of so many combinations without copying"), chance),
        ),
        columns=concerned,
        actions=_actions(concerned, rows.smallest_group) if outcome is not Outcome.NONE else (),
    )


def _sentence(
    values: dict[str, tuple[int, int]],
    combinations: tuple[tuple[int, int], tuple[int, int]],
    names: tuple[str, ...],
    fewer_than: int,
) -> Message:
    learned, held_out = combinations
    if not values and not names:
        return message("No value that fewer than {k} real rows have is in the output.", k=fewer_than)
    return message(
        "{values:,} values that fewer than {k} real rows have are in the output ({rows:,} rows). Of learned rows with "
        "a rare combination {share} % come back, of held-back ones {control} %.",
        values=sum(v for v, _ in values.values()),
        k=fewer_than,
        rows=sum(r for _, r in values.values()),
        share=round(100 * learned[0] / max(learned[1], 1), 1),
        control=round(100 * held_out[0] / max(held_out[1], 1), 1),
    )


def _actions(columns: tuple[str, ...], k: int) -> tuple[Action, ...]:
    if not columns:
        return (Action(Remedy.FEWER_ROUNDS),)
    larger = next((each for each in _LARGER_GROUPS if each > k), 2 * k)
    return (Action(Remedy.LARGER_GROUPS, columns, larger), Action(Remedy.LEAVE_OUT, columns))


def _coder(column: pl.Series) -> coding.Coder:
    if _is_number(column) and column.n_unique() > _WHOLE_VALUES_AT_MOST:
        return coding.deciles(coding.numbers(column))
    return (
        coding.categories(column) if column.dtype != pl.Datetime else coding.deciles(coding.numbers(column))
    )


def _coded(frame: pl.DataFrame, coders: dict[str, coding.Coder]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            name: coder.codes(frame[name])
            if frame[name].dtype != pl.Datetime
            else coder.codes_of_numbers(coding.numbers(frame[name]))
            for name, coder in coders.items()
        }
    )


def _hits(
    comes_back: NDArray[np.bool_], is_rare: NDArray[np.bool_], group: NDArray[np.bool_]
) -> tuple[int, int]:
    return int((comes_back & group).sum()), int((is_rare & group).sum())


def _is_number(column: pl.Series) -> bool:
    return column.dtype.is_numeric() or column.dtype == pl.Datetime
