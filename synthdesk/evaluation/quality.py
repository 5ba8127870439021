"""How alike the tables are beyond single columns and pairs, always beside what real rows reach."""

from collections.abc import Sequence

from synthdesk.domain.results import Quality
from synthdesk.evaluation import closeness, coding, details, published, subgroups
from synthdesk.evaluation.rows import Report, Rows
from synthdesk.evaluation.similarity import ROWS_AT_MOST, Reference


def measure(rows: Rows, report: Report, outcomes: Sequence[str] = ()) -> Quality:
    """Return the quality of the released rows against held-out ones; the references are real rows.

    Learned rows, and held-out rows with each column shuffled by itself, are measured in the same way: they
    show the ceiling and the floor. Of larger tables a random part is taken.
    """
    train, holdout, made = (
        coding.sample(t, ROWS_AT_MOST, rows.seed) for t in (rows.train, rows.holdout, rows.released)
    )
    made = made.select(holdout.columns)
    shuffled = details.independent(train, rows.seed)
    report(0.1)
    scores = published.score(holdout, made)
    report(0.3)
    found = [details.detection(holdout, made, rows.seed)]
    for done, table in ((0.5, train), (0.7, shuffled)):
        report(done)
        found.append(details.detection(holdout, table, rows.seed))
    report(0.9)
    return Quality(
        published=scores,
        details=details.columns(rows.train, made),
        missing_patterns=details.missing_patterns(holdout, made),
        missing_of_real=details.missing_patterns(holdout, train),
        missing_of_independent=details.missing_patterns(holdout, shuffled),
        coverage=details.coverage(holdout, made, rows.seed),
        coverage_of_real=details.coverage(holdout, train, rows.seed),
        detection=found[0],
        detection_of_real=found[1],
        detection_of_independent=found[2],
        independent=Reference(holdout).compare(shuffled)[0],
        groups=subgroups.compare(holdout, train, made, (*rows.known, *outcomes), rows.seed),
        closeness=closeness.measure(train, holdout, made, rows.seed),
    )
