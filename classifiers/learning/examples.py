"""A dossier that was read, with the truth about its papers and its procedure: one example to learn or measure by."""

import gzip
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from classifiers.learning.whole_files import write_whole
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
    """Keep a reading and its truth as one file that only its owner may read, whole or not at all."""
    readings = [{"file": page.ref.file, "page": page.ref.page, "reading": encode(page.reading)} for page in pages]
    path = folder / f"{name}{SUFFIX}"
    text = json.dumps({"name": name, "truth": dict(truth), "pages": readings}, ensure_ascii=False)
    write_whole(path, gzip.compress(text.encode(), compresslevel=5))
    return path


class ExampleDamaged(ValueError):
    """A file that holds no example, or a part of one."""


def read_kept(path: Path) -> dict[str, Any]:
    """What `write_example` wrote: name, truth and pages as JSON values.

    Raises:
        ExampleDamaged: The file holds something else, or is not whole.
    """
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            kept = json.load(file)
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise ExampleDamaged(f"{path.name}: {error}") from error
    if not isinstance(kept, dict) or not kept.keys() >= {"name", "truth", "pages"}:
        raise ExampleDamaged(f"{path.name}: no example")
    return kept


def read_example(path: Path) -> Example:
    """The example that `write_example` kept.

    Raises:
        ExampleDamaged: The file holds none, or a part of one.
    """
    kept = read_kept(path)
    try:
        pages = tuple(Page(PageRef(entry["file"], entry["page"]), decode(entry["reading"])) for entry in kept["pages"])
        return example_of(kept["name"], kept["truth"], pages)
    except (LookupError, ValueError, TypeError, AttributeError) as error:
        raise ExampleDamaged(f"{path.name}: {error!r}") from error


def read_examples(folder: Path) -> Iterator[Example]:
    """All examples of a folder, in the order of their names."""
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        yield read_example(path)
