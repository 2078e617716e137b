"""Where each paper begins: cues of every page, weighed, and the two sides of a card brought together."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from classifiers.identifying.titles import find_title, is_motto
from classifiers.splitting.card_sides import is_card_back, is_card_front
from classifiers.splitting.numbering import PageNumber, articles, first_article, page_number
from classifiers.wording import contains_any, opens_with_any, wording
from ocr.page import Page, PageReading


@dataclass(frozen=True, slots=True)
class PaperPages:
    """Pages that make one paper, and how sure the splitting is of its first page (0-1)."""

    pages: tuple[Page, ...]
    confidence: float


@cache
def weights() -> dict[str, float]:
    text = Path(__file__).with_name("cues.yaml").read_text(encoding="utf-8")
    return {name: float(weight) for name, weight in yaml.safe_load(text).items()}


def split(pages: Sequence[Page]) -> tuple[PaperPages, ...]:
    """Group the pages of a dossier into papers, in order. Blank pages belong to none."""
    groups: list[list[Page]] = []
    sureness: list[float] = []
    for page in (page for page in pages if not page.reading.blank):
        odds = sum(weights()[cue] for cue in page_cues(page, groups[-1] if groups else []))
        if odds > 0:
            groups.append([page])
            sureness.append(_probability(odds))
        else:
            groups[-1].append(page)
            sureness[-1] = min(sureness[-1], _probability(-odds))
    return tuple(PaperPages(tuple(group), sure) for group, sure in zip(groups, sureness, strict=True))


def page_cues(page: Page, paper: Sequence[Page]) -> list[str]:
    """Names of the cues (cues.yaml) of a page that follows `paper`, the pages of the paper before it."""
    reading = page.reading
    if not paper:
        return ["first_page"]
    if is_card_back(reading):
        return ["card_back_after_front" if _is_front_alone(paper) else "card_back_alone"]
    if is_card_front(reading):
        return ["card_front"]
    return [
        *_file_cues(page, paper[-1]),
        *_head_cues(reading),
        *_number_cues(reading, paper),
        *_article_cues(reading, paper),
        *_ending_cues(paper[-1].reading),
    ]


def _is_front_alone(paper: Sequence[Page]) -> bool:
    return len(paper) == 1 and is_card_front(paper[0].reading) and paper[0].reading.mrz is None


def _file_cues(page: Page, before: Page) -> list[str]:
    if page.ref.file == before.ref.file:
        return ["same_file"]
    is_picture = page.ref.page == 1 and before.ref.page == 1 and not page.ref.file.casefold().endswith(".pdf")
    return ["new_photo" if is_picture else "new_scan"]


def _head_cues(reading: PageReading) -> list[str]:
    cues = []
    if any(is_motto(line) and line.box.top < 0.45 for line in reading.lines):
        cues.append("motto")
    title = find_title(reading)
    if title and title.strength >= 0.6 and title.box.top < 0.5:
        cues.append("title")
    elif title and title.strength >= 0.3 and title.box.top < 0.35:
        cues.append("weak_title")
    if not cues:
        cues.append("no_head")
    top = [line for line in reading.lines[:3] if line.box.top < 0.15]
    if any(opens_with_any(wording().form_heads, line.text) for line in top):
        cues.append("form_head")
    return cues + _opening_cues(reading)


def _opening_cues(reading: PageReading) -> list[str]:
    if not reading.lines:
        return []
    first = reading.lines[0].text
    if opens_with_any(wording().continuations, first):
        return ["continuation"]
    letters = [character for character in first if character.isalpha()]
    return ["lower_case_start"] if letters and letters[0].islower() else []


def _number_cues(reading: PageReading, paper: Sequence[Page]) -> list[str]:
    number = page_number(reading)
    if number is None:
        return []
    if number.number == 1:
        return ["number_one"]
    if number.total is None:
        # too weak to deny that the page goes on, and no sign of it where it counts otherwise
        return ["lone_number_later"] if number.number == len(paper) + 1 else []
    return ["number_later" if _goes_on(number, paper) else "number_gap"]


def _goes_on(number: PageNumber, paper: Sequence[Page]) -> bool:
    """Whether a page "2/3" can follow the pages of `paper`.

    After a page whose number could not be read it does where it counts right and that page does not end a paper.
    """
    last = page_number(paper[-1].reading)
    if last is None:
        return number.number == len(paper) + 1 and not _ending_cues(paper[-1].reading)
    return last.number < number.number and last.total in (None, number.total)


def _article_cues(reading: PageReading, paper: Sequence[Page]) -> list[str]:
    first = first_article(reading)
    number = page_number(reading)
    if first is None or first < 2 or (number is not None and number.total is not None):
        return []
    return [] if any(articles(page.reading) for page in paper) else ["article_gap"]


def _ending_cues(before: PageReading) -> list[str]:
    lower = " ".join(line.text for line in before.lines if line.box.top > 0.3)
    return ["after_ending"] if contains_any(wording().endings, lower, 0.9) else []


def _probability(odds: float) -> float:
    """Log-odds as a probability, kept off 0 and 1 because the weights are judged, not fitted."""
    return min(0.99, max(0.5, 1 / (1 + math.exp(-min(odds, 20.0)))))
