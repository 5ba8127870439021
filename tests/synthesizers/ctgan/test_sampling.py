import numpy as np
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
            epochs=5,
            averaging=0.95,
        )
    )


def test_that_making_rows_changes_nothing_global(model) -> None:
    before = torch.get_rng_state()
    list(model.sample(50, seed=1))
    assert torch.equal(before, torch.get_rng_state())


def test_that_a_condition_that_cannot_be_met_says_how_many_real_rows_there_are(model, monkeypatch) -> None:
    monkeypatch.setattr(sampling, "TRIED_BEFORE_GIVING_UP", 50)
    monkeypatch.setattr(sampling, "LOWEST_ACCEPTANCE", 1.1)
    with pytest.raises(CannotMeetConditionError, match="real rows"):
        list(model.sample(3, where={"ward": "east"}, seed=1))


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
