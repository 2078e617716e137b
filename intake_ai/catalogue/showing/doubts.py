"""What is doubtful of a compiled procedure, and what officers have said about it."""

from collections.abc import Mapping
from typing import Final

from intake_ai.catalogue.corrections import readings
from intake_ai.catalogue.corrections.corrections import Correction, Key, Scope, targets
from intake_ai.catalogue.models import Case, Evidence, Procedure, Requirement

SURE: Final = readings.SURE
ROW_FACTS: Final = readings.ROW_FACTS
CASE_FACTS: Final = readings.CASE_FACTS

WHOLE: Final = "whole"
"""Stands for the fact where a part is unsure and nothing tells of what."""

Marks = Mapping[tuple[Scope, int], Correction]


def parts_of(procedure: Procedure) -> tuple[Requirement | Case, ...]:
    """All rows, then all cases."""
    return (*procedure.requirements, *procedure.cases)


def is_sure(part: Requirement | Case) -> bool:
    return part.confidence >= SURE


def is_fully_sure(procedure: Procedure) -> bool:
    """Every row and every case is sure."""
    return all(map(is_sure, parts_of(procedure)))


def doubts_of(part: Requirement | Case) -> tuple[Evidence, ...]:
    """The facts that make a row or case unsure, the least sure first; none where it is sure.

    Facts may each be sure and not all of them together: then the least sure is named.
    """
    if is_sure(part):
        return ()
    facts = ROW_FACTS if isinstance(part, Requirement) else CASE_FACTS
    deciding = sorted((found for found in part.evidence if found.fact in facts), key=lambda found: found.confidence)
    doubtful = tuple(found for found in deciding if found.confidence < SURE)
    return doubtful or tuple(deciding[:1]) or (Evidence(WHOLE, "", part.confidence),)


def marks_of(procedure: Procedure, corrections: Mapping[Key, Correction]) -> Marks:
    """What officers corrected or confirmed of `procedure`, by "row" or "case" and its index.

    A confirmation of what is read otherwise today is none: it waits to be looked at again.
    """
    return {
        (target.key.scope, target.index): mark
        for target in (targets(procedure) if corrections else ())
        if (mark := corrections.get(target.key)) and _holds(mark, target.part)
    }


def _holds(mark: Correction, part: Requirement | Case) -> bool:
    return bool(mark.fields) or not readings.readings_changed(mark.seen, part)
