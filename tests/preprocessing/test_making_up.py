"""Names and addresses are made up in the data's country, and none is a real one."""

import polars as pl
import pytest

from synthdesk.domain.making_up import COUNTRIES, MadeUp, made_up_of
from synthdesk.domain.personal import PersonalData
from synthdesk.domain.preprocessing import ColumnPlan, PreprocessPlan, Role
from synthdesk.domain.schema import Column, ColumnKind, NumberStyle, Schema
from synthdesk.preprocessing import making_up
from synthdesk.preprocessing.making_up import country_of, make_up
from synthdesk.preprocessing.preparing import prepare
from synthdesk.preprocessing.restoring import restore

GERMAN = [
    "Weber",
    "Schmidt",
    "Becker",
    "Kraus",
    "Hoffmann",
    "Jürgen",
    "Heike",
    "Uwe",
    "Zimmermann",
    "Anneliese",
]


@pytest.mark.parametrize(
    ("name", "personal", "examples", "kind"),
    [
        ("Vorname", PersonalData.NAME, ["Anna"], MadeUp.FIRST_NAME),
        ("surname", PersonalData.NAME, ["Smith"], MadeUp.LAST_NAME),
        ("patient_name", PersonalData.NAME, ["Anna Weber", "Uwe Kraus"], MadeUp.FULL_NAME),
        ("patient_name", PersonalData.NAME, ["Weber, Anna", "Kraus, Uwe"], MadeUp.LAST_FIRST),
        ("initials", PersonalData.NAME, ["A.W."], None),
        ("PLZ", PersonalData.PLACE, ["01067"], MadeUp.POSTAL_CODE),
        ("address", PersonalData.PLACE, ["1 High Street"], MadeUp.STREET),
        ("county", PersonalData.PLACE, ["Kent"], None),
        ("contact", PersonalData.EMAIL, ["a@b.org"], MadeUp.EMAIL),
        ("mrn", PersonalData.RECORD_NUMBER, ["K1"], None),
    ],
)
def test_that_a_column_tells_what_is_made_up_for_it(
    name: str, personal: PersonalData, examples: list[str], kind: MadeUp | None
) -> None:
    assert made_up_of(Column(name, ColumnKind.TEXT, personal=personal), examples) is kind


@pytest.mark.parametrize("what", list(MadeUp))
def test_that_rows_keep_their_value_in_any_batch_and_none_is_real(what: MadeUp) -> None:
    taken = set(make_up(what, "de_DE", seed=1, first=0, rows=300))
    whole = make_up(what, "de_DE", seed=1, first=0, rows=40, taken=taken)
    parts = [make_up(what, "de_DE", seed=1, first=n, rows=20, taken=taken) for n in (0, 20)]
    assert whole == parts[0] + parts[1]
    assert not set(whole) & taken
    assert len(set(whole)) > 20


def test_that_every_country_has_all_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making_up, "POOL", 1)
    for key in COUNTRIES:
        assert all(make_up(what, key, seed=2, first=0, rows=1)[0].strip() for what in MadeUp)


def test_that_the_country_is_found_by_the_names() -> None:
    assert country_of(GERMAN) == "de_DE"
    assert country_of(["Garcia", "Smith", "Brittany", "Johnson"]) == "en_US"
    assert country_of(["Xqz", "Wvb"]) == "en_US"


def test_that_a_table_gets_names_of_its_country() -> None:
    schema = Schema(
        (
            Column("Name", ColumnKind.TEXT, personal=PersonalData.NAME),
            Column("Ort", ColumnKind.TEXT, personal=PersonalData.PLACE),
            Column("Alter", ColumnKind.WHOLE_NUMBER, number=NumberStyle()),
        )
    )
    names = [f"{last}, {first}" for last in GERMAN[:5] for first in ("Heike", "Uwe", "Jürgen", "Klaus")]
    values = pl.DataFrame({"Name": names, "Ort": ["Werdau"] * 20, "Alter": list(range(20))})
    plan = PreprocessPlan().with_columns(["Name", "Ort"], ColumnPlan(role=Role.MAKE_NEW))
    prepared = prepare(values, schema, plan)
    notes = {note.name: note for note in prepared.restoration.columns}
    assert (notes["Name"].made_up, notes["Name"].country) == (MadeUp.LAST_FIRST, "de_DE")
    assert (notes["Ort"].made_up, notes["Ort"].country) == (MadeUp.CITY, "de_DE")
    taken = {"Name": frozenset(names), "Ort": frozenset(["Werdau"])}
    made = restore(prepared.frame, prepared.restoration, seed=3, taken=taken)
    assert not set(made["Name"]) & set(names)
    assert all(", " in name for name in made["Name"])
    assert "Werdau" not in set(made["Ort"])
