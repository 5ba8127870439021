"""Categories with an order: rules by it, charts in it, codes of SPSS in it, and the same from a recipe alone."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pyreadstat
from watching import do

from synthdesk.domain.exporting import ExportOptions, FileFormat, RowRequest
from synthdesk.domain.facts import Bars, ImportedTable
from synthdesk.domain.preprocessing import ColumnPlan, PreprocessPlan
from synthdesk.domain.project import Recipe
from synthdesk.domain.results import EvaluationResult
from synthdesk.domain.rules import CompareColumns, InRange, Relation, RulePlan
from synthdesk.domain.source import ImportOptions
from synthdesk.domain.training import Preset, config_for
from synthdesk.jobs.filling_tasks import fillable
from synthdesk.jobs.models import load_model
from synthdesk.jobs.requests import Evaluate, Export, ReadTable, Train
from synthdesk.storage import recipe_file

LEVELS = ("mild", "moderate", "severe")


def test_that_an_order_of_a_recipe_holds_in_rows_charts_and_files(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    first = rng.integers(0, 3, 400)
    last = np.maximum(first - rng.integers(0, 2, 400), 0)
    names = np.array(LEVELS)
    path, folder = tmp_path / "pain.csv", str(tmp_path / "work")
    Path(folder).mkdir()
    pl.DataFrame({"age": rng.integers(20, 90, 400), "before": names[first], "after": names[last]}).write_csv(
        path
    )
    table = do(ReadTable(str(path), ImportOptions(), folder))
    assert isinstance(table, ImportedTable)
    rules = (
        RulePlan(CompareColumns("after", Relation.AT_MOST, "before")),
        RulePlan(InRange("after", None, "moderate")),
    )
    plan = PreprocessPlan().with_columns(["before", "after"], ColumnPlan(order=LEVELS))
    config = config_for(Preset.QUICK, synthesizer="trees", threads=1)
    recipe = Recipe(table.schema, replace(plan, rules=rules), config)
    recipe_file.save(recipe, tmp_path / "recipe.json")
    recipe = recipe_file.load(tmp_path / "recipe.json")
    do(Train(folder, recipe, table.source.sha256, "run"))
    assert "before" in fillable(load_model(folder, "run", recipe), recipe)

    target = ExportOptions(str(tmp_path / "new.sav"), FileFormat.SPSS)
    do(Export(folder, recipe, table.source, "run", RowRequest(500), target))
    frame, meta = pyreadstat.read_sav(target.path, output_format="polars")
    assert meta.variable_value_labels["before"] == {1: "mild", 2: "moderate", 3: "severe"}
    assert (frame["after"] <= frame["before"]).all()
    assert frame["after"].max() == 2
    assert frame["before"].max() == 3

    found = do(Evaluate(folder, recipe, "run"))
    assert isinstance(found, EvaluationResult)
    drawn = {column.name: column.real for column in found.columns}["before"]
    assert isinstance(drawn, Bars)
    assert drawn.labels == LEVELS
