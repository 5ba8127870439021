"""Texts whose columns stand below each other: cut where every line has blanks, asked where that is not clear."""

import random

import pytest

from synthdesk.domain.source import ImportOptions
from synthdesk.importing.formats import ReadBytes, read_bytes

NAMES = ("Anna Lee", "Otto", "Maria del Carmen", "Bo", "Ümit")
HEAD = "  ID NAME              AGE G       CRP DAY"


def lines(n: int = 40) -> list[str]:
    chance = random.Random(1)
    return [
        f"{i:>4} {chance.choice(NAMES):<18}{chance.randint(1, 99):>3}  {chance.choice('AB')} "
        f"{chance.uniform(0, 99):>8.1f} 2021-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}"
        for i in range(1, n + 1)
    ]


def reading(*rows: str, **options: object) -> ReadBytes:
    return read_bytes(("\n".join(rows) + "\n").encode(), ImportOptions(**options))  # type: ignore[arg-type]


def test_that_columns_are_cut_where_every_line_has_blanks() -> None:
    read = reading(HEAD, *lines())
    assert read.frame.columns == ["ID", "NAME", "AGE", "G", "CRP", "DAY"]
    assert read.frame["NAME"].to_list()[:3] == ["Otto", "Bo", "Anna Lee"]
    assert read.options.delimiter == "fixed"


def test_that_a_line_of_dashes_shows_the_columns_and_notes_are_asked_about() -> None:
    ruler = "---- ----------------- ---  - -------- ----------"
    read = reading("Report of March", "", HEAD, ruler, *lines(), "", "40 rows selected.")
    assert read.frame.columns == ["ID", "NAME", "AGE", "G", "CRP", "DAY"]
    assert [question.key for question in read.questions] == ["notes"]
    assert read.frame.height == 40


def test_that_blanks_that_may_be_inside_of_cells_are_asked_about_with_both_readings() -> None:
    rows = [f"{n:>3}  {'AB'[n % 2]}  Ward {n % 3}" for n in range(40)]
    question = reading(" ID  G  PLACE", *rows).questions[0]
    assert question.key == "columns"
    assert question.is_open
    assert [str(choice.words) for choice in question.choices] == ["Ward 1", "Ward ┃ 1"]
    apart = reading(" ID  G  PLACE", *rows, answers=(("columns", "all"),))
    assert apart.frame.width == 4


@pytest.mark.parametrize("rows", [["Ward", *(f"Ward {n}" for n in range(40))], [HEAD, *lines(4)]])
def test_that_a_few_lines_or_a_single_blank_are_no_evidence(rows: list[str]) -> None:
    read = reading(*rows)
    assert next(question.key for question in read.questions) == "delimiter"
    assert read.frame.width == 1


def test_that_another_sign_that_cuts_as_well_is_asked_about() -> None:
    rows = [f"{n:>3}  Meyer, {'AB'[n % 2]}   {n % 50:>3}" for n in range(40)]
    question = reading(" ID  NAME       AGE", *rows).questions[0]
    assert {choice.key for choice in question.choices} == {"fixed", ","}


@pytest.mark.parametrize(
    "rows",
    [
        ["id;at;ward", *(f"{n % 10};2021-03-0{1 + n % 9} 12:30;a" for n in range(40))],
        ["a;  b;  c", *(f"{n % 10};  {n // 10};  x" for n in range(40))],
        ["note", *(" ".join(NAMES[(n // k) % 5] for k in range(1, 5)) for n in range(40))],
    ],
)
def test_that_blanks_in_other_texts_are_no_columns(rows: list[str]) -> None:
    read = reading(*rows)
    assert read.options.delimiter != "fixed"
    assert not [question for question in read.questions if question.key in ("delimiter", "columns")]


@pytest.mark.parametrize(("mark", "sign"), [('"', "|"), ("", "|"), ("", ",")])
def test_that_moments_between_delimiters_below_a_title_are_no_columns(mark: str, sign: str) -> None:
    rows = [
        f"{mark}24.08.23 15:{i}{mark}{sign}{mark}w{i * i}{mark}{sign}{mark}{i % 7} kg{mark}"
        for i in range(10, 50)
    ]
    read = reading("Report of March", "printed 12.03.2024", "", f"moment{sign}ward{sign}weight", *rows)
    assert read.options.delimiter == sign
    assert read.frame.columns == ["moment", "ward", "weight"]


def test_that_a_value_longer_than_its_column_is_not_cut() -> None:
    rows = lines()
    rows[20] = rows[20][:5] + "Maximiliane Ottilie Eugenie" + rows[20][32:]
    read = reading(HEAD, *rows)
    assert "Maximiliane" in " ".join(text or "" for text in read.frame.row(20))
    assert any(question.is_open for question in read.questions)
