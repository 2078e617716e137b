"""From papers to values with evidence: forms, cards, certificates and letters, joined over one person."""

from intake_ai.extraction.extracting import extract_fields
from intake_ai.extraction.fields import Field
from intake_ai.extraction.people import Mismatch, Person, find_mismatches, find_people, person_mentions

__all__ = ["Field", "Mismatch", "Person", "extract_fields", "find_mismatches", "find_people", "person_mentions"]
