import gzip
from pathlib import Path

import pytest

from classifiers.learning.examples import ExampleDamaged, example_of, read_example, read_examples, write_example
from classifiers.papers import PaperType
from ocr.page import Box, Line, Page, PageReading, PageRef, Word


def a_page(file: str, number: int, text: str) -> Page:
    words = tuple(Word(word, Box(0.1, 0.1, 0.2, 0.12), 0.9) for word in text.split())
    return Page(PageRef(file, number), PageReading(0, 1000, 1400, "ocr", not words, (Line(words),) if words else ()))


PAGES = (a_page("a.pdf", 1, "TỜ KHAI"), a_page("a.pdf", 2, ""), a_page("b.jpg", 1, "GIẤY BÁO TỬ"))
TRUTH = {
    "procedure": {"code": "1.000001"},
    "same_name_codes": ["1.000002"],
    "case": 1,
    "delivery": "files",
    "papers": [
        {
            "type": "death_notice",
            "title": "GIẤY BÁO TỬ",
            "row": 2,
            "pages": [{"file": "b.jpg", "page": 1, "hardness": "hard"}],
        },
        {"type": "application_form", "title": "TỜ KHAI", "row": 0, "pages": [{"file": "a.pdf", "page": 1}]},
    ],
}


def test_an_example_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    kept = read_example(write_example(tmp_path, "e1", TRUTH, PAGES))
    assert kept == example_of("e1", TRUTH, PAGES)
    assert [example.name for example in read_examples(tmp_path)] == ["e1"]


def test_papers_stand_in_the_order_of_their_pages_and_a_blank_page_belongs_to_none() -> None:
    example = example_of("e1", TRUTH, PAGES)
    assert [(paper.type, paper.pages) for paper in example.papers] == [
        (PaperType.APPLICATION_FORM, (0,)),
        (PaperType.DEATH_NOTICE, (2,)),
    ]
    assert example.hardness == ("clean", "clean", "hard")
    assert (example.code, example.same, example.case) == ("1.000001", ("1.000002",), 1)


def test_a_truth_about_a_page_that_was_not_read_is_refused() -> None:
    with pytest.raises(KeyError):
        example_of("e1", TRUTH, PAGES[:1])


def test_only_the_owner_may_read_an_example_and_a_failure_leaves_nothing(tmp_path: Path) -> None:
    path = write_example(tmp_path, "e1", TRUTH, PAGES)
    assert path.stat().st_mode & 0o077 == 0
    (tmp_path / "e2.example.json.gz").mkdir()
    with pytest.raises(OSError, match="e2"):
        write_example(tmp_path, "e2", TRUTH, PAGES)
    with pytest.raises(TypeError):
        write_example(tmp_path, "e3", {"procedure": object()}, PAGES)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["e1.example.json.gz", "e2.example.json.gz"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no archive",
        gzip.compress(b"x" * 999)[:-9],
        gzip.compress(b"\xff"),
        gzip.compress(b"{"),
        gzip.compress(b"[]"),
        gzip.compress(b'{"name": "e1", "truth": {"papers": [1]}, "pages": []}'),
        gzip.compress(b'{"name": "e1", "truth": {"papers": []}, "pages": [{}]}'),
    ],
    ids=[
        "empty",
        "no archive",
        "cut short",
        "not text",
        "broken JSON",
        "no object",
        "a paper without its facts",
        "a page without its facts",
    ],
)
def test_a_damaged_example_is_told_by_its_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "d.example.json.gz"
    path.write_bytes(content)
    with pytest.raises(ExampleDamaged, match=r"d\.example\.json\.gz"):
        read_example(path)
