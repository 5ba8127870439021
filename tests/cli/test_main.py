"""How commands end: the last resort, and the answers to questions."""

import pytest

from synthdesk.cli import main as command_line
from synthdesk.cli import table
from synthdesk.cli.endings import UsageError
from synthdesk.cli.row_commands import condition_of
from synthdesk.domain.schema import Column, ColumnKind, Schema

SCHEMA = Schema((Column("a", ColumnKind.CATEGORY), Column("a=b", ColumnKind.CATEGORY)))


def raising(error: BaseException):
    def command(arguments, console):
        console.result("half a result")
        raise error

    return lambda _: command


@pytest.mark.expects_log
def test_that_a_bug_ends_in_a_sentence_without_its_text(monkeypatch, capsys):
    monkeypatch.setattr(table, "function_of", raising(ValueError("Mrs Secret")))
    assert command_line.main(["self-test"]) == 1
    captured = capsys.readouterr()
    assert "Something went wrong inside SynthDesk" in captured.err
    assert "Secret" not in captured.out + captured.err


@pytest.mark.parametrize(
    ("error", "status"),
    [(KeyboardInterrupt(), 130), (BrokenPipeError(), 1), (OSError(28, "No space left on device"), 1)],
)
def test_that_every_ending_has_its_status(monkeypatch, capsys, error, status):
    monkeypatch.setattr(table, "function_of", raising(error))
    assert command_line.main(["self-test"]) == status
    assert "Traceback" not in capsys.readouterr().err


def test_that_a_condition_may_name_a_column_with_an_equals_sign():
    assert condition_of("a=x=y", SCHEMA) == ("a", "x=y")
    assert condition_of("a=b=c", Schema(SCHEMA.columns[1:])) == ("a=b", "c")


@pytest.mark.parametrize("text", ["", "a", "z=1"])
def test_that_a_condition_on_no_column_is_wrong_usage(text):
    with pytest.raises(UsageError):
        condition_of(text, SCHEMA)
