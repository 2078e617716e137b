"""Places as the applicant knows them: the page of his paper, not that of a file which the centre made of it."""

import re
from dataclasses import dataclass
from functools import cached_property

from intake_ai.dossier.report import PagePlace, Report
from intake_ai.messages import text


@dataclass(frozen=True)
class Places:
    """The places of a report."""

    report: Report

    def told(self, sentence: str) -> str:
        """The sentence with "trang 3 của tệp quet.pdf" as "trang 1 của “Giấy khai sinh”", in either language."""
        return self._of_files.sub(self._as_known, sentence)

    @cached_property
    def _of_files(self) -> re.Pattern[str]:
        names = {file.name for file in self.report.files} | {place.file for place in self._papers}
        files = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True) if name)
        return re.compile(rf"\b(trang|page) (\d{{1,6}}) (?:của tệp|of(?: file)?) ({files or '(?!)'})", re.IGNORECASE)

    @cached_property
    def _papers(self) -> dict[PagePlace, tuple[int, str]]:
        """Of each page its number within its paper, and the paper's title."""
        return {
            place: (number, paper.title) for paper in self.report.papers for number, place in enumerate(paper.pages, 1)
        }

    def _as_known(self, found: re.Match[str]) -> str:
        page = int(found[2])
        number, title = self._papers.get(PagePlace(file=found[3], page=page), (page, "")) if page else (page, "")
        said = text("slip-page-of-paper", page=number, title=title) if title else text("slip-page-of-this", page=number)
        return said[0].upper() + said[1:] if found[1][0].isupper() else said
