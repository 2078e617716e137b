"""What comes in and goes out of the service of dossiers, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from pydantic import TypeAdapter

from intake_ai.completeness.situation import Situation
from intake_ai.dossier.states import Priority, State
from intake_ai.messages import Language
from intake_ai.terms import FieldKind

EventKind = Literal[
    "created", "upload-added", "upload-removed", "submitted", "opened", "page-read", "looked", "rechecking", "checked",
    "failed", "cancelled", "restarted", "chosen", "corrected", "correction-undone", "confirmed", "department-set",
    "taken-over",
]  # fmt: skip
"""What is told of a dossier to those who follow it.

opened: an upload was opened (``pages`` of the dossier known so far); page-read: ``done`` of ``pages`` are read;
looked: a first look is there; rechecking: the stages after reading run again; checked: a report is there (``verdict``);
failed: ``code`` says why.
"""
Purpose = Literal["counter", "citizen"]
Channel = Literal["direct", "online", "postal"]
_SITUATIONS = TypeAdapter(Situation)


@dataclass(frozen=True, slots=True)
class NewDossier:
    """What is said of a dossier when it is made.

    Attributes:
        received: Day of receipt.
        code: Mã hồ sơ where somebody has given one.
        procedure: Code that a person chose; None lets the pages tell.
        situation: As far as a person said; its channel and connected databases are not kept, the dossier's own count.
        department: Code of the department that it is for.
        expires_at: When nothing of it is kept any more.
        token_hash: SHA-256 of the secret that opens a citizen's check.
    """

    received: date
    purpose: Purpose = "counter"
    priority: Priority = "counter"
    channel: Channel = "direct"
    language: Language = "vi"
    code: str | None = None
    procedure: str | None = None
    situation: Situation = field(default_factory=Situation)
    department: str | None = None
    expires_at: datetime | None = None
    token_hash: str | None = None


@dataclass(frozen=True, slots=True)
class NewUpload:
    """A file whose content lies in the blob store already.

    Attributes:
        name: As the report will name it; one that is taken gets a number behind it.
        sha256: Of its content.
        size: Bytes.
    """

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a person says of procedure and situation; all of it replaces what was said before."""

    procedure: str | None
    situation: Situation = field(default_factory=Situation)


@dataclass(frozen=True, slots=True)
class Place:
    """Where one page of a list ended, to go on behind it."""

    created_at: datetime
    id: str


@dataclass(frozen=True, slots=True)
class DossierFilter:
    """Which dossiers to list; None does not restrict.

    Attributes:
        states: Any of these.
        departments: For any of these departments.
        code: Exactly this one.
        created_by: Made by this person or key.
    """

    states: tuple[State, ...] | None = None
    departments: tuple[str, ...] | None = None
    purpose: Purpose | None = "counter"
    verdict: str | None = None
    procedure: str | None = None
    code: str | None = None
    created_by: str | None = None
    received_from: date | None = None
    received_to: date | None = None


@dataclass(frozen=True, slots=True)
class Corrected:
    """A value that a person set.

    Attributes:
        id: Of the correction, to take it back.
        field: `intake_ai.dossier.field_ids.field_id`.
        before: What the report proposed.
    """

    id: int
    field: str
    kind: FieldKind
    before: str
    after: str
    made_by: str
    made_at: datetime
    undone_at: datetime | None


def written_situation(situation: Situation) -> dict[str, Any]:
    """A situation as plain JSON values."""
    written: dict[str, Any] = _SITUATIONS.dump_python(situation, mode="json")
    return {**written, "due_rows": sorted_or_none(situation.due_rows)}


def read_situation(written: Mapping[str, Any]) -> Situation:
    """The situation that `written_situation` wrote."""
    return _SITUATIONS.validate_python(dict(written))


def sorted_or_none(rows: frozenset[int] | None) -> list[int] | None:
    return None if rows is None else sorted(rows)
