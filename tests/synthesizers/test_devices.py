import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from synthdesk.domain.errors import UserError
from synthdesk.domain.training import Device, Preset, config_for
from synthdesk.synthesizers import devices


@pytest.mark.skipif(torch.version.cuda is not None, reason="torch for graphics cards is here")
def test_that_the_build_for_processors_says_what_a_graphics_card_needs() -> None:
    with pytest.raises(UserError, match="separate build for graphics cards"):
        devices.choose(config_for(Preset.QUICK, device=Device.CUDA))


@pytest.fixture
def cards(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that makes what the kernel shows of the cards (maker, class) of a computer."""

    def make(*cards: tuple[str, str]) -> Path:
        for number, (maker, kind) in enumerate(cards):
            folder = tmp_path / f"0000:0{number}:00.0"
            folder.mkdir()
            (folder / "vendor").write_text(f"{maker}\n")
            (folder / "class").write_text(f"{kind}\n")
        return tmp_path

    return make


@pytest.mark.skipif(sys.platform != "linux", reason="reads what Linux shows")
@pytest.mark.parametrize(
    ("maker", "kind", "is_one"),
    [
        ("0x10de", "0x030000", True),
        ("0x10de", "0x030200", True),  # without a socket for a screen, as in servers
        ("0x10de", "0x040300", False),  # the sound of such a card
        ("0x8086", "0x030000", False),
    ],
)
def test_that_a_card_of_nvidia_is_seen(cards, maker: str, kind: str, is_one: bool) -> None:
    assert devices.has_card(cards(("0x8086", "0x060000"), (maker, kind))) is is_one


def test_that_a_card_that_is_not_used_is_told_with_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    by_itself = config_for(Preset.QUICK)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(devices, "has_card", lambda: False)
    assert devices.missing_for_card(by_itself) is None
    monkeypatch.setattr(devices, "has_card", lambda: True)
    monkeypatch.setattr(torch.version, "cuda", None)
    assert "the separate build of SynthDesk for graphics cards" in str(devices.missing_for_card(by_itself))
    assert devices.missing_for_card(config_for(Preset.QUICK, device=Device.CPU)) is None
    monkeypatch.setattr(torch.version, "cuda", "13.0")
    assert "driver" in str(devices.missing_for_card(by_itself))
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    assert devices.missing_for_card(by_itself) is None
