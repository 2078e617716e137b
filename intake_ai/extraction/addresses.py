"""Addresses of fields: accents of unit names put back, and today's units offered where former ones are named."""

import re
from collections.abc import Iterable
from dataclasses import replace

from intake_ai.extraction.fields import Field
from intake_ai.extraction.lexicon import names_organisation
from intake_ai.extraction.runs import fold
from intake_ai.units import read_address, repaired, suggestions

_HOUSE = re.compile(r"so (?:nha )?\d[\w/]*,? (?:duong|pho|ngo|ngach|hem|kiet)\b")


def is_address(text: str) -> bool:
    """Whether a text is an address by itself: house and street, or units that exist, and it names no body."""
    if ":" in text or ";" in text:
        return False
    opens_with_house = _HOUSE.match(fold(text)) is not None
    return opens_with_house or (not names_organisation(text) and read_address(text) is not None)


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
