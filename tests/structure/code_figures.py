"""Figures of the cut: `python tests/structure/code_figures.py` prints what README quotes."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent.parent
QT = ("PySide6", "shiboken6", "pyqtgraph", "superqt")

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One file of the package: its path, lines and syntax tree."""

    path: Path
    lines: int
    tree: ast.Module

    @property
    def uses_qt(self) -> bool:
        """Whether it imports Qt."""
        names = (
            alias.name if isinstance(node, ast.Import) else node.module or ""
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
        )
        return any(name.split(".")[0] in QT for name in names)

    def functions(self) -> Iterator[tuple[str, int]]:
        """Yield the name and length in lines (docstring left out) of each function."""
        for node in ast.walk(self.tree):
            if isinstance(node, Function):
                yield f"{self.path.name}:{node.name}", length(node)

    def classes(self) -> Iterator[tuple[str, int]]:
        """Yield the name and number of methods of each class."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.ClassDef):
                yield f"{self.path.name}:{node.name}", sum(isinstance(n, Function) for n in node.body)


def length(function: Function) -> int:
    """Return the lines of a function from `def` to its end without its docstring."""
    assert function.end_lineno is not None
    lines = function.end_lineno - function.lineno + 1
    if ast.get_docstring(function):
        first = function.body[0]
        assert first.end_lineno is not None
        lines -= first.end_lineno - first.lineno + 1
    return lines


def modules(folder: str = "synthdesk") -> list[Module]:
    """Return every module with code under `folder` of the repository."""
    found = []
    for path in sorted((ROOT / folder).rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if text.strip():
            found.append(Module(path.relative_to(ROOT), text.count("\n"), ast.parse(text)))
    return found


def main() -> None:
    """Print the figures."""
    found = modules()
    lines = sum(m.lines for m in found)
    without_qt = sum(m.lines for m in found if not m.uses_qt)
    functions = [n for m in found for _, n in m.functions()]
    tests = sum(m.lines for m in modules("tests"))
    figures = {
        "modules": len(found),
        "lines": lines,
        "share of lines without Qt": f"{without_qt / lines:.0%}",
        "median lines of a module": f"{median(m.lines for m in found):.0f}",
        "longest module": max(m.lines for m in found),
        "median lines of a function": f"{median(functions):.0f}",
        "longest function": max(functions),
        "lines of tests per line of code": f"{tests / lines:.2f}",
    }
    for name, value in figures.items():
        print(f"{name}: {value}")


if __name__ == "__main__":
    main()
