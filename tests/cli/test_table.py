"""The table of commands: every option is known, none is accepted and ignored."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from synthdesk import __version__
from synthdesk.cli import table
from synthdesk.cli.main import main

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize("command", table.COMMANDS, ids=lambda c: c.name)
def test_that_every_command_has_help(command, capsys):
    assert main([command.name, "--help"]) == 0
    assert command.help.split()[0] in capsys.readouterr().out


@pytest.mark.parametrize("command", table.COMMANDS, ids=lambda c: c.name)
def test_that_every_command_has_its_function(command):
    assert callable(table.function_of(command))


def test_that_every_option_is_read_somewhere():
    code = "".join(path.read_text() for path in (ROOT / "synthdesk" / "cli").glob("*.py"))
    names = {
        option.flags[-1].lstrip("-").replace("-", "_")
        for command in table.COMMANDS
        for option in command.options
    }
    assert {name for name in names if not re.search(rf"arguments\.{name}\b", code)} == set()


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nonsense"],
        ["train"],
        ["train", "a.csv"],
        ["train", "a.csv", "--out", "p.synthdesk", "--epochs", "0"],
        ["train", "a.csv", "--out", "p.synthdesk", "--epochs", "many"],
        ["train", "a.csv", "--out", "p.synthdesk", "--minutes", "-1"],
        ["train", "a.csv", "--out", "p.synthdesk", "--minutes", "inf"],
        ["train", "a.csv", "--out", "p.synthdesk", "--preset", "magic"],
        ["train", "a.csv", "--out", "p.synthdesk", "--dev", "cpu"],
        ["sample", "p.synthdesk", "--rows", "1.5", "--out", "a.csv"],
        ["inspect", "a.csv", "--heading-row", "-1"],
    ],
)
def test_that_wrong_usage_ends_with_status_2_and_a_sentence(arguments, capsys):
    assert main(arguments) == 2
    assert "error:" in capsys.readouterr().err


def test_that_the_version_is_a_result(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"SynthDesk {__version__}\n"


def test_that_the_command_line_itself_loads_no_heavy_library():
    code = (
        "import sys, synthdesk.cli.main, synthdesk.cli.whole_commands, synthdesk.cli.self_test\n"
        "heavy = {'torch', 'polars', 'numpy', 'PySide6', 'pandas'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


def test_that_starting_the_program_loads_nothing_heavy():
    code = (
        "import sys, synthdesk.__main__\n"
        "assert not {'torch', 'polars', 'numpy', 'PySide6', 'argparse'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
