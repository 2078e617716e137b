"""What an application form asks for in its own words: one form may serve many procedures."""

import re
from functools import cache
from pathlib import Path

import yaml

from classifiers.papers import Paper
from classifiers.vietnamese import normalise
from classifiers.wording import opens_with_any
from ocr.page import Line

_NUMBERING = re.compile(r"^\W*(?:\d{1,2}|[IVX]{1,4}|[a-zđ])\s*[.)]\s*")
_FOOTNOTE = re.compile(r"\(\s*\d{1,2}\s*\)|\d?[)®°]")
_MOST_LINES = 3


def requested_content(form: Paper) -> str:
    """The words after "Nội dung đề nghị" and its like, up to the next numbered entry; empty where there are none."""
    for page in form.pages:
        for index, line in enumerate(page.reading.lines):
            text = _NUMBERING.sub("", line.text)
            if opens_with_any(_labels(), text, 0.9):
                return _content(text, page.reading.lines[index + 1 :])
    return ""


@cache
def _labels() -> tuple[str, ...]:
    return tuple(yaml.safe_load(Path(__file__).with_name("request_labels.yaml").read_text(encoding="utf-8")))


def _content(label_line: str, rest: tuple[Line, ...]) -> str:
    _, colon, value = label_line.partition(":")
    parts = [value if colon else ""]
    for line in rest[:_MOST_LINES]:
        if _NUMBERING.match(line.text):
            break
        parts.append(line.text)
    return normalise(_FOOTNOTE.sub(" ", " ".join(parts))).strip(" .…")
