"""The sections of the report: plots with a caption each, and tables."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from synthdesk.domain.facts import Bars, Histogram
from synthdesk.domain.messages import Message, message
from synthdesk.domain.results import ColumnComparison, EvaluationResult, PairComparison, RunRecord
from synthdesk.domain.schema import ColumnKind, Schema
from synthdesk.domain.training import TrainingConfig, method
from synthdesk.evaluation import plots, summary

COLUMNS_DRAWN = 60
PAIRS_DRAWN = 8
MATRIX_COLUMNS = 30

_REAL, _SYNTHETIC = message("real"), message("synthetic")
_WORD_LIST = (
    (
        message("Similarity of a column"),
        message(
            "For numbers and dates, 100 % less the largest gap between the two curves of “share of rows up to "
            "this value” (Kolmogorov-Smirnov). For categories, the share of rows that need not change their value "
            "to make both tables equal; a missing value counts as a value."
        ),
    ),
    (
        message("Similarity of a pair"),
        message(
            "For two numeric columns, 100 % less half the difference of the two correlations. For other pairs, the "
            "share of rows that need not move in the two-way table to make both equal, numbers cut into ten groups."
        ),
    ),
    (
        message("Held-back rows"),
        message("Real rows that were set aside before training. The model has never seen them."),
    ),
    (
        message("In the right order"),
        message(
            "Of one row with a value and one without it, how often the prediction ranks the first higher (area "
            "under the curve). 50 % is guessing."
        ),
    ),
    (
        message("Columns shuffled"),
        message(
            "The real table with each column mixed by itself: its single columns are perfect and nothing hangs "
            "together. A table that does no better has learned columns only."
        ),
    ),
    (
        message("Real rows with one close by"),
        message(
            "Share of held-back rows that have a row of the table nearer than their own fifth nearest neighbour "
            "(coverage). Two samples of the same rows reach about 97 %."
        ),
    ),
    (
        message("Told apart"),
        message(
            "How often a classifier that has seen both picks the synthetic one of a synthetic and a real row. 50 % means "
            "that they cannot be told apart."
        ),
    ),
    (
        message("Attack"),
        message(
            "What somebody with the synthetic table, and with a row of a patient, could do to find out whether the patient "
            "was among the learned rows, or to guess a value. The checks play the attacker."
        ),
    ),
    (
        message("Epsilon"),
        message(
            "How much more likely an outcome may become by one patient's taking part, as the exponent of e. The audit gives "
            "a lower bound: the true one may be larger."
        ),
    ),
    (
        message("Rare"),
        message("Held by fewer real rows than the smallest group, which is five unless chosen otherwise."),
    ),
    (
        message("Copy"),
        message("A synthetic row that equals a real training row in every column that is not constant."),
    ),
)


@dataclass(frozen=True)
class Parts:
    """Makes the sections of one report; each method returns HTML, "" when there is nothing to show."""

    result: EvaluationResult
    schema: Schema
    words: Callable[[Message], str]

    def overall(self) -> str:
        """Return the scale with the table's similarity beside that of two real samples."""
        synthetic, halves = self.result.synthetic, self.result.halves
        labels = (self.words(message("synthetic")), self.words(message("two real samples")))
        spoken = self.words(summary.sentence(self.result))
        table = _table(
            ["", self.words(message("synthetic")), self.words(message("two real samples"))],
            [
                [self.words(message("Columns")), _percent(synthetic.columns), _percent(halves.columns)],
                [self.words(message("Pairs of columns")), _percent(synthetic.pairs), _percent(halves.pairs)],
            ],
        )
        return plots.scale(synthetic.overall, halves.overall, labels, spoken) + table

    def columns(self) -> str:
        """Return a card with a plot for each column, worst first; very wide tables end in a list."""
        drawn, rest = self.result.columns[:COLUMNS_DRAWN], self.result.columns[COLUMNS_DRAWN:]
        if not drawn:
            return ""
        cards = "".join(map(self._column, drawn))
        listed = _table(
            [self.words(message("Column")), self.words(message("Similarity"))],
            [[c.name, _percent(c.similarity)] for c in rest],
        )
        return f'{self._legend()}<div class="grid">{cards}</div>{listed if rest else ""}'

    def pairs(self) -> str:
        """Return the matrix of all pairs and the maps of the worst ones."""
        if not self.result.pairs:
            return ""
        cards = "".join(map(self._pair, self.result.pairs[:PAIRS_DRAWN]))
        return self._matrix() + self._legend() + cards

    def usefulness(self) -> str:
        """Return how well category columns can be predicted, learned from synthetic and from real rows."""
        sentence = summary.usefulness_sentence(self.result)
        if sentence is None:
            return ""
        explained = self.words(
            message(
                "Each column is predicted from all others (of numbers: whether they are above the middle) by gradient "
                "boosting, learned once from synthetic "
                "rows and once from as many real rows, and tested on held-back real rows. The nearer the ring to the "
                "dot, the less is lost."
            )
        )
        plot = plots.dumbbells(self.result.usefulness, self.words(sentence))
        return f"<p>{escape(explained)}</p>{self._legend()}{plot}"

    def copies(self) -> str:
        """Return the figures on copies of real rows, with the control beside them and the power."""
        copies = self.result.copies
        head = ["", *map(self.words, (message("Rows"), message("Equal to a training row"), message("Share")))]
        rows = [
            _copy_line(self.words(message("Synthetic rows")), copies.synthetic_rows, copies.synthetic_copies),
            _copy_line(
                self.words(message("Held-back real rows (by chance)")),
                copies.holdout_rows,
                copies.holdout_copies,
            ),
        ]
        said = (summary.copies_sentence(self.result), summary.power_sentence(self.result))
        return "".join(f"<p>{escape(self.words(s))}</p>" for s in said) + _table(head, rows)

    def _method(self, config: TrainingConfig) -> str:
        known = method(config.synthesizer)
        return config.synthesizer if known is None else self.words(known.title)

    def run(self, run: RunRecord | None) -> str:
        """Return the settings of the training run."""
        if run is None:
            return ""
        config = run.config
        found: list[tuple[str, str]] = [
            (self.words(message("Method")), self._method(config)),
            (self.words(message("Rows learned")), f"{run.rows_learned:,}"),
            (self.words(message("Rows held back")), f"{run.rows_held_out:,}"),
            (self.words(message("Rows left out")), f"{run.rows_left_out:,}"),
            (self.words(message("Rounds trained")), f"{run.epochs_done:,}"),
            (self.words(message("Round of the kept state")), f"{run.best_epoch:,}"),
            (self.words(message("Training time")), f"{run.seconds / 60:.1f} min"),
            (self.words(message("Computed on")), run.device_words),
            (self.words(message("Seed")), str(config.seed)),
            (self.words(message("Patient column")), config.patients),
        ]
        kind = method(config.synthesizer)
        if kind is None or kind.has_networks:
            found += [
                (self.words(message("Rows of one step")), f"{config.batch_rows:,}"),
                (self.words(message("Rows judged together")), str(config.pac)),
                (
                    self.words(message("Network widths")),
                    _widths(config.generator_widths, config.critic_widths),
                ),
            ]
        return definitions([(name, said) for name, said in found if said])

    def glossary(self) -> str:
        """Return the word list."""
        return definitions([(self.words(word), self.words(meaning)) for word, meaning in _WORD_LIST])

    def _column(self, column: ColumnComparison) -> str:
        spoken = self.words(
            message("{column}: {similar} similar", column=column.name, similar=_percent(column.similarity))
        )
        caption = [f"{self.words(_REAL)} {column.real_words}" if column.real_words else ""]
        caption.append(f"{self.words(_SYNTHETIC)} {column.synthetic_words}" if column.synthetic_words else "")
        if column.real_missing or column.synthetic_missing:
            missing = message(
                "missing {real} → {synthetic}",
                real=_percent(column.real_missing),
                synthetic=_percent(column.synthetic_missing),
            )
            caption.append(self.words(missing))
        drawn = (
            self._plot(column, spoken)
            or f'<p class="soft">{escape(self.words(message("Too few values to draw.")))}</p>'
        )
        return _card(column.name, column.similarity, drawn, " · ".join(part for part in caption if part))

    def _plot(self, column: ColumnComparison, spoken: str) -> str:
        real, synthetic = column.real, column.synthetic
        if isinstance(real, Histogram) and isinstance(synthetic, Histogram):
            return plots.histogram(real, synthetic, spoken, dates=column.name in self._dates())
        if isinstance(real, Bars) and isinstance(synthetic, Bars):
            return plots.bars(real, synthetic, self.words(message("all others")), spoken)
        return ""

    def _dates(self) -> frozenset[str]:
        return frozenset(c.name for c in self.schema if c.kind is ColumnKind.DATETIME)

    def _pair(self, pair: PairComparison) -> str:
        title = f"{pair.first} – {pair.second}"
        spoken = self.words(
            message("{pair}: {similar} similar", pair=title, similar=_percent(pair.similarity))
        )
        drawn = plots.maps(pair, (self.words(_REAL), self.words(_SYNTHETIC)), spoken)
        return _card(title, pair.similarity, drawn, "", wide=True)

    def _matrix(self) -> str:
        names = [c.name for c in self.result.columns]
        if not 3 <= len(names) <= MATRIX_COLUMNS:
            return ""
        scores = {(first, second): similarity for first, second, similarity in self.result.pair_matrix}
        caption = self.words(
            message("The darker a cell, the less similar the pair. Point at a cell to read it.")
        )
        return f"<figure>{plots.matrix(names, scores, caption)}<figcaption>{escape(caption)}</figcaption></figure>"

    def _legend(self) -> str:
        samples = (("real area", self.words(_REAL)), ("synthetic outline", self.words(_SYNTHETIC)))
        return '<div class="legend">' + "".join(_sample(*s) for s in samples) + "</div>"


def definitions(rows: Sequence[tuple[str, str]]) -> str:
    """Return a list of terms and what they are."""
    return "<dl>" + "".join(f"<dt>{escape(t)}</dt><dd>{escape(d)}</dd>" for t, d in rows) + "</dl>"


def fields(names: Sequence[str]) -> str:
    """Return lines to be filled in by hand."""
    lines = "".join(f'<tr><td>{escape(name)}</td><td class="blank"></td></tr>' for name in names)
    return f"<table>{lines}</table>"


def _card(title: str, similarity: float, drawn: str, caption: str, *, wide: bool = False) -> str:
    return (
        f'<figure class="card{" wide" if wide else ""}"><header><h3>{escape(title)}</h3>'
        f'<span class="figure">{_percent(similarity)}</span></header>{drawn}'
        + (f"<figcaption>{escape(caption)}</figcaption>" if caption else "")
        + "</figure>"
    )


def _sample(style: str, words: str) -> str:
    picture = f'<svg aria-hidden="true" viewBox="0 0 30 12"><path d="M1 10V4H29V10" class="{style}"/></svg>'
    return f'<span style="display:flex;align-items:center">{picture}{escape(words)}</span>'


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    def line(tag: str, cells: Sequence[str]) -> str:
        inside = "".join(
            f"<{tag}{' class=number' if i else ''}>{escape(cell)}</{tag}>" for i, cell in enumerate(cells)
        )
        return f"<tr>{inside}</tr>"

    return f"<table>{line('th', head)}{''.join(line('td', row) for row in rows)}</table>"


def _copy_line(name: str, rows: int, copies: int) -> list[str]:
    return [name, f"{rows:,}", f"{copies:,}", f"{copies / rows:.2%}" if rows else "–"]


def _widths(generator: tuple[int, ...], critic: tuple[int, ...]) -> str:
    return f"{' × '.join(map(str, generator))} / {' × '.join(map(str, critic))}"


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"
