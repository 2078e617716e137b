"""What a correction may say, alone and together; the same for officers here and for files from elsewhere."""

from collections.abc import Mapping
from typing import Any, Final, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from classifiers.papers import PaperType
from intake_ai.catalogue.corrections.corrections import Scope
from intake_ai.catalogue.errors import CorrectionRefused
from intake_ai.catalogue.models import Case, CaseRole, Need, Requirement, RowKind

_LONGEST = 500
_LONGEST_NAME = 255
_LONGEST_CHOICE = 8
_MOST_COPIES = 99
_MOST_MONTHS = 1200

ALLOWED: Final[Mapping[str, tuple[str, ...]]] = {
    "kind": get_args(RowKind),
    "need": get_args(Need),
    "role": get_args(CaseRole),
    "types": tuple(map(str, PaperType)),
    "originals": (f"0–{_MOST_COPIES}",),
    "copies": (f"0–{_MOST_COPIES}",),
    "validity_months": (f"0–{_MOST_MONTHS}",),
    "present_only": ("true", "false"),
    "when": (f"≤ {_LONGEST}",),
    "form_number": (f"≤ {_LONGEST}",),
    "choice": (f"≤ {_LONGEST_CHOICE}",),
    "by": (f"≤ {_LONGEST_NAME}",),
}
"""Values, or numbers and lengths from to, that each field can have."""

_ONLY_OF_PAPERS = ("when", "choice", "options", "present_only", "types")


class RowFields(BaseModel):
    """What a correction may say of a row; what is not set stays as compiled."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    kind: RowKind | None = None
    need: Need | None = None
    when: str | None = Field(default=None, max_length=_LONGEST)
    choice: str | None = Field(default=None, max_length=_LONGEST_CHOICE)
    options: tuple[str, ...] | None = None
    present_only: bool | None = None
    types: tuple[PaperType, ...] | None = None
    originals: int | None = Field(default=None, ge=0, le=_MOST_COPIES)
    copies: int | None = Field(default=None, ge=0, le=_MOST_COPIES)
    validity_months: int | None = Field(default=None, ge=0, le=_MOST_MONTHS)
    form_number: str | None = Field(default=None, max_length=_LONGEST)


class CaseFields(BaseModel):
    """What a correction may say of a case."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    role: CaseRole | None = None


def checked_fields(
    scope: Scope,
    fields: Mapping[str, Any],
    before: Mapping[str, Any] | None = None,
    part: Requirement | Case | None = None,
) -> dict[str, Any]:
    """All that is corrected then, ready for JSON: a condition makes a row due on it, and `before` stays where unnamed.

    Args:
        before: What was corrected before.
        part: The row or case as compiled, None where it is not known.

    Raises:
        CorrectionRefused: A field cannot be corrected, a value cannot be, or two of them contradict each other.
    """
    said = _valid(scope, fields)
    if "when" in said:
        said.setdefault("need", "if")
    merged = {**(before or {}), **said}
    if said.get("need") == "always":
        if said.get("when"):
            raise CorrectionRefused("correction-always-with-condition")
        merged.pop("when", None)
    if said.get("kind", "paper") != "paper":
        _refuse_paper_facts(said)
        merged = {name: value for name, value in merged.items() if name != "need" and name not in _ONLY_OF_PAPERS}
    if merged.get("kind", part.kind if isinstance(part, Requirement) else "paper") != "paper":
        _refuse_paper_facts(said)
    if merged.get("need") == "if" and not merged.get("when"):
        raise CorrectionRefused("correction-without-when")
    return merged


def checked_officer(by: str) -> str:
    """The name of who corrects.

    Raises:
        CorrectionRefused: There is none, or it is too long to be one.
    """
    name = by.strip()
    if not name:
        raise CorrectionRefused("correction-nobody")
    if len(name) > _LONGEST_NAME:
        raise _wrong("by")
    return name


def _refuse_paper_facts(said: Mapping[str, Any]) -> None:
    """A heading or note asks for nothing (contracts/requirements.md): what is said of a paper would have no effect."""
    if said.get("need") == "if" or any(said.get(name) for name in _ONLY_OF_PAPERS):
        raise CorrectionRefused("correction-not-a-paper")


def _valid(scope: Scope, fields: Mapping[str, Any]) -> dict[str, Any]:
    shape = RowFields if scope == "row" else CaseFields
    try:
        valid = shape.model_validate(fields)
    except ValidationError as error:
        fault = error.errors()[0]
        name = str(fault["loc"][0]) if fault["loc"] else "-"
        if fault["type"] == "extra_forbidden":
            raise CorrectionRefused("correction-field-unknown", field=name) from error
        raise _wrong(name) from error
    return valid.model_dump(mode="json", exclude_none=True)


def _wrong(field: str) -> CorrectionRefused:
    return CorrectionRefused("correction-value-wrong", field=field, allowed=", ".join(ALLOWED.get(field, ("-",))))
