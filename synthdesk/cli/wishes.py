"""What the user wants to know of a synthetic table, from the words of the command line."""

import re
from argparse import Namespace

from synthdesk.cli.endings import UsageError
from synthdesk.domain.messages import message
from synthdesk.domain.wishes import Analysis, Comparison, Wishes

_COMPARISON = re.compile(
    r"\s*(?P<analysis>[a-z]+)\s*:\s*(?P<outcome>[^=@~]+?)\s*(=\s*(?P<value>[^@~]+?)\s*)?"
    r"(@\s*(?P<time>[^~]+?)\s*)?(~\s*(?P<by>.+?)\s*)?"
)
_TIMED = (Analysis.COX, Analysis.SURVIVAL)


def wishes_of(arguments: Namespace) -> Wishes:
    """Return what `evaluate` was asked for; `UsageError` for an analysis that cannot be read."""
    return Wishes(
        outcomes=tuple(arguments.outcome),
        comparisons=tuple(comparison(text) for text in arguments.compare),
        sensitive=tuple(arguments.sensitive),
        known=tuple(arguments.known),
        smallest_group=max(arguments.smallest_group, 2),
    )


def comparison(text: str) -> Comparison:
    """Return the analysis that `text` stands for; `UsageError` when it cannot be read.

    >>> comparison("cox: died=yes @ days ~ age + ward")
    Comparison(analysis=<Analysis.COX: 'cox'>, outcome='died', by=('age', 'ward'), time='days', value='yes')
    """
    found = _COMPARISON.fullmatch(text)
    if found is None or found["analysis"] not in list(Analysis):
        raise UsageError(
            message(
                "--compare needs an analysis like “linear: cost ~ age + ward”, “logistic: died=yes ~ age”, "
                "“cox: died=yes @ days ~ age”, “survival: died=yes @ days ~ ward” or “means: cost ~ ward”, not “{text}”.",
                text=text,
            )
        )
    read = Comparison(
        Analysis(found["analysis"]),
        found["outcome"],
        tuple(name.strip() for name in (found["by"] or "").split("+") if name.strip()),
        found["time"] or "",
        found["value"] or "",
    )
    if (read.analysis in _TIMED) != bool(read.time):
        raise UsageError(
            message(
                "--compare: “cox” and “survival” need a time after @, the others have none: “{text}”.",
                text=text,
            )
        )
    return read
