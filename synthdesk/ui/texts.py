"""Words for numbers, and the translation of sentences that come from below the window."""

from PySide6.QtCore import QCoreApplication

from synthdesk.domain.messages import Message

_KILO = 1000
_MINUTE, _HOUR = 60, 3600


def translated(message: Message) -> str:
    """Return the sentence in the language of the window, its values filled in."""
    if not message.template:
        return ""
    return message.fill(QCoreApplication.translate("messages", message.template))


def rows_words(rows: int) -> str:
    """Return "1 row" or "1,240 rows"."""
    if rows == 1:
        return _tr("1 row")
    return _tr("{rows:,} rows").format(rows=rows)


def columns_words(columns: int) -> str:
    """Return "1 column" or "31 columns"."""
    if columns == 1:
        return _tr("1 column")
    return _tr("{columns:,} columns").format(columns=columns)


def duration_words(seconds: float) -> str:
    """Return a length of time as people say it: "8 s", "5 min", "1 h 10 min"."""
    if seconds < 1:
        return _tr("less than 1 s")
    if seconds < 1.5 * _MINUTE:
        return _tr("{seconds:.0f} s").format(seconds=seconds)
    minutes = round(seconds / _MINUTE)
    if minutes < _MINUTE:
        return _tr("{minutes} min").format(minutes=minutes)
    hours, rest = divmod(minutes, _MINUTE)
    if rest == 0:
        return _tr("{hours} h").format(hours=hours)
    return _tr("{hours} h {minutes} min").format(hours=hours, minutes=rest)


def bytes_words(count: float) -> str:
    """Return an amount of memory or the size of a file: "512 B", "1.4 MB", "2.0 GB"."""
    for template in ("{count:.0f} B", "{count:.0f} kB", "{count:.1f} MB", "{count:.1f} GB"):
        if count < _KILO or template.endswith("GB"):
            return _tr(template).format(count=count)
        count /= _KILO
    raise AssertionError("unreachable")


def percent_words(share: float, decimals: int = 0) -> str:
    """Return a share of 0-1 as "86 %"."""
    return _tr("{percent} %").format(percent=f"{100 * share:.{decimals}f}")


def _tr(text: str) -> str:
    return QCoreApplication.translate("texts", text)
