import dataclasses
import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import synthdesk.domain
from synthdesk.domain import events
from synthdesk.domain.exporting import ExportOptions, FileFormat, RowRequest
from synthdesk.domain.facts import Bars, ColumnFacts, Histogram
from synthdesk.domain.messages import Message, message
from synthdesk.domain.project import Project, Recipe
from synthdesk.domain.rules import (
    CompareColumns,
    Computed,
    Condition,
    FilledTogether,
    Formula,
    IfThen,
    InRange,
    OnlyCombinations,
    Relation,
    Test,
    UniqueKey,
)
from synthdesk.domain.schema import Column, ColumnKind, NumberStyle, Schema
from synthdesk.domain.source import ImportOptions
from synthdesk.jobs import requests
from synthdesk.storage.codec import CodecError, decode, encode, from_plain, to_plain

NOT_DATA = {"Finished"}
"""Carries any object; it never goes to disk."""


def dataclasses_of(module: object) -> list[type]:
    return [
        value
        for value in vars(module).values()
        if isinstance(value, type) and dataclasses.is_dataclass(value) and value.__module__ == module.__name__
    ]


DOMAIN = [
    cls
    for info in pkgutil.iter_modules(synthdesk.domain.__path__, "synthdesk.domain.")
    for cls in dataclasses_of(importlib.import_module(info.name))
    if cls.__name__ not in NOT_DATA
]

texts = st.text(max_size=8)
finite = st.floats(allow_nan=False, allow_infinity=False)
st.register_type_strategy(float, finite)
st.register_type_strategy(str, texts)
st.register_type_strategy(
    Column,
    st.builds(Column, texts, st.just(ColumnKind.NUMBER), st.builds(NumberStyle))
    | st.builds(Column, texts, st.just(ColumnKind.DATETIME), date_pattern=texts)
    | st.builds(Column, texts, st.just(ColumnKind.CATEGORY), missing=st.tuples(texts)),
)
st.register_type_strategy(
    Schema, st.lists(st.from_type(Column), max_size=3, unique_by=lambda c: c.name).map(tuple).map(Schema)
)

names = st.lists(texts, min_size=3, max_size=3, unique=True)
"""Three different columns: rules refuse a column compared with itself."""
for rule, made_of in {
    Condition: lambda n: Condition(n[0], Test.IS, (n[1],)),
    CompareColumns: lambda n: CompareColumns(n[0], next(iter(Relation)), n[1]),
    InRange: lambda n: InRange(n[0], n[1], None),
    IfThen: lambda n: IfThen((Condition(n[0], Test.IS, (n[2],)),), Condition(n[1], Test.IS, (n[2],))),
    OnlyCombinations: lambda n: OnlyCombinations(tuple(n[:2]), ((n[2], None),)),
    Computed: lambda n: Computed(n[0], Formula.SUM, tuple(n[1:])),
    FilledTogether: lambda n: FilledTogether(tuple(n)),
    UniqueKey: lambda n: UniqueKey(tuple(n)),
}.items():
    st.register_type_strategy(rule, names.map(made_of))


@pytest.mark.parametrize("cls", [*DOMAIN, *dataclasses_of(requests)], ids=lambda c: c.__name__)
def test_that_every_dataclass_comes_back_equal(cls: type) -> None:
    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.from_type(cls))
    def comes_back_equal(value: object) -> None:
        again = decode(encode(value), cls)
        assert again == value
        assert type(again) is cls

    comes_back_equal()


def test_that_a_whole_project_comes_back_equal(project: Project) -> None:
    assert decode(encode(project), Project) == project


def test_that_values_of_one_union_keep_their_kind() -> None:
    for drawing in (Histogram((0.0, 1.0), (3,)), Bars(("a",), (3,)), None):
        facts = ColumnFacts("a", 3, 0, 1, drawing=drawing)
        assert decode(encode(facts), ColumnFacts).drawing == drawing


def test_that_an_event_can_be_decoded_as_one_of_its_union() -> None:
    @dataclass(frozen=True)
    class Box:
        event: events.Paused | events.Resumed | events.CheckpointSaved

    for event in (events.Paused(), events.Resumed(), events.CheckpointSaved(3)):
        assert decode(encode(Box(event)), Box) == Box(event)


def test_that_numbers_in_messages_keep_their_type() -> None:
    said = message("{a} {b} {c}", a=1, b=1.0, c="1")
    again = decode(encode(said), Message)
    assert [type(value) for _, value in again.values] == [int, float, str]


def test_that_mappings_and_lists_of_dataclasses_come_back_equal() -> None:
    @dataclass(frozen=True)
    class Box:
        named: Mapping[str, NumberStyle]
        listed: list[NumberStyle]
        perhaps: tuple[NumberStyle, ...] | None

    box = Box({"a": NumberStyle(",")}, [NumberStyle()], None)
    assert decode(encode(box), Box) == box
    box = Box({}, [], (NumberStyle(";"),))
    assert decode(encode(box), Box) == box


def test_that_defaults_fill_what_is_not_said() -> None:
    assert decode(b'{"encoding": "utf-8"}', ImportOptions) == ImportOptions("utf-8")


@pytest.mark.parametrize(
    ("data", "cls", "reason"),
    [
        (b"{", ImportOptions, "not JSON"),
        (b"[" * 100_000, ImportOptions, "not JSON"),
        (b"[]", ImportOptions, "object"),
        (b'{"enconding": "utf-8"}', ImportOptions, "enconding"),
        (b'{"rows": "3"}', RowRequest, "int"),
        (b"{}", RowRequest, "rows"),
        (b'{"path": "a", "file_format": "exe"}', ExportOptions, "exe"),
        (b'{"columns": {}}', Schema, "list"),
        (b'{"columns": [{"name": "a", "kind": "number"}]}', Schema, "number style"),
        (b'{"name":"a","rows":1,"missing":0,"distinct":1,"drawing":{"type":"Pie"}}', ColumnFacts, "unknown"),
        (b'{"name":"a","rows":1,"missing":0,"distinct":1,"drawing":{}}', ColumnFacts, "unknown"),
    ],
)
def test_that_what_does_not_fit_is_refused_with_a_reason(data: bytes, cls: type, reason: str) -> None:
    with pytest.raises(CodecError, match=reason):
        decode(data, cls)


def test_that_a_pair_of_another_length_is_refused(project: Project) -> None:
    plain = to_plain(project)
    assert isinstance(plain, dict)
    plain["trained_with"] = plain["trained_with"][:1]
    with pytest.raises(CodecError, match="items"):
        from_plain(plain, Project)


def test_that_plain_values_are_plain() -> None:
    assert to_plain(RowRequest(3)) == {
        "rows": 3,
        "where": (),
        "balance": None,
        "seed": 1,
        "counts": [],
        "top_up": False,
        "within": None,
    }
    assert decode(encode(ExportOptions("a", FileFormat.CSV)), ExportOptions).file_format is FileFormat.CSV
    assert decode(encode(Recipe(Schema(), Project().plan, Project().config)), Recipe) == Project().recipe
