import pytest

from synthdesk.storage.migrations import NewerVersionError, UnknownVersionError, migrate

STEPS = {1: lambda d: d | {"b": d["a"] + 1}, 2: lambda d: {k: v for k, v in d.items() if k != "a"}}


def test_that_each_version_is_brought_up_one_step_at_a_time() -> None:
    assert migrate({"format": 1, "a": 1}, STEPS, 3) == {"format": 3, "b": 2}
    assert migrate({"format": 2, "a": 1, "b": 5}, STEPS, 3) == {"format": 3, "b": 5}
    assert migrate({"format": 3, "b": 5}, STEPS, 3) == {"format": 3, "b": 5}


def test_that_a_newer_version_is_refused() -> None:
    with pytest.raises(NewerVersionError):
        migrate({"format": 4}, STEPS, 3)


@pytest.mark.parametrize("version", [None, "1", True, 0, -1, 1.0])
def test_that_data_without_a_version_is_refused(version: object) -> None:
    with pytest.raises(UnknownVersionError):
        migrate({"format": version}, STEPS, 3)


def test_that_a_version_without_a_way_on_is_refused() -> None:
    with pytest.raises(UnknownVersionError):
        migrate({"format": 1}, {2: STEPS[2]}, 3)
