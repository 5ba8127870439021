"""A real table with gaps is filled by a model, written, and obeys the rules as it stands in the file."""

from pathlib import Path

import polars as pl
from watching import do

from synthdesk.domain.exporting import ExportOptions, FileFormat
from synthdesk.domain.facts import ImportedTable
from synthdesk.domain.preprocessing import PreprocessPlan
from synthdesk.domain.project import Recipe
from synthdesk.domain.results import FilledFile
from synthdesk.domain.rules import Condition, IfThen, RulePlan, Test
from synthdesk.domain.source import ImportOptions
from synthdesk.domain.training import Preset, config_for
from synthdesk.jobs import tables
from synthdesk.jobs.requests import FillGaps, ReadTable, Train

ROWS = 300


def test_that_a_row_whose_rare_word_fits_no_rule_stays_open_and_is_named(tmp_path: Path) -> None:
    folder, path = str(tmp_path / "work"), tmp_path / "stays.csv"
    Path(folder).mkdir()
    # "nose" and "ear" are too rare to be learned: they are joined, but in the file they stand as they are.
    first = [(20, "eye", "a"), (30, "hip", "b"), (40, "nose", "b"), *[(50, "ear", "a")] * 4]
    rows = first + [(20 + n % 60, ("eye", "hip")[n % 2], "ab"[n % 20 == 7]) for n in range(ROWS)]
    pl.DataFrame(rows, schema=["age", "ward", "code"], orient="row").write_csv(path)
    table = do(ReadTable(str(path), ImportOptions(), folder))
    assert isinstance(table, ImportedTable)
    rule = IfThen((Condition("ward", Test.IS, ("nose",)),), Condition("code", Test.IS, ("b",)))
    plan = PreprocessPlan().with_rules([RulePlan(rule)])
    config = config_for(Preset.QUICK, synthesizer="trees", threads=1)
    recipe = Recipe(table.schema, plan, config)
    do(Train(folder, recipe, table.source.sha256, "run"))
    texts = tables.load_texts(folder)
    texts[2, "code"] = texts[20, "code"] = texts[20, "age"] = None
    tables.store_texts(texts, folder)
    target = ExportOptions(str(tmp_path / "filled.csv"), FileFormat.CSV)
    filled = do(FillGaps(folder, recipe, table.source, "run", target))
    assert isinstance(filled, FilledFile)
    assert (filled.rows_with_gaps, filled.rows_complete, filled.rows_left) == (2, 1, (3,))
    assert str(filled.left_words).startswith("In 1 row a gap stays")
    written = pl.read_csv(target.path, infer_schema=False)
    assert written["filled"].to_list().count("age; code") == 1
    assert written[2, "code"] is None
