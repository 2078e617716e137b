"""Fine-tunes the line recogniser on drawn lines; `python -m ocr.training` is the command."""

import math
import multiprocessing
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import yaml
from numpy.typing import NDArray

from ocr.ctc import best_path
from ocr.line_pictures import STEP, LinePicture, line_picture, side_by_side
from ocr.training.lines import LineDrawer, Typeface
from ocr.training.network import LineNetwork
from ocr.training.texts import LineTexts

_POOL = 512


@dataclass(frozen=True, slots=True)
class Course:
    """How long and how fast to learn.

    Attributes:
        steps: Batches in all.
        batch: Lines in each.
        rate: Highest learning rate; it rises over the first steps and falls as a cosine.
        seed: Of texts and drawings.
    """

    steps: int = 6000
    batch: int = 64
    rate: float = 1e-3
    seed: int = 1


@dataclass(frozen=True)
class Material:
    """What lines are drawn from: sentences, typefaces and the alphabet."""

    sentences: list[str]
    faces: list[Typeface]
    alphabet: str

    def lines(self, seed: int) -> Iterator[tuple[LinePicture, str]]:
        """Pictures of lines and their texts, without end."""
        texts, drawer = LineTexts(self.sentences, self.alphabet, seed), LineDrawer(self.faces, seed)
        while True:
            text = texts.draw()
            picture = line_picture(drawer.draw(text, texts.draw()))
            if picture.shape[1] // STEP > len(text):
                yield picture, text


Batch = tuple[NDArray[np.float32], list[str], list[int]]


def batches(material: Material, course: Course, seed: int) -> Iterator[Batch]:
    """Batches of lines of like width: pictures, texts, and the steps that each picture fills."""
    lines = material.lines(seed)
    order = np.random.default_rng(seed)
    while True:
        pool = sorted((next(lines) for _ in range(_POOL)), key=lambda line: line[0].shape[1])
        parts = [pool[start : start + course.batch] for start in range(0, _POOL, course.batch)]
        order.shuffle(parts)
        for part in parts:
            pictures = [picture for picture, _ in part]
            # a part of a byte a pixel: they go through a pipe
            yield side_by_side(pictures), [text for _, text in part], [picture.shape[1] // STEP for picture in pictures]


def _draw_for_ever(material: Material, course: Course, seed: int, queue: Any) -> None:
    for pictures, texts, steps in batches(material, course, seed):
        queue.put((np.rint(pictures * 127).astype(np.int8), texts, steps))


class Trainer:
    """Teaches a network.

    Args:
        network: Taught in place.
        material: What to draw.
        course: How long.
    """

    def __init__(self, network: LineNetwork, material: Material, course: Course) -> None:
        self.network = network
        self._material = material
        self._course = course
        self._class_of = {character: place for place, character in enumerate(material.alphabet)}
        self._optimiser = torch.optim.AdamW(network.parameters(), lr=course.rate, weight_decay=1e-4)
        self._average = torch.optim.swa_utils.AveragedModel(
            network, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.998)
        )

    @property
    def alphabet(self) -> str:
        return self._material.alphabet

    @property
    def averaged(self) -> LineNetwork:
        """The network with its weights averaged over the last hundreds of steps: it reads better than any of them."""
        network = self._average.module
        assert isinstance(network, LineNetwork)  # noqa: S101 - a copy of the one that is taught
        return network

    def run(self, drawing_processes: int = 1) -> Iterator[tuple[int, float]]:
        """Yields step and smoothed loss every hundred steps."""
        context = multiprocessing.get_context("spawn")
        queue = context.Queue(maxsize=16)
        drawers = [
            context.Process(
                target=_draw_for_ever,
                args=(self._material, self._course, 1000 * self._course.seed + number, queue),
                daemon=True,
            )
            for number in range(drawing_processes)
        ]
        for drawer in drawers:
            drawer.start()
        smoothed = 0.0
        for step in range(1, self._course.steps + 1):
            loss = self._learn(step, *queue.get())
            smoothed = loss if step == 1 else 0.98 * smoothed + 0.02 * loss
            if step % 100 == 0 or step == self._course.steps:
                yield step, smoothed
        for drawer in drawers:
            drawer.terminate()

    def _learn(self, step: int, pictures: NDArray[np.int8], texts: list[str], steps: list[int]) -> float:
        course = self._course
        share = step / course.steps
        rate = course.rate * min(1.0, step / 100) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * share)))
        for group in self._optimiser.param_groups:
            group["lr"] = rate
        self.network.train()
        with torch.autocast("cpu", torch.bfloat16):
            scores = self.network(torch.from_numpy(pictures.astype(np.float32) / 127))
        targets = torch.tensor([self._class_of[char] for text in texts for char in text])
        loss = torch.nn.functional.ctc_loss(
            scores.float(),
            targets,
            torch.tensor(steps),
            torch.tensor([len(text) for text in texts]),
            blank=len(self._material.alphabet),
            zero_infinity=True,
        )
        self._optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 5.0)
        self._optimiser.step()
        self._average.update_parameters(self.network)
        return float(loss.detach())


def error_rate(network: torch.nn.Module, lines: list[tuple[LinePicture, str]], alphabet: str) -> float:
    """Characters wrong over characters in all, reading greedily."""
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 - of the training group

    network.eval()
    wrong = total = 0
    for start in range(0, len(lines), 32):
        part = lines[start : start + 32]
        with torch.no_grad():
            scores = network(torch.from_numpy(side_by_side([picture for picture, _ in part]))).numpy()
        for row, (picture, text) in enumerate(part):
            read = best_path(scores[: picture.shape[1] // STEP, row], alphabet)
            wrong += Levenshtein.distance(read, text)
            total += len(text)
    return wrong / total


def settings() -> dict[str, Any]:
    """Alphabet, likenesses and typefaces from ``recogniser.yaml``."""
    content: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("recogniser.yaml").read_text(encoding="utf-8"))
    return content
