"""Texts and numbers that may stand for "no value": found by evidence, decided by the user."""

import polars as pl

WORDS = frozenset(
    {".", "-", "--", "---", "–", "—", "?", "??", "na", "n/a", "n.a.", "nan", "null", "#n/a", "#na", "#nv", "<na>", "(null)",
     "#value!", "#wert!", "#ref!", "#bezug!", "#div/0!", "#num!", "#zahl!", "#name?", "#null!", "nil", "nd", "\\n"}
)  # fmt: skip
"""Words that hardly ever are a value."""

DOUBTFUL_WORDS = frozenset(
    {
        "none",
        "unknown",
        "unbekannt",
        "k.a.",
        "k. a.",
        "n.b.",
        "missing",
        "fehlt",
        "fehlend",
        "inconnu",
        "desconocido",
        "n.d.",
        "n.n.",
        "nicht bekannt",
        "not done",
        "refused",
    }
)
"""Words that may be a value of their own ("None" as a smoking status)."""

_ALL_WORDS = sorted(WORDS | DOUBTFUL_WORDS)
_LONGEST_WORD = 12

CODES = (-1, -7, -8, -9, -77, -88, -98, -99, -888, -998, -999, -9999, -99999)
HIGH_CODES = (9, 99, 88, 98, 888, 998, 999, 8888, 9998, 9999, 99999, 88888, 888888, 999999)

_LONG = 99
"""From here on a number that is the only one of its column may stand for "missing"."""
ALL_CODES = (*CODES, *HIGH_CODES)
_CODES_AS_NUMBERS = [float(code) for code in ALL_CODES]


def word_of(text: str) -> str:
    """Return the form in which a text is compared with the words."""
    return text.strip().casefold()


def missing_words(distinct: pl.Series) -> list[str]:
    """Return the texts of a column that may mean "no value", as they are spelled."""
    words = distinct.filter(distinct.str.strip_chars().str.to_lowercase().is_in(_ALL_WORDS))
    return words.filter(words.str.len_chars() <= _LONGEST_WORD).to_list()


def suspicious_codes(values: pl.Series) -> list[tuple[int, bool]]:
    """Return the numbers of a column that look like codes for "missing".

    A code lies apart from all other values (a negative one below values that are never negative, a high one
    farther above the others than they spread), or it is at an end of them and far more frequent than its
    neighbours.

    Args:
        values: The column's numbers, Float64, null where missing.

    Returns:
        (code, whether the evidence speaks for "missing") in falling order of rows.
    """
    counts = values.drop_nulls().value_counts(sort=True)
    is_code = counts[values.name].is_in(_CODES_AS_NUMBERS)
    codes, usual = counts.filter(is_code), counts.filter(~is_code)
    low, high = usual.select(pl.min(values.name), pl.max(values.name).alias("high")).row(0)
    if usual.height < 2:  # too few to say how far they spread
        least, most = low or 0, high or 0
        return [
            (int(code), False)
            for code in codes[values.name]
            if (code in CODES and least >= 0)
            or (code in HIGH_CODES and (code > 10 * abs(most) > 0 or (usual.is_empty() and code >= _LONG)))
        ]
    found = []
    for code, count in codes.iter_rows():
        apart = _lies_apart(code, low, high)
        if apart is None and not low < code < high and _is_spike(count, usual["count"]):
            apart = False
        if apart is not None:
            found.append((int(code), apart))
    return found


def _lies_apart(code: float, low: float, high: float) -> bool | None:
    """Return None when `code` may well be a value, else whether it is surely none."""
    if code < 0:
        return True if low >= 0 else None
    gap, spread = code - high, high - low
    return True if gap > max(2 * spread, 2) else (False if gap > spread else None)


def _is_spike(count: int, usual: pl.Series) -> bool:
    """Return whether `count` rows are far more than any other value has, where values hardly repeat.

    `usual` are the rows of each other value, in falling order.
    """
    return usual.len() >= 10 and count >= 3 and count > 3 * usual[-1 - round(0.95 * (usual.len() - 1))]
