import numpy as np
import polars as pl
import pytest
import torch

from synthdesk.domain.errors import CannotMeetConditionError
from synthdesk.synthesizers.ctgan import sampling
from synthdesk.synthesizers.ctgan.networks import Norms
from synthdesk.synthesizers.ctgan.sampling import TrainedCtgan


@pytest.fixture(scope="module")
def model(tmp_path_factory, trained_folder) -> TrainedCtgan:
    return TrainedCtgan.load(
        trained_folder(
            tmp_path_factory.mktemp("model"),
            epochs=100,
            averaging=0.95,
            pac=1,
            generator_step=2e-3,
            critic_step=2e-3,
        )
    )


def _all(model: TrainedCtgan, rows: int, seed: int = 1, **where: str) -> pl.DataFrame:
    return pl.concat(model.sample(rows, where=where, seed=seed))


def test_that_exactly_the_wanted_rows_come_with_the_columns_of_the_table(model, table) -> None:
    assert _all(model, 137).shape == (137, 4)
    assert _all(model, 5).schema == table.schema
    assert list(model.sample(0, seed=1)) == []
    assert model.categories("ward") == ("north", "south", "east")
    assert model.categories("dose") == ()


def test_that_the_seed_fixes_the_rows_and_nothing_global_changes(model) -> None:
    before = torch.get_rng_state()
    assert _all(model, 50).equals(_all(model, 50))
    assert not _all(model, 50).equals(_all(model, 50, seed=2))
    assert torch.equal(before, torch.get_rng_state())


def test_that_every_row_meets_all_its_conditions(model) -> None:
    for where in ({"ward": "east"}, {"group": "sick"}, {"group": "sick", "ward": "south"}):
        rows = _all(model, 73, **where)
        assert rows.height == 73
        for name, value in where.items():
            assert rows[name].unique().to_list() == [value]


def test_that_rates_are_the_true_ones_and_missing_values_keep_their_pattern(model, table) -> None:
    rows = _all(model, 4000)
    for name in ("group", "ward"):
        for value in table[name].drop_nulls().unique():
            assert (rows[name] == value).mean() == pytest.approx((table[name] == value).mean(), abs=0.1)
    sick, well = (rows.filter(pl.col("group") == g)["lab"].is_null().mean() for g in ("sick", "well"))
    assert sick > well + 0.2
    assert rows.filter(pl.col("group") == "well")["dose"].eq(0).mean() > 0.7


def test_that_batches_are_bounded(model, monkeypatch) -> None:
    monkeypatch.setattr(sampling, "BATCH_ROWS", 40)
    assert [batch.height for batch in model.sample(100, seed=1)] == [40, 40, 20]
    assert [batch.height for batch in model.sample(90, where={"ward": "east"}, seed=1)] == [40, 40, 10]


def test_that_a_condition_that_cannot_be_met_says_how_many_real_rows_there_are(model, monkeypatch) -> None:
    with pytest.raises(CannotMeetConditionError, match="does not know the value west"):
        list(model.sample(3, where={"ward": "west"}, seed=1))
    monkeypatch.setattr(sampling, "TRIED_BEFORE_GIVING_UP", 50)
    monkeypatch.setattr(sampling, "LOWEST_ACCEPTANCE", 1.1)
    with pytest.raises(CannotMeetConditionError) as error:
        list(model.sample(3, where={"ward": "east"}, seed=1))
    assert "real rows" in str(error.value)


def test_that_batch_statistics_are_those_of_the_true_conditions(model) -> None:
    maker = model._maker
    generator = torch.Generator().manual_seed(9)
    conditions = maker.conditions.draw(20_000, generator)
    noise = torch.randn(20_000, 8, generator=generator)
    weights = maker.generator.weights
    first = noise @ weights["noise"] + weights["condition"][conditions.places[:, 0]] + weights["bias"]
    first = first[:, :16]
    np.testing.assert_allclose(first.mean(0), weights["norm.0.mean"], atol=0.15)
    np.testing.assert_allclose(first.var(0), weights["norm.0.variance"], rtol=0.2)


def test_that_a_row_does_not_depend_on_the_others_of_its_batch(model) -> None:
    maker = model._maker
    generator = torch.Generator().manual_seed(2)
    conditions, noise = maker.conditions.draw(50, generator), torch.randn(50, 8, generator=generator)
    all_rows, some = (maker.generator.raw(noise[:n], conditions.places[:n], Norms.KEPT) for n in (50, 7))
    torch.testing.assert_close(all_rows[:7], some)
