"""What a page is once it has been read: words with their places, codes and marks.

Boxes are fractions (0-1) of the page as stored (EXIF orientation applied) turned clockwise by
`PageReading.rotation` and by nothing else: deskewing, rectifying and cropping are undone before a
box is kept (contracts/report.schema.json).
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

Rotation = Literal[0, 90, 180, 270]
Source = Literal["text_layer", "ocr", "none"]
MarkKind = Literal[
    "seal", "signature", "photo", "handwriting", "ticked_box", "empty_box", "filled_line", "empty_line", "secrecy"
]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in fractions of the upright page: 0 <= left <= right <= 1, 0 <= top <= bottom <= 1."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def centre(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def union(self, other: "Box") -> "Box":
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def overlap(self, other: "Box") -> float:
        """Shared area as a fraction of the smaller of the two boxes, 0-1."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        smaller = min(self.width * self.height, other.width * other.height)
        return width * height / smaller if width > 0 and height > 0 and smaller > 0 else 0.0


def enclosing(boxes: "list[Box] | tuple[Box, ...]") -> Box:
    """The smallest box around `boxes`, of which there is at least one."""
    result = boxes[0]
    for box in boxes[1:]:
        result = result.union(box)
    return result


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters without a space, NFC; `confidence` is 0-1; `raw` is the text before its repair, if any."""

    text: str
    box: Box
    confidence: float
    raw: str | None = None


@dataclass(frozen=True)
class Line:
    """Words on one text line, left to right. `block` numbers the layout block that the line stands in."""

    words: tuple[Word, ...]
    block: int = 0

    @cached_property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @cached_property
    def box(self) -> Box:
        return enclosing([word.box for word in self.words])

    @property
    def confidence(self) -> float:
        """Mean word confidence weighted by length, 0-1."""
        letters = sum(len(word.text) for word in self.words)
        return sum(word.confidence * len(word.text) for word in self.words) / letters if letters else 0.0


@dataclass(frozen=True, slots=True)
class Code:
    """A decoded QR code or barcode. `symbology` is the field's name for it: QRCode, Code128, ..."""

    symbology: str
    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class MachineReadableZone:
    """An MRZ whose lines were found on the page (ICAO 9303).

    Attributes:
        format: TD1 (3 x 30, ID card) or TD3 (2 x 44, passport).
        lines: As read, after repair of confusable characters where a check digit proves it.
        box: Around the lines.
        valid: All check digits, the composite one included, are right.
    """

    format: Literal["TD1", "TD3"]
    lines: tuple[str, ...]
    box: Box
    valid: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """Something on the page besides print. `confidence` is 0-1.

    `detail` is the shape of a seal (round, rectangular) or the level of a secrecy mark (secret, top_secret,
    absolute_secret: Mật, Tối mật, Tuyệt mật); otherwise it is empty. The box of a line is where text is written on it.
    """

    kind: MarkKind
    box: Box
    confidence: float = 1.0
    detail: str = ""


@dataclass(frozen=True)
class PageReading:
    """All that was read from one page; depends on its pixels and the engine's version alone.

    Attributes:
        rotation: Clockwise degrees that make the stored page upright.
        width, height: Pixels of the upright page at the resolution it was read at.
        source: Where the words come from.
        lines: In reading order.
        legible: 0 (nothing can be read) to 1.
        problems: Codes of what is wrong with the picture: blurred, dark, low_resolution, cut_off, skewed.
        handwriting: Share of the ink that is handwritten, 0-1.
        engine: Name and version of what read it.
    """

    rotation: Rotation
    width: int
    height: int
    source: Source
    blank: bool
    lines: tuple[Line, ...] = ()
    codes: tuple[Code, ...] = ()
    mrz: MachineReadableZone | None = None
    marks: tuple[Mark, ...] = ()
    legible: float = 1.0
    problems: tuple[str, ...] = ()
    handwriting: float = 0.0
    engine: str = ""

    @cached_property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @property
    def words(self) -> tuple[Word, ...]:
        return tuple(word for line in self.lines for word in line.words)

    def words_under(self, mark: Mark) -> tuple[Word, ...]:
        """The words that a seal or another mark covers by a third or more, in reading order."""
        return tuple(word for word in self.words if word.box.overlap(mark.box) > 0.33)


@dataclass(frozen=True, slots=True, order=True)
class PageRef:
    """Which page of which file of the dossier; `page` counts from 1, `file` is unique in the dossier."""

    file: str
    page: int


@dataclass(frozen=True)
class Page:
    """A page of the dossier in hand: where it came from and what is on it."""

    ref: PageRef
    reading: PageReading = field(repr=False)
