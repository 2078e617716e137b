"""Pages that may bear a mark of state secrecy."""

from datetime import date

import pytest
from page_builder import line, reading

from classifiers.papers import Paper, PaperType
from intake_ai.completeness.findings import Component
from intake_ai.completeness.problems import Evidence, find_problems
from intake_ai.completeness.verdict import judge
from ocr.page import Box, Mark, Page, PageRef

ROW = Component(0, "Văn bản", "present", papers=("p1",))


@pytest.mark.parametrize(("confidence", "verdict"), [(0.6, "review"), (None, "complete")])
def test_nothing_is_called_complete_before_a_person_looked_at_what_may_be_the_mark(confidence, verdict):
    marks = [Mark("secrecy", Box(0.15, 0.15, 0.25, 0.18), confidence, "secret")] if confidence else []
    shown = Page(PageRef("scan.pdf", 1), reading([line("Nội dung của văn bản", 0.6, 0.12)], marks=marks))
    paper = Paper("p1", PaperType.OTHER, "VĂN BẢN", (shown,), 0.9)
    problems = find_problems(Evidence(date(2026, 11, 22), (shown,), (paper,), (), None, (ROW,), (), ()))
    assert [(each.kind, each.paper, each.page) for each in problems] == [
        ("secrecy_mark", "p1", shown.ref) for _ in marks
    ]
    assert judge((ROW,), problems, (), procedure_known=True) == verdict
