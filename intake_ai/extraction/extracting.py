"""Reads the fields of every paper of a dossier and brings together what is said of one person."""

from collections.abc import Sequence

from classifiers.papers import Paper
from intake_ai.extraction.fields import Field
from intake_ai.extraction.forms import read_form


def extract_fields(papers: Sequence[Paper]) -> tuple[Field, ...]:
    """The fields of all `papers` with their evidence, in reading order."""
    return tuple(field for paper in papers for field in read_form(paper))
