"""A file of SPSS goes through import, training and export, and all its labels are there in the end."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pyreadstat

from synthdesk.domain.events import Finished
from synthdesk.domain.exporting import ExportOptions, FileFormat, RowRequest
from synthdesk.domain.facts import ImportedTable
from synthdesk.domain.preprocessing import PreprocessPlan
from synthdesk.domain.project import Recipe
from synthdesk.domain.results import RunRecord
from synthdesk.domain.source import ImportOptions
from synthdesk.domain.training import Preset, config_for
from synthdesk.jobs.inline_run import InlineRun
from synthdesk.jobs.requests import Export, ReadTable, Request, Train

LABELS = {
    "sex": {1.0: "male", 2.0: "female"},
    "smokes": {0.0: "never", 1.0: "sometimes", 2.0: "daily", -9.0: "refused"},
}


def do(request: Request) -> object:
    run = InlineRun(request)
    run.start()
    events = [event for _ in range(100) for event in run.poll(5.0)]
    assert isinstance(events[-1], Finished), events[-1]
    return events[-1].result


def test_that_a_file_of_spss_keeps_its_labels_to_the_end(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    rows = 120
    frame = pl.DataFrame(
        {
            "sex": rng.choice([1.0, 2.0], rows),
            "smokes": rng.choice([0.0, 1.0, 2.0, -9.0], rows),
            "height": rng.normal(170, 9, rows).round(1),
        }
    )
    names = ["Sex at birth", "Smoking habit", "Body height in cm"]
    source, target = tmp_path / "survey.sav", tmp_path / "new.sav"
    pyreadstat.write_sav(
        frame, str(source), column_labels=names, variable_value_labels=LABELS, missing_ranges={"smokes": [-9]}
    )
    work = tmp_path / "work"
    work.mkdir()
    table = do(ReadTable(str(source), ImportOptions(answers=(("labels", "codes"),)), str(work)))
    assert isinstance(table, ImportedTable)
    recipe = Recipe(table.schema, PreprocessPlan(), config_for(Preset.QUICK, epochs=1, threads=1))
    record = do(Train(str(work), recipe, table.source.sha256, "run"))
    assert isinstance(record, RunRecord)
    recipe = replace(recipe, config=record.config)
    options = ExportOptions(str(target), FileFormat.SPSS)
    do(Export(str(work), recipe, table.source, "run", RowRequest(60), options))
    made, meta = pyreadstat.read_sav(str(target), user_missing=True, output_format="polars")
    assert made.height == 60
    assert meta.column_names_to_labels == dict(zip(frame.columns, names, strict=True))
    assert {name: dict(labels) for name, labels in meta.variable_value_labels.items()} == LABELS
    assert meta.missing_ranges == {"smokes": [{"lo": -9.0, "hi": -9.0}]}
    assert set(made["sex"].drop_nulls()) <= {1.0, 2.0}
    assert set(made["smokes"].drop_nulls()) <= {0.0, 1.0, 2.0, -9.0}
