"""The nasty cases: each file is read right, or what is unclear is asked."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from synthdesk.domain.errors import UserError
from synthdesk.domain.source import ImportOptions
from synthdesk.importing.formats import read_bytes
from synthdesk.importing.proposing import propose
from synthdesk.importing.reading import read_texts
from synthdesk.importing.typing import column_values
from tests.importing.corpus import cells, texts
from tests.importing.corpus.case import Case


def _ids(cases: Iterable[Case]) -> list[str]:
    return [f"{case.number}: {case.what}" for case in cases]


CASES = [*texts.CASES, *cells.CASES]


@pytest.mark.parametrize("case", [c for c in CASES if not c.error], ids=_ids(c for c in CASES if not c.error))
def test_that_a_nasty_file_is_read_right_or_asked_about(case: Case) -> None:
    read = read_bytes(case.data, ImportOptions())
    proposal = propose(read.frame, read.options, read.known)
    assert sorted(q.key for q in read.questions + proposal.questions) == sorted(case.asked)
    assert all(q.is_open and str(q.sentence).endswith("?") for q in read.questions + proposal.questions)
    assert read.frame.height == case.rows
    assert case.columns is None or tuple(read.frame.columns) == case.columns
    assert {name: str(proposal.schema[name].kind) for name in case.kinds} == case.kinds
    assert case.remark in " ".join(map(str, read.remarks)) + " ".join(map(str, proposal.remarks))
    for name, wanted in case.values.items():
        values = column_values(read.frame[name], proposal.schema[name]).to_list()
        assert values[: len(wanted)] == wanted


@pytest.mark.parametrize("case", [c for c in CASES if c.error], ids=_ids(c for c in CASES if c.error))
def test_that_what_is_no_table_is_refused_in_a_sentence(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "table"
    path.write_bytes(case.data)
    with pytest.raises(UserError) as error:
        read_texts(path, ImportOptions(), report=lambda _share: None)
    assert str(error.value.title) == case.error
