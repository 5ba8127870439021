"""The generator's outputs turned into rows: all groups of categories at once."""

from typing import Any

import torch
from torch import Tensor

from synthdesk.synthesizers.layout import Layout

TEMPERATURE = 0.2
"""Of the Gumbel softmax in training, as in Xu et al. 2019."""
SMOOTH = 2.0
BLOCK_WIDTH = 256
TINY = 1e-38


class Groups:
    """Sums over each group of neighbouring outputs, given back at every place of the group.

    A sum is two products with a 0/1 matrix, in blocks of about 256 outputs: few large operations however
    many columns there are, and the time grows with the width, not with its square.
    """

    def __init__(self, sizes: list[int], device: torch.device) -> None:
        self._blocks: list[tuple[slice, Tensor]] = []
        start, block = 0, list[int]()
        for size in [*sizes, None]:
            if block and (size is None or sum(block) + size > BLOCK_WIDTH):
                which = torch.repeat_interleave(torch.arange(len(block)), torch.tensor(block))
                matrix = torch.nn.functional.one_hot(which, len(block)).float().to(device)
                self._blocks.append((slice(start, start + sum(block)), matrix))
                start, block = start + sum(block), []
            if size is not None:
                block.append(size)

    def totals(self, values: Tensor) -> Tensor:
        """Return for each place the sum over its group. Shape: (rows, outputs), as `values`."""
        parts = [(values[:, place] @ matrix) @ matrix.t() for place, matrix in self._blocks]
        return parts[0] if len(parts) == 1 else torch.cat(parts, dim=1)

    def softmax(self, values: Tensor, temperature: float) -> Tensor:
        """Return the softmax of `values / temperature` within each group.

        A smooth maximum, the group's log-sum-exp at temperature 2, stands for its maximum: it is at most
        2 log(size) larger, and one scale for all groups is wide enough to work it out.
        """
        shifted = values - values.amax(dim=1, keepdim=True)
        shifted -= self.totals((shifted / SMOOTH).exp_()).clamp_min_(TINY).log_().mul_(SMOOTH)
        raised = shifted.div_(temperature).exp_()
        return raised / self.totals(raised).clamp_min_(TINY)


class _GroupSoftmax(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, values: Tensor, groups: Groups, temperature: float) -> Tensor:  # noqa: ANN401  # torch's
        result = groups.softmax(values, temperature)
        ctx.save_for_backward(result)
        ctx.groups, ctx.temperature = groups, temperature
        return result

    @staticmethod
    def backward(ctx: Any, *gradients: Any) -> tuple[Tensor, None, None]:  # noqa: ANN401  # torch's signature
        (result,) = ctx.saved_tensors
        weighted = result * gradients[0]
        inner = weighted - result * ctx.groups.totals(weighted)
        return inner.div_(ctx.temperature), None, None


def gumbel(rows: int, width: int, generator: torch.Generator) -> Tensor:
    """Return standard Gumbel noise, -log(-log u). Shape: (rows, width)."""
    uniform = torch.rand((rows, width), generator=generator, device=generator.device)
    return uniform.log_().neg_().log_().neg_()


class Activation:
    """Turns the generator's raw outputs into rows, softly for training and hard for generating."""

    def __init__(self, layout: Layout, device: torch.device) -> None:
        self._alphas = layout.alphas
        self._width = layout.groups_width
        self._groups = Groups([digit.size for digit in layout.digits], device)
        self._places = [slice(d.start, d.start + d.size) for d in layout.digits]

    def soft(self, raw: Tensor, generator: torch.Generator) -> Tensor:
        """Return tanh of the numbers and a Gumbel softmax of each group (Jang et al. 2017, eq. 2).

        Shape: (rows, layout width), as `raw`; differentiable.
        """
        noisy = raw[:, self._alphas :] + gumbel(raw.shape[0], self._width, generator)
        hot = _GroupSoftmax.apply(noisy, self._groups, TEMPERATURE)  # type: ignore[no-untyped-call]  # torch
        return torch.cat([torch.tanh(raw[:, : self._alphas]), hot], dim=1)

    def hard(self, raw: Tensor, generator: torch.Generator) -> tuple[Tensor, Tensor]:
        """Return the drawn output of each group and the numbers.

        The largest of logit plus Gumbel noise is a draw from the softmax (Gumbel-max).
        Shapes: (rows, groups) int16 and (rows, alphas) float32.
        """
        noisy = raw[:, self._alphas :] + gumbel(raw.shape[0], self._width, generator)
        drawn = [noisy[:, place].argmax(dim=1) for place in self._places]
        return torch.stack(drawn, dim=1).to(torch.int16), torch.tanh(raw[:, : self._alphas])
