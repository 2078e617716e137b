"""How true the geometry is: orientation and skew of turned pages, corners and error rate of phone photos.

    python -m benchmarks.geometry DIR [--photos SEEDS] [--scenes NAME...]

DIR holds NAME.png with NAME.gt.txt, upright. Every page is turned by 0, 90, 180 and 270 degrees and skewed by -5 to 5:
the table shows how often the orientation was right and the largest skew that was left. With `--photos` it is also
photographed so many times on every table top, and read: the character error rate against that of the flat page.
"""

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import fmean

import cv2
import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from benchmarks.photographs import SCENES, Scene, photograph
from benchmarks.truth import TruePage, true_pages
from ocr.cleaning import even_light
from ocr.engine import chosen_engine
from ocr.engines import load_engine
from ocr.limits import Limits
from ocr.line_reading import words_of_crops
from ocr.orientation import likely_direction, turned
from ocr.page import Rotation
from ocr.page_reading import read_picture
from ocr.pictures import Picture, StoredPage, load_picture
from ocr.straightening import straighten

Pixels = NDArray[np.uint8]

_ROTATIONS: tuple[Rotation, ...] = (0, 90, 180, 270)
_SKEWS = (-5.0, -2.5, -1.0, 0.0, 1.0, 2.5, 5.0)


@dataclass(frozen=True)
class FlatPage:
    """An upright page as stored, and its text."""

    picture: Picture
    truth: TruePage


def flat_pages(folder: Path) -> list[FlatPage]:
    """The PNG pages with known text of a folder."""
    pages = [page for page in true_pages(folder) if page.image.suffix == ".png"]
    return [FlatPage(load_picture(StoredPage(page.image, "png", 1), Limits()), page) for page in pages]


def measure_turns(page: FlatPage) -> tuple[int, int, float, float]:
    """Turns a page every way.

    Returns:
        Cases, those with the right orientation, largest skew left in degrees, CPU seconds of one straightening.
    """
    flat_skew = straighten(page.picture).skew
    right, left_over, seconds, cases = 0, 0.0, 0.0, 0
    for rotation in _ROTATIONS:
        for skew in _SKEWS:
            crooked = turned(_skewed(page.picture.pixels, skew), rotation)
            start = time.process_time()
            sheet = straighten(Picture(crooked, page.picture.dots_per_inch))
            seconds += time.process_time() - start
            grey = even_light(np.asarray(cv2.cvtColor(sheet.colour, cv2.COLOR_RGB2GRAY), dtype=np.uint8))
            direction = likely_direction(grey, sheet.sideways, partial(words_of_crops, load_engine()))
            right += direction.order[0] == (360 - rotation) % 360
            left_over = max(left_over, abs(sheet.skew - skew - flat_skew))
            cases += 1
    return cases, right, left_over, seconds / cases


def _skewed(pixels: Pixels, degrees: float) -> Pixels:
    height, width = pixels.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1)
    return np.asarray(cv2.warpAffine(pixels, turn, (width, height), borderValue=(255, 255, 255)), dtype=np.uint8)


def error_rate(picture: Picture, page: TruePage) -> float:
    """Character error rate of the reading."""
    return page.score(read_picture(picture, chosen_engine()).text).character_errors


def photo_errors(page: FlatPage, scene: Scene, seeds: int) -> tuple[int, list[float]]:
    """How many photos had their sheet cut out, and the error rate of each photo."""
    found, errors = 0, []
    for seed in range(seeds):
        pixels, _ = photograph(page.picture.pixels, scene, f"{page.truth.image.name} {seed}")
        picture = Picture(pixels, None)
        found += straighten(picture).photographed
        errors.append(error_rate(picture, page.truth))
    return found, errors


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--photos", type=int, default=0, metavar="SEEDS")
    parser.add_argument("--scenes", nargs="*", default=sorted(SCENES), choices=sorted(SCENES))
    chosen = parser.parse_args(arguments)
    cv2.setNumThreads(1)
    pages = flat_pages(chosen.folder)
    console = Console(width=100)
    console.print(turns_table(pages))
    if chosen.photos:
        console.print(photos_table(pages, chosen.scenes, chosen.photos))


def turns_table(pages: Sequence[FlatPage]) -> Table:
    """Orientation and skew of every page, turned and skewed every way."""
    table = Table("page", "turns", "right", "skew left", "CPU s of straightening")
    for page in pages:
        cases, right, left_over, seconds = measure_turns(page)
        table.add_row(page.truth.image.name, str(cases), str(right), f"{left_over:.2f}°", f"{seconds:.3f}")
    return table


def photos_table(pages: Sequence[FlatPage], scenes: Sequence[str], seeds: int) -> Table:
    """Sheets found and error rate on every table top, against the same pages flat."""
    table = Table("photo", "sheet found", "CER", "of flat")
    flat = fmean(error_rate(page.picture, page.truth) for page in pages)
    table.add_row("flat", "", f"{flat:.4f}", "1.00")
    for name in scenes:
        results = [photo_errors(page, SCENES[name], seeds) for page in pages]
        errors = fmean(error for _, page_errors in results for error in page_errors)
        found, taken = sum(found for found, _ in results), seeds * len(pages)
        table.add_row(name, f"{found} of {taken}", f"{errors:.4f}", f"{errors / flat:.2f}")
    return table


if __name__ == "__main__":
    main()
