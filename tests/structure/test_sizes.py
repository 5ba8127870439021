"""Limits of size that ruff does not know."""

import importlib.util
from pathlib import Path
from statistics import median

_spec = importlib.util.spec_from_file_location("code_figures", Path(__file__).with_name("code_figures.py"))
assert _spec is not None
assert _spec.loader is not None
code_figures = importlib.util.module_from_spec(_spec)
__import__("sys").modules["code_figures"] = code_figures
_spec.loader.exec_module(code_figures)


def test_that_no_module_is_longer_than_400_lines() -> None:
    assert [m.path for m in code_figures.modules() if m.lines > 400] == []


def test_that_modules_are_short_in_the_median() -> None:
    assert median(m.lines for m in code_figures.modules()) <= 140


def test_that_no_function_is_longer_than_50_lines() -> None:
    assert [name for m in code_figures.modules() for name, n in m.functions() if n > 50] == []


def test_that_functions_are_short_in_the_median() -> None:
    assert median(n for m in code_figures.modules() for _, n in m.functions()) < 10


def test_that_no_class_has_more_than_20_methods() -> None:
    assert [name for m in code_figures.modules() for name, n in m.classes() if n > 20] == []
