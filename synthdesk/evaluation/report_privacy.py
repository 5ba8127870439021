"""The section of the report on what the table gives away: every check under its heading."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from synthdesk.domain.messages import Message, message
from synthdesk.domain.privacy import Figure, Head, Outcome, PrivacyCheck
from synthdesk.evaluation import plots

HEADINGS = {
    Head.SINGLING_OUT: message("Singling out: can one patient be picked out?"),
    Head.LINKABILITY: message("Linkability: can a patient be tied to the data?"),
    Head.INFERENCE: message("Inference: can something be learned about a patient?"),
}
SIGNS = {Outcome.NONE: ("good", "●"), Outcome.REVIEW: ("look", "▲"), Outcome.STOP: ("problem", "■")}
OUTCOME_WORDS = {
    Outcome.NONE: message("no leak found by this test"),
    Outcome.REVIEW: message("look closer"),
    Outcome.STOP: message("stop: evidence of a leak"),
}
NOT_TESTABLE = message("not testable")
_UNTESTED_SIGN = ("soft", "○")
_SMALLEST_SHOWN = 0.0001


def sign_of(check: PrivacyCheck) -> tuple[str, str]:
    """Return the style class and the shape of a check's outcome."""
    return SIGNS[check.outcome] if check.testable else _UNTESTED_SIGN


def words_of(check: PrivacyCheck) -> Message:
    """Return the outcome of a check in words."""
    return OUTCOME_WORDS[check.outcome] if check.testable else NOT_TESTABLE


def under_headings(checks: Sequence[PrivacyCheck]) -> list[tuple[Head, list[PrivacyCheck]]]:
    """Return the checks under the first heading of each."""
    return [(head, [check for check in checks if check.heads[0] is head]) for head in Head]


@dataclass(frozen=True)
class PrivacyParts:
    """Makes the HTML of the checks in the reader's language."""

    words: Callable[[Message], str]

    def section(self, checks: Sequence[PrivacyCheck]) -> str:
        """Return all checks, grouped; "" when there are none."""
        if not checks:
            return ""
        groups = (
            f'<h3 class="group">{escape(self.words(HEADINGS[head]))}</h3>{"".join(map(self._card, found))}'
            for head, found in under_headings(checks)
            if found
        )
        lead = message(
            "Each check asks what a curious or hostile reader could find out, and does the same with rows the model "
            "has never seen: what shows there is chance. A check without an alarm has found nothing; it has not shown "
            "that there is nothing."
        )
        return f"<p>{escape(self.words(lead))}</p>{''.join(groups)}"

    def _card(self, check: PrivacyCheck) -> str:
        style, shape = sign_of(check)
        said = escape(self.words(words_of(check)))
        paragraphs: list[tuple[Message, str]] = [
            (check.sentence, ""),
            (check.power, "soft"),
            (check.method, "small soft"),
        ]
        also = [self.words(message(head.value)) for head in check.heads[1:]]
        if also:
            paragraphs.append((message("Also under: {headings}.", headings=", ".join(also)), "small soft"))
        body = "".join(f'<p class="{style}">{escape(self.words(text))}</p>' for text, style in paragraphs)
        todo = "".join(f"<li>{escape(self.words(action.words))}</li>" for action in check.actions)
        advice = f"<p>{escape(self.words(message('What to do:')))}</p><ul>{todo}</ul>" if todo else ""
        return (
            f'<div class="card wide check {style}"><div class="outcome"><span class="sign" aria-hidden="true">{shape}'
            f"</span> <strong>{check.key} {escape(self.words(check.title))}</strong> <span>{said}</span></div>"
            f"{self._guesses(check)}{body}{self._figures(check.figures)}{advice}</div>"
        )

    def _guesses(self, check: PrivacyCheck) -> str:
        values = {figure.key: figure.value for figure in check.figures}
        if "right" not in values or "guesses" not in values:
            return ""
        guesses = round(values["guesses"])
        labels = (self.words(message("attacker")), self.words(message("coin")))
        return plots.guesses(round(values["right"] * guesses), guesses, labels, self.words(check.sentence))

    def _figures(self, figures: Sequence[Figure]) -> str:
        if not figures:
            return ""
        head = (message("Learned rows"), message("Held-back rows"))
        titles = "<th></th>" + "".join(f"<th class=number>{escape(self.words(h))}</th>" for h in head)
        lines = "".join(self._line(figure) for figure in figures)
        return f"<table><tr>{titles}</tr>{lines}</table>"

    def _line(self, figure: Figure) -> str:
        value = number(figure.value, is_share=figure.is_share)
        if figure.low is not None and figure.high is not None:
            value += f" ({number(figure.low, is_share=figure.is_share)} – {number(figure.high, is_share=figure.is_share)})"
        control = "–" if figure.control is None else number(figure.control, is_share=figure.is_share)
        name = escape(self.words(figure.name))
        return f"<tr><td>{name}</td><td class=number>{escape(value)}</td><td class=number>{escape(control)}</td></tr>"


def number(value: float, *, is_share: bool) -> str:
    """Return a figure as people read it.

    >>> number(0.1234, is_share=True), number(1234.0, is_share=False), number(0.00000012, is_share=False)
    ('12.3 %', '1,234', '< 0.0001')
    """
    if is_share:
        return f"{100 * value:.1f} %"
    if value == round(value):
        return f"{value:,.0f}"
    return f"{value:.4g}" if abs(value) >= _SMALLEST_SHOWN else f"< {_SMALLEST_SHOWN}"
