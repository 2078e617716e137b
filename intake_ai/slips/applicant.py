"""Who the applicant is, as far as a report knows."""

from collections.abc import Iterable, Sequence

from classifiers.vietnamese import normalise
from intake_ai.dossier.report import FieldReport, Report
from intake_ai.slips.parts import Applicant
from intake_ai.terms import FieldKind

_APPLICANT, _OWNER, _REPRESENTATIVE = "applicant", "owner", "representative"
_TOGETHER = ("husband", "wife")
"""Who apply for a thing together: on such a form the first of them stands for both."""


def applicant(report: Report) -> Applicant:
    """The applicant's values; one in conflict, or of nobody known, is left to be written by hand."""
    fields = report.fields
    name = _name(fields)
    own = _of_person(fields, name)
    return Applicant(
        owner=name,
        submitter=_value(_in_role(fields, _REPRESENTATIVE), "full_name"),
        id_number=_value(own, "id_number"),
        address=_value(own, "address"),
        phone=_value(own, "phone"),
        email=_value(own, "email"),
    )


def _name(fields: Sequence[FieldReport]) -> str:
    """Of the person that applies, of the organisation, or of the first of those who apply together."""
    own = _in_role(fields, _APPLICANT)
    together = (_value(_in_role(fields, role), "full_name") for role in _TOGETHER)
    return _value(own, "full_name") or _value(own, "organisation_name") or next((name for name in together if name), "")


def unconfirmed(report: Report) -> tuple[FieldReport, ...]:
    """The fields that `applicant` takes values from although nobody confirmed them."""
    taken = set(applicant(report).model_dump().values()) - {""}
    sure = {field.value for field in report.fields if field.status == "accepted"}
    found = {field.value: field for field in report.fields if field.value in taken - sure}
    return tuple(found.values())


def _in_role(fields: Sequence[FieldReport], role: str) -> list[FieldReport]:
    return [field for field in fields if field.role == role]


def _of_person(fields: Sequence[FieldReport], name: str) -> list[FieldReport]:
    """The applicant's own fields first, then those of papers whose owner has his name, such as an identity card."""
    named = {
        field.paper for field in _in_role(fields, _OWNER) if field.kind == "full_name" and _same(field.value, name)
    }
    return _in_role(fields, _APPLICANT) + [field for field in _in_role(fields, _OWNER) if field.paper in named]


def _same(left: str, right: str) -> bool:
    return bool(right) and normalise(left).casefold() == normalise(right).casefold()


def _value(fields: Iterable[FieldReport], kind: FieldKind) -> str:
    """The surest value of a kind, of equally sure ones the first; empty where there is none without conflict."""
    usable = [field for field in fields if field.kind == kind and field.status != "conflict"]
    surest = max(usable, key=lambda field: (field.status == "accepted", field.confidence), default=None)
    return surest.value if surest else ""
