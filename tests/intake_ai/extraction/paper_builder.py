"""Papers of hand-made pages, and what was read from them in a form that tests can compare."""

from page_builder import page

from classifiers.papers import Paper, PaperType
from intake_ai.extraction.fields import Field
from ocr.page import Box, Mark, Page

SEAL = Mark("seal", Box(0.6, 0.8, 0.75, 0.9))


def paper(*pages: Page, kind: PaperType = PaperType.APPLICATION_FORM, name: str = "p1") -> Paper:
    return Paper(name, kind, "", pages, 1.0)


def form(*texts: str, name: str = "p1") -> Paper:
    """A one-page form in a dossier whose marks were looked for."""
    return paper(page(*texts, file=f"{name}.pdf", marks=(SEAL,)), name=name)


def card(*texts: str, name: str = "p2", **more: object) -> Paper:
    return paper(page(*texts, file=f"{name}.pdf", **more), kind=PaperType.IDENTITY_CARD, name=name)


def values(fields: list[Field] | tuple[Field, ...]) -> list[tuple[str, str]]:
    return [(field.kind, field.value) for field in fields]


def the(kind: str, fields: list[Field] | tuple[Field, ...]) -> Field:
    """The only field of a kind."""
    found = [field for field in fields if field.kind == kind]
    assert len(found) == 1, [(field.kind, field.value) for field in fields]
    return found[0]
