"""Turns a planned dossier into an example without drawing it: its print as words in their places, letters misread.

Ranking learns from words alone. Of these dossiers it sees many more than could be drawn, degraded and read back in the
same time; the drawn ones show it what reading really does.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np

from classifiers.learning.examples import Example, TruePaper
from classifiers.synthetic.dossiers import PlannedDossier, PlannedPaper
from classifiers.synthetic.fonts import text_width
from classifiers.synthetic.layout import TICK_SIZE
from classifiers.synthetic.seeds import seed_of
from classifiers.synthetic.sheet import Area, Sheet, Text
from classifiers.vietnamese import fold
from ocr.page import Box, Line, Mark, Page, PageReading, PageRef, Word

_SAME_LINE = 1.6
"""Millimetres between baselines of one line."""
_APART = 9.0
"""Millimetres between words of different columns."""
_ERRORS = (0.0, 0.0, 0.003, 0.01, 0.03)
"""Shares of words with a letter misread, one of which a dossier has; reading back drawn ones lies between these."""
_UNACCENTED = 0.5
"""Share of misread words that only lose their accents."""
_LETTERS = "abcdeghiklmnopqrstuvxy"


def sketched(plan: PlannedDossier) -> Example:
    """The example that a plan would become; the same plan gives the same one."""
    dice = np.random.default_rng(seed_of("sketched", plan.name))
    errors = float(dice.choice(_ERRORS))
    pages: list[Page] = []
    papers: list[TruePaper] = []
    for paper in plan.papers:
        first = len(pages)
        for leaf in paper.pages:
            pages.append(Page(PageRef("hoso.pdf", len(pages) + 1), _reading(paper.paper.sheets[leaf], errors, dice)))
        papers.append(_true_paper(paper, tuple(range(first, len(pages)))))
    case = plan.case[0] if plan.case else None
    return Example(plan.name, tuple(pages), tuple(papers), plan.code, case=case, delivery=plan.delivery)


def _true_paper(paper: PlannedPaper, pages: tuple[int, ...]) -> TruePaper:
    made = paper.paper
    return TruePaper(made.type, made.title, pages, paper.row, paper.owner, paper.form, paper.surplus, paper.foreign)


def _reading(sheet: Sheet, errors: float, dice: np.random.Generator) -> PageReading:
    width, height = sheet.size
    texts = [mark for mark in sheet.marks if isinstance(mark, Text) and mark.text.strip()]
    lines = [Line(tuple(_words(line, sheet, errors, dice))) for line in _lines(texts)]
    marks = tuple(_ticks(sheet, texts))
    pixels = (round(width / 25.4 * 200), round(height / 25.4 * 200))
    return PageReading(0, *pixels, "ocr", not lines, tuple(line for line in lines if line.words), marks=marks)


def _lines(texts: Sequence[Text]) -> Iterator[list[Text]]:
    """Texts of one baseline together, from top to bottom, each from left to right."""
    baselines: list[float] = []

    def line_of(text: Text) -> int:
        return int(np.searchsorted(baselines, text.y, side="right"))

    for text in sorted(texts, key=lambda text: text.y):
        if not baselines or text.y - baselines[-1] > _SAME_LINE:
            baselines.append(text.y)
    for _, line in groupby(sorted(texts, key=lambda text: (line_of(text), text.x)), key=line_of):
        yield from _columns(list(line))


def _columns(line: Sequence[Text]) -> Iterator[list[Text]]:
    """The parts of a line that stand far apart: the two heads of an official letter."""
    part: list[Text] = []
    for text in line:
        if part and text.x - part[-1].x - text_width(part[-1].text, part[-1].style) > _APART:
            yield part
            part = []
        part.append(text)
    if part:
        yield part


def _words(line: Sequence[Text], sheet: Sheet, errors: float, dice: np.random.Generator) -> Iterator[Word]:
    width, height = sheet.size
    for text in line:
        left = text.x
        size = text.style.size * 25.4 / 72
        for piece in text.text.split():
            right = left + text_width(piece, text.style)
            box = Box(
                *(
                    min(1.0, max(0.0, edge))
                    for edge in (
                        left / width,
                        (text.y - size * 0.75) / height,
                        right / width,
                        (text.y + size * 0.2) / height,
                    )
                )
            )
            yield Word(_misread(piece, dice) if dice.random() < errors else piece, box, 0.93)
            left = right + size * 0.25


def _ticks(sheet: Sheet, texts: Sequence[Text]) -> Iterator[Mark]:
    """The boxes to be ticked: small squares, ticked where a letter stands in them."""
    width, height = sheet.size
    for mark in sheet.marks:
        if not isinstance(mark, Area) or abs(mark.box[2] - mark.box[0] - TICK_SIZE) > 0.3:
            continue
        left, top, right, bottom = mark.box
        ticked = any(left <= text.x <= right and top <= text.y <= bottom + 1 and len(text.text) == 1 for text in texts)
        yield Mark(
            "ticked_box" if ticked else "empty_box", Box(left / width, top / height, right / width, bottom / height)
        )


def _misread(word: str, dice: np.random.Generator) -> str:
    if dice.random() < _UNACCENTED:
        return fold(word) if word.islower() else fold(word).upper()
    place = int(dice.integers(len(word)))
    return word[:place] + str(dice.choice(list(_LETTERS))) + word[place + 1 :]
