"""Compares ways to tell the type and title of a paper, on examples whose procedures none of them learned from.

Phrases alone, the linear model that ships (whole, and without one kind of input each), and a small transformer over
the lines of a page (needs torch). Examples are divided by procedure, one fifth held back.

    python -m benchmarks.paper_types EXAMPLES [--out figures.json]
"""

import argparse
import hashlib
import json
import sys
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from rapidfuzz import fuzz
from torch import nn

from classifiers.identifying.learning_types import TypedPaper, learn_types, matrix
from classifiers.identifying.model import TypingModel
from classifiers.identifying.phrases import type_by_text, type_by_title
from classifiers.identifying.sketches import sketches
from classifiers.identifying.titles import find_title
from classifiers.identifying.training import SKETCHES, TypingLearner, pages_of, sketched_papers, typed_papers
from classifiers.identifying.type_cues import TYPE_CUES, TYPES, type_features
from classifiers.learning.examples import Example, read_examples
from classifiers.papers import PaperType
from classifiers.splitting import is_card_back, is_card_front
from classifiers.vietnamese import fold, syllables
from ocr.page import Line, Page, PageReading, PageRef

_LINES, _WIDE, _WORDS = 64, 96, 4096
_EPOCHS, _BATCH = 3, 48
_LIKE = 90.0


@dataclass(frozen=True, slots=True)
class _Case:
    """A paper to judge: its pages, type and title."""

    pages: tuple[Page, ...]
    type: PaperType
    title: str


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("examples", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args(arguments)
    examples = list(read_examples(options.examples))
    taught = [example for example in examples if not _is_held_back(example)]
    cases = [case for example in examples if _is_held_back(example) for case in _cases(example)]
    rows = {"papers held back": {"papers": float(len(cases)), "dossiers learned from": float(len(taught))}}
    rows |= _linear(taught, cases, options.seed)
    rows["lines by transformer"] = _transformer(taught, cases, options.seed)
    sys.stdout.write("".join(f"{name:34} {figures}\n" for name, figures in rows.items()))
    if options.out:
        options.out.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _is_held_back(example: Example) -> bool:
    key = (example.code or example.name).encode()
    return hashlib.sha256(key).digest()[1] % 5 == 0


def _cases(example: Example) -> Iterator[_Case]:
    """Papers that share no page with another; identity cards are read by rules."""
    for paper in example.papers:
        pages = pages_of(example, paper)
        shared = any(other is not paper and set(other.pages) & set(paper.pages) for other in example.papers)
        if (
            pages
            and not shared
            and not any(is_card_front(page.reading) or is_card_back(page.reading) for page in pages)
        ):
            yield _Case(tuple(pages), paper.type, paper.title)


def _linear(taught: Sequence[Example], cases: Sequence[_Case], seed: int) -> dict[str, dict[str, float]]:
    model = TypingModel.of(TypingLearner().learn(taught, None, seed))
    began = time.perf_counter()
    titles = [find_title(case.pages[0].reading, model) for case in cases]
    seconds = (time.perf_counter() - began) / len(cases)
    like = np.mean([_like(case.title, title.text if title else "") for case, title in zip(cases, titles, strict=True)])
    rows = {"titles by weights": {"title_like": float(like), "seconds": seconds}}
    named = [_by_phrases(case, title.text if title else "") for case, title in zip(cases, titles, strict=True)]
    rows["types by phrases"] = _judged(cases, [(kind, 0.9) for kind in named])
    features = [type_features(case.pages, title) for case, title in zip(cases, titles, strict=True)]
    papers = _lessons(taught, model, seed)
    for name, columns in _removals().items():
        weights = np.concatenate(learn_types([_without(paper, columns) for paper in papers]))
        kept = [_without(TypedPaper(one, PaperType.OTHER), columns).features for one in features]
        odds = (matrix(kept) @ weights) * model.sharpness
        shares = np.exp(odds - odds.max(1, keepdims=True))
        shares /= shares.sum(1, keepdims=True)
        rows[name] = _judged(cases, [(TYPES[row.argmax()], float(row.max())) for row in shares])
    return rows


def _lessons(taught: Sequence[Example], model: TypingModel, seed: int) -> list[TypedPaper]:
    drawn = [paper for sketch in sketches(SKETCHES, seed) for paper in sketched_papers(sketch, model)]
    return [*drawn, *(paper for example in taught for paper in typed_papers(example, model))]


def _removals() -> dict[str, Callable[[str], bool] | None]:
    """Which cues each run does without: None is all words."""
    return {
        "types by weights": lambda _: False,
        "types without phrases": lambda cue: cue.startswith(("titled", "worded")),
        "types without marks and layout": lambda cue: not cue.startswith(("titled", "worded", "bias")),
        "types without words": None,
    }


def _without(paper: TypedPaper, removed: Callable[[str], bool] | None) -> TypedPaper:
    features = paper.features
    if removed is None:
        return TypedPaper(type(features)(features.places, features.values * 0, features.cues), paper.type, paper.weight)
    kept = np.array([not removed(cue) for cue in TYPE_CUES], np.float32)
    return TypedPaper(type(features)(features.places, features.values, features.cues * kept), paper.type, paper.weight)


def _by_phrases(case: _Case, title: str) -> PaperType:
    text = " ".join(page.reading.text for page in case.pages)
    return type_by_title(title) or type_by_text(text) or PaperType.OTHER


def _judged(cases: Sequence[_Case], found: Sequence[tuple[PaperType, float]]) -> dict[str, float]:
    right = np.array([kind is case.type for case, (kind, _) in zip(cases, found, strict=True)], float)
    sure = np.array([confidence for _, confidence in found])
    bins = np.minimum((sure * 10).astype(int), 9)
    error = sum(abs(right[bins == one].mean() - sure[bins == one].mean()) * (bins == one).mean() for one in set(bins))
    return {"right": float(right.mean()), "calibration_error": float(error)}


def _like(wanted: str, found: str) -> bool:
    return fuzz.ratio(fold(wanted), fold(found)) >= _LIKE


class _Lines(nn.Module):  # type: ignore[misc]
    """Two layers of attention over the lines of a page: its type, and which lines are its title."""

    def __init__(self) -> None:
        super().__init__()
        self.words = nn.EmbeddingBag(_WORDS, _WIDE, mode="mean", padding_idx=0)
        self.places = nn.Linear(8, _WIDE)
        layer = nn.TransformerEncoderLayer(_WIDE, 4, 2 * _WIDE, 0.1, batch_first=True, norm_first=True)
        self.layers = nn.TransformerEncoder(layer, 2, enable_nested_tensor=False)
        self.kind = nn.Linear(_WIDE, len(TYPES))
        self.title = nn.Linear(_WIDE, 1)

    def forward(
        self, words: torch.Tensor, places: torch.Tensor, absent: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        count, lines, _ = words.shape
        seen = self.words(words.reshape(count * lines, -1)).reshape(count, lines, -1) + self.places(places)
        seen = self.layers(seen, src_key_padding_mask=absent)
        whole = (seen * ~absent[..., None]).sum(1) / (~absent).sum(1, keepdim=True)
        return self.kind(whole), self.title(seen)[..., 0]


def _transformer(taught: Sequence[Example], cases: Sequence[_Case], seed: int) -> dict[str, float]:
    torch.manual_seed(seed)
    lessons = [case for example in taught for case in _cases(example)] * 2
    drawn = [_Case((_sketch_page(one.reading),), one.type, one.title) for one in sketches(SKETCHES, seed)]
    model = _Lines()
    _train(model, [*lessons, *drawn])
    model.eval()
    found, like, began = [], [], time.perf_counter()
    for case in cases:
        words, places, absent = _tensors([case])
        with torch.no_grad():
            types, titles = model(words, places, absent)
        shares = types[0].softmax(0).numpy()
        found.append((TYPES[shares.argmax()], float(shares.max())))
        lines = case.pages[0].reading.lines[:_LINES]
        chosen = [line.text for line, odds in zip(lines, titles[0].tolist(), strict=False) if odds > 0]
        like.append(_like(case.title, " ".join(chosen)))
    seconds = (time.perf_counter() - began) / len(cases)
    size = sum(weights.numel() for weights in model.parameters())
    told = {"title_like": float(np.mean(like)), "seconds": seconds, "weights": float(size)}
    return _judged(cases, found) | told


def _sketch_page(reading: PageReading) -> Page:
    return Page(PageRef("sketch", 1), reading)


def _train(model: _Lines, lessons: Sequence[_Case]) -> None:
    optimiser = torch.optim.AdamW(model.parameters(), 1.5e-3, weight_decay=0.01)
    rate = torch.optim.lr_scheduler.OneCycleLR(optimiser, 3e-3, total_steps=_EPOCHS * (len(lessons) // _BATCH + 1))
    prepared = [(*_tensors([case]), TYPES.index(case.type), _title_lines(case)) for case in lessons]
    for _ in range(_EPOCHS):
        order = torch.randperm(len(prepared)).tolist()
        for begin in range(0, len(order), _BATCH):
            batch = [prepared[place] for place in order[begin : begin + _BATCH]]
            words, places, absent = (torch.cat([one[part] for one in batch]) for part in range(3))
            types, titles = model(words, places, absent)
            wanted = torch.stack([one[4] for one in batch])
            at_titles = nn.functional.binary_cross_entropy_with_logits(titles, wanted, reduction="none")
            loss = nn.functional.cross_entropy(types, torch.tensor([one[3] for one in batch]), label_smoothing=0.02)
            loss = loss + 4 * (at_titles * ~absent).sum() / (~absent).sum()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            rate.step()


def _title_lines(case: _Case) -> torch.Tensor:
    """1 for each line that is part of the title."""
    wanted = torch.zeros(_LINES)
    title = fold(case.title)
    for place, line in enumerate(case.pages[0].reading.lines[:_LINES]):
        text = fold(line.text)
        wanted[place] = float(
            len(text) >= 4
            and line.box.top < 0.62
            and fuzz.partial_ratio(text, title) >= 85
            and len(text) <= len(title) + 6
        )
    return wanted


def _tensors(cases: Sequence[_Case]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    words = torch.zeros((len(cases), _LINES, 24), dtype=torch.long)
    places = torch.zeros((len(cases), _LINES, 8))
    absent = torch.ones((len(cases), _LINES), dtype=torch.bool)
    absent[:, 0] = False
    for row, case in enumerate(cases):
        reading = case.pages[0].reading
        for place, line in enumerate(reading.lines[:_LINES]):
            hashed = _hashed(line)
            words[row, place, : len(hashed)] = torch.tensor(hashed, dtype=torch.long)
            places[row, place] = torch.tensor(_place(line, reading.width / reading.height))
            absent[row, place] = False
    return words, places, absent


def _hashed(line: Line) -> list[int]:
    words = [fold(word).encode() for word in syllables(line.text)[:24]]
    return [1 + zlib.crc32(word) % (_WORDS - 1) for word in words]


def _place(line: Line, wide: float) -> NDArray[np.float32]:
    letters = [character for character in line.text if character.isalpha()]
    capitals = sum(letter.isupper() for letter in letters) / max(len(letters), 1)
    box = line.box
    return np.array(
        [box.left, box.top, box.right, box.bottom, box.height * 20, capitals, line.confidence, wide], np.float32
    )


if __name__ == "__main__":
    main()
