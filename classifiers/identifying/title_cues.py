"""What tells that a segment opens a page's title, or goes on with it: cues as numbers, most of them 0 or 1."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from classifiers.identifying.page_layout import PageLayout, is_foreign, is_nation
from classifiers.identifying.segments import Segment
from classifiers.wording import opens_with_any, wording
from ocr.page import Box

SHOUTED = 0.75
"""Share of capital letters from which a segment is written in capitals."""

_NUMBER = re.compile(r"^\W*s[o6]\s*(?:hieu|vao so)?\s*[:.;]|^\W*so\s*\S{0,12}/|/\s*(?:ubnd|qd|tb|gcn|gxn|xn)\b")
_DATE = re.compile(r"\bngay\b.{0,12}\bthang\b|\bday\b.{0,9}\bmonth\b")
_STAMP = re.compile(r"@|\bky boi\b|\bthoi gian ky\b|\bnguoi ky\b|\bco quan:|\d\d[:.]\d\d[:.]\d\d")
_ITEM = re.compile(
    r"^\W*(?:\d{1,2}|[ivx]{1,4}|[a-h])\s*[.)/]\s|^\W*(?:phan|muc|chuong|dieu)\s+(?:\d{1,2}|[ivx]{1,4})\b"
)
_NOTE = re.compile(
    r"^\W*(?:dung (?:cho|trong|de|khi|doi)|danh cho|ap dung|ban\W?sao|ban\W?dich|ban\W?chinh|trich sao|kem theo"
    r"|ban hanh|theo mau|nam\s+\d{4}\W*$)(?:\b|$)|^\W*\d{0,2}\W*$"
)
_FILL = re.compile(r"[.…_]{4,}|…")
_HANGING = re.compile(r"(?:,|-|/|\b(?:va|ve|cua|cho|theo|tai|doi voi|hoac|viec|cap|quyen|dang|giay))\s*$")
_WORDS_OF_RECIPIENT = ("kinh gui", "noi nhan", "can cu", "ho va ten", "ho ten", "toi ten", "ten toi", "toi la")
_NO_TITLE = (
    *("phan ghi cua", "phan danh cho", "ban hanh kem theo", "ky va ghi ro", "ky ghi ro", "nguoi tiep nhan", "anh co"),
    *("tinh", "huyen", "xa", "phuong", "so y te", "bo ", "cuc ", "benh vien", "truong"),
)

START_CUES = (
    "bias",
    "opening",
    "opening_later",
    "capitals",
    "shouted",
    "opening_shouted",
    "opening_centred",
    "centred",
    "centred_shouted",
    "in_column",
    "taller",
    "much_taller",
    "smaller",
    "one_word",
    "two_words",
    "many_words",
    "ends_like_text",
    "colon",
    "filled",
    "issuer",
    "form_head",
    "numbered",
    "dated",
    "stamp",
    "item",
    "continuation",
    "recipient",
    "never",
    "above_nation",
    "just_below_nation",
    "beside_nation",
    "top",
    "low",
    "very_low",
    "unsure_letters",
    "misread",
    "few_letters",
    "gap_above",
    "gap_below",
    "below_capitals",
    "about",
    "about_left",
    "alone_in_row",
    "foreign",
    "lower_start",
    "quoted",
    "first_opening",
    "later_opening",
    "wide",
    "in_brackets",
)
GOES_ON_CUES = (
    "bias",
    "gap_small",
    "gap_medium",
    "gap_large",
    "same_centre",
    "off_centre",
    "same_left",
    "both_shouted",
    "shouted_then_not",
    "about",
    "in_brackets",
    "bracket_open",
    "lower_start",
    "hanging",
    "ends_like_text",
    "colon",
    "filled",
    "issuer",
    "numbered",
    "dated",
    "item",
    "recipient",
    "never",
    "continuation",
    "same_height",
    "smaller",
    "third_or_later",
    "fifth_or_later",
    "foreign",
    "motto",
    "full_width",
    "after_about",
    "after_about_lower",
    "indented",
    "few_letters",
    "misread",
    "opening_again",
    "one_word_before",
    "short_line",
    "centred_lower",
    "note",
)


def start_cues(layout: PageLayout) -> NDArray[np.float32]:
    """Cues of each candidate, shape (candidates, len(START_CUES))."""
    rows = []
    openings = 0
    for place in layout.candidates:
        segment = layout.segments[place]
        opening = _opens(segment)
        rows.append(_start_row(layout, place, opening, openings))
        openings += opening and segment.capitals >= SHOUTED
    return np.array(rows, np.float32).reshape(len(rows), len(START_CUES))


def goes_on_cues(layout: PageLayout, parts: Sequence[Segment], segment: Segment) -> NDArray[np.float32]:
    """Cues of a segment that follows the `parts` of a title, shape (len(GOES_ON_CUES),)."""
    first, last = parts[0], parts[-1]
    gap = (segment.box.top - last.box.bottom) / max(layout.height, 0.006)
    off = abs(segment.box.centre[0] - first.box.centre[0])
    shouted, was = segment.capitals >= SHOUTED, last.capitals >= SHOUTED
    joined = " ".join(part.text for part in parts)
    lower = segment.text.lstrip(" (\"'“")[:1].islower()
    about = _about(segment)
    after = any(_about(part) for part in parts)
    cues = {
        "bias": 1,
        "gap_small": gap < 0.6,
        "gap_medium": 0.6 <= gap < 1.3,
        "gap_large": gap >= 1.3,
        "same_centre": off < 0.03,
        "off_centre": min(off / 0.15, 1),
        "same_left": abs(segment.box.left - last.box.left) < 0.015,
        "both_shouted": shouted and was,
        "shouted_then_not": was and not shouted,
        "about": about,
        "in_brackets": segment.text.lstrip().startswith("("),
        "bracket_open": joined.count("(") > joined.count(")"),
        "lower_start": lower,
        "hanging": bool(_HANGING.search(last.folded)),
        "ends_like_text": segment.text.rstrip().endswith((".", ";")),
        "colon": ":" in segment.text and not about,
        "filled": bool(_FILL.search(segment.text)),
        "issuer": shouted and opens_with_any(wording().issuers, segment.text),
        "numbered": bool(_NUMBER.search(segment.folded)),
        "dated": bool(_DATE.search(segment.folded)),
        "item": bool(_ITEM.search(segment.folded)),
        "recipient": _recipient(segment),
        "never": _never(segment),
        "continuation": opens_with_any(wording().continuations, segment.text),
        "same_height": abs(segment.height - last.height) < 0.2 * last.height,
        "smaller": segment.height < 0.8 * first.height,
        "third_or_later": len(parts) >= 2,
        "fifth_or_later": len(parts) >= 4,
        "foreign": is_foreign(segment),
        "motto": is_nation(segment.folded),
        "full_width": _full(layout, segment),
        "after_about": after,
        "after_about_lower": after and lower,
        "indented": segment.box.left > layout.left + 0.06,
        "few_letters": segment.letters < 4,
        "misread": segment.confidence < 0.5,
        "opening_again": _opens(segment) and shouted,
        "one_word_before": len(parts[0].text.split()) <= 2 and len(parts) == 1,
        "short_line": segment.box.width < 0.5,
        "centred_lower": (not shouted) and off < 0.03 and not _full(layout, segment),
        "note": bool(_NOTE.search(segment.folded)),
    }
    return np.array([cues[cue] for cue in GOES_ON_CUES], np.float32)


def _start_row(layout: PageLayout, place: int, opening: bool, openings: int) -> list[float]:
    segment = layout.segments[place]
    box, words = segment.box, segment.folded.split()
    shouted = segment.capitals >= SHOUTED
    off = abs(box.centre[0] - layout.middle)
    nation = layout.nation
    off_column = abs(box.centre[0] - nation.centre[0]) if nation else 1.0
    centred = max(0.0, 1 - min(off, abs(box.centre[0] - 0.5)) / 0.15)
    taller = segment.height / max(layout.height, 0.004)
    about = _about(segment) and not segment.text[:1].islower()
    below = box.top - nation.bottom if nation else 1.0
    spacing = _gaps(layout, place)
    first = segment.text.lstrip(" (\"'“")[:1]
    row = {
        "bias": 1,
        "opening": opening,
        "opening_later": not opening and _opens_later(words),
        "capitals": segment.capitals,
        "shouted": shouted,
        "opening_shouted": opening and shouted,
        "opening_centred": opening * centred,
        "centred": centred,
        "centred_shouted": centred * shouted,
        "in_column": max(0.0, 1 - off_column / 0.1),
        "taller": taller > 1.12,
        "much_taller": taller > 1.4,
        "smaller": taller < 0.85,
        "one_word": len(words) == 1,
        "two_words": len(words) == 2,
        "many_words": len(words) > 14,
        "ends_like_text": segment.text.rstrip().endswith((".", ";")),
        "colon": ":" in segment.text,
        "filled": bool(_FILL.search(segment.text)),
        "issuer": opens_with_any(wording().issuers, segment.text),
        "form_head": opens_with_any(wording().form_heads, segment.text),
        "numbered": bool(_NUMBER.search(segment.folded)),
        "dated": bool(_DATE.search(segment.folded)),
        "stamp": bool(_STAMP.search(segment.folded)),
        "item": bool(_ITEM.search(segment.folded)),
        "continuation": opens_with_any(wording().continuations, segment.text),
        "recipient": _recipient(segment),
        "never": _never(segment),
        "above_nation": nation is not None and below < -0.012,
        "just_below_nation": 0 <= below < 0.12,
        "beside_nation": nation is not None and abs(below) <= 0.03 and off_column > 0.2,
        "top": box.top,
        "low": box.top > 0.3,
        "very_low": box.top > 0.45,
        "unsure_letters": 1 - segment.confidence,
        "misread": segment.confidence < 0.5,
        "few_letters": segment.letters < 6,
        "gap_above": min(spacing[0], 4.0) / 4,
        "gap_below": min(spacing[1], 4.0) / 4,
        "below_capitals": _below_capitals(layout, place),
        "about": about,
        "about_left": about and box.centre[0] < 0.42,
        "alone_in_row": _alone(layout, place),
        "foreign": is_foreign(segment),
        "lower_start": first.islower(),
        "quoted": first in '"“',
        "first_opening": opening and shouted and openings == 0,
        "later_opening": openings > 0,
        "wide": box.width > 0.8 * (layout.right - layout.left),
        "in_brackets": segment.text.lstrip().startswith("("),
    }
    return [float(row[cue]) for cue in START_CUES]


def _opens(segment: Segment) -> bool:
    return opens_with_any(wording().title_openings, segment.text)


def _opens_later(words: Sequence[str]) -> bool:
    """Whether a title opens a word or two in, behind scraps of a seal or frame."""
    return any(opens_with_any(wording().title_openings, " ".join(words[skip:])) for skip in (1, 2) if len(words) > skip)


def _about(segment: Segment) -> bool:
    return opens_with_any(wording().abstract_openings, segment.text, 0.9)


def _recipient(segment: Segment) -> bool:
    return opens_with_any(_WORDS_OF_RECIPIENT, segment.text)


def _never(segment: Segment) -> bool:
    return opens_with_any(_NO_TITLE, segment.text)


def _full(layout: PageLayout, segment: Segment) -> bool:
    return segment.box.left < layout.left + 0.05 and segment.box.right > layout.right - 0.03


def _gaps(layout: PageLayout, place: int) -> tuple[float, float]:
    """White space above and below a segment, in heights of the page's letters."""
    box = layout.segments[place].box
    above = [
        box.top - other.box.bottom
        for other in layout.segments
        if other.box.bottom < box.centre[1] and _overlaps(box, other.box)
    ]
    below = [
        other.box.top - box.bottom
        for other in layout.segments
        if other.box.top > box.centre[1] and _overlaps(box, other.box)
    ]
    scale = max(layout.height, 0.006)
    return min(above, default=0.1) / scale, min(below, default=0.1) / scale


def _overlaps(one: Box, other: Box) -> bool:
    return min(one.right, other.right) > max(one.left, other.left)


def _below_capitals(layout: PageLayout, place: int) -> bool:
    """Whether capitals in the same column stand right above: then it is no first line."""
    segment = layout.segments[place]
    return any(
        other.capitals >= SHOUTED
        and other.letters >= 4
        and 0 < segment.box.top - other.box.top < 2.2 * max(other.box.height, 0.012)
        and abs(other.box.centre[0] - segment.box.centre[0]) < 0.06
        and not is_nation(other.folded)
        for other in layout.segments[max(0, place - 9) : place]
    )


def _alone(layout: PageLayout, place: int) -> bool:
    box = layout.segments[place].box
    return not any(
        other is not layout.segments[place] and abs(other.box.centre[1] - box.centre[1]) < 0.5 * box.height
        for other in layout.segments[max(0, place - 5) : place + 6]
    )
