"""The encoder as a network: a small BERT, its word vectors started from the company that words keep."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch
from scipy import sparse
from transformers import BertConfig, BertForMaskedLM

LONGEST = 128
"""Pieces that the network has places for."""
_WINDOW = 5
_SHIFTED = 2.0  # logarithm of the noise that a pair must exceed (Levy & Goldberg 2014: shifted PPMI)
_SPREAD = 0.05  # standard deviation of the started vectors; places start at 0.01, so that words come first


def new_network(vocabulary: int, layers: int, width: int) -> BertForMaskedLM:
    """A network with random weights; `width` is a multiple of 64."""
    return BertForMaskedLM(
        BertConfig(
            vocab_size=vocabulary,
            hidden_size=width,
            num_hidden_layers=layers,
            num_attention_heads=width // 64,
            intermediate_size=4 * width,
            max_position_embeddings=LONGEST,
            type_vocab_size=1,
            initializer_range=0.02,
        )
    )


def start_words(network: BertForMaskedLM, texts: Sequence[Sequence[int]]) -> None:
    """Set the word vectors to the principal directions of which pieces stand near which in `texts` (ids)."""
    embeddings = network.bert.embeddings
    weights = embeddings.word_embeddings.weight
    vectors = _company(texts, weights.shape[0], weights.shape[1])
    seen = np.abs(vectors).sum(axis=1) > 0
    with torch.no_grad():
        embeddings.position_embeddings.weight.mul_(0.5)
        weights[torch.from_numpy(seen)] = torch.from_numpy(vectors[seen] * (_SPREAD / vectors[seen].std()))


def _company(texts: Sequence[Sequence[int]], size: int, width: int) -> npt.NDArray[np.float32]:
    """Rows of shifted positive pointwise mutual information, reduced to `width` numbers."""
    counts = sparse.csr_array((size, size), dtype=np.float64)
    flat = np.concatenate([np.array([*text, *[0] * _WINDOW]) for text in texts])
    for distance in range(1, _WINDOW + 1):
        first, second = flat[:-distance], flat[distance:]
        kept = (first > 0) & (second > 0)
        ones = np.full(int(kept.sum()), 1 / distance)
        counts = counts + sparse.csr_array((ones, (first[kept], second[kept])), shape=(size, size))
    both = (counts + counts.T).tocoo()
    rows, columns = both.coords
    single = np.asarray(both.sum(axis=1)).ravel() ** 0.75
    expected = single[rows] * single[columns] / single.sum() ** 2 * both.sum()
    information = np.maximum(np.log(both.data / expected) - np.log(_SHIFTED), 0)
    matrix = sparse.csr_array((information, (rows, columns)), shape=(size, size))
    values, vectors = np.linalg.eigh(matrix.toarray())
    strongest = np.argsort(-np.abs(values), kind="stable")[:width]
    reduced = np.zeros((size, width))
    reduced[:, : len(strongest)] = vectors[:, strongest] * np.sqrt(np.abs(values[strongest]))
    lengths = np.linalg.norm(reduced, axis=1, keepdims=True)
    return np.asarray(np.divide(reduced, lengths, where=lengths > 0, out=np.zeros_like(reduced)), np.float32)
