"""Cues that a page goes on with the paper so far, and that a paper ends: they look at all its pages."""

from collections.abc import Iterator

from rapidfuzz import fuzz

from classifiers.splitting.card_sides import belong_together
from classifiers.splitting.headings import KINDS
from classifiers.splitting.opening_cues import STRONG, Cue, same_running_head
from classifiers.splitting.traits import PageTraits
from classifiers.splitting.words import words
from classifiers.wording import opens_with_any

_FEW_PAGES = 4
_SAME_TITLE = 90
_LONG_RUN = 6


class PaperSoFar:
    """The pages of a paper up to some page; grows page by page."""

    def __init__(self, first: PageTraits, several_files: bool = False) -> None:
        self.first = first
        self._several_files = several_files
        self.pages: list[PageTraits] = []
        self._numbers: list[int | None] = []
        self._total: int | None = None
        self._highest: dict[str, int] = {}
        self._signed = False
        self._ids: set[str] = set()
        self._names: set[str] = set()
        self.add(first)

    def add(self, page: PageTraits) -> None:
        """Take a page into the paper."""
        if self.pages and _opens_part(page):
            self._begin_part(page)
        self._count(page)
        self.pages.append(page)
        for heading in page.headings:
            if heading.kind != "article" or heading.number <= self._highest.get("article", 0) + 1 or page is self.first:
                self._highest[heading.kind] = heading.number
        ending = page.ending
        self._signed = self._signed or ending.recipients or (ending.mark and (ending.signing or ending.signer))
        self._ids |= page.content.numbers
        self._names |= page.content.names

    def _begin_part(self, page: PageTraits) -> None:
        """An annex counts its headings anew, and its pages unless it goes on with the numbers of the letter."""
        self._highest.clear()
        self._signed = False
        if page.number is None or not self._support(page.number.number):
            self._numbers.clear()
            self._total = None

    def _count(self, page: PageTraits) -> None:
        number = page.number
        self._numbers.append(number.number if number else None)
        if number and number.total is not None:
            self._total = number.total

    def _support(self, number: int) -> int:
        """How many pages have a number from which counting on gives this one."""
        count = len(self._numbers)
        return sum(known == number - (count - place) for place, known in enumerate(self._numbers) if known is not None)

    def _last_number(self) -> int | None:
        return next((number for number in reversed(self._numbers) if number is not None), None)

    def going_on(self, page: PageTraits) -> Iterator[Cue]:
        """Cues for `page` being the next of this paper, without those that are zero."""
        if page.side is not None or any(known.side is not None for known in self.pages):
            yield self._card_cue(page), 1.0
            return
        yield from self._number_cues(page)
        if len(self.pages) == 1 and self.first.opening.cover:
            yield "after_cover", 1.0
        if self._several_files and self._comes_second(page):
            yield "head_comes_second", 1.0
        yield from self._heading_cues(page)
        yield from self._annex_cues(page)
        yield from self._likeness_cues(page)
        if len(self.pages) >= _FEW_PAGES:
            yield "long", 1.0

    def _card_cue(self, page: PageTraits) -> str:
        before, after = self.first.side, page.side
        if before is None or after is None or len(self.pages) > 1:
            return "more_on_card"
        shown = (before.shows, after.shows)
        if shown not in (("front", "back"), ("back", "front")):
            return "more_on_card"
        front, back = (before, after) if before.shows == "front" else (after, before)
        fits = belong_together(front, back)
        if fits is False:
            return "back_of_another_card"
        return f"{shown[1]}_of_{'this' if fits else 'some'}_card"

    def _number_cues(self, page: PageTraits) -> Iterator[Cue]:
        complete = self._total is not None and self._numbers[-1] == self._total
        if complete and not page.scrap:
            yield "beyond_total", 1.0
        number = page.number
        if number is None:
            return
        if number.total is None:
            yield from self._lone_cues(number.number)
            return
        last = self._last_number()
        if self._total not in (None, number.total) or (last is not None and number.number <= last):
            yield "number_clash", 1.0
        elif self._support(number.number):
            yield "number_next", 1.0
        elif last is None and number.number == len(self._numbers) + 1:
            yield ("counts_after_end" if _ends(self.pages[-1]) else "number_counts"), 1.0
        else:
            yield "number_gap", 1.0

    def _lone_cues(self, number: int) -> Iterator[Cue]:
        """Cues of a number without total: a run of them that counts on is hardly chance, a single one may be a mark."""
        support = self._support(number)
        if support:
            yield "lone_next", 1.0
            yield "lone_run", min(support - 1, _LONG_RUN) / 2
        elif self._last_number() is None and number == len(self._numbers) + 1:
            yield "lone_counts", 1.0
        else:
            yield "lone_clash", 1.0

    def _comes_second(self, page: PageTraits) -> bool:
        """Whether the first page of a file has no head and a later one of the same file has."""
        first = self.first.opening
        return (
            page.file == self.first.file
            and not first.motto
            and first.strength < STRONG
            and not first.cover
            and page.opening.motto
        )

    def _heading_cues(self, page: PageTraits) -> Iterator[Cue]:
        for kind in KINDS:
            first = next((heading.number for heading in page.headings if heading.kind == kind), None)
            if first is None:
                continue
            before = self._highest.get(kind, 0)
            if first == before + 1 and first > 1:
                yield f"{kind}_next", 1.0
            elif kind in ("article", "roman") and before == 0 and first > 1 and page.headings[0].kind == kind:
                yield f"{kind}_gap", 1.0
            elif kind == "article" and first == 1 and before >= 1 and not _opens_part(page):
                yield "article_again", 1.0

    def _annex_cues(self, page: PageTraits) -> Iterator[Cue]:
        opening = page.opening
        proposes = opens_with_any(words().proposals, self.first.opening.title)
        is_letter = proposes or self._of_authority()
        if self._signed and ((opening.draft and is_letter) or (opening.open and proposes)):
            yield "draft_of_proposal", 1.0
        elif opening.annex and is_letter:
            yield "annex_of_letter", 1.0
        elif self._signed and not opening.notes and not page.scrap:
            yield "ended", 1.0

    def _of_authority(self) -> bool:
        """Whether the first page has the head of an authority's letter and a later one, or it, its recipients."""
        return self.first.opening.columns and any(page.ending.recipients for page in self.pages)

    def _likeness_cues(self, page: PageTraits) -> Iterator[Cue]:
        title = page.opening.title
        known = self.first.opening
        if page.opening.strength >= STRONG and known.title and fuzz.ratio(title, known.title) >= _SAME_TITLE:
            yield "same_title_again", 1.0
        if page.content.numbers & self._ids:
            yield "number_in_common", 1.0
        if page.content.names & self._names:
            yield "name_in_common", 1.0
        if any(same_running_head(page, earlier) for earlier in self.pages[:-1][-2:]):
            yield "running_head_of_paper", 1.0

    def ending(self) -> Iterator[Cue]:
        """Cues for the paper ending after these pages, without those that are zero."""
        last = self.pages[-1]
        if self.first.side is not None:
            if len(self.pages) == 1 and self.first.side.shows != "both":
                yield f"{self.first.side.shows}_alone", 1.0
            return
        if self._total is not None:
            yield ("all_pages_there" if self._numbers[-1] == self._total else "pages_missing"), 1.0
        if last.ending.cut:
            yield "ends_cut", 1.0
        ending = last.ending
        if ending.mark or ending.recipients or ending.signing:
            yield "ends_signed", 1.0
        elif not self._signed and not any(page.ending.signing or page.ending.mark for page in self.pages):
            yield "ends_unsigned", 1.0
        if len(self.pages) == 1:
            yield "single", 1.0


def _ends(page: PageTraits) -> bool:
    ending = page.ending
    return ending.signing or ending.recipients or ending.mark


def _opens_part(page: PageTraits) -> bool:
    """Whether an annex or a draft begins with the page."""
    return page.opening.annex or page.opening.draft or page.opening.open
