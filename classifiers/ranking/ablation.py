"""How much each kind of evidence is worth: the figures of procedures held back, with each kind left out of learning."""

from collections.abc import Mapping, Sequence
from typing import Final

from classifiers.ranking.fitting import FITS
from classifiers.ranking.model import sharpened
from classifiers.ranking.training import (
    PENALTY,
    Prepared,
    at_temperature,
    figures,
    held_back,
    suited_sharpness,
    suited_temperature,
)

KINDS: Final[Mapping[str, Sequence[str]]] = {
    "title of the form": (
        *("title says name", "name says title", "title like name", "title within name", "title like row"),
        *("row says title", "words of title", "meaning of title"),
    ),
    "all titles": (
        *("titles like rows", "a title says name", "name says a title", "words of titles", "meaning of titles"),
    ),
    "what is asked for": (
        *("request says name", "name says request", "request within name", "wish says name", "name says wish"),
        *("wish like name", "empty box says name", "words of request", "meaning of request"),
    ),
    "body": (
        *("passage says name", "passage says result", "papers say name", "words of body"),
        *("passage says head of name", "papers say head of name"),
    ),
    "meaning": ("meaning of title", "meaning of request", "meaning of titles"),
    "laws and form number": ("law beside number", "law", "form number"),
    "agency and field": ("addressee is agency", "level fits", "level differs", "papers say field"),
    "words of twins": tuple(
        f"{kind} {which}"
        for kind in ("actions", "conditions")
        for which in ("agree", "wished", "of name only", "never said", "of form only")
    ),
    "fit of papers and rows": FITS,
}
"""Columns by kind of evidence."""


def figures_without(prepared: Sequence[Prepared]) -> dict[str, dict[str, float]]:
    """Figures of held-back procedures with all columns ("all") and without those of each kind."""
    cases = [case for example in prepared for case in example.cases]
    found = {}
    for kind, columns in {"all": (), **KINDS}.items():
        names = [name for name in cases[0].choices.names if name not in columns]
        told = held_back(cases, cases, names, PENALTY)
        chances = at_temperature(told, suited_temperature(told))
        line = suited_sharpness(chances)
        found[kind] = figures([(case, sharpened(chance, *line)) for case, chance in chances])
    return found
