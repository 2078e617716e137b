"""From papers to values with evidence: forms, cards, certificates and letters, joined over one person."""

from intake_ai.extraction.extracting import extract, extract_fields
from intake_ai.extraction.fields import Blank, Extracted, Field
from intake_ai.extraction.mismatches import Mismatch, find_mismatches
from intake_ai.extraction.people import Person, find_people, person_mentions

__all__ = [
    "Blank",
    "Extracted",
    "Field",
    "Mismatch",
    "Person",
    "extract",
    "extract_fields",
    "find_mismatches",
    "find_people",
    "person_mentions",
]
