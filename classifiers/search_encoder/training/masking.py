"""First lesson: guess hidden pieces of the catalogue's sentences (masked language modelling, BERT)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch.nn import functional
from transformers import BertForMaskedLM

from classifiers.search_encoder.training.batches import length_batches, padded

_HIDDEN = 0.2  # share of pieces to guess; small networks learn faster of more than BERT's 0.15 (Wettig et al. 2023)
_LOSS_SMOOTHING = 0.99


@dataclass(frozen=True, slots=True)
class MaskedCourse:
    """How long to learn and how fast; `mask`, `special` are ids of the tokenizer (`special`: all below it)."""

    epochs: int
    rate: float
    seed: int
    mask: int
    special: int
    pieces: int = 2048
    """Pieces in a batch."""


def learn_sentences(
    network: BertForMaskedLM, texts: Sequence[Sequence[int]], course: MaskedCourse
) -> Iterator[tuple[int, int, float]]:
    """Trains `network` in place; yields (step, steps, running loss) after every step."""
    random = np.random.default_rng(course.seed)
    batches = [batch for _ in range(course.epochs) for batch in length_batches(texts, course.pieces, random)]
    optimiser = torch.optim.AdamW(network.parameters(), lr=course.rate, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, course.rate, len(batches), pct_start=0.06)
    network.train()
    running = 0.0
    for step, batch in enumerate(batches, start=1):
        loss = _loss(network, padded([texts[index] for index in batch]), course, random)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        running = loss.item() if step == 1 else _LOSS_SMOOTHING * running + (1 - _LOSS_SMOOTHING) * loss.item()
        yield step, len(batches), running


def _loss(
    network: BertForMaskedLM, ids: torch.Tensor, course: MaskedCourse, random: np.random.Generator
) -> torch.Tensor:
    """Cross-entropy of the hidden pieces; of ten, eight are masked, one is another piece, one stays (BERT)."""
    chosen = torch.from_numpy(random.random(ids.shape) < _HIDDEN) & (ids >= course.special)
    how = torch.from_numpy(random.random(ids.shape))
    other = torch.from_numpy(random.integers(course.special, network.config.vocab_size, ids.shape))
    shown = torch.where(chosen & (how < 0.8), course.mask, ids)
    shown = torch.where(chosen & (how >= 0.9), other, shown)
    with torch.autocast("cpu", torch.bfloat16):
        hidden = network.bert(shown, attention_mask=(ids > 0).long()).last_hidden_state[chosen]
        guesses = network.cls(hidden)
    return functional.cross_entropy(guesses.float(), ids[chosen])
