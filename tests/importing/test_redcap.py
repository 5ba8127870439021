"""Exports of REDCap get labels, kinds and personal data from their data dictionary."""

from pathlib import Path

import polars as pl
import pytest

from synthdesk.domain.errors import UserError
from synthdesk.domain.personal import PersonalData
from synthdesk.domain.schema import ColumnKind, RowUnit, Schema
from synthdesk.domain.source import ImportOptions
from synthdesk.importing import dictionaries
from synthdesk.importing.proposing import Proposal, propose
from synthdesk.importing.reading import TextTable, read_texts

DICTIONARY = """"Variable / Field Name","Form Name","Section Header","Field Type","Field Label","Choices, Calculations, OR Slider Labels","Field Note","Text Validation Type OR Show Slider Number","Text Validation Min","Text Validation Max",Identifier?
study_id,baseline,,text,"Study ID",,,,,,
intro,baseline,,descriptive,"<p>Welcome</p>",,,,,,
sex,baseline,,radio,"<b>Sex</b> at birth","1, Female | 2, Male, or other | 9, Prefer not to say",,,,,
race,baseline,,checkbox,Race,"1, White | -2, Black",,,,,
visits,baseline,,text,Visits,,,integer,,,
village,baseline,,text,"Name of the village",,,,,,y
zip,baseline,,text,ZIP,,,zipcode,,,y
seen,baseline,,text,"Seen on",,,date_mdy,,,
remarks,baseline,,notes,Remarks,,,,,,
crp,lab,,text,CRP,,,number,,,
"""
RAW = "study_id,redcap_repeat_instrument,sex,race___1,race____2,visits,village,zip,seen,remarks,baseline_complete,crp,lab_complete\n"
LABELS = (
    "Study ID,Repeat Instrument,Sex at birth,Race (choice=White),Race (choice=Black),Visits,Name of the village,"
    "ZIP,Seen on,Remarks,Complete?,CRP,Complete?\n"
)


def _rows(sexes: list[str], boxes: tuple[str, str], states: tuple[str, str, str]) -> str:
    lines = []
    for n in range(30):
        start = (
            f"{n + 1},,{sexes[n % len(sexes)]},{boxes[n % 2]},{boxes[n // 2 % 2]},{n % 4},{'ABC'[n % 3]}ton"
        )
        lines += [
            f"{start},0{1000 + n % 7},{1 + n % 9:02d}/{1 + n % 11:02d}/2021,ok,{states[n % 3]},,",
            f"{n + 1},lab,,,,,,,,,,{n / 4:.2f},{states[n % 3]}",
        ]
    return "\n".join(lines) + "\n"


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "Study_DATA.csv"
    path.write_text(RAW + _rows(["1", "2"], ("0", "1"), ("0", "1", "2")))
    (tmp_path / "Study_DataDictionary.csv").write_text(DICTIONARY, encoding="utf-8-sig")
    return path


def _read(path: Path, **options: object) -> tuple[TextTable, Proposal]:
    table = read_texts(path, ImportOptions(**options), report=lambda _share: None)  # type: ignore[arg-type]
    return table, propose(table.frame, table.source.options, table.known)


def _keys(table: TextTable, proposal: Proposal) -> list[str]:
    return [question.key for question in (*table.questions, *proposal.questions)]


def _first(table: TextTable, name: str, n: int) -> list[str | None]:
    return table.frame[name].drop_nulls().head(n).to_list()


def test_that_a_dictionary_beside_the_export_gives_labels_kinds_and_personal_data(export: Path) -> None:
    table, proposal = _read(export)
    schema: Schema = proposal.schema
    assert _keys(table, proposal) == ["dictionary", "labels", "date:seen", "rows"]
    assert _first(table, "sex", 2) == ["Female", "Male, or other"]
    assert _first(table, "race____2", 3) == ["Unchecked", "Unchecked", "Checked"]
    assert _first(table, "baseline_complete", 3) == ["Incomplete", "Unverified", "Complete"]
    assert schema["sex"].label == "Sex at birth"
    assert schema["sex"].value_labels[1] == ("2", "Male, or other")
    assert schema["race___1"].label == "Race: White"
    kinds = {name: schema[name].kind for name in ("study_id", "sex", "race___1", "visits", "zip", "remarks")}
    assert list(kinds.values()) == [
        ColumnKind.IDENTIFIER,
        ColumnKind.CATEGORY,
        ColumnKind.YES_NO,
        ColumnKind.WHOLE_NUMBER,
        ColumnKind.CATEGORY,
        ColumnKind.TEXT,
    ]
    assert schema["village"].personal is PersonalData.OTHER_NUMBER
    assert schema["zip"].personal is PersonalData.PLACE
    assert (schema.row_unit, schema.person_column) == (RowUnit.VISIT, "study_id")
    assert Path(str(table.source.options.dictionary)).name == "Study_DataDictionary.csv"


def test_that_the_order_of_a_date_speaks_for_a_reading_but_is_asked(export: Path) -> None:
    question = next(q for q in _read(export)[1].questions if q.key == "date:seen")
    assert (question.proposal, question.is_open) == ("%m/%d/%Y", True)


def test_that_codes_stay_where_they_are_wanted(export: Path) -> None:
    table, proposal = _read(export, answers=(("labels", "codes"),))
    assert _first(table, "sex", 2) == ["1", "2"]
    assert proposal.schema["sex"].value_labels[0] == ("1", "Female")


def test_that_an_export_of_labels_is_described_by_its_headings(tmp_path: Path, export: Path) -> None:
    path = tmp_path / "Study_LABELS.csv"
    states = ("Incomplete", "Unverified", "Complete")
    path.write_text(LABELS + _rows(["Female", '"Male, or other"'], ("Unchecked", "Checked"), states))
    table, proposal = _read(path)
    assert _keys(table, proposal) == ["dictionary", "date:Seen on", "rows"]
    assert proposal.schema["Sex at birth"].value_labels[0] == ("1", "Female")
    assert proposal.schema["Race (choice=White)"].kind is ColumnKind.YES_NO
    assert proposal.schema["Complete? (2)"].label == "lab: complete?"
    assert export.is_file()


def test_that_a_code_that_is_no_choice_and_a_label_that_is_no_answer_are_asked_about(export: Path) -> None:
    export.write_text(RAW + _rows(["1", "2", "9", "1", "2", "NAV"], ("0", "1"), ("0", "1", "2")))
    table, proposal = _read(export)
    assert {"code:NAV", "label:Prefer not to say"} <= set(_keys(table, proposal))
    assert _first(table, "sex", 1) == ["1"]
    answers = (("code:NAV", "missing"), ("label:Prefer not to say", "missing"))
    table, proposal = _read(export, answers=answers)
    assert _first(table, "sex", 3) == ["Female", "Male, or other", "Prefer not to say"]
    assert set(proposal.schema["sex"].missing) == {"NAV", "Prefer not to say"}


def test_that_an_export_without_its_dictionary_is_recognised(export: Path) -> None:
    (export.parent / "Study_DataDictionary.csv").unlink()
    table, proposal = _read(export)
    assert table.may_have_dictionary
    assert "looks like an export of REDCap" in str(table.remarks[-1])
    assert proposal.schema["race___1"].value_labels == (("0", "Unchecked"), ("1", "Checked"))
    assert proposal.schema.person_column == "study_id"


def test_that_a_dictionary_of_another_table_beside_it_is_not_used(tmp_path: Path, export: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("a,sex,c,d\n" + "".join(f"{n},{n % 2},{n},{n}\n" for n in range(9)))
    table, _ = _read(path)
    assert (table.source.options.dictionary, table.may_have_dictionary) == (None, False)
    assert export.is_file()


def test_that_a_named_file_that_is_no_dictionary_of_the_table_is_refused(
    export: Path, tmp_path: Path
) -> None:
    for name, title in ((export, "does not fit"), (tmp_path / "gone.csv", "is not there")):
        with pytest.raises(UserError, match=title):
            _read(export, dictionary=str(name))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_that_a_dictionary_written_by_a_spreadsheet_is_understood(delimiter: str) -> None:
    frame = pl.read_csv(DICTIONARY.encode(), infer_schema=False)
    fields = dictionaries.fields_of(frame.write_csv(separator=delimiter).encode("utf-16"))
    assert [field.name for field in fields][:3] == ["study_id", "sex", "race"]
    assert fields[1].choices[1] == ("2", "Male, or other")
