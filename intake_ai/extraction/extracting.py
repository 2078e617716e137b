"""Reads the fields of every paper of a dossier and brings together what is said of one person."""

from collections.abc import Sequence

from classifiers.papers import Paper, PaperType
from intake_ai.extraction.acceptance import settle
from intake_ai.extraction.addresses import with_right_accents, with_suggestions
from intake_ai.extraction.cards import read_card
from intake_ai.extraction.fields import Extracted, Field
from intake_ai.extraction.forms import read_form
from intake_ai.extraction.letters import read_letter
from intake_ai.extraction.people import CARDS


def extract(papers: Sequence[Paper]) -> Extracted:
    """The fields and blanks of all `papers`, in reading order."""
    return Extracted(with_suggestions(extract_fields(papers)))


def extract_fields(papers: Sequence[Paper]) -> tuple[Field, ...]:
    """The fields of all `papers` with their evidence, in reading order."""
    return settle(with_right_accents(field for paper in papers for field in read_paper(paper)), papers)


def read_paper(paper: Paper) -> list[Field]:
    """The fields of one paper as it stands, before other papers confirm or contradict them."""
    if paper.type in CARDS:
        return read_card(paper)
    return read_form(paper) if paper.type is PaperType.APPLICATION_FORM else read_letter(paper)
