"""What was measured: similarity, copies of real rows, and the record of a training run."""

from dataclasses import dataclass

from synthdesk.domain.facts import Bars, Histogram
from synthdesk.domain.messages import Message, counted
from synthdesk.domain.privacy import PrivacyCheck
from synthdesk.domain.training import TrainingConfig
from synthdesk.domain.whole_rows import Closeness, ColumnDetail, Detection, GroupComparison, PublishedScores
from synthdesk.domain.wishes import Comparison


@dataclass(frozen=True, slots=True)
class ColumnComparison:
    """One column, real against synthetic.

    Attributes:
        name: Name of the column.
        similarity: 1 - KS distance (numbers, dates) or 1 - total variation (categories), 0-1.
        real, synthetic: Drawings with the same edges or labels; counts scaled to shares is the drawer's job.
        real_missing, synthetic_missing: Shares of rows without a value, 0-1.
        real_words, synthetic_words: One plain fact each, "61.2 ± 14.0" or "f 52 %".
    """

    name: str
    similarity: float
    real: Histogram | Bars
    synthetic: Histogram | Bars
    real_missing: float
    synthetic_missing: float
    real_words: str = ""
    synthetic_words: str = ""


@dataclass(frozen=True, slots=True)
class PairComparison:
    """Two columns together, real against synthetic.

    Attributes:
        first, second: Names of the columns.
        similarity: 1 - |r_real - r_synthetic| / 2 (two numeric columns, Pearson) or 1 - total variation
            of the two-way table, numbers cut at the real deciles, 0-1.
        real, synthetic: Shares of the two-way table, rows by `first_labels`, columns by `second_labels`.
        first_labels, second_labels: Names of the table's rows and columns, at most 12 each.
    """

    first: str
    second: str
    similarity: float
    first_labels: tuple[str, ...] = ()
    second_labels: tuple[str, ...] = ()
    real: tuple[tuple[float, ...], ...] = ()
    synthetic: tuple[tuple[float, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Similarity:
    """How similar two tables are, 0-1, higher is more similar. It says nothing about privacy.

    Attributes:
        overall: Mean of `columns` and `pairs`.
        columns: Mean over columns (the yardstick's Shape).
        pairs: Mean over pairs of columns (the yardstick's Trend); equal to `columns` with one column.
    """

    overall: float
    columns: float
    pairs: float


@dataclass(frozen=True, slots=True)
class CopyCheck:
    """Synthetic rows equal to a real training row, beside what held-out rows show by chance.

    Attributes:
        synthetic_rows, synthetic_copies: Rows checked, and those equal to a training row.
        holdout_rows, holdout_copies: Held-out real rows, and those equal to a training row.
        unique_copies: Synthetic rows equal to a training row that is there only once.
        holdout_unique_copies: Held-out real rows equal to such a row.
    """

    synthetic_rows: int
    synthetic_copies: int
    holdout_rows: int
    holdout_copies: int
    unique_copies: int
    holdout_unique_copies: int = 0


@dataclass(frozen=True, slots=True)
class ColumnUsefulness:
    """How well one column is predicted from the others on held-out real rows.

    Attributes:
        name: The predicted column.
        classes: Number of its values that were told apart.
        synthetic: Area under the curve, learned from synthetic rows, mean over classes; 0.5 is guessing.
        real: The same, learned from as many real training rows.
    """

    name: str
    classes: int
    synthetic: float
    real: float


@dataclass(frozen=True, slots=True)
class Quality:
    """More on how alike the tables are, beside two references.

    Attributes:
        published: The scores of SDMetrics.
        details: Every column: what was lost or invented.
        missing_patterns: Similarity of which columns are missing together, 0-1.
        coverage, coverage_of_real: Share of held-out rows near a synthetic row, and near a learned row.
        detection, detection_of_real, detection_of_independent: Telling synthetic rows, learned rows, and rows
            with each column shuffled by itself from held-out ones.
        independent: Similarity of a table with each column shuffled by itself: the floor.
        missing_of_real, missing_of_independent: `missing_patterns` of learned and of shuffled rows.
        groups: Subgroups, the least similar first.
        closeness: Distances to the nearest learned row, for experts; None with too few rows.
    """

    published: PublishedScores
    details: tuple[ColumnDetail, ...]
    missing_patterns: float
    coverage: float | None
    coverage_of_real: float | None
    detection: Detection | None
    detection_of_real: Detection | None
    detection_of_independent: Detection | None
    independent: Similarity
    missing_of_real: float = 1.0
    missing_of_independent: float = 1.0
    groups: tuple[GroupComparison, ...] = ()
    closeness: Closeness | None = None


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure and the ends of the interval in which it lies with 95 % confidence."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Help:
    """What balanced rows do for a classifier that is tested on held-out real rows.

    Attributes:
        classifier: "gradient boosting" or "logistic regression".
        measure: "balanced accuracy" or "area under the curve", 0-1, higher is better.
        without, with_rows: Learned from the real rows alone, and together with the balanced rows.
        difference: With less without; above 0 throughout its interval means that they help.
    """

    classifier: str
    measure: str
    without: Interval
    with_rows: Interval
    difference: Interval

    @property
    def verdict(self) -> str:
        """The answer to "does it help?": "yes", "no" (it harms) or "not to be told"."""
        if self.difference.low > 0:
            return "yes"
        return "no" if self.difference.high < 0 else "not to be told"


@dataclass(frozen=True, slots=True)
class Estimate:
    """One number of an analysis, from real and from synthetic rows, each with its 95 % interval.

    Attributes:
        name: What is estimated: a group, an explaining column or one of its values.
        real, synthetic: The estimates.
        real_low, real_high, synthetic_low, synthetic_high: Their intervals.
        overlap: Mean share of each interval that lies in the other (Karr et al. 2006), 0-1.
    """

    name: str
    real: float
    real_low: float
    real_high: float
    synthetic: float
    synthetic_low: float
    synthetic_high: float
    overlap: float


@dataclass(frozen=True, slots=True)
class Curve:
    """Share still without the event over time (Kaplan & Meier 1958) for one group.

    Attributes:
        group: Name of the group, "" for all rows.
        times: Up to 25 times at equal distances.
        real, synthetic: Shares at these times, 0-1.
    """

    group: str
    times: tuple[float, ...]
    real: tuple[float, ...]
    synthetic: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ComparedAnalysis:
    """An analysis of the user's own, done on real and on synthetic rows.

    Attributes:
        comparison: What was asked for.
        unit: What the estimates are: "mean", "share", "difference", "log odds ratio", "log hazard ratio".
        real_rows, synthetic_rows: Rows with all values that are needed.
        estimates: The numbers side by side; () when it could not be done.
        curves: For `Analysis.SURVIVAL`.
        problem: Why it could not be done, or None.
    """

    comparison: Comparison
    unit: str = ""
    real_rows: int = 0
    synthetic_rows: int = 0
    estimates: tuple[Estimate, ...] = ()
    curves: tuple[Curve, ...] = ()
    problem: Message | None = None


@dataclass(frozen=True, slots=True)
class EvaluationResult:
    """A synthetic table compared with the held-out real rows.

    Attributes:
        synthetic: Similarity of the synthetic table to the held-out rows.
        halves: Similarity of two halves of the real data: as good as real data can be.
        columns: Every learned column, worst first.
        pairs: The worst 30 pairs of columns, worst first.
        pair_matrix: All pairs: (first, second, similarity).
        copies: Copies of real rows.
        seconds: Time it took.
        usefulness: Category columns predicted from the others, worst first; () when none could be.
        notes: What was left out or done with fewer rows, as sentences.
        privacy: The checks for leaks, P1 to P8; () when none was made.
        quality: More on how alike the tables are; None when it was not measured.
        analyses: The user's own analyses, on real and on synthetic rows.
        attempt: How often a table of this project was evaluated, this time included: whoever tries until the
            checks find nothing has not shown that there is nothing.
    """

    synthetic: Similarity
    halves: Similarity
    columns: tuple[ColumnComparison, ...]
    pairs: tuple[PairComparison, ...]
    pair_matrix: tuple[tuple[str, str, float], ...]
    copies: CopyCheck
    seconds: float
    usefulness: tuple[ColumnUsefulness, ...] = ()
    notes: tuple[Message, ...] = ()
    privacy: tuple[PrivacyCheck, ...] = ()
    attempt: int = 1
    quality: Quality | None = None
    analyses: tuple[ComparedAnalysis, ...] = ()


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One finished training run.

    Attributes:
        run_id: Short id, also the name of the run's folder.
        config: The settings, `threads` and `device` as they were in fact.
        rows_learned, rows_held_out, rows_left_out: Rows used for training, for measuring, and dropped by the plan.
        epochs_done: Rounds trained.
        best_epoch: Round of the kept state.
        similarity: Similarity of the kept state to the held-out rows.
        halves: Similarity of two halves of the real data.
        seconds: Training time, pauses not counted.
        device_words: "processor" or the name of the graphics card.
        stopped_early: Whether the user or the time limit ended it before the last round.
    """

    run_id: str
    config: TrainingConfig
    rows_learned: int
    rows_held_out: int
    rows_left_out: int
    epochs_done: int
    best_epoch: int
    similarity: float
    halves: float
    seconds: float
    device_words: str
    stopped_early: bool


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file that was written, re-read and found equal. `bytes` > 0, `sha256` is a hex digest.

    Every row obeys each of `rules` rules; `redrawn` rows broke one of them and were drawn again.
    """

    path: str
    rows: int
    columns: int
    bytes: int
    sha256: str
    rules: int = 0
    redrawn: int = 0


NAMED_ROWS = 5
"""So many of the rows in which gaps stay are named."""


@dataclass(frozen=True, slots=True)
class FilledColumn:
    """A column of a real table whose gaps were filled: gaps, and those among them that got a value."""

    name: str
    gaps: int
    filled: int


@dataclass(frozen=True, slots=True)
class FilledFile:
    """A real table that was written with gaps filled by the model.

    Attributes:
        written: The file.
        rows_with_gaps: Rows that had a gap in one of the columns.
        rows_complete: Rows among them that have none there now.
        rows_left: Numbers (from 1) of the first rows in which gaps stay, since nothing was found that breaks no
            rule; at most `NAMED_ROWS`.
        columns: The columns that had gaps, in order.
    """

    written: WrittenFile
    rows_with_gaps: int
    rows_complete: int
    columns: tuple[FilledColumn, ...]
    rows_left: tuple[int, ...] = ()

    @property
    def left_words(self) -> Message:
        """In how many rows gaps stay and which the first of them are; only where there are such rows."""
        rows = self.rows_with_gaps - self.rows_complete
        named = ", ".join(f"{row:,}" for row in self.rows_left) + (" …" if rows > len(self.rows_left) else "")
        return counted(
            rows,
            "In {count:,} row a gap stays: no value was found that fits and breaks no rule (row {named}).",
            "In {count:,} rows gaps stay: no values were found that fit and break no rule (rows {named}).",
            named=named,
        )
