"""The compiled form as JSON documents, in the shape of contracts/requirements.md and with the keys that we add."""

import json
from dataclasses import asdict
from typing import Any

from intake_ai.catalogue.corrections.corrections import Correction, Scope
from intake_ai.catalogue.encoding import encode, evidence_by_fact
from intake_ai.catalogue.models import Case, Procedure, Requirement
from intake_ai.catalogue.showing.doubts import Marks


def procedure_document(procedure: Procedure) -> dict[str, Any]:
    """All of a procedure but its context; what has its default value is left out."""
    document: dict[str, Any] = json.loads(encode(procedure))
    return document


def requirements_document(procedure: Procedure, marks: Marks) -> dict[str, Any]:
    """The cases and rows of `procedure` in the order of the imported file.

    Args:
        marks: What officers said about them; such a row or case carries the key "officer".
    """
    return {
        "code": procedure.code,
        "cases": [{**_case(case), **_officer(marks, "case", case.index)} for case in procedure.cases],
        "rows": [{**_row(row), **_officer(marks, "row", row.row)} for row in procedure.requirements],
    }


def officers_document(marks: Marks) -> dict[str, Any]:
    """What officers said about rows and cases, beside the document of a procedure; nothing where they said nothing."""
    said = [{"scope": scope, "index": index, **_said(mark)} for (scope, index), mark in marks.items()]
    return {"officers": said} if said else {}


def _case(case: Case) -> dict[str, Any]:
    return {
        "index": case.index,
        "role": case.role,
        "confidence": case.confidence,
        "evidence": evidence_by_fact(case.evidence),
    }


def _row(row: Requirement) -> dict[str, Any]:
    return {
        "index": row.row,
        "kind": row.kind,
        "need": row.need,
        "when": row.when,
        "choice": row.choice,
        "options": list(row.options),
        "present_only": row.present_only,
        **_paper(row),
        "question_id": row.question_id,
        "question": list(row.question),
        "due_if": row.due_if,
        "choices": list(row.choices),
        "due_for": list(row.due_for),
        "decided_by": row.decided_by,
        "confidence": row.confidence,
        "evidence": evidence_by_fact(row.evidence),
    }


def _paper(row: Requirement) -> dict[str, Any]:
    """What the row tells of the paper itself."""
    return {
        "types": list(row.types),
        "keywords": list(row.keywords),
        "form_name": row.form_name,
        "form_number": row.form_number,
        "form_annex": row.form_annex,
        "validity_months": row.validity_months,
        "validity_days": row.validity_days,
        "available_in": row.available_in,
        "data_source": row.data_source,
        "result_of": list(row.result_of),
        "replaced_by": list(row.replaced_by),
        "originals": row.originals,
        "copies": row.copies,
        "stated_copies": None if row.stated_copies is None else asdict(row.stated_copies),
        "signed": row.signed,
        "stamped": row.stamped,
    }


def _officer(marks: Marks, scope: Scope, index: int) -> dict[str, Any]:
    mark = marks.get((scope, index))
    return {"officer": _said(mark)} if mark else {}


def _said(mark: Correction) -> dict[str, Any]:
    return {"action": mark.action, "fields": dict(mark.fields), "by": mark.by, "at": mark.made_at.isoformat()}
