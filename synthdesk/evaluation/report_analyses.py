"""The section of the report on the user's own analyses: both intervals side by side, and curves over time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from synthdesk.domain.messages import Message, message
from synthdesk.domain.results import ComparedAnalysis
from synthdesk.domain.wishes import Analysis, Comparison
from synthdesk.evaluation import plots

CAUTION = message(
    "P-values and intervals computed from synthetic rows look surer than they are: they do not know that the rows were "
    "made. Use them to try an analysis out, and repeat it on the real data before anything rests on it."
)
"""The fixed caution beside every analysis (Decruyenaere et al. 2024, arXiv:2312.07837)."""

TITLES = {
    Analysis.MEANS: message("Means of groups"),
    Analysis.LINEAR: message("Linear regression"),
    Analysis.LOGISTIC: message("Logistic regression"),
    Analysis.COX: message("Cox regression"),
    Analysis.SURVIVAL: message("Kaplan-Meier curves"),
}


def formula(comparison: Comparison) -> str:
    """Return an analysis as it is written on the command line.

    >>> formula(Comparison(Analysis.COX, "died", ("age", "ward"), time="days", value="yes"))
    'died=yes @ days ~ age + ward'
    """
    value = f"={comparison.value}" if comparison.value else ""
    time = f" @ {comparison.time}" if comparison.time else ""
    by = f" ~ {' + '.join(comparison.by)}" if comparison.by else ""
    return f"{comparison.outcome}{value}{time}{by}"


@dataclass(frozen=True)
class AnalysisParts:
    """Makes the HTML of the user's own analyses in the reader's language."""

    words: Callable[[Message], str]

    def section(self, analyses: Sequence[ComparedAnalysis]) -> str:
        """Return the section; "" when no analysis was asked for."""
        if not analyses:
            return ""
        return f'<p class="note">{escape(self.words(CAUTION))}</p>' + "".join(map(self._card, analyses))

    def _card(self, found: ComparedAnalysis) -> str:
        title = f"{self.words(TITLES[found.comparison.analysis])}: {formula(found.comparison)}"
        if found.problem is not None:
            body = f"<p>{escape(self.words(found.problem))}</p>"
        else:
            rows = message(
                "{real:,} real and {synthetic:,} synthetic rows; shown: {unit}.",
                real=found.real_rows,
                synthetic=found.synthetic_rows,
                unit=found.unit,
            )
            body = f'<p class="soft small">{escape(self.words(rows))}</p>{self._drawn(found, title)}'
        return f'<div class="card wide"><strong>{escape(title)}</strong>{body}</div>'

    def _drawn(self, found: ComparedAnalysis, title: str) -> str:
        if found.curves:
            return "".join(
                f"<p>{escape(curve.group)}</p>{plots.curves(curve, f'{title} {curve.group}')}"
                for curve in found.curves
            )
        head = (message("real"), message("synthetic"), message("overlap of the intervals"))
        titles = "".join(f"<th class=number>{escape(self.words(each))}</th>" for each in head)
        lines = "".join(
            f"<tr><td>{escape(e.name)}</td>"
            f"<td class=number>{_interval(e.real, e.real_low, e.real_high)}</td>"
            f"<td class=number>{_interval(e.synthetic, e.synthetic_low, e.synthetic_high)}</td>"
            f"<td class=number>{100 * e.overlap:.0f} %</td></tr>"
            for e in found.estimates
        )
        return f"{plots.forest(found.estimates, title)}<table><tr><th></th>{titles}</tr>{lines}</table>"


def _interval(middle: float, low: float, high: float) -> str:
    return f"{middle:.3g} ({low:.3g} to {high:.3g})"
