"""The open project as one frozen value; each change drops or marks what depended on the old part."""

from dataclasses import dataclass, replace

from synthdesk.domain.facts import ColumnFacts, Preview
from synthdesk.domain.preprocessing import PreprocessPlan
from synthdesk.domain.questions import Question
from synthdesk.domain.reshaping import reshaped_schema
from synthdesk.domain.results import EvaluationResult, RunRecord
from synthdesk.domain.schema import Schema
from synthdesk.domain.source import Source
from synthdesk.domain.training import TrainingConfig
from synthdesk.domain.wishes import Wishes


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides what a training run does, apart from the data.

    The readable part of a project that can be repeated on another file (`synthdesk run`).
    """

    schema: Schema
    plan: PreprocessPlan
    config: TrainingConfig

    @property
    def patient_column(self) -> str:
        """Name of the column that tells patients apart: of the settings, else of the schema; "" for none."""
        return self.config.patients or self.schema.person_column or ""

    @property
    def written_schema(self) -> Schema:
        """The columns as they are learned and written, after the plan has reshaped them."""
        return reshaped_schema(self.schema, self.plan)

    @property
    def schema_by_patient(self) -> Schema:
        """The schema, with the patient column as the one that tells persons apart."""
        return replace(self.schema, person_column=self.patient_column or None)


@dataclass(frozen=True, slots=True)
class Project:
    """One piece of work from file to export.

    `trained_with` is the recipe and source digest the run was made with: when the project has moved on
    since, the run and its evaluation are out of date, but they are kept. `evaluations` counts how often a
    synthetic table was evaluated, over all runs. `wishes` is what the next evaluation is asked.
    """

    source: Source | None = None
    schema: Schema = Schema()
    questions: tuple[Question, ...] = ()
    facts: tuple[ColumnFacts, ...] = ()
    preview: Preview | None = None
    plan: PreprocessPlan = PreprocessPlan()
    config: TrainingConfig = TrainingConfig()
    run: RunRecord | None = None
    trained_with: tuple[Recipe, str] | None = None
    evaluation: EvaluationResult | None = None
    store_rows: bool = False
    evaluations: int = 0
    wishes: Wishes = Wishes()

    @property
    def recipe(self) -> Recipe:
        """What a training run started now would do."""
        return Recipe(self.schema, self.plan, self.config)

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """The questions nobody has answered."""
        return tuple(q for q in self.questions if q.is_open)

    @property
    def run_is_current(self) -> bool:
        """Whether the trained model still fits the data, the schema and the plan."""
        if self.run is None or self.trained_with is None or self.source is None:
            return False
        recipe, sha256 = self.trained_with
        return (recipe.schema, recipe.plan, sha256) == (self.schema, self.plan, self.source.sha256)

    def with_table(
        self,
        source: Source,
        schema: Schema,
        questions: tuple[Question, ...],
        facts: tuple[ColumnFacts, ...],
        preview: Preview,
    ) -> "Project":
        """Return the project after a file was read; settings of columns that are still there are kept."""
        return replace(
            self,
            source=source,
            schema=schema,
            questions=questions,
            facts=facts,
            preview=preview,
            plan=self.plan.only(schema.names),
            wishes=self.wishes.only(schema.names),
            config=self.config if self.config.patients in schema.names else replace(self.config, patients=""),
        )

    def with_schema(self, schema: Schema, facts: tuple[ColumnFacts, ...]) -> "Project":
        """Return the project with other kinds of columns and the facts that follow from them."""
        return replace(self, schema=schema, facts=facts)

    def with_plan(self, plan: PreprocessPlan) -> "Project":
        """Return the project with other settings of columns."""
        return replace(self, plan=plan)

    def with_config(self, config: TrainingConfig) -> "Project":
        """Return the project with other training settings."""
        return replace(self, config=config)

    def with_wishes(self, wishes: Wishes) -> "Project":
        """Return the project with other questions to its evaluation; the last one stays, it answers the old ones."""
        return replace(self, wishes=wishes)

    def with_run(self, run: RunRecord, trained_with: tuple[Recipe, str]) -> "Project":
        """Return the project with a new trained model; the old evaluation does not fit it and goes.

        The recipe kept beside it names the kind of model that was in fact trained.
        """
        recipe, sha256 = trained_with
        config = replace(recipe.config, synthesizer=run.config.synthesizer)
        return replace(self, run=run, trained_with=(replace(recipe, config=config), sha256), evaluation=None)

    def with_evaluation(self, evaluation: EvaluationResult) -> "Project":
        """Return the project with the evaluation of its run."""
        done = self.evaluations + 1
        return replace(self, evaluation=replace(evaluation, attempt=done), evaluations=done)
