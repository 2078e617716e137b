"""The one report that every surface emits, as Pydantic models of contracts/report.schema.json."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from classifiers.papers import PaperType
from intake_ai.terms import (
    ComponentState,
    FieldKind,
    FieldSource,
    FieldStatus,
    PaperForm,
    ProblemKind,
    Severity,
    Verdict,
)
from ocr.page import Rotation, Source

Probability = Annotated[float, Field(ge=0, le=1)]
BoundingBox = tuple[Probability, Probability, Probability, Probability]


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PagePlace(Part):
    """A page as the report names it: unique file name in the dossier, page from 1."""

    file: str
    page: int = Field(ge=1)


class FileReport(Part):
    name: str
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    pages: int = Field(ge=0)
    error: str | None = None


class Quality(Part):
    legible: Probability
    problems: list[str] = []


class PageReport(Part):
    file: str
    page: int = Field(ge=1)
    rotation: Rotation
    blank: bool
    source: Source
    quality: Quality
    handwriting: Probability = 0.0


class PaperReport(Part):
    id: str
    type: PaperType
    title: str
    owner: str | None = None
    pages: list[PagePlace] = Field(min_length=1)
    confidence: Probability


class CaseChoice(Part):
    index: int
    name: str
    confidence: Probability


class Alternative(Part):
    code: str
    name: str
    confidence: Probability


class ProcedureChoice(Part):
    code: str
    name: str
    confidence: Probability
    case: CaseChoice | None = None
    alternatives: list[Alternative] = Field(max_length=9)
    reason: str = ""


class FieldReport(Part):
    """A value with its evidence; dates are dd/mm/yyyy. `bbox` is None only for what a person typed without a place."""

    kind: FieldKind
    role: str | None = None
    label: str
    value: str
    raw: str = ""
    confidence: Probability
    source: FieldSource
    status: FieldStatus
    paper: str
    page: PagePlace
    bbox: BoundingBox | None
    by_hand: bool = False
    suggestions: list[str] = []


class ComponentReport(Part):
    row: int = Field(ge=0)
    name: str
    state: ComponentState
    form: PaperForm | None = None
    papers: list[str] = []
    reason: str | None = None
    remedy: str | None = None
    legal_basis: str | None = None


class ProblemReport(Part):
    kind: ProblemKind
    severity: Severity
    message: str
    remedy: str | None = None
    paper: str | None = None
    row: int | None = None
    page: PagePlace | None = None
    bbox: BoundingBox | None = None
    legal_basis: str | None = None


class QuestionReport(Part):
    id: str
    text: str
    answer: bool | str | None = None
    rows: list[int]
    choices: list[str] | None = None


class Report(Part):
    """What the service says about one dossier."""

    schema_: Literal["intake-report/1"] = Field(default="intake-report/1", alias="schema")
    dossier_id: str
    received: date
    catalogue_version: str
    files: list[FileReport]
    pages: list[PageReport]
    papers: list[PaperReport]
    procedure: ProcedureChoice | None
    fields: list[FieldReport]
    components: list[ComponentReport]
    problems: list[ProblemReport]
    questions: list[QuestionReport]
    verdict: Verdict
    timings: dict[str, float]

    @property
    def is_secret(self) -> bool:
        """Whether a mark of state secrecy was surely read: that ends the way before papers are told apart. One in doubt
        does not: a person has to look at it.
        """
        return not self.papers and any(problem.kind == "secrecy_mark" for problem in self.problems)

    def to_json(self) -> str:
        """The report as JSON text that the contract's schema accepts."""
        return self.model_dump_json(by_alias=True, indent=1)
