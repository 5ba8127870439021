"""Sentences for people, kept apart from the values they name.

A `Message` can be translated (the template is the key), shown (template filled with its values) and
logged (the template alone, which holds no value of a patient).
"""

from dataclasses import dataclass

MessageValue = str | int | float


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence with named places, for example `"{rows:,} rows were left out."`.

    `values` are sorted pairs, so that two equal messages compare and hash equal.
    """

    template: str
    values: tuple[tuple[str, MessageValue], ...] = ()

    def __str__(self) -> str:
        """Return the English sentence with its values filled in."""
        return self.fill(self.template)

    def fill(self, translated: str) -> str:
        """Return `translated` (the template in any language) with the values filled in."""
        return translated.format(**dict(self.values))


def message(template: str, /, **values: MessageValue) -> Message:
    """Return the `Message` of `template`.

    >>> str(message("{rows:,} rows were left out.", rows=1240))
    '1,240 rows were left out.'
    """
    return Message(template, tuple(sorted(values.items())))


def counted(count: int, /, one: str, many: str, **values: MessageValue) -> Message:
    """Return `one` as the template when `count` is 1, else `many`; both may name `{count:,}`.

    >>> str(counted(1, "{count:,} row", "{count:,} rows"))
    '1 row'
    """
    return message(one if count == 1 else many, count=count, **values)
