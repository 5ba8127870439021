"""Names of columns in file formats that do not take every name."""

import re
import unicodedata
from collections.abc import Iterable


def allowed_names(names: Iterable[str], longest: int, *, ascii_only: bool = False) -> list[str]:
    """Return names of letters, digits and underscores, at most `longest` characters, each once.

    With `ascii_only` letters lose their accents and other signs become underscores.

    What is not allowed becomes an underscore; a name that begins with a digit gets a "v" before it, and names
    that would be the same (upper and lower case are not told apart) get a number behind.

    >>> allowed_names(["Größe (cm)", "größe_cm", "1st"], 8)
    ['Größe_cm', 'größe_2', 'v1st']
    """
    found: list[str] = []
    taken: set[str] = set()
    for name in names:
        letters = _without_accents(name) if ascii_only else name
        plain = re.sub(r"\W+", "_", letters, flags=re.ASCII if ascii_only else 0).strip("_") or "v"
        plain = plain if plain[0].isalpha() else f"v{plain}"
        short, number = plain[:longest], 1
        while short.lower() in taken:
            number += 1
            short = f"{plain[: longest - len(str(number)) - 1].rstrip('_')}_{number}"
        taken.add(short.lower())
        found.append(short)
    return found


def _without_accents(name: str) -> str:
    parts = unicodedata.normalize("NFKD", name.replace("ß", "ss"))
    return "".join(part for part in parts if not unicodedata.combining(part))
