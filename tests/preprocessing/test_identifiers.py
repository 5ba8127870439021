"""New identifiers look like the real ones and are none of them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synthdesk.domain.check_digits import scheme_of, with_check_digits
from synthdesk.preprocessing.identifiers import Pattern, learn_pattern, make_identifiers

REAL = [f"S-{104000 + i}" for i in range(1000)]


def test_that_shared_characters_are_kept_and_the_rest_is_free() -> None:
    assert learn_pattern([f"AB-{i:05d}/x" for i in range(1000)]).places[:3] == ("=A", "=B", "=-")
    assert learn_pattern([f"AB-{i:05d}/x" for i in range(1000)]).places[-2:] == ("=/", "=x")


def test_that_few_rows_teach_no_pattern() -> None:
    assert learn_pattern(["A1", "B22", "C333"]) == Pattern()


def test_that_a_pattern_has_room_for_new_identifiers() -> None:
    assert learn_pattern(REAL).room >= 20 * len(REAL)


def test_that_no_identifier_is_real_or_comes_twice() -> None:
    made = make_identifiers(learn_pattern(REAL), seed=1, first=0, rows=5000, taken=set(REAL))
    assert len(set(made)) == 5000
    assert not set(made) & set(REAL)
    assert all(text.startswith("S-") for text in made)


@settings(deadline=None, max_examples=30)
@given(
    st.integers(0, 10**6),
    st.integers(1, 40),
    st.lists(st.sampled_from(["9", "a", "=x"]), min_size=1, max_size=3),
)
def test_that_batches_continue_each_other(seed: int, cut: int, places: list[str]) -> None:
    pattern = Pattern(tuple(places))
    whole = make_identifiers(pattern, seed=seed, first=0, rows=60)
    parts = make_identifiers(pattern, seed=seed, first=0, rows=cut) + make_identifiers(
        pattern, seed=seed, first=cut, rows=60 - cut
    )
    assert whole == parts
    assert len(set(whole)) == 60


def test_that_a_pattern_without_room_grows_longer() -> None:
    made = make_identifiers(Pattern(("9",)), seed=1, first=0, rows=100, taken={"0", "1", "2"})
    assert len(set(made)) == 100
    assert not set(made) & {"0", "1", "2"}


def numbers_with(form: str, scheme: str, count: int) -> list[str]:
    """Return numbers of a form in which each # is a digit, with check digits that fit."""
    found: list[str] = []
    number = 4_000_000_007
    while len(found) < count:
        number += 977_731
        signs = iter(f"{number:010d}" * 3)
        text = with_check_digits("".join(next(signs) if sign == "#" else sign for sign in form), scheme)
        found += [text] if text is not None else []
    return found


@pytest.mark.parametrize(
    ("form", "scheme"),
    [
        ("### ### ####", "NHS number"),
        ("#########", "BSN"),
        ("A#########", "German health insurance number"),
        ("########X", "DNI or NIE"),
        ("DE## #### #### #### #### ##", "IBAN"),
        ("#######", "Luhn"),
    ],
)
def test_that_new_numbers_have_check_digits_that_fit(form: str, scheme: str) -> None:
    real = numbers_with(form, scheme, 60)
    pattern = learn_pattern(real)
    assert pattern.check == scheme
    made = make_identifiers(pattern, seed=1, first=0, rows=300, taken=set(real))
    assert scheme_of(made) == scheme
    assert all(with_check_digits(text, scheme) == text for text in made)
    assert len(set(made) - set(real)) == 300


def test_that_numbers_without_check_digits_get_none() -> None:
    assert learn_pattern([f"{i:07d}" for i in range(0, 60_000, 7)]).check == ""
