"""The default engine: our own network, trained from Tesseract's on office paper (`ocr.training`), run by ONNX Runtime.

All lines of a page go through it in a few batches: a page takes a quarter of the time that Tesseract needs.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from ocr.ctc import Character, Scores, characters_of
from ocr.engines.interface import Grey, LineWord
from ocr.line_pictures import STEP, LinePicture, ink_and_paper, line_picture, side_by_side

#: Bounds the memory of a batch: picture columns of all its lines together. Twice as many cost 13 MB and save nothing.
_MOST_COLUMNS = 1200
_MOST_ALTERNATIVES = 6


class NetworkEngine:
    """Reads lines with the network in a folder.

    Args:
        folder: Holds ``line.onnx`` and ``line.txt``, the second line of which is the alphabet.
    """

    def __init__(self, folder: Path) -> None:
        self._alphabet = (folder / "line.txt").read_text(encoding="utf-8").split("\n")[1]
        self._session = _session(folder / "line.onnx")

    def read(self, crops: Sequence[Grey], alphabet: str = "") -> list[tuple[LineWord, ...]]:
        """As `LineEngine.read`."""
        pictures = [line_picture(crop) for crop in crops]
        result: list[tuple[LineWord, ...]] = [()] * len(crops)
        for batch in _batches(pictures):
            scores = self._scores([pictures[number] for number in batch])
            if alphabet:
                scores[:, :, self._others(alphabet)] = -np.inf
            for row, number in enumerate(batch):
                steps = pictures[number].shape[1] // STEP
                result[number] = tuple(_words(scores[:steps, row], self._alphabet, crops[number]))
        return result

    def _scores(self, pictures: list[LinePicture]) -> Scores:
        return np.array(self._session.run(None, {"pictures": side_by_side(pictures)})[0], dtype=np.float32)

    def _others(self, alphabet: str) -> list[int]:
        return [place for place, character in enumerate(self._alphabet) if character not in alphabet]


@cache
def _session(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # we run a process per core
    options.enable_cpu_mem_arena = False  # it keeps the memory of the largest batch for good
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _batches(pictures: Sequence[LinePicture]) -> Iterator[list[int]]:
    """Numbers of pictures of like width together."""
    batch: list[int] = []
    for number in sorted(range(len(pictures)), key=lambda number: pictures[number].shape[1]):
        if batch and (len(batch) + 1) * pictures[number].shape[1] > _MOST_COLUMNS:
            yield batch
            batch = []
        batch.append(number)
    if batch:
        yield batch


def _words(scores: Scores, alphabet: str, crop: Grey) -> Iterator[LineWord]:
    characters = characters_of(scores, alphabet)
    spaces = [place for place, character in enumerate(characters) if character.text == " "]
    ink = np.flatnonzero((crop < _ink_level(crop)).any(axis=0)) / crop.shape[1]
    left = 0.0
    for start, end in zip([0, *(place + 1 for place in spaces)], [*spaces, len(characters)], strict=True):
        right = (characters[end].start + characters[end].end) / 2 / len(scores) if end < len(characters) else 1.0
        if start < end:
            yield _word(characters[start:end], len(scores), ink, left, right)
        left = right


def _word(characters: Sequence[Character], steps: int, ink: NDArray[np.float64], left: float, right: float) -> LineWord:
    """A word that stands between `left` and `right`, its box drawn in to the ink near its characters."""
    # in a wide gap there may be specks: characters are looked for within about their own width of their steps
    reach = 1.5 * (characters[-1].end - characters[0].start + 4) / len(characters) / steps
    left = max(left, characters[0].start / steps - reach)
    right = min(right, characters[-1].end / steps + reach)
    inside = ink[(ink >= left) & (ink <= right)]
    if len(inside):
        left, right = float(inside[0]), float(inside[-1])
    text = "".join(character.text for character in characters)
    confidence = min(1.0, float(np.prod([character.probability for character in characters])))
    return LineWord(text, left, max(right, left), confidence, _alternatives(characters))


def _alternatives(characters: Sequence[Character]) -> tuple[tuple[str, float], ...]:
    """Words with one or two characters replaced, and how much less likely they are."""
    found: dict[str, float] = {"".join(character.text for character in characters): 0.0}
    for place, character in enumerate(characters):
        for other, chance in character.alternatives:
            loss = float(np.log(chance) - np.log(character.probability))
            for known, cost in list(found.items()):
                if known[place] == character.text:
                    found.setdefault(known[:place] + other + known[place + 1 :], cost + loss)
        found = dict(sorted(found.items(), key=lambda item: -item[1])[: _MOST_ALTERNATIVES + 1])
    return tuple(found.items())[1:]


def _ink_level(crop: Grey) -> float:
    dark, light = ink_and_paper(crop)
    return min(dark + 0.6 * (light - dark), 200)
