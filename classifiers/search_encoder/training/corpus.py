"""What the encoder learns from: the procedures of a catalogue file and the questions written for them."""

import gzip
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from classifiers.lexical import Document
from classifiers.vietnamese import fold, normalise

_END_OF_SENTENCE = re.compile(r"(?<=[.;:!?])\s+|\n+")
_SHORTEST = 3  # words; shorter pieces are numbers of lists and single words


@dataclass(frozen=True, slots=True)
class Taught:
    """A procedure as text by field, and what people would ask when they need it; `core`: handled by a province."""

    code: str
    document: Document
    core: bool
    asked: tuple[str, ...] = ()


def read_catalogue(path: Path, asked: Mapping[str, Sequence[str]]) -> list[Taught]:
    """The procedures of `path`, one JSON object a line, plain or gzipped; `asked` are questions by code."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    return [
        Taught(
            record["code"], _document(record), bool(record.get("provincial_core")), tuple(asked.get(record["code"], ()))
        )
        for record in records
    ]


def sentences(procedures: Iterable[Taught]) -> list[str]:
    """Every sentence of the procedures once, folded, in a fixed order; most of the file is repeated sentences."""
    found = {
        " ".join(fold(sentence).split())
        for procedure in procedures
        for text in (*procedure.document.values(), *procedure.asked)
        for sentence in split_sentences(text)
    }
    return sorted(sentence for sentence in found if sentence.count(" ") >= _SHORTEST - 1)


def split_sentences(text: str) -> Iterator[str]:
    """The sentences of `text`; lines end them too."""
    for sentence in _END_OF_SENTENCE.split(text):
        if stripped := normalise(sentence):
            yield stripped


def _document(record: Mapping[str, Any]) -> Document:
    """As `intake_ai.catalogue.profiles.documents` makes them of an import."""
    results = "\n".join(record.get("results") or ())
    context = "\n".join(filter(None, (results, record.get("requirements"), record.get("steps"))))
    return {
        "name": record["name"],
        "cases": "\n".join(dict.fromkeys(case["case"] or "" for case in record.get("cases") or ())),
        "rows": "\n".join(paper["name"] or "" for paper in record.get("papers") or ()),
        "results": results,
        "field": record.get("field") or "",
        "context": context,
    }
