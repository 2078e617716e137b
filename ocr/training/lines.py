"""Draws lines of print as scanners and phones see them, with what else is on office paper around them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Grey = NDArray[np.uint8]
Plane = NDArray[np.float32]

#: Drawn this much larger than scanned, so that strokes fall between pixels as on a scanner.
_FINE = 2
_PAPER = 250  # as `ocr.cleaning.even_light` leaves it
#: Shares of bold and italic print.
_STYLES = {(False, False): 3.0, (True, False): 1.2, (False, True): 1.0, (True, True): 0.4}


@dataclass(frozen=True)
class Typeface:
    """A font file and how often it is drawn, relative to others."""

    path: Path
    weight: float


def typefaces(folders: Sequence[Path], names: dict[str, float], needed: str) -> list[Typeface]:
    """Fonts below folders whose file name starts with one of `names` and that have all characters `needed`."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - of the training group

    found = []
    for path in sorted(path for folder in folders for path in folder.rglob("*.[ot]tf")):
        weight = next((weight for name, weight in names.items() if path.name.casefold().startswith(name)), 0.0)
        weight *= _STYLES[("bold" in path.stem.casefold(), "italic" in path.stem.casefold())]
        if not weight:
            continue
        with TTFont(path, lazy=True) as font:
            if set(map(ord, needed)) <= set(font.getBestCmap() or ()):
                found.append(Typeface(path, weight))
    return found


class LineDrawer:
    """Draws lines in random typefaces and states of wear.

    Args:
        faces: To choose from.
        seed: The same seed draws the same.
    """

    def __init__(self, faces: Sequence[Typeface], seed: int) -> None:
        self._faces = [face.path for face in faces]
        weights = np.array([face.weight for face in faces])
        self._chances = weights / weights.sum()
        self._rng = np.random.default_rng(seed)

    def draw(self, text: str, other: str) -> Grey:
        """A crop of the line, dark on light, cut as a page's layout would cut it.

        Args:
            text: To draw.
            other: Of the lines above and below, parts of which may be seen.
        """
        rng = self._rng
        size = float(rng.uniform(20, 44) if rng.random() < 0.85 else rng.uniform(14, 60))
        path = self._faces[rng.choice(len(self._faces), p=self._chances)]
        font = _font(path, round(size * _FINE))
        sheet, box = self._sheet(text, other, font)
        sheet, box = self._worn(sheet, box, size)
        return self._cut(sheet, box)

    def _chance(self, share: float) -> bool:
        return bool(self._rng.random() < share)

    def _sheet(self, text: str, other: str, font: ImageFont.FreeTypeFont) -> tuple[Grey, NDArray[np.float64]]:
        """The line among its neighbours, and its box (left, top, right, bottom), in fine pixels."""
        rng, em = self._rng, font.size
        gap = font.getlength(" ") * (rng.uniform(0.8, 2.2) if self._chance(0.4) else 1.0)
        words = text.split(" ")
        widths = [font.getlength(word) for word in words]
        width = round(sum(widths) + gap * (len(words) - 1) + 3 * em)
        image = Image.new("L", (width, round(3.4 * em)), 255)
        pen = ImageDraw.Draw(image)
        across, base = 1.5 * em, 2.0 * em
        for word, long in zip(words, widths, strict=True):
            pen.text((across, base), word, fill=0, font=font, anchor="ls")
            across += long + gap
        ink = np.asarray(image)
        rows, columns = np.flatnonzero((ink < 128).any(axis=1)), np.flatnonzero((ink < 128).any(axis=0))
        if not len(rows):
            return np.array(image), np.array([em, em, 2 * em, 2 * em])
        box = np.array([columns[0], rows[0], columns[-1] + 1, rows[-1] + 1], dtype=np.float64)
        if self._chance(0.25):
            pitch = em * rng.uniform(1.15, 1.5)
            for step in (-pitch, pitch):
                pen.text((1.5 * em - rng.uniform(0, 3) * em, base + step), other, fill=0, font=font, anchor="ls")
        self._clutter(pen, box, em)
        return np.array(image), box

    def _clutter(self, pen: ImageDraw.ImageDraw, box: NDArray[np.float64], em: float) -> None:
        """Rule lines, leader dots, strokes of pens and seals."""
        rng = self._rng
        left, top, right, bottom = box
        if self._chance(0.08):  # an underline, a rule of a table
            level = bottom + rng.uniform(0.02, 0.2) * em
            pen.line((left - em, level, right + em, level + rng.uniform(-2, 2)), fill=0, width=int(rng.integers(1, 4)))
        if self._chance(0.05):
            side = left - rng.uniform(0.1, 0.4) * em if self._chance(0.5) else right + rng.uniform(0.1, 0.4) * em
            pen.line((side, top - em, side, bottom + em), fill=0, width=int(rng.integers(1, 5)))
        if self._chance(0.07):  # leader dots that were not found
            dots, step = np.arange(rng.integers(2, 30)), rng.uniform(0.18, 0.3) * em
            start = right + 0.2 * em
            for x in start + dots * step:
                if x < right + 1.3 * em:
                    pen.ellipse((x, bottom - 0.3 * em, x + 0.06 * em, bottom - 0.24 * em), fill=0)
        if self._chance(0.06):  # a pen stroke or the arc of a seal
            shade = int(rng.integers(0, 200))
            centre = rng.uniform(left, right), rng.uniform(top - 3 * em, bottom + 3 * em)
            reach = rng.uniform(1, 5) * em
            angles = rng.uniform(0, 360), rng.uniform(30, 300)
            pen.arc(
                (centre[0] - reach, centre[1] - reach, centre[0] + reach, centre[1] + reach),
                angles[0],
                angles[0] + angles[1],
                fill=shade,
                width=int(rng.integers(2, 7)),
            )

    def _worn(self, sheet: Grey, box: NDArray[np.float64], size: float) -> tuple[Grey, NDArray[np.float64]]:
        """Print, paper and scanner: stroke width, tilt, resolution, blur, contrast, noise, compression."""
        rng = self._rng
        if self._chance(0.3):
            kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2, 2) if size < 30 else (3, 3))
            sheet = np.asarray((cv2.erode if self._chance(0.7) else cv2.dilate)(sheet, kernel), dtype=np.uint8)
        tilt = np.deg2rad(rng.normal(0, 0.25))
        lean = rng.normal(0, 0.03)
        scale = 1 / _FINE
        height, width = sheet.shape
        matrix = np.array([[scale, lean * scale, rng.uniform(0, 1)], [tilt * scale, scale, rng.uniform(0, 1)]])
        matrix[0, 2] -= lean * scale * height / 2
        matrix[1, 2] -= tilt * scale * width / 2
        fine = cv2.GaussianBlur(sheet, (0, 0), 0.7)
        target = round(width * scale), round(height * scale)
        plane = cv2.warpAffine(fine, matrix, target, flags=cv2.INTER_LINEAR, borderValue=255).astype(np.float32)
        corners = np.array([[x, y, 1] for x in (box[0], box[2]) for y in (box[1], box[3])]) @ matrix.T
        box = np.array([*corners.min(axis=0), *corners.max(axis=0)])
        return self._scanned(plane), box

    def _scanned(self, plane: Plane) -> Grey:
        rng = self._rng
        plane = _blurred(plane, rng.uniform(0.2, 0.75 if self._chance(0.75) else 1.3))
        if self._chance(0.1):  # a sharpening scanner
            plane = 2 * plane - _blurred(plane, 1.5)
        dark = float(rng.uniform(0, 60) if self._chance(0.7) else rng.uniform(40, 150))
        plane = dark + plane * np.float32((_PAPER - dark) / 255)
        if self._chance(0.3):  # uneven ink
            plane = _PAPER - (_PAPER - plane) * self._patches(plane.shape)
        noise = rng.uniform(0, 4) if self._chance(0.7) else rng.uniform(4, 16)
        plane = plane + rng.normal(0, noise, plane.shape).astype(np.float32)
        if self._chance(0.15):
            plane = self._specked(plane)
        return self._stored(np.clip(plane, 0, 255).astype(np.uint8), dark)

    def _patches(self, shape: tuple[int, ...]) -> Plane:
        coarse = self._rng.uniform(0.6, 1.0, (4, 12)).astype(np.float32)
        return np.asarray(cv2.resize(coarse, shape[::-1]), dtype=np.float32)

    def _specked(self, plane: Plane) -> Plane:
        specks = self._rng.random(plane.shape) < self._rng.uniform(0.0005, 0.004)
        grown = cv2.dilate(specks.astype(np.uint8), np.ones((2, 2), np.uint8)) > 0
        return np.where(grown, np.float32(self._rng.uniform(0, 150)), plane)

    def _stored(self, grey: Grey, dark: float) -> Grey:
        """As black and white, as a JPEG, or as it is."""
        if self._chance(0.12):
            level = dark + self._rng.uniform(0.45, 0.8) * (_PAPER - dark)
            return np.where(grey < level, 0, _PAPER).astype(np.uint8)
        if self._chance(0.6):
            quality = int(self._rng.integers(30, 90))
            packed = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
            return np.asarray(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE), dtype=np.uint8)
        return grey

    def _cut(self, sheet: Grey, box: NDArray[np.float64]) -> Grey:
        """The crop that a layout analysis would make: a little off at each side."""
        rng = self._rng
        height = max(4.0, box[3] - box[1])
        above, below = rng.normal(0.06, 0.05, 2).clip(-0.05, 0.35) * height
        if self._chance(0.1):  # the height of the tallest letters rather than of these
            above += rng.uniform(0, 0.35) * height
            below += rng.uniform(0, 0.3) * height
        before, after = rng.uniform(0.05, 0.6, 2) * height
        left, right = max(0, round(box[0] - before)), min(sheet.shape[1], round(box[2] + after))
        top, bottom = max(0, round(box[1] - above)), min(sheet.shape[0], round(box[3] + below))
        return np.ascontiguousarray(sheet[top : max(bottom, top + 4), left : max(right, left + 4)])


def _blurred(plane: Plane, sigma: float) -> Plane:
    return np.asarray(cv2.GaussianBlur(plane, (0, 0), float(sigma)), dtype=np.float32)


@lru_cache(maxsize=2000)
def _font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size)
