"""What is told of dossiers, and what is said of them."""

import unicodedata
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from api.paging import Cursor, Limit
from api.schemas import Failure, StrictModel
from api.times import Day
from intake_ai.dossier.states import Decision, Priority, State
from intake_ai.dossier.values import Channel, EventKind, Purpose
from intake_ai.messages import Language
from intake_ai.terms import Verdict

EXAMPLE_ID = "3f0a6c1e9b7d4852a1c0d9e8f7b6a504"
EXAMPLE_TIME = "2026-11-23T08:15:00Z"


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


ProcedureCode = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9A-Za-z][0-9A-Za-z._-]{0,63}$"),
    Field(description="Code of the procedure.", examples=["1.001193"]),
]
Department = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=64),
    Field(description="Code of the department.", examples=["tu-phap"]),
]
Answers = Annotated[
    dict[Annotated[str, StringConstraints(max_length=128)], bool | Annotated[str, StringConstraints(max_length=500)]],
    Field(max_length=200, description="Answers by the question's id.", examples=[{"authorised": False}]),
]
Rows = Annotated[list[Annotated[int, Field(ge=0, le=100_000, strict=True)]], Field(max_length=1000)]


class Situation(StrictModel):
    """What a person says of the applicant's situation; it decides which papers are due."""

    case: Annotated[int, Field(ge=0, le=10_000, strict=True)] | None = Field(
        default=None, description="Index of the case."
    )
    answers: Answers = Field(default_factory=dict)
    due_rows: Rows | None = Field(
        default=None, description="The rows that apply, in place of answers to all questions.", examples=[[0, 2]]
    )
    handed_over: Rows = Field(default_factory=list, description="Rows whose originals the officer has in hand.")
    not_found: Rows = Field(default_factory=list, description="Rows looked up in a database and not found there.")


class DossierCreate(StrictModel):
    """A dossier to be made; everything may be left out."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"received": "2026-11-23", "procedure": "1.001193", "priority": "counter"}]}
    )

    code: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)] | None = Field(
        default=None, description="Mã hồ sơ, where one was given already.", examples=["000.00.01.H26-261123-0001"]
    )
    received: Day | None = Field(default=None, description="Day of receipt; today where not given.")
    channel: Channel | None = Field(default=None, description="How it came; as the centre is set where not given.")
    language: Language = Field(default="vi", description="Of the report's sentences.")
    priority: Priority = Field(default="counter", description="`bulk` goes after everybody who waits.")
    procedure: ProcedureCode | None = Field(default=None, description="Chosen; null lets the pages tell.")
    situation: Situation = Field(default_factory=Situation)
    department: Department | None = None


class DossiersAsked(StrictModel):
    """Which dossiers a list is to show."""

    state: list[State] | None = Field(default=None, max_length=10, description="Any of these.")
    verdict: Verdict | None = None
    procedure: ProcedureCode | None = None
    department: Department | None = None
    code: str | None = Field(default=None, max_length=64, description="Mã hồ sơ, exactly.")
    mine: bool = Field(default=False, description="Only those that who asks has made.")
    received_from: Day | None = None
    received_to: Day | None = None
    limit: Limit = 50
    cursor: Cursor = None


class Choice(StrictModel):
    """Procedure and situation as a person says; in place of all that was said before."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"procedure": "1.001193", "situation": {"answers": {"authorised": False}}}]}
    )

    procedure: ProcedureCode | None = None
    situation: Situation = Field(default_factory=Situation)


class Assignment(StrictModel):
    """The department that a dossier is for."""

    department: Department | None


class DossierShown(BaseModel):
    """A dossier; nothing in it tells who it is about."""

    id: str = Field(examples=[EXAMPLE_ID])
    code: str | None = Field(description="Mã hồ sơ.")
    purpose: Purpose
    priority: Priority
    state: State
    received: date
    channel: Channel
    language: Language
    procedure: str | None = Field(description="That a person chose.", examples=["1.001193"])
    found_procedure: str | None = Field(description="In the report.", examples=["1.001193"])
    verdict: Verdict | None = Field(description="Of the report in force.")
    department: str | None
    pages: int = Field(ge=0, description="Of the files opened so far.")
    pages_read: int = Field(ge=0)
    version: int = Field(description="Raised by every change; the ETag.", examples=[7])
    run: int = Field(ge=0, description="Times that it was sent on its way.")
    report: str | None = Field(description="SHA-256 of the report in force; a confirmation names it.")
    has_first_look: bool
    failure: Failure | None
    created_at: datetime = Field(examples=[EXAMPLE_TIME])
    changed_at: datetime = Field(examples=[EXAMPLE_TIME])
    expires_at: datetime | None = Field(description="When nothing of it is kept any more; null where no time is set.")


class SituationShown(BaseModel):
    """What was said of procedure and situation."""

    procedure: str | None
    case: int | None
    answers: dict[str, bool | str]
    due_rows: list[int] | None
    handed_over: list[int]
    not_found: list[int]


class EventShown(BaseModel):
    """Something that happened to a dossier."""

    id: int = Field(examples=[42])
    at: datetime = Field(examples=[EXAMPLE_TIME])
    kind: EventKind = Field(examples=["page-read"])
    data: dict[str, Any] = Field(description="Codes and counts.", examples=[{"done": 3, "pages": 6}])


class ConfirmationCreate(StrictModel):
    """What an officer decides on the report that they saw."""

    report: Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")] = Field(
        description="`report` of the dossier as it was seen.", examples=["a" * 64]
    )
    decision: Decision
    note: Annotated[str, StringConstraints(max_length=4000), AfterValidator(_nfc)] = Field(
        default="", description="Reasons in the officer's words.", examples=["Bổ sung Giấy chứng sinh bản chính."]
    )


class ConfirmationShown(BaseModel):
    """What an officer decided; the last one counts."""

    id: int
    run: int
    report: str
    decision: Decision
    proposed: str = Field(description="Verdict that the report proposed.")
    note: str
    made_by: str
    made_at: datetime


class FieldValue(StrictModel):
    """The value of a field as an officer reads it."""

    value: Annotated[str, StringConstraints(max_length=2000), AfterValidator(_nfc)] = Field(
        description="Empty where nothing stands there.", examples=["Nguyễn Văn Mẫu"]
    )
