"""Printed lines made from sentences and read back by Tesseract: what is truly there beside what is read."""

import random
import subprocess
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Grey = NDArray[np.uint8]

DPI = 200
_PAGE = (1654, 2339)
_MARGIN = 150
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
    """

    text: str
    confidence: float
    truth: tuple[str, ...]


ReadLine = tuple[ReadWord, ...]
_Placed = tuple[str, tuple[float, float, float, float]]


def read_specimens(sentences: Sequence[str], pages: int, seed: int) -> Iterator[list[ReadLine]]:
    """Prints pages of sentences in the fonts of this machine, degrades them as scanning does and reads them.

    Args:
        sentences: To draw from.
        pages: How many.
        seed: The same seed prints the same pages.

    Raises:
        FileNotFoundError: No font, or Tesseract is not installed.
        subprocess.CalledProcessError: Tesseract failed.
    """
    for page in range(pages):
        chance = random.Random(seed * 100_003 + page)  # noqa: S311
        picture, lines = _printed(sentences, chance)
        yield list(_aligned(lines, _read(_degraded(picture, chance, seed * 100_003 + page))))


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
        placed.append((word, (left, top, left + width, top + font.size * 1.2)))
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


def _read(picture: Grey) -> list[tuple[str, float, tuple[float, float, float, float]]]:
    with tempfile.TemporaryDirectory(prefix="specimen-") as folder:
        path = Path(folder) / "page.pgm"
        cv2.imwrite(str(path), picture)
        answer = subprocess.run(  # noqa: S603
            ["tesseract", str(path), "-", "-l", "vie", "--psm", "6", "--dpi", str(DPI), "tsv"],  # noqa: S607
            capture_output=True,
            check=True,
            text=True,
            env={"OMP_THREAD_LIMIT": "1", "PATH": "/usr/local/bin:/usr/bin:/bin"},
        ).stdout
    rows = [line.split("\t") for line in answer.splitlines()[1:]]
    return [
        (
            unicodedata.normalize("NFC", "".join(row[11].split())),
            float(row[10]) / 100,
            (float(row[6]), float(row[7]), float(row[6]) + float(row[8]), float(row[7]) + float(row[9])),
        )
        for row in rows
        if len(row) == 12 and row[11].strip()
    ]


def _aligned(
    lines: Sequence[Sequence[_Placed]], read: Sequence[tuple[str, float, tuple[float, float, float, float]]]
) -> Iterator[ReadLine]:
    """Each read word with the printed words whose middle it covers, or that cover its own."""
    for line in lines:
        top, bottom = line[0][1][1], line[0][1][3]
        here = sorted((word for word in read if top < (word[2][1] + word[2][3]) / 2 < bottom), key=lambda word: word[2])
        result = []
        for text, confidence, box in here:
            middle = (box[0] + box[2]) / 2
            truth = tuple(
                word
                for word, place in line
                if box[0] < (place[0] + place[2]) / 2 < box[2] or place[0] < middle < place[2]
            )
            result.append(ReadWord(text, confidence, truth))
        if result:
            yield tuple(result)
