"""Pictures of single lines as the line recogniser takes them: one height, ink at -1, paper at 1."""

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
LinePicture = NDArray[np.float32]

#: Tesseract's 36 rows leave three or four pixels for a tone mark; with 48 ổ and ô differ (training notes).
HEIGHT = 48
#: Across, fewer pixels do: letters are told apart by less than tone marks.
SQUEEZE = 0.8
#: Steps of the network are this many pixels wide.
STEP = 3
#: A page is not wider.
WIDEST = 3000
_WIDTHS = 48
_LEAST_CONTRAST = 60  # grey levels: what differs less is no print
#: Paper after the longest line: beyond the picture the network sees grey, and took that for a dash.
_MARGIN = 12


def line_picture(crop: Grey) -> LinePicture:
    """Scales a line to `HEIGHT` and its contrast to -1 (ink) to 1 (paper).

    Args:
        crop: Height x width, dark on light, a little paper around the line.

    Returns:
        `HEIGHT` x width.
    """
    scale = HEIGHT / crop.shape[0]
    width = int(np.clip(round(crop.shape[1] * scale * SQUEEZE), 2 * STEP, WIDEST))
    shrinks = scale < 1
    interpolation = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    scaled = cv2.resize(crop, (width, HEIGHT), interpolation=interpolation)
    black, white = ink_and_paper(crop)
    black = min(black, white - _LEAST_CONTRAST)
    level_of = np.clip((np.arange(256, dtype=np.float32) - black) * (2 / (white - black)) - 1, -1, 1)
    return np.asarray(level_of[scaled], dtype=np.float32)


def ink_and_paper(crop: Grey) -> tuple[float, float]:
    """Grey levels of the darkest ink and of the paper of a line, specks aside."""
    share = np.cumsum(cv2.calcHist([crop], [0], None, [256], [0, 256]).ravel()) / crop.size
    return float(np.searchsorted(share, 0.02)), float(np.searchsorted(share, 0.9))


def side_by_side(pictures: list[LinePicture]) -> NDArray[np.float32]:
    """Pictures as one batch: lines x 1 x height x width, paper where a line is shorter than the longest."""
    # few different widths: libraries prepare anew for each
    width = -(-(max(picture.shape[1] for picture in pictures) + _MARGIN) // _WIDTHS) * _WIDTHS
    batch = np.ones((len(pictures), 1, HEIGHT, width), dtype=np.float32)
    for row, picture in enumerate(pictures):
        batch[row, 0, :, : picture.shape[1]] = picture
    return batch
