"""What several sample dossiers have in common: scanners, cards, dates of issue, signing."""

from datetime import date

from classifiers.synthetic.cards import alone, card_faces, card_title, on_one_sheet
from classifiers.synthetic.degrading import Look, PhotoLook, ScanLook
from classifiers.synthetic.dossiers import PlannedPaper, card_paper
from classifiers.synthetic.people import Person

GREY_SCAN = ScanLook(dpi=200, grey=True, quality=46)
COLOUR_SCAN = ScanLook(dpi=200, grey=False, noise=1.4, quality=48)
CARD_SCAN = ScanLook(dpi=250, grey=False, noise=1.4, blur=0.45, quality=50)
PHONE = PhotoLook(size=(1536, 2048), quality=58)
CARD_PHONE = PhotoLook(size=(1600, 1200), margin=0.07, shadow=0.1, noise=2.5, quality=60)

OLD_CARD = (date(2021, 6, 1), date(2023, 12, 20))
NEW_CARD = (date(2024, 8, 1), date(2026, 5, 30))


def copied_card(person: Person, row: int | None, look: Look = CARD_SCAN) -> PlannedPaper:
    """Both sides of a person's card on one sheet."""
    return PlannedPaper(card_paper(card_title(person), [on_one_sheet(person)]), person.name, row, look=look)


def photographed_card(person: Person, row: int | None, look: Look = CARD_PHONE) -> PlannedPaper:
    """A photo of each side of a person's card."""
    sheets = [alone(face) for face in card_faces(person)]
    return PlannedPaper(card_paper(card_title(person), sheets), person.name, row, look=look)
