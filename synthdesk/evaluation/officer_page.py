"""The page for a data-protection officer: what was done in the order of ISO/IEC 27559, with fields to sign."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from synthdesk.domain.messages import Message, message
from synthdesk.domain.privacy import PrivacyCheck
from synthdesk.domain.results import EvaluationResult, RunRecord
from synthdesk.evaluation.report_parts import fields
from synthdesk.evaluation.report_privacy import HEADINGS, sign_of, under_headings, words_of


@dataclass(frozen=True)
class OfficerPage:
    """Makes the page in the reader's language.

    The order is that of ISO/IEC 27559:2022 (context, data, identifiability, mitigation, governance); its third
    part is cut by the three questions of the Article 29 Working Party (WP216).
    """

    words: Callable[[Message], str]

    def section(self, result: EvaluationResult, run: RunRecord | None, columns: int) -> str:
        """Return the page; "" when no check for leaks was made."""
        if not result.privacy:
            return ""
        parts = (
            (message("1 Context: who gets the table, and what for"), self._context()),
            (message("2 Data"), self._data(result, run, columns)),
            (message("3 Identifiability"), self._checks(result)),
            (message("4 What was done against it"), self._mitigation(run)),
            (message("5 Decision"), self._decision(result)),
        )
        return "".join(f"<h3 class=group>{escape(self.words(title))}</h3>{body}" for title, body in parts)

    def _context(self) -> str:
        return self._fields(
            message("Purpose of the table"),
            message("Recipients, and how they are bound (contract, secure room, public)"),
            message("What recipients may already know about patients"),
        )

    def _data(self, result: EvaluationResult, run: RunRecord | None, columns: int) -> str:
        learned = run.rows_learned if run else 0
        held_out = run.rows_held_out if run else result.copies.holdout_rows
        said = message(
            "{columns} columns were learned; {learned} real rows were learned from and {held:,} held back by a fair draw "
            "before training; {synthetic:,} synthetic rows were judged.",
            columns=columns,
            learned=f"{learned:,}" if run else "–",
            held=held_out,
            synthetic=result.copies.synthetic_rows,
        )
        return f"<p>{escape(self.words(said))}</p>{self._patients(run)}"

    def _patients(self, run: RunRecord | None) -> str:
        if run is None:
            return ""
        said = message("Each row was taken as a patient of its own.")
        if run.config.patients:
            said = message(
                "“{column}” tells patients apart: all rows of one were learned, or all were held back.",
                column=run.config.patients,
            )
        return f"<p>{escape(self.words(said))}</p>"

    def _checks(self, result: EvaluationResult) -> str:
        rows = []
        for head, found in under_headings(result.privacy):
            title = escape(self.words(HEADINGS[head]))
            rows.append(f"<tr><th colspan=3>{title}</th></tr>")
            rows += [self._check(check) for check in found]
        return f"<table>{''.join(rows)}</table>"

    def _check(self, check: PrivacyCheck) -> str:
        style, shape = sign_of(check)
        return (
            f'<tr class="{style}"><td>{check.key} {escape(self.words(check.title))}</td>'
            f'<td><span class="sign" aria-hidden="true">{shape}</span> {escape(self.words(words_of(check)))}</td>'
            f'<td class="wide">{escape(self.words(check.sentence))} {escape(self.words(check.power))}</td></tr>'
        )

    def _mitigation(self, run: RunRecord | None) -> str:
        said = [
            message(
                "Identifiers were made new and free text was left out unless the settings say otherwise."
            ),
            message(
                "Categories of fewer rows than the smallest group were merged, and ranges end at the fifth lowest and "
                "highest value, unless the settings say otherwise."
            ),
            message("The model file holds no row of the table; rows were held back to check it."),
            message("Differential privacy was not used."),
        ]
        if run is not None:
            said.append(
                message(
                    "Method {method}, seed {seed}, {epochs:,} rounds.",
                    method=run.config.synthesizer,
                    seed=run.config.seed,
                    epochs=run.epochs_done,
                )
            )
        return "<ul>" + "".join(f"<li>{escape(self.words(each))}</li>" for each in said) + "</ul>"

    def _decision(self, result: EvaluationResult) -> str:
        tried = message(
            "Evaluations made of this project so far: {attempt}. What the checks do not look for, they do not find: "
            "several tables of the same patients, and what a recipient knows from elsewhere, need a judgement of their own.",
            attempt=result.attempt,
        )
        choices = message("☐ may be passed on    ☐ with the conditions below    ☐ not to be passed on")
        return (
            f"<p>{escape(self.words(tried))}</p><p>{escape(self.words(choices))}</p>"
            + self._fields(
                message("Conditions"), message("Valid until"), message("Name and office"), message("Date")
            )
            + self._fields(message("Signature"))
        )

    def _fields(self, *names: Message) -> str:
        return fields([self.words(name) for name in names])
