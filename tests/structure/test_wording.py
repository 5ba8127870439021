"""The words SynthDesk does not use about its results (see README, "What it does not claim")."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
FORBIDDEN = re.compile(
    r"compl(ian|ies|ying)|certif|approved by|anonym|guarantee|safe to share|risk.free|100\s?% private|no privacy risk|de-identified",
    re.IGNORECASE,
)
ALLOWED = (
    "They cannot prove that the data are anonymous.",
    "cannot prove that the data are anonymous",
    'Never claim "anonymous"',
    "(K) Certificate and licence numbers.",  # the name of a class of identifiers in HIPAA's Safe Harbor rule
)


def _texts(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        return [text]
    tree = ast.parse(text)
    return [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)]


def _files() -> list[Path]:
    places = (
        "synthdesk/**/*.py",
        "resources/**/*.html",
        "resources/**/*.txt",
        "resources/**/*.ts",
        "README.md",
    )
    return [
        p
        for place in places
        for p in sorted(ROOT.glob(place))
        if "licences" not in p.parts and "fonts" not in p.parts
    ]


@pytest.mark.parametrize("path", _files(), ids=lambda p: str(p.relative_to(ROOT)))
def test_that_no_text_claims_more_than_was_measured(path: Path) -> None:
    text = "\n".join(_texts(path))
    for sentence in ALLOWED:
        text = text.replace(sentence, "")
    assert FORBIDDEN.findall(text) == []
