"""The losses of a conditional Wasserstein GAN with gradient penalty, written for tables."""

import torch
from torch import Tensor
from torch.nn import functional

PENALTY_WEIGHT = 10.0
"""lambda of Gulrajani et al. 2017, arXiv:1704.00028."""


def critic_loss(judged_real: Tensor, judged_fake: Tensor) -> Tensor:
    """Return mean D(fake) - mean D(real) (Gulrajani et al. 2017, eq. 3, first part). Scalar."""
    return judged_fake.mean() - judged_real.mean()


def gradient_penalty(*gradients: Tensor) -> Tensor:
    """Return lambda mean (|gradient| - 1)^2 (Gulrajani et al. 2017, eq. 3, second part). Scalar.

    Args:
        gradients: Gradient of the critic with respect to each input between real and fake.
            Shape: (packs, pack width), a pack counting as one input (Lin et al. 2018, PacGAN); the width may
            come in several parts.

    >>> gradient_penalty(torch.tensor([[3.0, 4.0], [0.6, 0.8]]))
    tensor(80.)
    """
    parts = [torch.linalg.vector_norm(part, dim=1) for part in gradients]
    lengths = torch.linalg.vector_norm(torch.stack(parts), dim=0)
    penalty: Tensor = (lengths - 1.0).square().mean()
    return PENALTY_WEIGHT * penalty


def generator_loss(judged_fake: Tensor) -> Tensor:
    """Return -mean D(fake). Scalar."""
    return -judged_fake.mean()


def condition_loss(raw: Tensor, starts: Tensor, sizes: Tensor, wanted: Tensor, *, widest: int) -> Tensor:
    """Return the mean cross entropy between the wanted category and the generator's output for it.

    Xu et al. 2019, section 4.3: the generator is taught to make the category it was asked for. Scalar.

    Args:
        raw: Raw outputs. Shape: (rows, layout width).
        starts: First output of the conditioned group per row. Shape: (rows,), int64.
        sizes: Size of that group per row. Shape: (rows,), int64.
        wanted: Wanted place within the group, 0 to size - 1. Shape: (rows,), int64.
        widest: The largest size there is; asking the tensor would make a graphics card wait.
    """
    places = torch.arange(widest, device=raw.device)
    outside = places >= sizes[:, None]
    chosen = raw.gather(1, (starts[:, None] + places).masked_fill_(outside, 0))
    return functional.cross_entropy(chosen.masked_fill(outside, -torch.inf), wanted)
