"""What the columns of a table of texts are, decided over all rows; what they cannot decide is asked."""

from dataclasses import dataclass, field

import polars as pl

from synthdesk.domain.cells import parse_datetime
from synthdesk.domain.messages import Message, counted, message
from synthdesk.domain.questions import Choice, Question
from synthdesk.domain.schema import Column, ColumnKind, NumberStyle, Schema
from synthdesk.domain.source import ImportOptions
from synthdesk.importing import dates, kinds, missing_codes, numbers

_FIRST_ROWS = 5000
_MISSING = Choice("missing", message("Yes, missing"))
_VALUE = Choice("value", message("No, a real value"))


@dataclass(frozen=True, slots=True)
class Proposal:
    """The proposed schema, the questions (open and answered), and the decimal sign of the file."""

    schema: Schema
    questions: tuple[Question, ...]
    decimal: str


@dataclass(slots=True)
class _Asking:
    """The questions so far; `reading` asks one and returns the choice that holds for now."""

    options: ImportOptions
    questions: list[Question] = field(default_factory=list)

    def reading(
        self,
        key: str,
        sentence: Message,
        choices: tuple[Choice, ...],
        *,
        column: str | None,
        proposal: str | None,
    ) -> str:
        known = {choice.key for choice in choices}
        given = self.options.answer(key)
        answer = given if given in known else None
        self.questions.append(Question(key, column, sentence, choices, proposal, answer))
        return answer or proposal or choices[0].key


def propose(texts: pl.DataFrame, options: ImportOptions) -> Proposal:
    """Return the proposal for a table.

    Args:
        texts: All rows (or the first ones for a preview), columns of texts.
        options: How the file is read, with the answers given so far.
    """
    asking = _Asking(options)
    distinct = {name: texts[name].drop_nulls().unique(maintain_order=True) for name in texts.columns}
    words = _ask_words(texts, distinct, asking)
    cleaned = {name: d.filter(~d.is_in(words)) for name, d in distinct.items()} if words else distinct
    decimal = options.decimal or _decimal_of_file(cleaned, options.delimiter)
    columns = tuple(
        _column(
            texts[name], cleaned[name], tuple(w for w in words if w in set(distinct[name])), decimal, asking
        )
        for name in texts.columns
    )
    return Proposal(Schema(columns), tuple(asking.questions), decimal)


def decimal_sign(texts: pl.DataFrame, options: ImportOptions) -> str:
    """Return the decimal sign of the numbers in a table of texts: as chosen, or found in its first rows."""
    if options.decimal is not None:
        return options.decimal
    first = texts.head(_FIRST_ROWS)
    distinct = {name: first[name].drop_nulls().unique(maintain_order=True) for name in first.columns}
    words = {text for values in distinct.values() for text in missing_codes.missing_words(values)}
    cleaned = {name: values.filter(~values.is_in(list(words))) for name, values in distinct.items()}
    return _decimal_of_file(cleaned, options.delimiter)


def _ask_words(texts: pl.DataFrame, distinct: dict[str, pl.Series], asking: _Asking) -> list[str]:
    """Ask about each word that may mean "missing", once for the whole table; return those that do."""
    where: dict[str, list[str]] = {}
    for name, values in distinct.items():
        for text in missing_codes.missing_words(values):
            where.setdefault(text, []).append(name)
    missing = []
    for text, names in where.items():
        cells = sum(int((texts[name] == text).sum()) for name in names)
        sentence = counted(
            len(names),
            "“{word}” stands in {cells:,} cells of “{first}”. Does it mean that the value is missing?",
            "“{word}” stands in {cells:,} cells of {count:,} columns. Does it mean that the value is missing?",
            word=text,
            cells=cells,
            first=names[0],
        )
        clear = missing_codes.word_of(text) in missing_codes.WORDS
        proposal = "missing" if clear else None
        column = names[0] if len(names) == 1 else None
        key = f"missing:{text}"
        choices = (_MISSING, _VALUE) if clear else (_VALUE, _MISSING)
        if asking.reading(key, sentence, choices, column=column, proposal=proposal) == "missing":
            missing.append(text)
    return missing


def _decimal_of_file(distinct: dict[str, pl.Series], delimiter: str | None) -> str:
    """Return the decimal sign for which more columns give evidence ("." when none does)."""
    comma = sum(
        numbers.surely_comma(d) and numbers.all_numbers(d, NumberStyle(",", ".")) for d in distinct.values()
    )
    comma += sum(
        numbers.surely_comma(d) and numbers.all_numbers(d, NumberStyle(",")) for d in distinct.values()
    )
    if delimiter == "," and not comma:
        return "."
    point = sum(numbers.surely_point(d) for d in distinct.values())
    return "," if comma > point else "."


def _column(
    texts: pl.Series, distinct: pl.Series, missing: tuple[str, ...], decimal: str, asking: _Asking
) -> Column:
    """Return the proposed column; `distinct` are its different texts without the missing words."""
    name = texts.name
    if distinct.is_empty():
        return Column(name, ColumnKind.CATEGORY, missing=missing)
    style = _number_style(name, distinct, decimal, asking)
    if style is not None:
        return _number_column(texts, distinct, missing, style, asking)
    pattern = _date_pattern(name, distinct, asking)
    if pattern is not None:
        return Column(name, ColumnKind.DATETIME, date_pattern=pattern, missing=missing)
    rows = texts.len() - texts.null_count() - int(texts.is_in(list(missing)).sum())
    return Column(name, kinds.kind_of_texts(name, distinct, rows), missing=missing)


def _number_style(name: str, distinct: pl.Series, decimal: str, asking: _Asking) -> NumberStyle | None:
    """Return the spelling in which every text is a number, or None."""
    fitting = [s for s in numbers.candidates(decimal) if numbers.all_numbers(distinct, s)]
    if not fitting:
        return None
    style = fitting[0]
    decided = asking.options.decimal is not None or asking.options.delimiter == ","
    if len(fitting) > 1 and numbers.is_ambiguous(distinct) and not decided:
        style = _ask_sign(name, distinct, fitting, decimal, asking)
    return numbers.with_decimals(distinct, style)


def _ask_sign(
    name: str, distinct: pl.Series, fitting: list[NumberStyle], decimal: str, asking: _Asking
) -> NumberStyle:
    trimmed = distinct.str.strip_chars()
    example = str(trimmed.filter(trimmed.str.contains(r"[.,]"))[0])
    sign = "." if "." in example else ","
    as_decimal = next(s for s in fitting if s.decimal == sign)
    as_group = next((s for s in fitting if s.thousands == sign), as_decimal)
    plain, grouped = example.replace(sign, "."), example.replace(sign, "")
    choices = (
        Choice("decimal", message("{value} (decimal sign)", value=plain)),
        Choice("thousands", message("{value} (thousands)", value=grouped)),
    )
    sentence = message(
        "Is “{text}” in “{column}” the number {a} or the number {b}?",
        text=example,
        column=name,
        a=plain,
        b=grouped,
    )
    proposal = "thousands" if decimal != sign else None
    chosen = asking.reading(f"number:{name}", sentence, choices, column=name, proposal=proposal)
    return as_decimal if chosen == "decimal" else as_group


def _number_column(
    texts: pl.Series, distinct: pl.Series, missing: tuple[str, ...], style: NumberStyle, asking: _Asking
) -> Column:
    values = numbers.to_numbers(texts.set(texts.is_in(list(missing)), None), style)
    codes = _ask_codes(texts, values, asking)
    kept = values.filter(~values.is_in(codes)) if codes else values
    spelled = distinct.filter(~numbers.to_numbers(distinct, style).is_in(codes)) if codes else distinct
    style = numbers.with_decimals(spelled, style)
    known = kept.drop_nulls()
    missing += tuple(t for t in distinct if codes and numbers.to_numbers(pl.Series([t]), style)[0] in codes)
    if style.decimals > 0:
        return Column(texts.name, ColumnKind.NUMBER, number=style, missing=missing)
    pattern = _compact_date(texts.name, spelled, asking)
    if pattern is not None:
        return Column(texts.name, ColumnKind.DATETIME, date_pattern=pattern, missing=missing)
    kind = kinds.kind_of_whole_numbers(texts.name, known.unique(), known.len())
    number = style if kind.is_numeric else None
    return Column(texts.name, kind, number=number, missing=missing)


def _ask_codes(texts: pl.Series, values: pl.Series, asking: _Asking) -> list[float]:
    """Ask about each number that looks like a code; return those read as missing."""
    codes = []
    for code, sure in missing_codes.suspicious_codes(values.alias("value")):
        rows = int((values == code).sum())
        sentence = counted(
            rows,
            "“{column}” holds {code} in {count:,} row, far from all other values. Is {code} a code for missing?",
            "“{column}” holds {code} in {count:,} rows, far from all other values. Is {code} a code for missing?",
            column=texts.name,
            code=code,
        )
        key, proposal = f"missing:{texts.name}:{code}", "missing" if sure else None
        choices = (_MISSING, _VALUE) if sure else (_VALUE, _MISSING)
        if asking.reading(key, sentence, choices, column=texts.name, proposal=proposal) == "missing":
            codes.append(float(code))
    return codes


def _date_pattern(name: str, distinct: pl.Series, asking: _Asking) -> str | None:
    """Return the pattern in which every text is a date, or None; ask where day and month are unclear."""
    texts = distinct.to_list()
    fitting = dates.fitting_patterns(texts)
    if fitting:
        twin = dates.swapped(fitting[0])
        return _ask_order(name, texts, fitting[0], twin, asking) if twin in fitting else fitting[0]
    short = dates.fitting_patterns(texts, dates.SHORT_YEAR_PATTERNS)
    return _ask_short_years(name, texts[0], short[0], asking) if short else None


def _ask_order(name: str, texts: list[str], first: str, second: str, asking: _Asking) -> str:
    example = next((t for t in texts if parse_datetime(t, first) != parse_datetime(t, second)), texts[0])
    choices = tuple(Choice(p, message("{date}", date=_long_date(example, p))) for p in (first, second))
    sentence = message("Which day is “{text}” in “{column}”?", text=example, column=name)
    return asking.reading(f"date:{name}", sentence, choices, column=name, proposal=None)


def _ask_short_years(name: str, example: str, pattern: str, asking: _Asking) -> str | None:
    choices = (
        Choice("date", message("{date}", date=_long_date(example, pattern))),
        Choice("text", message("Do not read it as a date")),
    )
    sentence = message(
        "Years in “{column}” have two digits. Is “{text}” the day shown here?", column=name, text=example
    )
    chosen = asking.reading(f"date:{name}", sentence, choices, column=name, proposal=None)
    return pattern if chosen == "date" else None


def _compact_date(name: str, distinct: pl.Series, asking: _Asking) -> str | None:
    """Return the pattern of dates like 20240131 when that is what the numbers are."""
    if distinct.str.strip_chars().str.len_chars().min() != len("20240131"):
        return None
    texts = distinct.to_list()
    moments = [parse_datetime(text, dates.COMPACT) for text in texts]
    if not dates.plausible(moments):
        return None
    choices = (
        Choice("date", message("{date}", date=_long_date(texts[0], dates.COMPACT))),
        Choice("number", message("A number")),
    )
    sentence = message("Is “{text}” in “{column}” a date or a number?", text=texts[0], column=name)
    chosen = asking.reading(f"date:{name}", sentence, choices, column=name, proposal="date")
    return dates.COMPACT if chosen == "date" else None


def _long_date(text: str, pattern: str) -> str:
    """Return a date with its month as a word, which no country reads in another order."""
    moment = parse_datetime(text, pattern)
    return moment.strftime("%d %B %Y") if moment else text
