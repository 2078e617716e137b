"""The text of a catalogue of procedures as sentences: what the language model is counted on."""

import gzip
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

#: The parts of a procedure that are written for people.
_WRITTEN = ("name", "cases", "papers", "results", "requirements", "steps", "legal_basis", "agency", "field", "fee")
_NOT_WRITTEN = frozenset({"form_file", "paper_code", "method", "order", "unit", "type", "number"})
_SENTENCE_END = re.compile(r"\n|(?<=[.;:])\s")
#: One procedure in so many is held out.
HELD_OUT_SHARE = 20


def is_held_out(code: str) -> bool:
    """Whether the procedure of this code is kept for measuring, one in `HELD_OUT_SHARE`; its text alone decides."""
    return hashlib.sha256(code.encode()).digest()[0] % HELD_OUT_SHARE == 0


def sentences_of(catalogue: Path, *, held_out: bool | None = None) -> list[str]:
    """Every different sentence of a catalogue, NFC, single spaces, in the order of first occurrence.

    Procedures repeat one another's sentences: each counts once, or the most copied ones would drown the rest.

    Args:
        catalogue: JSON lines, gzipped.
        held_out: True for the sentences that only held-out procedures have, False for those of all others,
            None for all.

    Raises:
        OSError, ValueError: The file cannot be read.
    """
    kept: dict[str, None] = {}
    others: set[str] = set()
    with gzip.open(catalogue, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            wanted = held_out is None or is_held_out(record["code"]) is held_out
            (kept.update if wanted else others.update)(dict.fromkeys(_sentences(record)))
    return [sentence for sentence in kept if not (held_out and sentence in others)]


def _sentences(record: dict[str, Any]) -> Iterator[str]:
    for part in _WRITTEN:
        for text in _texts(record.get(part)):
            for sentence in _SENTENCE_END.split(unicodedata.normalize("NFC", text)):
                if words := sentence.split():
                    yield " ".join(words)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            if name not in _NOT_WRITTEN:
                yield from _texts(item)
