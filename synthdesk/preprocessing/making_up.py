"""Names and addresses made up in place of those of people, from Faker's public lists of a country's words."""

import re
from collections.abc import Callable, Collection, Iterable
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from synthdesk.domain.making_up import COUNTRIES, USUAL_COUNTRY, MadeUp

if TYPE_CHECKING:
    from faker import Faker

POOL = 4_000
"""So many values are made up at once; longer tables repeat them, as names repeat."""
_FEWEST = 200
"""With fewer different ones two are joined: "Weber-Kraus"."""
_JOINED = (MadeUp.FIRST_NAME, MadeUp.LAST_NAME, MadeUp.CITY)
_LEAST_KNOWN, _ABOUT_AS_MANY = 0.2, 0.9


def make_up(
    what: MadeUp, country: str, *, seed: int, first: int, rows: int, taken: Collection[str] = frozenset()
) -> list[str]:
    """Return made-up values for the rows `first` to `first + rows - 1`, none of them in `taken`.

    Row i always gets the same value for the same arguments. E-mail addresses differ in all rows and lie in a
    domain that nobody can have (RFC 2606).

    Args:
        what: What the values are.
        country: A key of `making_up.COUNTRIES`.
        seed: Fixes the values.
        first: Rows made before these.
        rows: How many to make.
        taken: Real values.
    """
    pool = _pool(what, country, seed)
    free = [text for text in pool if text not in taken]
    if len(free) < _FEWEST and what in _JOINED:
        pairs = zip(pool, np.random.default_rng(seed).permutation(pool).tolist(), strict=True)
        joined = [f"{one}-{other}" for one, other in pairs if one != other]
        free += [text for text in dict.fromkeys(joined) if text not in taken]
    if what is MadeUp.EMAIL:
        return [_address(pool[i % len(pool)], i, taken) for i in range(first, first + rows)]
    if not free:
        return [f"{pool[i % len(pool)]} {i + 1}" for i in range(first, first + rows)]
    order = np.random.default_rng([seed, len(free)]).permutation(len(free))
    return [free[order[i % len(free)]] for i in range(first, first + rows)]


@cache
def _pool(what: MadeUp, country: str, seed: int) -> tuple[str, ...]:
    """Return different values, always the same ones for the same arguments."""
    faker = _faker(country)
    faker.seed_instance(seed)
    make = _makers(faker)[what]
    return tuple(dict.fromkeys(make() for _ in range(POOL)))


def country_of(texts: Iterable[str]) -> str:
    """Return the country whose lists hold most of the names in `texts`, the usual one where hardly any are known."""
    words = {word for text in texts for word in re.split(r"[\s,]+", text.strip()) if len(word) > 1}
    if not words:
        return USUAL_COUNTRY
    shares = {key: _known_share(words, key) for key in COUNTRIES}
    most = max(shares.values())
    # Countries of one language share names: among those that know about as many the largest is likeliest.
    best = next(key for key in COUNTRIES if shares[key] >= _ABOUT_AS_MANY * most)
    return best if most >= _LEAST_KNOWN else USUAL_COUNTRY


def _known_share(words: set[str], country: str) -> float:
    person = next(p for p in _faker(country).providers if p.__provider__.endswith("person"))
    known: set[str] = set()
    for name in ("first_names", "last_names"):
        known.update(getattr(person, name, ()))
    return len(words & known) / len(words)


def _faker(country: str) -> "Faker":
    from faker import Faker  # here: only these columns need it, and it takes a second to load

    return Faker(country)


def _makers(faker: "Faker") -> dict[MadeUp, Callable[[], str]]:
    return {
        MadeUp.FIRST_NAME: faker.first_name,
        MadeUp.LAST_NAME: faker.last_name,
        MadeUp.FULL_NAME: lambda: f"{faker.first_name()} {faker.last_name()}",
        MadeUp.LAST_FIRST: lambda: f"{faker.last_name()}, {faker.first_name()}",
        MadeUp.STREET: lambda: faker.street_address().replace("\n", ", "),
        MadeUp.CITY: faker.city,
        MadeUp.POSTAL_CODE: faker.postcode,
        MadeUp.EMAIL: lambda: faker.ascii_safe_email().partition("@")[0],
    }


def _address(name: str, number: int, taken: Collection[str]) -> str:
    text = f"{name}{number + 1}@example.org"
    while text in taken:
        text = f"x{text}"
    return text
