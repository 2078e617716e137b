"""Papers of invented people, read as the pipeline reads them, for the tests of parties."""

from page_builder import MOTTO, page

from classifiers.papers import Paper, PaperType
from intake_ai.extraction import extract_fields
from intake_ai.extraction.fields import Field
from intake_ai.parties import Party, Stranger, find_parties, owners, strangers
from ocr.page import Box, Code, Mark

SEAL = Mark("seal", Box(0.6, 0.8, 0.75, 0.9))


def paper(kind: PaperType, *texts: str, name: str, title: str = "", **more: object) -> Paper:
    return Paper(name, kind, title, (page(*texts, file=f"{name}.pdf", marks=(SEAL,), **more),), 0.9)


def form(*texts: str, name: str = "p1", **more: object) -> Paper:
    return paper(PaperType.APPLICATION_FORM, *MOTTO, "TỜ KHAI MẪU", *texts, name=name, **more)


def certificate(*texts: str, name: str = "p2", kind: PaperType = PaperType.OTHER, title: str = "GIẤY MẪU") -> Paper:
    return paper(kind, *MOTTO, title, *texts, name=name, title=title)


def card(person: str, number: str, born: str, name: str = "p3") -> Paper:
    """A card whose code was read; `born` is ddMMyyyy."""
    code = Code("QRCode", f"{number}||{person}|{born}|Nam|Thôn 1, xã A, tỉnh B|11022022", Box(0.7, 0.1, 0.8, 0.2))
    return paper(PaperType.IDENTITY_CARD, "CĂN CƯỚC CÔNG DÂN", name=name, codes=(code,))


def read(*papers: Paper) -> tuple[Field, ...]:
    return extract_fields(papers)


def parties_of(*papers: Paper) -> tuple[Party, ...]:
    return find_parties(papers, read(*papers))


def owner_names(*papers: Paper) -> dict[str, str]:
    return {paper: party.name for paper, party in owners(papers, parties_of(*papers)).items()}


def strangers_of(*papers: Paper) -> tuple[Stranger, ...]:
    parties = parties_of(*papers)
    return strangers(papers, parties, owners(papers, parties))
