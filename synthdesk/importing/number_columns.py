"""Columns whose cells are all numbers: in which spelling, which are codes for "missing", and of which kind."""

from dataclasses import dataclass, replace

import polars as pl

from synthdesk.domain.messages import Message, counted, message
from synthdesk.domain.questions import Choice
from synthdesk.domain.schema import Column, ColumnKind, NumberStyle
from synthdesk.importing import kinds, missing_codes, numbers
from synthdesk.importing.asking import Asking
from synthdesk.importing.column import Texts
from synthdesk.importing.date_columns import compact_date

_SPELLED_CODES = [str(code) for code in missing_codes.ALL_CODES]
_DESTROYED = r"^[0-9][.,][0-9]+[eE]\+[0-9]{2}$"


@dataclass(frozen=True, slots=True)
class Signs:
    """The decimal sign of a file.

    `decided` says that the user or other columns decide between "1.234" as 1234 and as 1.234.
    """

    decimal: str
    decided: bool


def signs_of_file(distinct: list[pl.Series], chosen: str | None) -> Signs:
    """Return the decimal sign for which columns give evidence ("." when none does)."""
    if chosen is not None:
        return Signs(chosen, decided=True)
    evidence = [numbers.sure_decimal(values) for values in distinct]
    point, comma = evidence.count("."), evidence.count(",")
    return Signs("," if comma > point else ".", decided=(point > 0) != (comma > 0))


def number_column(texts: Texts, signs: Signs, asking: Asking) -> Column | None:
    """Return the column when every value of it is a number, else None."""
    style = _plain_style(texts, signs, asking)
    if style is None:
        texts = _without_bare_codes(texts, asking)
        style = _dressed_style(texts, signs, asking)
    return None if style is None else _as_numbers(texts, style, asking)


def _plain_style(texts: Texts, signs: Signs, asking: Asking) -> NumberStyle | None:
    """Return the spelling in which every text is a number and nothing else, or None."""
    styles = numbers.candidates(signs.decimal)
    style = next((s for s in styles if numbers.all_numbers(texts.distinct, s)), None)
    if style is None or not numbers.is_ambiguous(texts.distinct):
        return style
    fitting = [s for s in styles if numbers.all_numbers(texts.distinct, s)]
    return _sign(texts, fitting, signs, asking) if len({s.decimal for s in fitting}) > 1 else style


def _sign(texts: Texts, fitting: list[NumberStyle], signs: Signs, asking: Asking) -> NumberStyle:
    """Return what "1.234" is: decided by the file's other numbers, or asked."""
    trimmed = texts.distinct.str.strip_chars()
    example = str(trimmed.filter(trimmed.str.contains(r"[.,]"))[0])
    sign = "." if "." in example else ","
    as_decimal = next(s for s in fitting if s.decimal == sign)
    as_group = next((s for s in fitting if s.thousands == sign), as_decimal)
    if signs.decided and (signs.decimal == sign or asking.options.decimal is not None):
        return as_decimal if signs.decimal == sign else as_group
    plain, grouped = example.replace(sign, "."), example.replace(sign, "")
    choices = (
        Choice("decimal", message("{value} (decimal sign)", value=plain)),
        Choice("thousands", message("{value} (thousands)", value=grouped)),
    )
    sentence = message(
        "Is “{text}” in “{column}” the number {a} or the number {b}?",
        text=example, column=texts.name, a=plain, b=grouped,
    )  # fmt: skip
    proposal = "thousands" if signs.decided else None
    chosen = asking.ask(f"number:{texts.name}", sentence, choices, column=texts.name, proposal=proposal)
    return as_decimal if chosen == "decimal" else as_group


def _dressed_style(texts: Texts, signs: Signs, asking: Asking) -> NumberStyle | None:
    """Return the spelling of numbers that all have the same unit or an unusual minus, when that is wanted."""
    suffix = numbers.common_suffix(texts.distinct)
    styles = [
        replace(style, suffix=suffix, negative=negative)
        for negative in (("-1",) if suffix else ("1-", "(1)"))
        for style in numbers.candidates(signs.decimal)
    ]
    fitting = [style for style in styles if numbers.all_numbers(texts.distinct, style)]
    if not fitting:
        return None
    bare = texts.distinct.str.strip_chars().str.strip_suffix(suffix)
    if len({s.decimal for s in fitting}) > 1 and numbers.is_ambiguous(bare.str.strip_chars("-()")):
        if not signs.decided:
            return None  # two open readings of one cell are too many: it stays a text
        fitting.sort(key=lambda style: style.decimal != signs.decimal)
    example = next((t for t in texts.distinct if t.strip()[-1:] in "-−)"), texts.distinct[0]).strip()
    value = numbers.to_numbers(pl.Series([example]), fitting[0])[0]
    sentence = message(
        "Is “{text}” in “{column}” the number {value}?",
        text=example,
        column=texts.name,
        value=f"{value:.15g}",
    )
    choices = (
        Choice("number", message("Yes, read numbers")),
        Choice("text", message("No, as words")),
    )
    sure = bool(suffix) or fitting[0].negative == "1-"
    if not sure:
        choices = choices[::-1]
    proposal = "number" if sure else None
    key = f"unit:{texts.name}" if suffix else f"minus:{texts.name}"
    chosen = asking.ask(key, sentence, choices, column=texts.name, proposal=proposal)
    return fitting[0] if chosen == "number" else None


def _without_bare_codes(texts: Texts, asking: Asking) -> Texts:
    """Return the column without codes like -9 that stand among numbers with a unit; ask about them."""
    bare = texts.distinct.filter(texts.distinct.is_in([str(code) for code in missing_codes.ALL_CODES]))
    rest = texts.distinct.filter(~texts.distinct.is_in(bare.to_list()))
    if bare.is_empty() or rest.is_empty() or not numbers.common_suffix(rest):
        return texts
    codes = {
        text
        for text in bare
        if _means_missing(texts, int(text), int((texts.series == text).sum()), asking, sure=True)
    }
    return texts.without(codes)


def without_codes_among_words(texts: Texts, asking: Asking) -> Texts:
    """Return a column of words without numbers like -99 among them that mean "missing"; ask about each.

    Asked only where no other text is a number: among numbers, codes are found by how far they lie apart.
    """
    codes = texts.distinct.filter(texts.distinct.str.strip_chars().is_in(_SPELLED_CODES))
    if codes.is_empty() or len(codes) == len(texts.distinct):
        return texts
    others = texts.distinct.filter(~texts.distinct.is_in(codes.to_list()))
    if others.str.contains(r"^\s*[-+−]?[0-9.,]+\s*$").any():
        return texts
    missing = {
        text
        for text in codes
        if _means_missing(texts, int(text), int((texts.series == text).sum()), asking, sure=int(text) < -1)
    }
    return texts.without(missing)


def _as_numbers(texts: Texts, style: NumberStyle, asking: Asking) -> Column:
    values = numbers.to_numbers(texts.values, style)
    codes = _ask_codes(texts, values, asking)
    if codes:
        gone = texts.distinct.filter(numbers.to_numbers(texts.distinct, style).is_in(codes))
        texts, values = texts.without(set(gone)), values.set(values.is_in(codes), None)
    style = numbers.with_decimals(texts.distinct, style)
    _warn_of_destroyed(texts, asking)
    if style.decimals > 0 or style.suffix:
        kind = ColumnKind.NUMBER if style.decimals > 0 else ColumnKind.WHOLE_NUMBER
        return Column(texts.name, kind, number=style, missing=texts.missing)
    days = compact_date(texts, asking)
    if days is not None:
        return days
    known = values.drop_nulls()
    kind = kinds.kind_of_whole_numbers(texts.name, known.unique(), known.len())
    return Column(texts.name, kind, number=style if kind.is_numeric else None, missing=texts.missing)


def _ask_codes(texts: Texts, values: pl.Series, asking: Asking) -> list[float]:
    """Ask about each number that looks like a code; return those read as missing."""
    suspicious = missing_codes.suspicious_codes(values.alias("value"))
    return [
        float(code)
        for code, sure in suspicious
        if _means_missing(texts, code, int((values == code).sum()), asking, sure=sure)
    ]


def _means_missing(texts: Texts, code: int, rows: int, asking: Asking, *, sure: bool) -> bool:
    sentence = (
        message(
            "“{column}” holds {code} and no other value. Is {code} a code for missing?",
            column=texts.name,
            code=code,
        )
        if len(texts.distinct) == 1
        else _unlike_others(texts.name, code, rows)
    )
    missing, value = Choice("missing", message("Yes, missing")), Choice("value", message("No, a real value"))
    choices, proposal = ((missing, value), "missing") if sure else ((value, missing), None)
    key = f"missing:{texts.name}:{code}"
    return asking.ask(key, sentence, choices, column=texts.name, proposal=proposal) == "missing"


def _unlike_others(column: str, code: int, rows: int) -> Message:
    return counted(
        rows,
        "“{column}” holds {code} in {count:,} row, unlike all other values. Is {code} a code for missing?",
        "“{column}” holds {code} in {count:,} rows, unlike all other values. Is {code} a code for missing?",
        column=column,
        code=code,
    )


def _warn_of_destroyed(texts: Texts, asking: Asking) -> None:
    """Remark numbers of which a spreadsheet has kept six digits only (1.23457E+15)."""
    count = int(texts.series.str.contains(_DESTROYED).sum())
    if count:
        asking.remark(
            counted(
                count,
                "{count:,} value of “{column}” looks like a long number that a spreadsheet shortened.",
                "{count:,} values of “{column}” look like long numbers that a spreadsheet shortened.",
                column=texts.name,
            )
        )
