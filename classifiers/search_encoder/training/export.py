"""Writes a trained encoder for ONNX Runtime, with weights of eight bits."""

import warnings
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from sentence_transformers import SentenceTransformer
from tokenizers import Tokenizer
from torch import nn

from classifiers.search_encoder.training.contrast import READ


class _SentenceNetwork(nn.Module):
    """From pieces to one vector of length 1 a text; piece 0 is padding."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, pieces: torch.Tensor) -> torch.Tensor:
        there = (pieces > 0).long()
        states = self.network(pieces, attention_mask=there).last_hidden_state
        summed = (states * there.unsqueeze(-1)).sum(1)
        return nn.functional.normalize(summed, dim=-1)


def write_encoder(encoder: SentenceTransformer, tokenizer: Tokenizer, folder: Path) -> None:
    """Write ``encoder.onnx`` and ``tokenizer.json`` into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.enable_truncation(READ)
    tokenizer.save(str(folder / "tokenizer.json"))
    network = _SentenceNetwork(encoder[0].auto_model).eval()
    with TemporaryDirectory() as scratch, warnings.catch_warnings():
        # what the exporter warns of, batches and lengths other than the example's, is tested
        warnings.simplefilter("ignore")
        exact = Path(scratch) / "exact.onnx"
        torch.onnx.export(
            network,
            (torch.tensor([[2, 5, 6, 3], [2, 5, 3, 0]]),),
            str(exact),
            input_names=["pieces"],
            output_names=["vectors"],
            dynamic_axes={"pieces": {0: "texts", 1: "length"}, "vectors": {0: "texts"}},
            dynamo=False,
        )
        quantize_dynamic(exact, folder / "encoder.onnx", weight_type=QuantType.QInt8)
