"""Second lesson: questions near the procedures that they mean, far from those of others (sentence-transformers)."""

from collections.abc import Iterator, Sequence
from tempfile import TemporaryDirectory

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
from tokenizers import Tokenizer
from transformers import BertForMaskedLM, PreTrainedTokenizerFast

from classifiers.search_encoder.training.pairs import Pair
from classifiers.search_encoder.training.vocabulary import END, MASK, PAD, START, UNKNOWN

READ = 48
"""Pieces of a text that the encoder reads: nearly all questions are shorter, and names but for a few."""
_SHARPNESS = 20.0  # of cosines in the loss
_LOSS_SMOOTHING = 0.98


def sentence_encoder(network: BertForMaskedLM, tokenizer: Tokenizer) -> SentenceTransformer:
    """The network without its head, as an encoder of texts: the mean of its last layer, at length 1."""
    wrapped = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        unk_token=UNKNOWN,
        pad_token=PAD,
        cls_token=START,
        sep_token=END,
        mask_token=MASK,
        model_max_length=READ,
    )
    with TemporaryDirectory() as folder:
        network.bert.save_pretrained(folder)
        wrapped.save_pretrained(folder)
        transformer = Transformer(folder, max_seq_length=READ)
    pooling = Pooling(transformer.get_embedding_dimension(), pooling_mode="mean")
    return SentenceTransformer(modules=[transformer, pooling, Normalize()], device="cpu")


def learn_pairs(
    encoder: SentenceTransformer, batches: Sequence[Sequence[Pair]], rate: float
) -> Iterator[tuple[int, float]]:
    """Trains `encoder` in place; yields (step, running loss).

    Args:
        encoder: As `sentence_encoder` makes it.
        batches: In their order; the other texts of a batch are what a question does not mean.
        rate: Highest rate of learning.
    """
    optimiser = torch.optim.AdamW(encoder.parameters(), lr=rate, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, len(batches), pct_start=0.1)
    loss_of = MultipleNegativesRankingLoss(encoder, scale=_SHARPNESS)
    encoder.train()
    running = 0.0
    for step, batch in enumerate(batches, start=1):
        columns = ([pair.question for pair in batch], [pair.meant for pair in batch])
        with torch.autocast("cpu", torch.bfloat16):
            loss = loss_of([encoder.preprocess(column) for column in columns], None)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(encoder.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        running = loss.item() if step == 1 else _LOSS_SMOOTHING * running + (1 - _LOSS_SMOOTHING) * loss.item()
        yield step, running
