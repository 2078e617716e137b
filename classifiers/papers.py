"""What a paper is: the types that the report knows, and a paper found among the pages."""

from dataclasses import dataclass
from enum import StrEnum

from ocr.page import Page


class PaperType(StrEnum):
    """Coarse type of a paper; the values are those of contracts/report.schema.json."""

    APPLICATION_FORM = "application_form"
    IDENTITY_CARD = "identity_card"
    PASSPORT = "passport"
    BIRTH_NOTICE = "birth_notice"
    BIRTH_CERTIFICATE = "birth_certificate"
    MARRIAGE_CERTIFICATE = "marriage_certificate"
    MARITAL_STATUS_CERTIFICATE = "marital_status_certificate"
    DEATH_NOTICE = "death_notice"
    LAND_USE_CERTIFICATE = "land_use_certificate"
    POWER_OF_ATTORNEY = "power_of_attorney"
    CONTRACT = "contract"
    DECISION = "decision"
    DRAWING = "drawing"
    BUSINESS_REGISTRATION_CERTIFICATE = "business_registration_certificate"
    DEGREE = "degree"
    PHOTO = "photo"
    OTHER = "other"


@dataclass(frozen=True)
class Paper:
    """One document of the dossier.

    Attributes:
        id: Unique in the dossier: p1, p2, ... in reading order.
        title: As printed, NFC; empty where none was found.
        confidence: Probability that pages and type are right, 0-1.
        form_number: The form's own number as printed ("CT01", "Mẫu số 02"), empty where none.
        form_source: The regulation that the form says it was issued with ("Thông tư 53/2025/TT-BCA"), empty where none.
        numbered_pages: Largest total that a page numbering on it states ("trang 2/3" -> 3), else None.
    """

    id: str
    type: PaperType
    title: str
    pages: tuple[Page, ...]
    confidence: float
    form_number: str = ""
    numbered_pages: int | None = None
    form_source: str = ""

    @property
    def text(self) -> str:
        return "\n".join(page.reading.text for page in self.pages)
