"""Procedures as JSON and back, without what has its default value: most of a requirement has."""

import json
from dataclasses import MISSING, Field, fields
from typing import Any

from classifiers.papers import PaperType
from intake_ai.catalogue.models import Case, Procedure, Requirement

_PROCEDURE_TUPLES = ("level", "subjects", "results", "legal_basis")
_REQUIREMENT_TUPLES = ("question", "options", "keywords", "replaced_by")


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
    values["cases"] = tuple(Case(**case) for case in values["cases"])
    values["requirements"] = tuple(_requirement(row) for row in values["requirements"])
    values.update((name, tuple(values[name])) for name in _PROCEDURE_TUPLES if name in values)
    return Procedure(**values, context=context)


def _requirement(values: dict[str, Any]) -> Requirement:
    values.update((name, tuple(values[name])) for name in _REQUIREMENT_TUPLES if name in values)
    if "types" in values:
        values["types"] = tuple(PaperType(name) for name in values["types"])
    return Requirement(**values)


def _changed(value: Procedure | Case | Requirement) -> dict[str, Any]:
    """The attributes of `value` that differ from their defaults."""
    attributes = ((field, getattr(value, field.name)) for field in fields(value))
    return {field.name: attribute for field, attribute in attributes if attribute != _default(field)}


def _default(field: Field[Any]) -> object:
    return object() if field.default is MISSING else field.default
