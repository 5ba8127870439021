"""What the plan does, in words: to one column, and to the whole table."""

from PySide6.QtCore import QCoreApplication

from synthdesk.domain.facts import Bars, ColumnFacts
from synthdesk.domain.preprocessing import (
    RARE_BELOW,
    ColumnPlan,
    DatePrecision,
    MissingTreatment,
    PreprocessPlan,
    Role,
    Span,
)
from synthdesk.domain.project import Project
from synthdesk.domain.schema import Column, ColumnKind
from synthdesk.ui.texts import columns_words, rows_words


def role_words(role: Role) -> str:
    """Return the name of a role."""
    translate = QCoreApplication.translate
    return {
        Role.LEARN: translate("Effects", "Learn"),
        Role.MAKE_NEW: translate("Effects", "Make new (identifier)"),
        Role.LEAVE_OUT: translate("Effects", "Keep out"),
    }[role]


def treatment_words(treatment: MissingTreatment) -> str:
    """Return the name of a treatment of missing values."""
    translate = QCoreApplication.translate
    return {
        MissingTreatment.LEARN: translate("Effects", "Learn where values are missing"),
        MissingTreatment.LEAVE_ROWS_OUT: translate("Effects", "Leave those rows out"),
        MissingTreatment.MEDIAN: translate("Effects", "Fill with the median"),
        MissingTreatment.MEAN: translate("Effects", "Fill with the mean"),
        MissingTreatment.MOST_FREQUENT: translate("Effects", "Fill with the most frequent value"),
        MissingTreatment.VALUE: translate("Effects", "Fill with a value of mine"),
        MissingTreatment.NEAREST: translate("Effects", "Fill as in the most similar rows"),
        MissingTreatment.ITERATIVE: translate("Effects", "Fill as the other columns suggest"),
    }[treatment]


def what_is_done(column: Column, plan: PreprocessPlan, facts: ColumnFacts | None) -> str:
    """Return what happens to `column`, in a few words."""
    translate = QCoreApplication.translate
    role = plan.role_of(column)
    if role is Role.LEAVE_OUT:
        return translate("Effects", "kept out")
    if role is Role.MAKE_NEW:
        return translate("Effects", "made new")
    settings = plan.of(column.name)
    parts = [_missing_part(settings, facts), _range_part(settings), _rare_part(column, settings, facts)]
    if settings.decimals is not None and column.kind is ColumnKind.NUMBER:
        parts.append(translate("Effects", "decimals: {count}").format(count=settings.decimals))
    parts += [_date_part(column, settings), _names_part(settings), _order_part(settings)]
    said = [part for part in parts if part]
    return ", ".join(said) if said else translate("Effects", "learned")


def _order_part(settings: ColumnPlan) -> str:
    return QCoreApplication.translate("Effects", "values in order") if settings.order else ""


def rare_groups(facts: ColumnFacts, below: int) -> tuple[tuple[str, int], ...]:
    """Return the values of fewer than `below` persons, as far as `facts` know them, rarest first."""
    drawing = facts.drawing
    known: dict[str, int] = {}
    if isinstance(drawing, Bars):
        known = dict(zip(drawing.labels, drawing.counts, strict=True))
    known |= dict(facts.rare)
    return tuple(sorted(((v, n) for v, n in known.items() if n < below), key=lambda pair: (pair[1], pair[0])))


def rows_left_out(project: Project) -> tuple[int, int]:
    """Return the fewest and the most rows that the plan may leave out; equal when it is known exactly."""
    facts = {fact.name: fact for fact in project.facts}
    missing = [
        facts[column.name].missing
        for column in project.schema
        if column.name in facts
        and project.plan.role_of(column) is Role.LEARN
        and project.plan.of(column.name).missing is MissingTreatment.LEAVE_ROWS_OUT
    ]
    rows = project.source.rows if project.source is not None else 0
    return max(missing, default=0), min(sum(missing), rows)


def effect_sentence(project: Project) -> str:
    """Return what the plan does to the whole table."""
    if project.source is None:
        return ""
    return " ".join(part for part in (_columns_sentence(project), _rows_sentence(project)) if part)


def nothing_to_learn(project: Project) -> bool:
    """Return whether no column is learned."""
    return all(project.plan.role_of(column) is not Role.LEARN for column in project.schema)


def _columns_sentence(project: Project) -> str:
    translate = QCoreApplication.translate
    roles = [project.plan.role_of(column) for column in project.schema]
    learned, made_new, out = (roles.count(role) for role in (Role.LEARN, Role.MAKE_NEW, Role.LEAVE_OUT))
    if not learned:
        return translate("Effects", "No column is left to learn.")
    words = translate("Effects", "Learned: {columns}.").format(columns=columns_words(learned))
    if made_new:
        words += " " + translate("Effects", "Made new: {count:,}.").format(count=made_new)
    if out:
        words += " " + translate("Effects", "Kept out: {count:,}.").format(count=out)
    return words


def _rows_sentence(project: Project) -> str:
    translate = QCoreApplication.translate
    fewest, most = rows_left_out(project)
    rows = project.source.rows if project.source is not None else 0
    if not most and project.plan.rules:
        # Which rows break a rule is counted in the background, and may not be known yet.
        return translate("Effects", "Rows that break a rule are treated as the rule says.")
    if not most:
        return translate("Effects", "All {rows:,} rows are used.").format(rows=rows)
    if fewest == most:
        words = translate("Effects", "{out} are left out, {left:,} of {rows:,} are used.")
        return words.format(out=rows_words(most), left=rows - most, rows=rows)
    words = translate("Effects", "Between {fewest:,} and {most:,} of {rows:,} rows are left out.")
    return words.format(fewest=fewest, most=most, rows=rows)


def _missing_part(settings: ColumnPlan, facts: ColumnFacts | None) -> str:
    if facts is not None and not facts.missing:
        return ""
    translate = QCoreApplication.translate
    return {
        MissingTreatment.LEARN: "",
        MissingTreatment.LEAVE_ROWS_OUT: translate("Effects", "rows without it left out"),
        MissingTreatment.MEDIAN: translate("Effects", "gaps filled with the median"),
        MissingTreatment.MEAN: translate("Effects", "gaps filled with the mean"),
        MissingTreatment.MOST_FREQUENT: translate("Effects", "gaps filled with the most frequent value"),
        MissingTreatment.VALUE: translate("Effects", "gaps filled with {value}").format(
            value=settings.fill or "…"
        ),
        MissingTreatment.NEAREST: translate("Effects", "gaps filled as in similar rows"),
        MissingTreatment.ITERATIVE: translate("Effects", "gaps filled from the other columns"),
    }[settings.missing]


def _range_part(settings: ColumnPlan) -> str:
    translate = QCoreApplication.translate
    low, high = settings.minimum, settings.maximum
    if low is not None and high is not None:
        return translate("Effects", "{low} to {high}").format(low=low, high=high)
    if low is not None:
        return translate("Effects", "from {low}").format(low=low)
    return translate("Effects", "up to {high}").format(high=high) if high is not None else ""


def _date_part(column: Column, settings: ColumnPlan) -> str:
    translate = QCoreApplication.translate
    if column.kind is not ColumnKind.DATETIME:
        return ""
    if settings.since is not None:
        words = {
            Span.DAYS: translate("Effects", "days since {column}"),
            Span.YEARS: translate("Effects", "years since {column}"),
        }
        return words[settings.span].format(column=settings.since)
    kept = {
        DatePrecision.DAY: translate("Effects", "only the day"),
        DatePrecision.MONTH: translate("Effects", "only the month"),
        DatePrecision.YEAR: translate("Effects", "only the year"),
    }
    return "" if settings.precision is None else kept[settings.precision]


def _names_part(settings: ColumnPlan) -> str:
    translate = QCoreApplication.translate
    if settings.letters is not None:
        return translate("Effects", "only the first {count} letters").format(count=settings.letters)
    if not settings.names:
        return ""
    if len(settings.names) == 1:
        return translate("Effects", "1 value renamed")
    return translate("Effects", "{count:,} values renamed").format(count=len(settings.names))


def _rare_part(column: Column, settings: ColumnPlan, facts: ColumnFacts | None) -> str:
    translate = QCoreApplication.translate
    if column.kind is not ColumnKind.CATEGORY or facts is None:
        return ""
    count = len(rare_groups(facts, settings.rare_below))
    if count:
        one = translate("Effects", "1 rare group merged")
        many = translate("Effects", "{count:,} rare groups merged")
        return (one if count == 1 else many).format(count=count)
    if settings.rare_below != RARE_BELOW:
        return translate("Effects", "groups below {count} grouped").format(count=settings.rare_below)
    return ""
