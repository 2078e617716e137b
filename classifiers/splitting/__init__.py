"""Which pages make a paper: from the pages of a dossier to its papers."""

from classifiers.splitting.card_sides import is_card_back, is_card_front
from classifiers.splitting.model import SplittingModel, model_of, shipped_model
from classifiers.splitting.numbering import PageNumber, first_article, page_number
from classifiers.splitting.papers import PaperPages, Splitting, best_splittings, split

__all__ = [
    "PageNumber",
    "PaperPages",
    "Splitting",
    "SplittingModel",
    "best_splittings",
    "first_article",
    "is_card_back",
    "is_card_front",
    "model_of",
    "page_number",
    "shipped_model",
    "split",
]
