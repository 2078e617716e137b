"""Printed lines made from sentences and read back by an engine: what is truly there beside what is read."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from ocr.engines.interface import LineEngine, LineWord

Grey = NDArray[np.uint8]

DPI = 200
_PAGE = (1654, 2339)
_MARGIN = 150
_PAPER = 12
_FACES = ("Regular", "Regular", "Regular", "Bold", "Italic", "BoldItalic")
#: Office paper is set in Times mostly, Arial at times; the metric twins of both and two others.
_FAMILIES = ("LiberationSerif",) * 6 + ("LiberationSans",) * 3 + ("DejaVuSerif", "DejaVuSans")
_FONT_FOLDER = Path("/usr/share/fonts")
_DEJAVU_FACES = {"Regular": "", "BoldItalic": "-BoldOblique", "Italic": "-Oblique", "Bold": "-Bold"}


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A word as read and the words that are truly printed there.

    Attributes:
        text: As read; empty where nothing was.
        confidence: 0-1.
        truth: None where nothing is printed; more than one where the space between them was not seen.
        alternatives: As of `ocr.engines.interface.LineWord`.
    """

    text: str
    confidence: float
    truth: tuple[str, ...]
    alternatives: tuple[tuple[str, float], ...] = ()


ReadLine = tuple[ReadWord, ...]
#: A word, its left and right end, and the top and bottom of its line.
_Placed = tuple[str, float, float, tuple[int, int]]


def read_specimens(sentences: Sequence[str], engine: LineEngine, pages: int, seed: int) -> Iterator[list[ReadLine]]:
    """Prints pages of sentences in the fonts of this machine, degrades them as scanning does and reads their lines.

    Args:
        sentences: To draw from.
        engine: Reads.
        pages: How many.
        seed: The same seed prints the same pages.

    Raises:
        FileNotFoundError: A font is missing.
        RuntimeError: The engine failed.
    """
    for page in range(pages):
        chance = random.Random(seed * 100_003 + page)  # noqa: S311
        picture, lines = _printed(sentences, chance)
        picture = _degraded(picture, chance, seed * 100_003 + page)
        crops = [_crop(picture, line) for line in lines]
        read = engine.read([crop for crop, _, _ in crops])
        yield [
            tuple(_aligned(line, words, left, right))
            for line, words, (_, left, right) in zip(lines, read, crops, strict=True)
        ]


def _printed(sentences: Sequence[str], chance: random.Random) -> tuple[Grey, list[list[_Placed]]]:
    picture = Image.new("L", _PAGE, 255)
    draw = ImageDraw.Draw(picture)
    top, lines = _MARGIN, []
    while top < _PAGE[1] - _MARGIN:
        font = _font(chance)
        words = chance.choice(sentences).split()
        if chance.random() < 0.12:
            words = [word.upper() for word in words]
        for line in _broken(words, font):
            if top > _PAGE[1] - _MARGIN:
                break
            lines.append(_drawn(draw, line, top, font))
            top += round(font.size * chance.uniform(1.25, 1.6))
    return np.asarray(picture, dtype=np.uint8), lines


def _font(chance: random.Random) -> ImageFont.FreeTypeFont:
    family, face = chance.choice(_FAMILIES), chance.choice(_FACES)
    suffix = face
    if family.startswith("DejaVu"):
        suffix = _DEJAVU_FACES[face].replace("Oblique", "Italic" if family == "DejaVuSerif" else "Oblique").lstrip("-")
    name = f"{family}-{suffix}.ttf" if suffix else f"{family}.ttf"
    path = _font_file(name)
    points = chance.choice((11, 12, 13, 13, 14, 14))
    return ImageFont.truetype(path, points * DPI / 72, layout_engine=ImageFont.Layout.BASIC)


@cache
def _font_file(name: str) -> Path:
    """The newest font of this name that has Vietnamese letters (Liberation 1 has not)."""
    for path in sorted(_FONT_FOLDER.rglob(name), reverse=True):
        face = ImageFont.truetype(path, 40, layout_engine=ImageFont.Layout.BASIC)
        if bytes(face.getmask("ợ")) != bytes(face.getmask("\uffff")):
            return path
    raise FileNotFoundError(name)


def _broken(words: Sequence[str], font: ImageFont.FreeTypeFont) -> Iterator[list[str]]:
    line: list[str] = []
    for word in words:
        if line and font.getlength(" ".join([*line, word])) > _PAGE[0] - 2 * _MARGIN:
            yield line
            line = []
        line.append(word)
    if line:
        yield line


def _drawn(draw: ImageDraw.ImageDraw, words: Sequence[str], top: int, font: ImageFont.FreeTypeFont) -> list[_Placed]:
    left = float(_MARGIN)
    placed: list[_Placed] = []
    for word in words:
        draw.text((left, top), word, fill=0, font=font)
        width = font.getlength(word)
        placed.append((word, left, left + width, (top, top + round(font.size * 1.2))))
        left += width + font.getlength(" ")
    return placed


def _degraded(picture: Grey, chance: random.Random, seed: int) -> Grey:
    noise = np.random.default_rng(seed)
    result = picture
    if chance.random() < 0.35:
        scale = chance.uniform(0.5, 0.85)
        small = cv2.resize(result, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        result = cv2.resize(small, _PAGE, interpolation=cv2.INTER_CUBIC).astype(np.uint8)
    result = cv2.GaussianBlur(result, (0, 0), chance.uniform(0.3, 1.5)).astype(np.uint8)
    pale = chance.uniform(0, 90)
    grey = pale + result.astype(np.float32) * (chance.uniform(225, 255) - pale) / 255
    grey += noise.normal(0, chance.uniform(1, 18), grey.shape).astype(np.float32)
    result = np.clip(grey, 0, 255).astype(np.uint8)
    if chance.random() < 0.25:
        result = np.where(result < chance.uniform(120, 190), 0, 255).astype(np.uint8)
    _, coded = cv2.imencode(".jpg", result, [cv2.IMWRITE_JPEG_QUALITY, chance.randint(25, 85)])
    return np.asarray(cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE), dtype=np.uint8)


def _crop(picture: Grey, line: Sequence[_Placed]) -> tuple[Grey, float, float]:
    """The picture of a line with a little paper around it, and from where to where it reaches."""
    left, right = line[0][1] - _PAPER, min(line[-1][2] + _PAPER, _PAGE[0])
    top, bottom = line[0][3]
    return picture[top - _PAPER // 2 : bottom + _PAPER // 2, round(left) : round(right)], round(left), round(right)


def _aligned(line: Sequence[_Placed], read: Sequence[LineWord], left: float, right: float) -> Iterator[ReadWord]:
    """Each read word with the printed words whose middle it covers, or that cover its own."""
    for word in read:
        start, end = (left + share * (right - left) for share in (word.left, word.right))
        truth = tuple(
            text
            for text, begins, ends, _ in line
            if start < (begins + ends) / 2 < end or begins < (start + end) / 2 < ends
        )
        yield ReadWord(word.text, word.confidence, truth, word.alternatives)
