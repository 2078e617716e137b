"""Reads the fields of every paper of a dossier and brings together what is said of one person."""

from collections.abc import Sequence
from dataclasses import replace

from classifiers.papers import Paper, PaperType
from intake_ai.extraction.acceptance import settle
from intake_ai.extraction.addresses import with_right_accents, with_suggestions
from intake_ai.extraction.cards import read_card
from intake_ai.extraction.fields import Extracted, Field
from intake_ai.extraction.forms import read_places
from intake_ai.extraction.handwriting import is_unreadable_hand
from intake_ai.extraction.letters import read_letter
from intake_ai.extraction.people import CARDS
from intake_ai.extraction.templates.fitting import Templates
from intake_ai.extraction.templates.joining import with_template


def extract(papers: Sequence[Paper], templates: Templates | None = None) -> Extracted:
    """The fields of all `papers`, and the places of their forms that wait for values, in reading order.

    Args:
        papers: Of the dossier.
        templates: Of the blank forms that the centre has added.
    """
    read = [_with_template(paper, _read(paper), templates) for paper in papers]
    blanks = tuple(blank for each in read for blank in each.blanks)
    return Extracted(with_suggestions(_settled(read, papers)), blanks)


def extract_fields(papers: Sequence[Paper]) -> tuple[Field, ...]:
    """The fields of all `papers` with their evidence, in reading order."""
    return _settled([_read(paper) for paper in papers], papers)


def _settled(read: Sequence[Extracted], papers: Sequence[Paper]) -> tuple[Field, ...]:
    blanks = [blank for each in read for blank in each.blanks]
    return settle(with_right_accents(field for each in read for field in each.fields), papers, blanks)


def read_paper(paper: Paper) -> list[Field]:
    """The fields of one paper as it stands, before other papers confirm or contradict them."""
    return list(_read(paper).fields)


def _with_template(paper: Paper, read: Extracted, templates: Templates | None) -> Extracted:
    return read if templates is None or paper.type in CARDS else with_template(paper, read, templates)


def _read(paper: Paper) -> Extracted:
    if paper.type in CARDS:
        return Extracted(tuple(read_card(paper)))
    if paper.type is not PaperType.APPLICATION_FORM:
        return Extracted(tuple(read_letter(paper)))
    read = read_places(paper)
    return _by_hand(read) if is_unreadable_hand(paper, [(each.page, each.box) for each in read.fields]) else read


def _by_hand(read: Extracted) -> Extracted:
    """All of it as written by hand."""
    return replace(read, fields=tuple(replace(field, by_hand=True) for field in read.fields))
