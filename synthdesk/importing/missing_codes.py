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

ALL_CODES = (*CODES, *HIGH_CODES)


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
        values: The column's numbers, null where missing.

    Returns:
        (code, whether the evidence speaks for "missing") in falling order of rows.
    """
    counts = values.drop_nulls().value_counts(sort=True)
    known = counts[values.name].to_list()
    usual = [c for v, c in counts.iter_rows() if v not in CODES and v not in HIGH_CODES]
    if len(usual) < 2:  # too few to say how far they spread
        others = [v for v in known if v not in ALL_CODES]
        low, high = min(others, default=0), max(others, default=0)
        return [
            (int(v), False)
            for v in known
            if (v in CODES and low >= 0) or (v in HIGH_CODES and v > 10 * abs(high) > 0)
        ]
    others = [value for value in known if value not in CODES and value not in HIGH_CODES]
    low, high = min(others), max(others)
    found = []
    for value, count in counts.iter_rows():
        if value not in CODES and value not in HIGH_CODES:
            continue
        apart = _lies_apart(value, low, high)
        if apart is None and not low < value < high and _is_spike(count, usual):
            apart = False
        if apart is not None:
            found.append((int(value), apart))
    return found


def _lies_apart(code: float, low: float, high: float) -> bool | None:
    """Return None when `code` may well be a value, else whether it is surely none."""
    if code < 0:
        return True if low >= 0 else None
    gap, spread = code - high, high - low
    return True if gap > max(2 * spread, 2) else (False if gap > spread else None)


def _is_spike(count: int, usual: list[int]) -> bool:
    """Return whether `count` rows are far more than any other value has, where values hardly repeat."""
    return len(usual) >= 10 and count >= 3 and count > 3 * sorted(usual)[round(0.95 * (len(usual) - 1))]
