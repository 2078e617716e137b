"""What is told of pages and papers."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from api.dossiers.schemas import EXAMPLE_ID
from classifiers.papers import PaperType
from intake_ai.dossier.report import BoundingBox, Probability, Quality
from intake_ai.terms import FieldKind, FieldSource, FieldStatus
from ocr.page import Rotation, Source


class PageImage(BaseModel):
    """A picture of a page."""

    side: int = Field(description="Pixels of the longer side, at most.", examples=[1600])
    href: str = Field(description="Its address; what lies there never changes.")


class PagePoint(BaseModel):
    """A page of a file."""

    file_id: str = Field(examples=[EXAMPLE_ID])
    file: str = Field(examples=["scan_01.pdf"])
    page: int = Field(ge=1)


class PageShown(PagePoint):
    """A page of a dossier, as far as it is known."""

    state: Literal["waiting", "read", "failed"] = Field(description="`read` once a report tells of it.")
    rotation: Rotation = Field(description="Clockwise degrees that make it upright; its pictures are.")
    blank: bool | None
    source: Source | None
    quality: Quality | None
    handwriting: Probability | None
    images: list[PageImage] = Field(description="Smallest first; the first is the thumbnail.")


class PaperShown(BaseModel):
    """A paper of a dossier."""

    id: str
    type: PaperType
    title: str
    owner: str | None
    confidence: Probability
    pages: list[PagePoint]


class CorrectionShown(BaseModel):
    """A value that an officer set in place of the one proposed."""

    id: int
    field: str
    kind: FieldKind
    before: str
    after: str
    made_by: str
    made_at: datetime
    undone_at: datetime | None = Field(description="When it was taken back, or another took its place.")


class FieldShown(BaseModel):
    """A value with the place it was read from."""

    id: str = Field(description="The same whenever equal pages are read.", examples=["c0ffee" * 5 + "00"])
    kind: FieldKind
    role: str | None
    label: str
    value: str = Field(examples=["Nguyễn Văn Mẫu"])
    raw: str
    confidence: Probability
    source: FieldSource
    status: FieldStatus
    paper: str
    page: PagePoint | None
    bbox: BoundingBox | None = Field(description="Left, top, right, bottom in fractions of the upright page.")
    by_hand: bool
    suggestions: list[str]
    correction: int | None = Field(description="Id of the correction in force.")
    image: str | None = Field(description="Address of a picture of the place.")
