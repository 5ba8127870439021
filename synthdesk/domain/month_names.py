"""Names of months as they stand in dates: English, German, French, Italian, Spanish and Dutch, whole and short.

A place holder `%{de3t}` in a date pattern names one list (`de3`) and its letters: t as in "Mai", l "mai", u "MAI".
"""

import re
from functools import cache

MONTH = re.compile(r"%\{([a-z]+[0-9]?)([tlu])\}")
"""A place holder for the name of a month: the key of its list, and its letters."""

_LISTS = {
    "en": "january february march april may june july august september october november december",
    "en3": "jan feb mar apr may jun jul aug sep oct nov dec",
    "enx4": "jan feb mar apr may june july aug sept oct nov dec",
    "de": "januar februar märz april mai juni juli august september oktober november dezember",
    "de3": "jan feb mrz apr mai jun jul aug sep okt nov dez",
    "dex3": "jan feb mär apr mai jun jul aug sep okt nov dez",
    "dew": "jan. feb. märz apr. mai juni juli aug. sept. okt. nov. dez.",
    "dez3": "jän feb mär apr mai jun jul aug sep okt nov dez",
    "at": "jänner februar märz april mai juni juli august september oktober november dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "frx": "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
    "fr4": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
    "frx4": "janv févr mars avr mai juin juil août sept oct nov déc",
    "frz4": "janv fevr mars avr mai juin juil aout sept oct nov dec",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "it3": "gen feb mar apr mag giu lug ago set ott nov dic",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "es3": "ene feb mar abr may jun jul ago sep oct nov dic",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "nl3": "jan feb mrt apr mei jun jul aug sep okt nov dec",
}


@cache
def names_of(token: str) -> tuple[str, ...]:
    """Return the twelve names a place holder stands for; `KeyError` for an unknown one.

    >>> names_of("%{de3t}")[2]
    'Mrz'
    """
    found = MONTH.fullmatch(token)
    if found is None:
        raise KeyError(token)
    change = {"t": str.capitalize, "l": str.lower, "u": str.upper}[found[2]]
    return tuple(change(name) for name in _LISTS[found[1]].split())


@cache
def tokens_of(word: str) -> tuple[str, ...]:
    """Return the place holders of all lists in which `word` is a month, () for other words.

    >>> tokens_of("Okt")
    ('%{de3t}', '%{dex3t}', '%{dez3t}', '%{nl3t}')
    """
    return tuple(
        f"%{{{key}{letters}}}"
        for key in _LISTS
        for letters in "tlu"
        if word in names_of(f"%{{{key}{letters}}}")
    )
