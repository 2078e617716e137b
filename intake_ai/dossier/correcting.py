"""Puts the values that people set over those that were read, before the dossier is checked."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from classifiers.papers import Paper
from intake_ai.dossier.field_ids import ids_of_fields
from intake_ai.extraction import Extracted
from intake_ai.extraction.acceptance import disputed_anew
from intake_ai.extraction.fields import Field


def corrected(
    extracted: Extracted, corrections: Mapping[str, str], hashes: Mapping[str, str], papers: Sequence[Paper]
) -> Extracted:
    """The fields with what people set: theirs are accepted, and what no longer contradicts is no conflict any more.

    Args:
        extracted: As read.
        corrections: Values by the field's id; empty says that nothing stands there. Ids of no field are left aside.
        hashes: SHA-256 by the file's name.
        papers: Of the dossier.
    """
    if not corrections:
        return extracted
    ids = ids_of_fields(extracted.fields, hashes)
    told = [_told(field, corrections.get(name)) for name, field in zip(ids, extracted.fields, strict=True)]
    return replace(extracted, fields=disputed_anew(told, papers))


def _told(field: Field, value: str | None) -> Field:
    """What a person typed is no handwriting to be read any more, and needs no proposals."""
    if value is None:
        return field
    return replace(
        field, value=value, source="officer", status="accepted", confidence=1.0, by_hand=False, suggestions=()
    )
