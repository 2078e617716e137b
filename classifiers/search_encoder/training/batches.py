"""Texts as tensors of piece ids, grouped by length so that little is padded."""

from collections.abc import Sequence

import numpy as np
import torch

_MIXED = 0.1  # relative spread of the lengths sorted by: other texts meet in every epoch


def length_batches(texts: Sequence[Sequence[int]], pieces: int, random: np.random.Generator) -> list[list[int]]:
    """Positions in `texts`, every one once, in batches of about `pieces` pieces with the padding; in random order."""
    lengths = np.array([len(text) for text in texts])
    order = np.argsort(lengths * (1 + _MIXED * random.standard_normal(len(texts))), kind="stable")
    batches: list[list[int]] = [[]]
    longest = 0
    for index in order:
        longest = max(longest, int(lengths[index]))
        if batches[-1] and longest * (len(batches[-1]) + 1) > pieces:
            batches.append([])
            longest = int(lengths[index])
        batches[-1].append(int(index))
    return [batches[position] for position in random.permutation(len(batches))]


def padded(texts: Sequence[Sequence[int]]) -> torch.Tensor:
    """Shape (texts, longest); 0, the id of padding, fills the rest."""
    longest = max(len(text) for text in texts)
    return torch.tensor([[*text, *[0] * (longest - len(text))] for text in texts])
