"""A dossier that was read, with the truth about its papers and its procedure: one example to learn or measure by."""

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from classifiers.papers import PaperType
from ocr.codec import decode, encode
from ocr.page import Page, PageRef

SUFFIX = ".example.json.gz"


@dataclass(frozen=True, slots=True)
class TruePaper:
    """A paper as it really is.

    Attributes:
        pages: Places of its pages in the example's, from 0, in the paper's own order. Two cards on one sheet share a
            page.
        row: Of the requirements that it satisfies, None where none.
        form: Name of the form, empty where it is none.
    """

    type: PaperType
    title: str
    pages: tuple[int, ...]
    row: int | None
    owner: str
    form: str = ""
    surplus: bool = False
    foreign: bool = False


@dataclass(frozen=True)
class Example:
    """A dossier as read, and the truth.

    Attributes:
        pages: In the order handed in, blank ones among them.
        papers: In the order of their first pages.
        code: Procedure; None where it is none of the catalogue, or where the papers belong to none.
        same: Codes equally right.
        delivery: "pdf", "files" or "phone".
        hardness: Of each page: clean, medium or hard.
    """

    name: str
    pages: tuple[Page, ...]
    papers: tuple[TruePaper, ...]
    code: str | None
    same: tuple[str, ...] = ()
    case: int | None = None
    delivery: str = ""
    hardness: tuple[str, ...] = ()


def example_of(name: str, truth: Mapping[str, Any], pages: tuple[Page, ...]) -> Example:
    """Join a reading with its truth.json.

    Raises:
        KeyError: The truth names a page that was not read.
    """
    place = {(page.ref.file, page.ref.page): index for index, page in enumerate(pages)}
    hardness = ["clean"] * len(pages)
    papers = []
    for paper in truth["papers"]:
        places = tuple(place[page["file"], page["page"]] for page in paper["pages"])
        for at, page in zip(places, paper["pages"], strict=True):
            hardness[at] = page.get("hardness", "clean")
        papers.append(_true_paper(paper, places))
    papers.sort(key=lambda paper: min(paper.pages))
    procedure = truth["procedure"] or {}
    return Example(
        name,
        pages,
        tuple(papers),
        procedure.get("code"),
        tuple(truth.get("same_name_codes", ())),
        truth.get("case"),
        truth.get("delivery", ""),
        tuple(hardness),
    )


def _true_paper(paper: Mapping[str, Any], places: tuple[int, ...]) -> TruePaper:
    return TruePaper(
        PaperType(paper["type"]),
        paper["title"],
        places,
        paper["row"],
        paper.get("owner") or "",
        paper.get("form") or "",
        bool(paper.get("surplus")),
        bool(paper.get("foreign")),
    )


def write_example(folder: Path, name: str, truth: Mapping[str, Any], pages: tuple[Page, ...]) -> Path:
    """Keep a reading and its truth as one file, whole or not at all."""
    readings = [{"file": page.ref.file, "page": page.ref.page, "reading": encode(page.reading)} for page in pages]
    path = folder / f"{name}{SUFFIX}"
    half = path.with_suffix(".half")
    with gzip.open(half, "wt", encoding="utf-8", compresslevel=5) as file:
        json.dump({"name": name, "truth": dict(truth), "pages": readings}, file, ensure_ascii=False)
    half.replace(path)
    return path


def read_example(path: Path) -> Example:
    """The example that `write_example` kept.

    Raises:
        KeyError, ValueError: The file holds none.
    """
    with gzip.open(path, "rt", encoding="utf-8") as file:
        kept = json.load(file)
    pages = tuple(Page(PageRef(entry["file"], entry["page"]), decode(entry["reading"])) for entry in kept["pages"])
    return example_of(kept["name"], kept["truth"], pages)


def read_examples(folder: Path) -> Iterator[Example]:
    """All examples of a folder, in the order of their names."""
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        yield read_example(path)
