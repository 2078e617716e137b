"""Recipes of papers, a YAML file each, and how one becomes sheets."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

from classifiers.papers import PaperType
from classifiers.synthetic.blocks import BLOCKS, Hand
from classifiers.synthetic.layout import Frame, Typesetter
from classifiers.synthetic.markup import Values
from classifiers.synthetic.sheet import Sheet, Style


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a paper looks like.

    Attributes:
        name: Of its file, such as ``birth_registration``.
        title: As a person would name the paper.
        pages: Blocks of each page; a block is a mapping of one name to its options.
        look: Font family, size, margins, size and colour of the sheet.
    """

    name: str
    type: PaperType
    title: str
    pages: tuple[tuple[Mapping[str, Any], ...], ...]
    look: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SetPaper:
    """A paper with its sheets, before anything happens to it."""

    type: PaperType
    title: str
    sheets: tuple[Sheet, ...]


@lru_cache(maxsize=64)
def recipe(name: str) -> Recipe:
    """The recipe of papers/NAME.yaml.

    Raises:
        FileNotFoundError: There is none.
    """
    text = resources.files("classifiers.synthetic.papers").joinpath(f"{name}.yaml").read_text("utf-8")
    raw = yaml.safe_load(unicodedata.normalize("NFC", text))
    pages = tuple(tuple(page) for page in raw["pages"])
    return Recipe(name, PaperType(raw["type"]), raw["title"], pages, raw.get("look", {}))


def recipe_names() -> list[str]:
    """All recipes."""
    folder = resources.files("classifiers.synthetic.papers")
    return sorted(entry.name.removesuffix(".yaml") for entry in folder.iterdir() if entry.name.endswith(".yaml"))


def set_paper(name: str, values: Values, hand: Hand | None = None, look: Mapping[str, Any] | None = None) -> SetPaper:
    """Set all pages of a paper.

    Args:
        name: Of the recipe.
        values: What its names stand for.
        hand: Whether and how it is signed.
        look: In place of the recipe's own font, sizes and colours, as far as it names them.

    Raises:
        ValueError: A page overflows, as it may in another font.
    """
    made = recipe(name)
    made = replace(made, look={**made.look, **(look or {})})
    sheets = tuple(_set_page(made, blocks, values, hand or Hand()) for blocks in made.pages)
    return SetPaper(made.type, made.title, sheets)


def _set_page(made: Recipe, blocks: tuple[Mapping[str, Any], ...], values: Values, hand: Hand) -> Sheet:
    look = made.look
    width, height = look.get("paper_size", (210.0, 297.0))
    left, right, top = look.get("margins", (28.0, 18.0, 18.0))
    frame = Frame((width, height), left, right, top)
    style = Style(family=look.get("family", "serif"), size=look.get("size", 13.0))
    filled = Style(family=look.get("filled_family", style.family), size=look.get("filled_size", style.size))
    page = Typesetter(values, frame, style, filled, look.get("leading", 1.55))
    for block in blocks:
        for kind, options in block.items():
            BLOCKS[kind](page, options, hand)
    if page.y > height - 6:
        raise ValueError(f"recipe {made.name}: a page overflows by {page.y - height + 6:.0f} mm")
    paper = look.get("paper", (255, 255, 255))
    return page.sheet((paper[0], paper[1], paper[2]))
