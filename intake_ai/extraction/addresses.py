"""Addresses of fields: accents of unit names put back, and today's units offered where former ones are named."""

from collections.abc import Iterable
from dataclasses import replace

from intake_ai.extraction.fields import Field
from intake_ai.units import repaired, suggestions


def with_right_accents(fields: Iterable[Field]) -> list[Field]:
    """`fields` with the units of addresses that were read from pictures spelt as the tables have them."""
    return [
        replace(field, value=repaired(field.value)) if field.kind == "address" and field.source == "ocr" else field
        for field in fields
    ]


def with_suggestions(fields: Iterable[Field]) -> tuple[Field, ...]:
    """`fields` with the addresses in the units of today for a person to choose from; values stay as they are."""
    return tuple(
        replace(field, suggestions=suggestions(field.value)) if field.kind == "address" else field for field in fields
    )
