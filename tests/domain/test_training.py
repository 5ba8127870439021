"""Settings have limits; presets choose them."""

import pytest

from synthdesk.domain.training import (
    LIMITS,
    METHODS,
    Preset,
    TrainingConfig,
    advised_method,
    config_for,
    method,
    setting_names,
)


@pytest.mark.parametrize("preset", list(Preset))
def test_that_every_preset_is_within_the_limits(preset: Preset) -> None:
    assert config_for(preset).check() == ()
    assert config_for(preset).preset is preset


@pytest.mark.parametrize("setting", sorted(LIMITS))
def test_that_a_value_beyond_a_limit_is_named(setting: str) -> None:
    value = LIMITS[setting][1] * 2
    wrong = config_for(Preset.QUICK, **{setting: (256, value) if setting.endswith("widths") else value})
    assert [problem.setting for problem in wrong.check()] == [setting]
    assert setting in str(wrong.check()[0].reason)


def test_that_no_time_limit_is_no_problem() -> None:
    assert config_for(Preset.QUICK, max_minutes=None).check() == ()


def test_that_changes_go_over_the_preset() -> None:
    assert config_for(Preset.QUICK, epochs=7).epochs == 7


def test_that_an_unknown_setting_is_refused() -> None:
    with pytest.raises(TypeError):
        config_for(Preset.QUICK, speed=3)


def test_that_every_limit_belongs_to_a_setting() -> None:
    assert set(LIMITS) <= set(setting_names())
    assert TrainingConfig().check() == ()


@pytest.mark.parametrize(
    ("rows", "columns", "advised", "reason"),
    [
        (20, 5, "trees", "fewer than about 500 rows"),
        (499, 280, "trees", "fewer than about 500 rows"),
        (500, 5, "trees", "more similar to real ones"),
        (500_000, 15, "trees", "more similar to real ones"),
        (494_021, 42, "trees", "more similar to real ones"),
        (1_000_000, 50, "fast", "so many rows and columns"),
    ],
)
def test_that_the_method_is_advised_by_the_size_and_with_a_reason(rows, columns, advised, reason) -> None:
    key, why = advised_method(rows, columns)
    assert key == advised
    assert method(key) in METHODS
    assert reason in str(why)
    assert str(method(key).title).split(":")[-1].strip().casefold() in str(why).casefold()
