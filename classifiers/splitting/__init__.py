"""Which pages make a paper: from the pages of a dossier to its papers."""

from classifiers.splitting.card_sides import is_card_back, is_card_front
from classifiers.splitting.numbering import PageNumber, first_article, page_number
from classifiers.splitting.papers import PaperPages, split

__all__ = [
    "PageNumber",
    "PaperPages",
    "first_article",
    "is_card_back",
    "is_card_front",
    "page_number",
    "split",
]
