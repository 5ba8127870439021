import logging
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from synthdesk.domain.messages import message
from synthdesk.domain.schema import ColumnKind
from synthdesk.storage import log, paths

CANARY = "Mrs Smith"


@pytest.fixture
def logger() -> Iterator[logging.Logger]:
    root = logging.getLogger()
    before, raising = root.handlers[:], logging.raiseExceptions
    log.configure()
    yield logging.getLogger("synthdesk.test")
    for handler in [h for h in root.handlers if h not in before]:
        root.removeHandler(handler)
        handler.close()
    logging.raiseExceptions = raising


def written() -> str:
    return (paths.log_folder() / "synthdesk.log").read_text(encoding="utf-8")


def test_that_templates_and_counts_are_written(logger: logging.Logger) -> None:
    logger.info("%d rows, %.1f s, %s, %s", 12, 0.5, True, ColumnKind.NUMBER)
    assert "INFO synthdesk.test: 12 rows, 0.5 s, True, number" in written()


def test_that_values_names_and_paths_are_left_out(logger: logging.Logger) -> None:
    logger.info("column %s of %s", CANARY, f"/data/{CANARY}")
    logger.info("named %(name)s", {"name": CANARY})
    logger.info(message("“{name}” was left out.", name=CANARY))
    logger.info("said %s", message("“{name}” was left out.", name=CANARY))
    logger.info("failed %s", ValueError(CANARY))
    logger.info("a list %s", [CANARY])
    text = written()
    assert CANARY not in text
    assert "“{name}” was left out." in text
    assert "failed ValueError" in text


@pytest.mark.expects_log
def test_that_tracebacks_show_places_only(logger: logging.Logger) -> None:
    def fail(value: str) -> None:
        try:
            raise KeyError(value)
        except KeyError as error:
            raise ValueError(f"bad {value}") from error

    try:
        fail(CANARY)
    except ValueError:
        logger.exception("It failed")
    text = written()
    assert CANARY not in text
    assert "ValueError" in text
    assert "after KeyError" in text
    assert "test_log.py:" in text


def test_that_other_libraries_only_leave_their_name(logger: logging.Logger) -> None:
    logging.getLogger("polars").warning(f"cannot read {CANARY}")  # noqa: G004  # as others do
    text = written()
    assert "WARNING polars:" in text
    assert CANARY not in text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.sampled_from(["%s", "%d", "%r", "%s %s", "%(a)s", "100 %", ""]))
def test_that_no_template_brings_a_value_out(logger: logging.Logger, template: str) -> None:
    logger.info(template, CANARY)
    logger.info(template, {"a": CANARY})
    assert CANARY not in written()


def test_that_configuring_again_writes_each_record_once(logger: logging.Logger) -> None:
    log.configure()
    logger.info("only once")
    assert written().count("only once") == 1


def test_that_errors_that_name_each_other_end() -> None:
    first, second = ValueError("a"), KeyError("b")
    first.__cause__, second.__cause__ = second, first
    assert log.without_values(first) == "ValueError\nafter KeyError"
