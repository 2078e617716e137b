"""Real blank forms of the reference data as templates of one another: the right one is laid, a twin never."""

from pathlib import Path

import pytest

from classifiers.papers import Paper
from intake_ai.catalogue.forms.adding import forms_in
from intake_ai.extraction.templates.building import template_of
from intake_ai.extraction.templates.fitting import Templates
from ocr.page import Page
from ocr.reader import ReadingOptions, read_uploads
from ocr.word_documents import find_office

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(find_office() is None, reason="Word documents need LibreOffice, which is optional"),
]


def paper_of(folder: Path, start: str) -> Paper:
    file = next((folder / "data" / "forms").glob(f"{start}*"))
    pages: tuple[Page, ...] = read_uploads([(file, file.name)], ReadingOptions()).pages
    return next(iter(forms_in(pages)))


@pytest.mark.parametrize(("start", "fewest"), [("747fb971", 25), ("0bf303bd", 20), ("537f8ccc", 20)])
def test_most_places_of_a_real_form_are_found(shared: Path, start: str, fewest: int):
    assert len(template_of(paper_of(shared, start)).blanks) >= fewest


def test_the_same_form_of_another_circular_is_refused(shared: Path):
    earlier, later = paper_of(shared, "21a40a1f"), paper_of(shared, "872e0a5b")
    known = Templates([template_of(earlier)])
    assert known.fit(earlier) is not None
    assert known.fit(later) is None


def test_a_form_for_another_matter_in_nearly_the_same_words_is_refused(shared: Path):
    known = Templates([template_of(paper_of(shared, "e4498d47"))])
    assert known.fit(paper_of(shared, "fc300ce1")) is None
