from pathlib import Path

import pytest

from synthdesk.domain.errors import UserError
from synthdesk.domain.project import Project
from synthdesk.storage import recipe_file


def test_that_a_recipe_comes_back_equal(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "recipe.json"
    recipe_file.save(project.recipe, path)
    assert recipe_file.load(path) == project.recipe


def test_that_a_recipe_is_readable(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "recipe.json"
    recipe_file.save(project.recipe, path)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[1] == '  "format": 1,'
    assert '        "kind": "number",' in lines
    assert "Canary" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "{file}"),
        ("{", "{file}"),
        ("[]", "object"),
        ('{"schema": {}}', "format"),
        ('{"format": 1, "schema": {"columns": []}, "plan": {}, "config": {"epoch": 3}}', "`epoch`"),
        ('{"format": 1, "plan": {}, "config": {}}', "`schema`"),
    ],
)
def test_that_a_broken_recipe_says_what_is_wrong(text: str, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "recipe.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        recipe_file.load(path)
    assert reason.format(file="recipe.json") in str(caught.value)


def test_that_a_recipe_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "recipe.json"
    path.write_text('{"format": 99}', encoding="utf-8")
    with pytest.raises(UserError, match="newer SynthDesk"):
        recipe_file.load(path)


def test_that_a_missing_recipe_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"none\.json"):
        recipe_file.load(tmp_path / "none.json")
