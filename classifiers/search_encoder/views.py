"""A procedure as the short texts by which the encoder knows it."""

from classifiers.lexical import Document

_LONGEST_BODY = 600
"""Characters: what the encoder reads of a text at most, and a little more."""


def name_view(document: Document) -> str:
    """Its name, and the field of administration, which tells twins apart."""
    return " . ".join(filter(None, (document.get("name", ""), document.get("field", ""))))


def paper_view(document: Document) -> str:
    """What is handed out and what is handed in."""
    parts = [*document.get("results", "").splitlines(), *document.get("rows", "").splitlines()]
    return " . ".join(parts)[:_LONGEST_BODY]


def text_views(document: Document) -> list[str]:
    """The procedure's own texts; a question means it when it lies near one of them."""
    return list(filter(None, (name_view(document), paper_view(document))))


def asked_views(document: Document) -> list[str]:
    """The questions written for it, where there are any."""
    return list(filter(None, document.get("asked", "").splitlines()))
