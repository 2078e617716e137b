"""Procedures as JSON and back, without what has its default value: most of a requirement has."""

import json
from collections.abc import Iterable
from dataclasses import MISSING, Field, fields
from typing import Any

from classifiers.papers import PaperType
from intake_ai.catalogue.models import Case, Copies, Evidence, Procedure, Requirement

_PROCEDURE_TUPLES = ("level", "subjects", "results", "legal_basis", "fees", "processing_times")
_REQUIREMENT_TUPLES = ("question", "choices", "due_for", "options", "keywords", "replaced_by", "result_of")


def encode(procedure: Procedure) -> str:
    """JSON of `procedure`, its context left out: it is long and kept apart."""
    document = _changed(procedure)
    document.pop("context", None)
    document["cases"] = [_changed(case) for case in procedure.cases]
    document["requirements"] = [_changed(row) for row in procedure.requirements]
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def decode(document: str, context: str = "") -> Procedure:
    """The procedure that `encode` wrote, with its context put back."""
    values = json.loads(document)
    values["cases"] = tuple(Case(**_with_evidence(case)) for case in values["cases"])
    values["requirements"] = tuple(_requirement(row) for row in values["requirements"])
    values.update((name, tuple(values[name])) for name in _PROCEDURE_TUPLES if name in values)
    return Procedure(**values, context=context)


def _requirement(values: dict[str, Any]) -> Requirement:
    values.update((name, tuple(values[name])) for name in _REQUIREMENT_TUPLES if name in values)
    if "types" in values:
        values["types"] = tuple(PaperType(name) for name in values["types"])
    if "stated_copies" in values:
        values["stated_copies"] = Copies(**values["stated_copies"])
    return Requirement(**_with_evidence(values))


def _with_evidence(values: dict[str, Any]) -> dict[str, Any]:
    if "evidence" in values:
        values["evidence"] = tuple(Evidence(fact, **found) for fact, found in values["evidence"].items())
    return values


def _changed(value: Procedure | Case | Requirement | Copies) -> dict[str, Any]:
    """The attributes of `value` that differ from their defaults; evidence by the fact it is of."""
    attributes = ((field, getattr(value, field.name)) for field in fields(value))
    document = {field.name: attribute for field, attribute in attributes if attribute != _default(field)}
    if isinstance(document.get("stated_copies"), Copies):
        document["stated_copies"] = _changed(document["stated_copies"])
    if "evidence" in document:
        document["evidence"] = evidence_by_fact(document["evidence"])
    return document


def evidence_by_fact(evidence: Iterable[Evidence]) -> dict[str, dict[str, object]]:
    """As it stands in documents: {fact: {"words": ..., "confidence": ...}}."""
    return {found.fact: {"words": found.words, "confidence": found.confidence} for found in evidence}


def _default(field: Field[Any]) -> object:
    return object() if field.default is MISSING else field.default
