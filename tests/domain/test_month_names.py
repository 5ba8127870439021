"""Names of months mean one month each, whatever their language."""

import pytest

from synthdesk.domain.month_names import names_of, tokens_of

WORDS = [
    name
    for word in ("Mai", "janv.", "mrt", "ene", "gen", "June", "Sept.")
    for token in tokens_of(word)
    for name in names_of(token)
]


def test_that_a_name_means_the_same_month_in_every_list() -> None:
    assert len(WORDS) > 100
    for name in WORDS:
        assert len({names_of(token).index(name) for token in tokens_of(name)}) == 1


def test_that_letters_tell_lists_apart() -> None:
    assert {token[-2] for token in tokens_of("OKT")} == {"u"}
    assert tokens_of("oKt") == ()


def test_that_an_unknown_place_holder_is_refused() -> None:
    with pytest.raises(KeyError):
        names_of("%{xxt}")
