"""`python -m ocr.training CATALOGUE FOLDER`: draws lines, teaches the recogniser, writes it for `ocr.engines`."""

import argparse
import itertools
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch

from ocr.line_pictures import HEIGHT
from ocr.training.lines import typefaces
from ocr.training.network import LineNetwork, export, from_tesseract
from ocr.training.tesseract_weights import read_network
from ocr.training.texts import sentences
from ocr.training.train import Course, Material, Trainer, error_rate, settings

_TESSERACT = Path("/usr/share/tesseract-ocr/5/tessdata/vie.traineddata")
#: A font without one of these has no Vietnamese.
_NEEDED = "ẶẬỔỖỢỨỰỷỹỵđĐưƠấằẻễ“”–"
_LINES_TO_MEASURE = 600
_HELD_BACK = 20  # of so many sentences one is never learned


def main() -> None:
    """Reads the arguments, trains, and tells how well held-back sentences in held-back typefaces are read."""
    arguments = _arguments()
    told = settings()
    alphabet = str(told["alphabet"])
    known, unseen = _material(arguments.catalogue, told, alphabet)
    held_back = list(itertools.islice(unseen.lines(arguments.seed + 77), _LINES_TO_MEASURE))
    torch.set_num_threads(1)
    network = _start(arguments, alphabet, told)
    arguments.folder.mkdir(parents=True, exist_ok=True)
    _tell(f"{len(known.faces)} fonts; held back: {error_rate(network, held_back, alphabet):.4f} before")
    course = Course(arguments.steps, arguments.batch, arguments.rate, arguments.seed)
    for line in _taught(Trainer(network, known, course), course, held_back, arguments):
        _tell(line)


def _material(catalogue: Path, told: dict[str, Any], alphabet: str) -> tuple[Material, Material]:
    """What to learn from, and what to measure on: other sentences in other typefaces."""
    texts = sentences(catalogue)
    folders = [Path(folder) for folder in told["folders"]]
    learned = [text for number, text in enumerate(texts) if number % _HELD_BACK]
    return (
        Material(learned, typefaces(folders, told["typefaces"], _NEEDED), alphabet),
        Material(texts[::_HELD_BACK], typefaces(folders, told["held_back_typefaces"], _NEEDED), alphabet),
    )


def _start(arguments: argparse.Namespace, alphabet: str, told: dict[str, Any]) -> LineNetwork:
    if arguments.start is None:
        return from_tesseract(read_network(arguments.tesseract), alphabet, told["likenesses"])
    network = LineNetwork(len(alphabet) + 1)
    network.load_state_dict(torch.load(arguments.start, weights_only=True))
    return network


def _taught(trainer: Trainer, course: Course, held_back: list[Any], arguments: argparse.Namespace) -> Iterator[str]:
    """Trains and writes the network every five hundred steps; yields what to tell."""
    alphabet, started = trainer.alphabet, time.monotonic()
    for step, loss in trainer.run(arguments.processes):
        line = f"step {step}, loss {loss:.4f}, {(time.monotonic() - started) / 60:.1f} min"
        if step % 500 == 0 or step == course.steps:
            _write(trainer.averaged, alphabet, arguments)
            line += f", held back: {error_rate(trainer.averaged, held_back, alphabet):.4f}"
        yield line


def _write(network: LineNetwork, alphabet: str, arguments: argparse.Namespace) -> None:
    torch.save(network.state_dict(), arguments.folder / "line.pt")
    export(network, HEIGHT, arguments.folder / "line.onnx")
    (arguments.folder / "line.txt").write_text(f"{arguments.name}\n{alphabet}\n", encoding="utf-8")


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m ocr.training", description=__doc__)
    parser.add_argument("catalogue", type=Path, help="one JSON object a line, plain or gzipped")
    parser.add_argument("folder", type=Path, help="where to write line.onnx, line.txt and PyTorch's line.pt")
    parser.add_argument("--name", default="line network", help="name and version, kept with every reading")
    parser.add_argument("--tesseract", type=Path, default=_TESSERACT, help="language file to start from")
    parser.add_argument("--start", type=Path, help="PyTorch weights to start from instead")
    parser.add_argument("--steps", type=int, default=4500)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--rate", type=float, default=1.5e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=1, help="that draw lines")
    return parser.parse_args()


if __name__ == "__main__":
    main()
