"""The specification of the bundle holds what the program loads, and nothing that reaches a network."""

import ast
import importlib.util
from pathlib import Path

import contents
import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize("path", sorted((ROOT / "packaging").rglob("*.spec")), ids=lambda p: p.name)
def test_that_the_specification_is_python(path: Path) -> None:
    ast.parse(path.read_text(encoding="utf-8"))


def test_that_every_module_loaded_by_name_is_in_the_bundle() -> None:
    loading = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "synthdesk").rglob("*.py")
        if "import_module(" in path.read_text(encoding="utf-8")
    }
    assert (
        loading
        == {  # the first two load what OWN_LOADED_BY_NAME names, the others what is imported anyway
            "synthdesk/cli/table.py",
            "synthdesk/jobs/performing.py",
            "synthdesk/evaluation/helping.py",
            "synthdesk/evaluation/usefulness.py",
        }
    )


@pytest.mark.parametrize("name", contents.LOADED_BY_NAME + contents.OWN_LOADED_BY_NAME)
def test_that_what_is_named_exists(name: str) -> None:
    assert importlib.util.find_spec(name) is not None


def test_that_each_program_leaves_out_what_the_other_is_for() -> None:
    assert {"torch", "polars", "sklearn", "pandas"} <= set(contents.HEAVY)
    assert {"PySide6", "synthdesk.ui"} <= set(contents.QT)
    assert "PySide6.QtNetwork" in contents.NOWHERE


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("PySide6/Qt/plugins/platforms/libqvnc.so", False),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqoffscreen.so", True),
        ("torch/test/all.py", False),
        ("torch/bin/protoc", False),
        ("torch/bin/torch_shm_manager", True),
        ("torch/_inductor/codegen/cpp.py", False),
        ("torch/_inductor/config.py", True),
        ("torch/nn/functional.py", True),
        ("libQt6Network.so.6", False),
        ("resources/icons/app.svg", True),
        ("sklearn/datasets/tests/data/x.csv", False),
    ],
)
def test_that_files_are_dropped_and_kept_as_said(path: str, kept: bool) -> None:
    assert contents.is_kept(path) is kept


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("PySide6/plugins/tls/qschannelbackend.dll", False),
        ("PySide6/plugins/platforms/qwindows.dll", True),
        ("PySide6/Qt6Network.dll", False),
        ("PySide6/designer.exe", False),
        ("PySide6/__init__.py", True),
        ("PySide6/__init__.pyc", True),
        ("PySide6/scripts/deploy.py", False),
        ("PySide6/QtWidgets.pyd", True),
        ("setuptools/cli.exe", False),
        ("torch/include/a.h", False),
        ("torch/_inductor/codegen/cpp.py", True),
        ("_ssl.pyd", False),
        ("_socket.pyd", True),
        ("polars/functions/lazy.pyc", True),
    ],
)
def test_that_the_bundle_for_windows_has_only_what_is_used(path: str, kept: bool) -> None:
    assert contents.is_kept_on_windows(path) is kept


def test_that_openblas_keeps_its_symbols() -> None:
    assert contents.is_stripped("torch/lib/libtorch_cpu.so")
    assert contents.is_stripped("libpython3.11.so.1.0")
    assert not contents.is_stripped("scipy.libs/libscipy_openblas-6cdc3b4a.so")
    assert not contents.is_stripped("pandas/core.py")


def test_that_both_programs_seclude_themselves_before_anything_else() -> None:
    for name in ("entry_window.py", "entry_worker.py"):
        tree = ast.parse((ROOT / "packaging" / name).read_text(encoding="utf-8"))
        first, second = tree.body[1:3]
        assert ast.unparse(first) == "from synthdesk.jobs import seclusion"
        assert ast.unparse(second) == "seclusion.begin()"


def test_that_a_child_of_the_window_does_not_look_for_its_script() -> None:
    code = (ROOT / "packaging" / "entry_window.py").read_text(encoding="utf-8")
    assert "\ndel __file__\n" in code
