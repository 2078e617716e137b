"""Page readings as one JSON document (`reading.schema.json`); names and boxes as in contracts/report.schema.json."""

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from ocr.page import Box, Line, MachineReadableZone, Mark, Page, PageReading, Rotation, Source

Probability = Annotated[float, Field(ge=0, le=1)]
BoundingBox = Annotated[
    tuple[Probability, Probability, Probability, Probability],
    Field(
        description="left, top, right, bottom as fractions (0-1) of the page as stored (EXIF orientation applied) "
        "turned clockwise by `rotation` and by nothing else"
    ),
]
_DIGITS = 5
"""Of a box's fractions: a fiftieth of a pixel on an A4 page at 200 dpi."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FileRead(_Part):
    name: str = Field(description="unique in this document")
    sha256: str | None = Field(pattern="^[0-9a-f]{64}$", description="of the content; null where it cannot be read")
    pages: int = Field(ge=0)
    error: str | None = Field(default=None, description="why it could not be read, for the person who sent it")


class WordRead(_Part):
    text: str
    bbox: BoundingBox
    confidence: Probability


class LineRead(_Part):
    text: str
    block: int = Field(description="number of the layout block that the line stands in")
    bbox: BoundingBox
    confidence: Probability
    words: list[WordRead]


class CodeRead(_Part):
    symbology: str = Field(description="QRCode, Code128, ...")
    text: str
    bbox: BoundingBox


class ZoneRead(_Part):
    format: Literal["TD1", "TD3"]
    lines: list[str]
    bbox: BoundingBox
    valid: bool = Field(description="all check digits, the composite one included, are right (ICAO 9303)")


class MarkRead(_Part):
    kind: str = Field(description="seal, signature, photo, handwriting, ticked_box, empty_box; others may follow")
    bbox: BoundingBox
    confidence: Probability
    detail: str = Field(description="shape of a seal, level of a secrecy mark; otherwise empty")
    covers: str = Field(description="the words that it covers by a third or more")


class QualityRead(_Part):
    legible: Probability
    problems: list[str] = []


class PageRead(_Part):
    file: str
    page: int = Field(ge=1)
    rotation: Rotation = Field(description="clockwise degrees that were applied to make the page upright")
    width: int = Field(ge=1, description="pixels of the upright page as it was read")
    height: int = Field(ge=1, description="pixels of the upright page as it was read")
    blank: bool
    source: Source
    quality: QualityRead
    handwriting: Probability = Field(description="share of the ink that is handwritten")
    engine: str
    lines: list[LineRead] = Field(description="in reading order")
    codes: list[CodeRead]
    mrz: ZoneRead | None
    marks: list[MarkRead]


class ReadingReport(_Part):
    """What `intake-ai read --json` prints."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    version: Literal["intake-reading/1"] = Field(default="intake-reading/1", alias="schema")
    files: list[FileRead]
    pages: list[PageRead]

    def to_json(self) -> str:
        """The document as JSON text."""
        return self.model_dump_json(by_alias=True, indent=1)


def reading_report(files: Iterable[FileRead], pages: Iterable[Page]) -> ReadingReport:
    """Files and readings as the document.

    Args:
        files: In the order given.
        pages: In their order.
    """
    return ReadingReport(files=list(files), pages=[_page(page) for page in pages])


def _page(page: Page) -> PageRead:
    reading = page.reading
    return PageRead(
        file=page.ref.file,
        page=page.ref.page,
        rotation=reading.rotation,
        width=reading.width,
        height=reading.height,
        blank=reading.blank,
        source=reading.source,
        quality=QualityRead(legible=_share(reading.legible), problems=list(reading.problems)),
        handwriting=_share(reading.handwriting),
        engine=reading.engine,
        lines=[_line(line) for line in reading.lines],
        codes=[CodeRead(symbology=code.symbology, text=code.text, bbox=_bbox(code.box)) for code in reading.codes],
        mrz=_zone(reading.mrz) if reading.mrz else None,
        marks=[_mark(mark, reading) for mark in reading.marks],
    )


def _line(line: Line) -> LineRead:
    words = [WordRead(text=word.text, bbox=_bbox(word.box), confidence=_share(word.confidence)) for word in line.words]
    return LineRead(
        text=line.text, block=line.block, bbox=_bbox(line.box), confidence=_share(line.confidence), words=words
    )


def _zone(zone: MachineReadableZone) -> ZoneRead:
    return ZoneRead(format=zone.format, lines=list(zone.lines), bbox=_bbox(zone.box), valid=zone.valid)


def _mark(mark: Mark, reading: PageReading) -> MarkRead:
    return MarkRead(
        kind=mark.kind,
        bbox=_bbox(mark.box),
        confidence=_share(mark.confidence),
        detail=mark.detail,
        covers=" ".join(word.text for word in reading.words_under(mark)),
    )


def _bbox(box: Box) -> tuple[float, float, float, float]:
    left, top, right, bottom = (round(side, _DIGITS) for side in (box.left, box.top, box.right, box.bottom))
    return left, top, right, bottom


def _share(value: float) -> float:
    return round(min(max(value, 0.0), 1.0), 4)
