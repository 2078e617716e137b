"""Supporting papers by kind: each kind turns a title and a scene into sheets."""

from collections.abc import Callable, Mapping

from classifiers.papers import PaperType
from classifiers.synthetic.invented.certificates import business_registration, certificate, degree, foreign, translation
from classifiers.synthetic.invented.drawing import plan_sheet, portrait_sheet
from classifiers.synthetic.invented.looks import paper_look
from classifiers.synthetic.invented.official import confirmation, decision, judgment, letter, minutes
from classifiers.synthetic.invented.private_papers import authorisation, contract, curriculum, medical, receipt
from classifiers.synthetic.invented.reports import articles, listing, report
from classifiers.synthetic.invented.scene import Scene
from classifiers.synthetic.papers import SetPaper
from classifiers.synthetic.sheet import Sheet

Maker = Callable[[Scene, str], tuple[Sheet, ...]]


def drawing(scene: Scene, title: str) -> tuple[Sheet, ...]:
    """Drawings: one to three sheets of lines with a title block."""
    count = scene.rng.choice((1, 1, 1, 2, 3))
    look = paper_look(scene.rng)
    return tuple(plan_sheet(scene, title, look, place + 1) for place in range(count))


def photo(scene: Scene, _: str) -> tuple[Sheet, ...]:
    """Portraits on a sheet."""
    return (portrait_sheet(scene),)


MAKERS: Mapping[str, Maker] = {
    "decision": decision,
    "letter": letter,
    "certificate": certificate,
    "confirmation": confirmation,
    "contract": contract,
    "minutes": minutes,
    "report": report,
    "articles": articles,
    "list": listing,
    "curriculum": curriculum,
    "medical": medical,
    "receipt": receipt,
    "degree": degree,
    "business_registration": business_registration,
    "power_of_attorney": authorisation,
    "drawing": drawing,
    "photo": photo,
    "foreign": foreign,
    "other": letter,
    "judgment": judgment,
    "land_certificate": certificate,
    "passport": certificate,
    "birth_notice": confirmation,
    "birth_certificate": certificate,
    "marriage_certificate": certificate,
    "marital_status_certificate": confirmation,
    "death_notice": confirmation,
}
"""How a paper of a kind (kinds.yaml) is made where no recipe of papers/ is taken."""


def supporting(scene: Scene, title: str, kind: str, paper_type: str) -> SetPaper:
    """A supporting paper.

    Args:
        scene: The dossier.
        title: As a row names it.
        kind: Of kinds.yaml; decides the layout.
        paper_type: Coarse type of the report contract.
    """
    maker = MAKERS.get(kind, letter)
    if maker is certificate and scene.rng.random() < 0.08:
        maker = translation
    sheets = maker(scene, title)
    return SetPaper(PaperType(paper_type), title.upper(), sheets)
