"""Columns may have any name, also those that a table library gives to what it works out."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from watching import do

from synthdesk.domain.exporting import ExportOptions, FileFormat, RowRequest
from synthdesk.domain.facts import ImportedTable
from synthdesk.domain.gaps import Gaps
from synthdesk.domain.preprocessing import PreprocessPlan
from synthdesk.domain.project import Recipe
from synthdesk.domain.results import EvaluationResult, FilledFile, WrittenFile
from synthdesk.domain.rules import RuleFinding, RulePlan
from synthdesk.domain.source import ImportOptions
from synthdesk.domain.training import METHODS, Preset, config_for
from synthdesk.jobs.requests import (
    CountGroups,
    CountTogether,
    Evaluate,
    Export,
    FillGaps,
    FindGaps,
    FindRules,
    ReadTable,
    Train,
)

ROWS = 240
WORDS = ("len", "count", "rows", "word", "person", "gap", "literal", "values")
NUMBERS = ("value", "n", "index", "present", "low", "high")


@pytest.fixture
def table(tmp_path: Path) -> tuple[ImportedTable, str]:
    rng = np.random.default_rng(1)
    ward = rng.integers(0, 4, ROWS)
    columns = {
        name: np.array(["eye", "hip", "ear", "leg"])[(ward + k // 2) % 4] for k, name in enumerate(WORDS)
    }
    numbers = {name: rng.integers(0, 90, ROWS) for name in NUMBERS}
    frame = pl.DataFrame({"who": np.arange(ROWS) // 2, **columns, **numbers})
    # Gaps that go with a word: these columns are learned with a flag.
    is_empty = pl.col("len") == "eye"
    frame = frame.with_columns(pl.when(~is_empty).then(pl.col(n)).alias(n) for n in ("gap", "present", "n"))
    path, folder = tmp_path / "table.csv", tmp_path / "work"
    folder.mkdir()
    frame.drop("who").write_csv(path)
    read = do(ReadTable(str(path), ImportOptions(), str(folder)))
    assert isinstance(read, ImportedTable)
    return read, str(folder)


@pytest.mark.parametrize("synthesizer", [method.key for method in METHODS])
def test_that_columns_may_have_any_name(
    table: tuple[ImportedTable, str], synthesizer: str, tmp_path: Path
) -> None:
    read, folder = table
    found = do(FindRules(folder, read.schema, PreprocessPlan()))
    assert isinstance(found, tuple)
    rules = [RulePlan(one.rule) for one in found if isinstance(one, RuleFinding)]
    assert len({type(plan.rule) for plan in rules}) >= 2
    plan = PreprocessPlan().with_rules(rules)
    do(CountTogether(folder, read.schema, plan))
    config = config_for(Preset.QUICK, synthesizer=synthesizer, epochs=1, max_minutes=None, threads=1)
    recipe = Recipe(read.schema, plan, config)
    do(Train(folder, recipe, read.source.sha256, "run"))
    target = ExportOptions(str(tmp_path / "new.csv"), FileFormat.CSV)
    wanted = RowRequest(60, balance="len", top_up=False)
    assert isinstance(do(Export(folder, recipe, read.source, "run", wanted, target)), WrittenFile)
    assert set(pl.read_csv(target.path).columns) == {*WORDS, *NUMBERS}
    if synthesizer != METHODS[0].key:
        return
    assert isinstance(do(FindGaps(folder, recipe, "run")), Gaps)
    assert do(CountGroups(folder, recipe, ("len", "count")))
    assert isinstance(do(FillGaps(folder, recipe, read.source, "run", target)), FilledFile)
    assert isinstance(do(Evaluate(folder, recipe, "run")), EvaluationResult)
