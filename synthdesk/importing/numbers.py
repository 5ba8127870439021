"""Numbers among texts: in which spelling all of them can be read, and how."""

from dataclasses import replace

import polars as pl

from synthdesk.domain.cells import number_pattern, parse_number
from synthdesk.domain.schema import NumberStyle

EXACT_DIGITS = 15
"""Texts with at most this many digits are exact as 64-bit floats (IEEE 754)."""

_POINT = (NumberStyle(), NumberStyle(thousands=","), NumberStyle(thousands="'"), NumberStyle(thousands=" "))
_COMMA = (
    NumberStyle(decimal=","),
    NumberStyle(",", "."),
    NumberStyle(",", " "),
    NumberStyle(",", "\u00a0"),
    NumberStyle(",", "\u202f"),
)
_SUFFIX = r"^[-+−]?[0-9][0-9.,'\x{a0}\x{202f} ]*?(\s?[^0-9\s.,;:/()<>=-][^0-9;<>=()]{0,14})$"
_PROBES = 30
_FEW = 250
"""So few cells are read faster one by one."""

_ONE_GROUP = r"^[-−]?[1-9][0-9]{0,2}[.,][0-9]{3}$"


def candidates(decimal: str) -> tuple[NumberStyle, ...]:
    """Return the spellings to try, those with the file's decimal sign first."""
    return (*_COMMA, *_POINT) if decimal == "," else (*_POINT, *_COMMA)


def to_numbers(texts: pl.Series, style: NumberStyle) -> pl.Series:
    """Return the Float64 values of `texts` in `style`, null where a text is no such number.

    Equal to `domain.cells.parse_number` cell by cell.
    """
    if texts.len() <= _FEW:
        numbers = [None if text is None else parse_number(text, style) for text in texts.to_list()]
        return pl.Series(texts.name, numbers, dtype=pl.Float64)
    trimmed = pl.col("text").str.strip_chars()
    fits = trimmed.str.contains(number_pattern(style)).fill_null(value=False)
    plain = pl.when(fits).then(_plain(trimmed, style))
    read = pl.DataFrame({"text": texts}).select(
        plain.cast(pl.Float64, strict=False).alias("value"),
        (plain.str.count_matches(r"[0-9]") > EXACT_DIGITS).fill_null(value=False).alias("long"),
    )
    values, long = read["value"], read["long"]
    if long.any():
        exact = [parse_number(text, style) for text in texts.filter(long)]
        values = values.scatter(long.arg_true(), exact)
    return values.alias(texts.name)


def _plain(trimmed: pl.Expr, style: NumberStyle) -> pl.Expr:
    """Return numbers of `style` as polars spells them."""
    plain = trimmed.str.strip_suffix(style.suffix).str.replace_all("−", "-", literal=True)
    if style.negative != "-1":
        size = plain.str.strip_chars("-()")
        plain = pl.when(size == plain).then(size).otherwise("-" + size)
    if style.thousands:
        plain = plain.str.replace_all(style.thousands, "", literal=True)
    return plain.str.replace_all(style.decimal, ".", literal=True) if style.decimal != "." else plain


def all_numbers(distinct: pl.Series, style: NumberStyle) -> bool:
    """Return whether every text of `distinct` is a number in `style`."""
    probes = distinct.head(_PROBES).to_list()
    return all(parse_number(text, style) is not None for text in probes) and (
        len(distinct) <= _PROBES or to_numbers(distinct, style).null_count() == 0
    )


def with_decimals(distinct: pl.Series, style: NumberStyle) -> NumberStyle:
    """Return `style` with the decimals that the numbers among `distinct` show."""
    escaped = "\\." if style.decimal == "." else style.decimal
    sizes = pl.col("text").str.strip_chars().str.strip_suffix(style.suffix).str.strip_chars("-−()")
    shown = sizes.str.extract(rf"{escaped}([0-9]+)(?:[eE].*)?$").str.len_chars().fill_null(0)
    most, least, powers = (
        pl.DataFrame({"text": distinct})
        .select(
            shown.max().fill_null(0).alias("most"),
            shown.min().fill_null(0).alias("least"),
            sizes.str.contains(r"[eE]").any().alias("powers"),
        )
        .row(0)
    )
    if powers:
        return replace(style, decimals=EXACT_DIGITS, fixed=False)
    return replace(style, decimals=most, fixed=0 < most == least)


def sure_decimal(distinct: pl.Series) -> str | None:
    """Return the decimal sign when every text is a number with the one sign and cannot be with the other."""
    if not _signs(distinct):
        return None
    point = any(all_numbers(distinct, style) for style in _POINT)
    comma = any(all_numbers(distinct, style) for style in _COMMA)
    if point == comma:
        return None
    # "1,234,567" fits with a decimal point only, but does not show one: it still says that commas group.
    return "." if point else ","


def common_suffix(distinct: pl.Series) -> str:
    """Return what stands behind the number in every text (" kg", "%"), "" when that is not the same."""
    trimmed = distinct.str.strip_chars()
    probes = trimmed.head(_PROBES).str.extract(_SUFFIX, 1)
    if probes.is_empty() or probes.null_count() or probes.n_unique() != 1:
        return ""
    suffix = str(probes[0])
    return suffix if bool(trimmed.str.ends_with(suffix).all()) else ""


def is_ambiguous(distinct: pl.Series) -> bool:
    """Return whether every separator could be a decimal sign or a thousands sign ("1.234")."""
    if len(_signs(distinct)) != 1:
        return False
    trimmed = pl.col("text").str.strip_chars()
    one, short = trimmed.str.contains(_ONE_GROUP), trimmed.str.contains(r"^[-−]?[0-9]{1,3}$")
    found = pl.DataFrame({"text": distinct}).select(one.any().alias("one"), (one | short).all().alias("all"))
    return all(found.row(0))


def _signs(distinct: pl.Series) -> set[str]:
    """Return which of the two decimal signs occur."""
    text = pl.col("text").str
    found = pl.DataFrame({"text": distinct}).select(
        text.contains(".", literal=True).any().alias("."), text.contains(",", literal=True).any().alias(",")
    )
    return {sign for sign in ".," if found[sign][0]}
