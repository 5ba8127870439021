import pytest
import torch

from synthdesk.domain.errors import UserError
from synthdesk.domain.training import Device, Preset, config_for
from synthdesk.synthesizers import devices


@pytest.mark.skipif(torch.version.cuda is not None, reason="torch for graphics cards is here")
def test_that_the_build_for_processors_says_what_a_graphics_card_needs() -> None:
    with pytest.raises(UserError, match="separate build for graphics cards"):
        devices.choose(config_for(Preset.QUICK, device=Device.CUDA))
