"""The kinds of long work that can be asked for; each request is plain data that crosses to the child.

`tasks.py` says what each one does. Paths are strings; a "work folder" is the private folder of the open
project, in which `source.parquet` holds the source's texts and `runs/<run_id>/` a trained model.
"""

from dataclasses import dataclass

from synthdesk.domain.exporting import ExportOptions, RowRequest
from synthdesk.domain.facts import ColumnFacts
from synthdesk.domain.messages import Message
from synthdesk.domain.preprocessing import PreprocessPlan
from synthdesk.domain.project import Recipe
from synthdesk.domain.results import EvaluationResult, RunRecord
from synthdesk.domain.rules import Rule
from synthdesk.domain.schema import ColumnKind, Schema
from synthdesk.domain.source import ImportOptions, Source
from synthdesk.domain.wishes import Wishes


@dataclass(frozen=True, slots=True)
class ReadPreview:
    """Read the first 200 rows of `path`. Result: `facts.Preview`."""

    path: str
    options: ImportOptions = ImportOptions()


@dataclass(frozen=True, slots=True)
class ReadTable:
    """Read `path` whole into the work folder. Result: `facts.ImportedTable`."""

    path: str
    options: ImportOptions
    work_folder: str


@dataclass(frozen=True, slots=True)
class DescribeColumns:
    """Work out the facts of the columns `names`. Result: `tuple[facts.ColumnFacts, ...]`."""

    work_folder: str
    schema: Schema
    plan: PreprocessPlan
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangeKinds:
    """Read columns as other kinds, in the spelling that fits most of their rows. Result: `ChangedKinds`.

    Attributes:
        work_folder: Folder that holds the table.
        schema: The columns as they are.
        plan: Settings the facts depend on.
        kinds: The columns to change, (name, kind).
        decimal: Decimal sign of the file, "." or ",".
    """

    work_folder: str
    schema: Schema
    plan: PreprocessPlan
    kinds: tuple[tuple[str, ColumnKind], ...]
    decimal: str


@dataclass(frozen=True, slots=True)
class ChangedKinds:
    """The schema with the changed columns, their facts, and the proof by reading all cells back."""

    schema: Schema
    facts: tuple[ColumnFacts, ...]
    cells: int
    cells_same: int


@dataclass(frozen=True, slots=True)
class FindRules:
    """Look for rules that nearly all rows obey. Result: `tuple[rules.RuleFinding, ...]`."""

    work_folder: str
    schema: Schema
    plan: PreprocessPlan


@dataclass(frozen=True, slots=True)
class CountRules:
    """Count the rows that break each of `rules`. Result: `tuple[rules.RuleFinding, ...]` in their order."""

    work_folder: str
    schema: Schema
    plan: PreprocessPlan
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class CountTogether:
    """Count the rows that break any rule of the plan, and those it leaves. Result: `rule_effects.RulesTogether`."""

    work_folder: str
    schema: Schema
    plan: PreprocessPlan


@dataclass(frozen=True, slots=True)
class FindGaps:
    """Look which columns are missing together. Result: `gaps.Gaps`.

    With a `run_id` rows of that run are compared; `recipe` is then the one it was trained with.
    """

    work_folder: str
    recipe: Recipe
    run_id: str = ""


@dataclass(frozen=True, slots=True)
class EstimateTraining:
    """Train a few rounds to tell how long each preset takes here. Result: `TrainingEstimate`."""

    work_folder: str
    recipe: Recipe


@dataclass(frozen=True, slots=True)
class TrainingEstimate:
    """Seconds each preset takes on this computer, (preset key, seconds), and the device's name.

    `missing_for_card` says what is needed to use a graphics card that is here and not used.
    """

    seconds: tuple[tuple[str, float], ...]
    device_words: str
    rows_left_out: int
    missing_for_card: Message | None = None


@dataclass(frozen=True, slots=True)
class Train:
    """Train as `recipe` says into `work_folder/runs/<run_id>/`. Result: `results.RunRecord`.

    With `resume` the run goes on from the checkpoint in that folder. `folder` names another run folder,
    for example one that outlives the work folder; "" takes the usual one.
    """

    work_folder: str
    recipe: Recipe
    source_sha256: str
    run_id: str
    resume: bool = False
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Evaluate:
    """Compare fresh synthetic rows of a run with the held-out rows. Result: `results.EvaluationResult`."""

    work_folder: str
    recipe: Recipe
    run_id: str
    seed: int = 1
    wishes: Wishes = Wishes()


@dataclass(frozen=True, slots=True)
class Export:
    """Make new rows and write them. Result: `results.WrittenFile`."""

    work_folder: str
    recipe: Recipe
    source: Source
    run_id: str
    rows: RowRequest
    target: ExportOptions


@dataclass(frozen=True, slots=True)
class FillGaps:
    """Fill gaps of the real table in the work folder with the model and write it. Result: `results.FilledFile`.

    Attributes:
        work_folder, recipe, source, run_id, target: As in `Export`; the original rows are all there is.
        columns: The columns to fill; () takes every column that can be filled.
        seed: Start of the random numbers.
    """

    work_folder: str
    recipe: Recipe
    source: Source
    run_id: str
    target: ExportOptions
    columns: tuple[str, ...] = ()
    seed: int = 1


@dataclass(frozen=True, slots=True)
class CheckHelp:
    """Tell whether the rows asked for help to predict `target`. Result: `tuple[results.Help, ...]`."""

    work_folder: str
    recipe: Recipe
    run_id: str
    rows: RowRequest
    target: str


@dataclass(frozen=True, slots=True)
class CountGroups:
    """Count the real rows of each combination of values of `columns`, learned columns of categories.

    Result: `tuple[exporting.GroupCount, ...]`, most rows first.
    """

    work_folder: str
    recipe: Recipe
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Convert:
    """Write the imported table in another file, plainly spelled. Result: `results.WrittenFile`."""

    work_folder: str
    schema: Schema
    source: Source
    target: ExportOptions


@dataclass(frozen=True, slots=True)
class CompareFiles:
    """Compare the rows of two files that were both read into work folders. Result: `results.EvaluationResult`."""

    real_folder: str
    synthetic_folder: str
    recipe: Recipe
    synthetic_schema: Schema
    wishes: Wishes = Wishes()


@dataclass(frozen=True, slots=True)
class WriteReport:
    """Write an evaluation for people and for programs. Result: the JSON text of the figures.

    Attributes:
        evaluation: What was measured.
        source: The real table's file.
        schema: Its columns, to show dates as dates.
        synthetic: Name (no folder) and sha256 of the synthetic file, ("", "") when there is none.
        run: The training run; None when the synthetic table came from elsewhere.
        date: Date of the report as it is to be shown, "2024-05-31"; "" shows none.
        html: Path of the report as one self-contained page; "" writes none.
        json: Path of the figures as JSON; "" writes none.
        sheet: Path of the release sheet, which holds outcomes and no figures; "" writes none.
    """

    evaluation: EvaluationResult
    source: Source | None = None
    schema: Schema = Schema()
    synthetic: tuple[str, str] = ("", "")
    run: RunRecord | None = None
    date: str = ""
    html: str = ""
    json: str = ""
    sheet: str = ""


Request = (
    ReadPreview
    | ReadTable
    | DescribeColumns
    | ChangeKinds
    | FindRules
    | CountRules
    | CountTogether
    | FindGaps
    | EstimateTraining
    | Train
    | Evaluate
    | Export
    | FillGaps
    | CheckHelp
    | CountGroups
    | Convert
    | CompareFiles
    | WriteReport
)
