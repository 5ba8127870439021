"""`inspect` and `convert` on files that need more than a look at themselves."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

EXPORT = "record_id,sex,race___1,race___2,visit_complete\n" + "".join(
    f"{n},{1 + n % 2},{n % 2},{n // 2 % 2},{n % 3}\n" for n in range(60)
)
DICTIONARY = (
    "field_name,form_name,field_type,field_label,select_choices_or_calculations\n"
    'record_id,visit,text,Record,\nsex,visit,radio,Sex,"1, Female | 2, Male"\nrace,visit,checkbox,Race,"1, A | 2, B"\n'
)


def test_that_a_data_dictionary_is_named_and_shows_in_what_is_written(
    synthdesk: Callable[..., Any], tmp_path: Path
) -> None:
    export, dictionary, out = tmp_path / "export.csv", tmp_path / "fields", tmp_path / "out.csv"
    export.write_text(EXPORT)
    dictionary.write_text(DICTIONARY)
    told = json.loads(synthdesk("inspect", export, "--json", "--dictionary", dictionary).out)
    assert told["dictionary"] == str(dictionary)
    assert told["columns"][1]["value_labels"] == {"1": "Female", "2": "Male"}
    done = synthdesk("convert", export, "--dictionary", dictionary, "--out", out, "--accept-defaults")
    assert done.status == 0
    assert out.read_text().splitlines()[1] == "0,Female,Unchecked,Unchecked,Incomplete"


def test_that_a_table_is_taken_from_standard_input(
    synthdesk: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    piped = io.TextIOWrapper(io.BytesIO(b'name\tnote\np1\t"two\nlines"\np2\tone\n'))
    monkeypatch.setattr(sys, "stdin", piped)
    assert synthdesk("convert", "-", "--out", tmp_path / "out.csv").status == 0
    assert (tmp_path / "out.csv").read_text() == 'name,note\np1,"two\nlines"\np2,one\n'


def test_that_only_named_columns_are_read(synthdesk: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a,b,c\n1,x,2\n3,y,4\n")
    done = synthdesk(
        "convert", tmp_path / "a.csv", "--only", "c", "--only", "a", "--out", tmp_path / "out.csv"
    )
    assert (done.status, (tmp_path / "out.csv").read_text()) == (0, "a,c\n1,2\n3,4\n")
