"""The line recogniser's network: Tesseract's own ([1,36,0,1 Ct3,3,16 Mp3,3 Lfys48 Lfx96 Lrx96 Lfx192 O1c]) in PyTorch.

Ray Smith, "Building a Multilingual OCR Engine", DAS 2016: a small convolution, an LSTM that sums up each column from
top to bottom, three LSTMs along the line, and connectionist temporal classification (Graves et al. 2006).
"""

import warnings
from pathlib import Path

import torch
from torch import Tensor, nn

from ocr.training.tesseract_weights import Layer, TesseractNetwork


class LineNetwork(nn.Module):
    """From pictures of lines to characters.

    Args:
        classes: Characters, the blank (the last one) included.
    """

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.convolution = nn.Conv2d(1, 16, 3, padding=1)
        self.columns = nn.LSTM(16, 48)
        self.forwards = nn.LSTM(48, 96)
        self.backwards = nn.LSTM(96, 96)
        self.wide = nn.LSTM(96, 192)
        self.output = nn.Linear(192, classes)

    def forward(self, pictures: Tensor) -> Tensor:
        """Log-probabilities of the characters.

        Args:
            pictures: Lines x 1 x height x width, ink at -1, paper at 1.

        Returns:
            Steps (a third of the width) x lines x classes.
        """
        planes = nn.functional.max_pool2d(torch.tanh(self.convolution(pictures)), 3, 3)
        lines, channels, height, width = planes.shape
        columns = planes.permute(2, 0, 3, 1).reshape(height, lines * width, channels)
        summary = self.columns(columns)[1][0][0]
        steps = summary.reshape(lines, width, 48).permute(1, 0, 2)
        steps = self.forwards(steps)[0]
        steps = self.backwards(steps.flip(0))[0].flip(0)
        return nn.functional.log_softmax(self.output(self.wide(steps)[0]), dim=-1)


def from_tesseract(known: TesseractNetwork, alphabet: str, likenesses: dict[str, str]) -> LineNetwork:
    """A network that reads what Tesseract reads.

    Args:
        known: Of the language.
        alphabet: The characters to read; the blank comes after them.
        likenesses: For characters that Tesseract does not know, one that looks alike.

    Raises:
        KeyError: A character is neither known nor like one.
    """
    network = LineNetwork(len(alphabet) + 1)
    convolution, columns, forwards, backwards, wide, output = known.layers
    with torch.no_grad():
        kernel = torch.tensor(convolution.weights[0])
        # Tesseract lists the neighbourhood column by column
        network.convolution.weight.copy_(kernel[:, :9].reshape(16, 1, 3, 3).transpose(2, 3))
        _parameter(network.convolution.bias).copy_(kernel[:, 9])
        for target, source in (
            (network.columns, columns),
            (network.forwards, forwards),
            (network.backwards, backwards),
            (network.wide, wide),
        ):
            _fill(target, source)
        place_of = {character: place for place, character in enumerate(known.characters) if character}
        blank = known.characters.index("")
        rows = [place_of[char] if char in place_of else place_of[likenesses[char]] for char in alphabet] + [blank]
        weights = torch.tensor(output.weights[0])[rows]
        network.output.weight.copy_(weights[:, :-1])
        network.output.bias.copy_(weights[:, -1])
    return network


def _fill(target: nn.LSTM, source: Layer) -> None:
    cell, input_gate, forget_gate, output_gate = (torch.tensor(matrix) for matrix in source.weights)
    gates = torch.cat([input_gate, forget_gate, cell, output_gate])  # in PyTorch's order
    target.weight_ih_l0.copy_(gates[:, : target.input_size])
    target.weight_hh_l0.copy_(gates[:, target.input_size : -1])
    target.bias_ih_l0.copy_(gates[:, -1])
    target.bias_hh_l0.zero_()


def _parameter(value: Tensor | None) -> Tensor:
    assert value is not None  # noqa: S101 - layers here have biases
    return value


def export(network: LineNetwork, height: int, target: Path) -> None:
    """Writes the network as ONNX: input ``pictures``, output ``log_probabilities``, lines and width of any number."""
    with warnings.catch_warnings():
        # the newer exporter unrolls the LSTMs; what the older one warns of, batches of other sizes, is tested
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network.eval(),
            (torch.zeros(2, 1, height, 240),),
            str(target),
            input_names=["pictures"],
            output_names=["log_probabilities"],
            dynamic_axes={"pictures": {0: "lines", 3: "width"}, "log_probabilities": {0: "steps", 1: "lines"}},
            dynamo=False,
        )
