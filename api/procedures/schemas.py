"""What is told of procedures."""

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from api.paging import Cursor, Limit
from api.schemas import StrictModel
from classifiers.papers import PaperType
from intake_ai.catalogue.models import CaseRole, Need, RowKind
from intake_ai.dossier.report import Probability


class ProceduresAsked(StrictModel):
    """Which procedures a list is to show."""

    q: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)] | None = Field(
        default=None,
        description="In own words, with or without accents, or a code; where not given all are listed by code.",
        examples=["làm giấy khai sinh cho con"],
    )
    limit: Limit = 20
    cursor: Cursor = None


class ProcedureFound(BaseModel):
    """A procedure in a list."""

    code: str = Field(examples=["1.001193"])
    name: str = Field(examples=["Đăng ký khai sinh"])
    agency: str
    field: str
    confidence: Probability | None = Field(description="That it is the one meant; null in a plain list.")


class CaseShown(BaseModel):
    """A variant of a procedure."""

    index: int
    name: str
    role: CaseRole


class RowShown(BaseModel):
    """A row of the papers asked for."""

    row: int
    name: str = Field(description="As the catalogue words it.")
    case: int | None
    kind: RowKind
    need: Need
    when: str | None = Field(description="The condition as written.")
    question: str | None = Field(description="Id of the question that decides the condition.")
    choice: str | None = Field(description="Rows of one case with the same letter are alternatives.")
    options: list[str] = Field(description="Papers of which one is enough.")
    types: list[PaperType]
    present_only: bool = Field(description="Shown at the counter, not handed in.")
    form_name: str
    form_number: str
    validity_months: int | None
    validity_days: int | None
    in_database: str | None = Field(description="Where the authority looks the data up and may not ask for the paper.")
    legal_basis: str
    confidence: Probability = Field(description="That the row is understood as it is meant.")


class QuestionShown(BaseModel):
    """A question on the applicant's situation."""

    id: str = Field(examples=["authorised"])
    text: str = Field(examples=["Có ủy quyền cho người khác làm thủ tục này không?"])
    rows: list[int] = Field(description="That its answer decides.")
    choices: list[str] | None = Field(description="Null for yes or no.")


class ProcedureShown(BaseModel):
    """A procedure with what it asks for."""

    code: str
    name: str
    agency: str
    field: str
    level: list[str]
    subjects: list[str]
    results: list[str]
    legal_basis: list[str]
    fees: list[str]
    processing_times: list[str]
    active: bool = Field(description="Received here.")
    catalogue_version: str
    cases: list[CaseShown]
    rows: list[RowShown]
    questions: list[QuestionShown] = Field(description="Those that decide most rows first.")
