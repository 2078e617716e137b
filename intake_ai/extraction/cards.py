"""Fields of identity cards and passports: QR code and MRZ first, then the print around its bilingual labels."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from rapidfuzz import fuzz

from classifiers.papers import Paper
from intake_ai.extraction.card_dates import settle_dates
from intake_ai.extraction.card_gaps import read_gaps
from intake_ai.extraction.fields import Field
from intake_ai.extraction.identity import (
    CardText,
    fits_birth,
    is_personal_number,
    read_card_qr,
    read_insurance_qr,
    read_mrz,
    sex_of,
)
from intake_ai.extraction.parts import Part
from intake_ai.extraction.runs import Run, fold, plain, run_of
from intake_ai.extraction.values import find_dates, looks_like_name, trim
from intake_ai.terms import FieldKind, FieldSource
from ocr.page import Box, Line, Page

_Form = Literal["name", "date", "sex", "country", "lines", "text", "stop"]
# Least likeness (0-100) of a printed label to its phrase: OCR of the small English half is bad; chosen by trying.
_LEAST_LIKENESS = 78.0
_CERTAIN = {"qr": 0.995, "mrz": 0.99}
_MRZ_LINE = re.compile(r"<{2,}|[A-Z0-9<]{25,}")


@dataclass(frozen=True, slots=True)
class CardLabel:
    """A printed label of a card; `role` tells addresses apart."""

    kind: FieldKind
    form: _Form
    phrases: tuple[str, ...]
    role: str = ""


@dataclass(frozen=True, slots=True)
class _Found:
    label: CardLabel
    end: int
    likeness: float


@cache
def card_labels() -> tuple[CardLabel, ...]:
    """The labels of cards.yaml."""
    content = yaml.safe_load(Path(__file__).with_name("cards.yaml").read_text(encoding="utf-8"))
    return tuple(
        CardLabel(entry["kind"], entry["form"], tuple(entry["phrases"]), entry.get("role", ""))
        for entry in content["labels"]
    )


def read_card(paper: Paper) -> list[Field]:
    """The fields of a card: those of its codes, those printed, then what neither code nor label told of the holder."""
    certain = read_codes(paper)
    printed = [field for page in paper.pages for field in _printed_fields(paper, page)]
    births = [field.value for field in [*certain, *printed] if field.kind == "date_of_birth"]
    numbers = [field for page in paper.pages for field in _numbers(paper, page, births)]
    found = settle_dates([*certain, *numbers, *printed])
    return [*found, *(_printed(paper, page, part) for page, part in read_gaps(paper, found))]


def read_codes(paper: Paper) -> list[Field]:
    """What the codes and machine-readable zones of a paper state: of a card, or of a copy of one on another paper."""
    return [field for page in paper.pages for field in _certain_fields(paper, page)]


def _certain_fields(paper: Paper, page: Page) -> Iterator[Field]:
    for code in page.reading.codes:
        card = read_card_qr(code.text) or read_insurance_qr(code.text)
        if card is not None:
            yield from _card_fields(paper, page, card, "qr", code.box)
    zone = page.reading.mrz
    card = read_mrz(zone) if zone is not None else None
    if zone is not None and card is not None:
        yield from _card_fields(paper, page, card, "mrz", zone.box)


def _card_fields(paper: Paper, page: Page, card: CardText, source: FieldSource, box: Box) -> Iterator[Field]:
    values: list[tuple[FieldKind, str]] = [
        ("id_number", card.id_number), ("date_of_birth", card.date_of_birth), ("sex", card.sex),
        ("address", card.address), ("id_issue_date", card.issued), ("expiry_date", card.expires),
        ("document_number", card.insurance_number),
    ]  # fmt: skip
    if source == "qr":  # an MRZ holds names without accents, which confirm a name and never give one
        values.insert(1, ("full_name", card.name))
    for kind, value in values:
        if value:
            yield Field(kind, "owner", "", value, value, _CERTAIN[source], source, "to_check", paper.id, page.ref, box)


def _numbers(paper: Paper, page: Page, births: Sequence[str]) -> Iterator[Field]:
    """Numbers of twelve digits that stand alone on a line, beside their label or with a fitting birth date."""
    for line in page.reading.lines:
        if _MRZ_LINE.search(line.text):
            continue
        run = run_of(line.words)
        for match in re.finditer(r"(?<!\d)\d(?:\s?\d){11}(?!\d)", run.text):
            number = re.sub(r"\s", "", match.group())
            fits = any(fits_birth(number, birth) for birth in births)
            labelled = re.search(r"\b(?:so|no|number)\b", plain(run.text[: match.start()])) is not None
            if is_personal_number(number) and (fits or labelled or not births):
                words = run.slice(match.start(), match.end())
                yield _printed(paper, page, Part("id_number", "Số", number, words, 0.97 if fits else 0.75))


def _printed_fields(paper: Paper, page: Page) -> Iterator[Field]:
    lines = [line for line in page.reading.lines if not _MRZ_LINE.search(line.text)]
    seen: set[tuple[str, str]] = set()
    for index, line in enumerate(lines):
        for found in _labels_on(line):
            key = (found.label.kind, found.label.role)
            value = None if key in seen else _value(found, lines, index)
            if value is None:
                continue
            text, words = value
            seen.add(key)
            label = line.text if not words.words or words.words[0] not in line.words else line.text[: found.end]
            kind: FieldKind = (
                "expiry_date" if found.label.kind == "date_of_birth" and _is_to_come(text) else found.label.kind
            )
            part = Part(kind, label.strip(" :./"), text, words, 0.9 * found.likeness)
            yield _printed(paper, page, part)


def _is_to_come(day: str) -> bool:
    """Whether a date, dd/mm/yyyy, lies ahead: what looks like the label of a birth date is that of the card's end."""
    year = day.rpartition("/")[2]
    return year.isdecimal() and int(year) > date.today().year  # noqa: DTZ011  any clock knows the year


def _printed(paper: Paper, page: Page, part: Part) -> Field:
    return Field(
        kind=part.kind,
        role="owner",
        label=part.label,
        value=part.value,
        raw=part.run.text,
        confidence=round(part.certainty * part.run.confidence, 3),
        source="text_layer" if page.reading.source == "text_layer" else "ocr",
        status="to_check",
        paper=paper.id,
        page=page.ref,
        box=part.run.box,
    )


def _labels_on(line: Line) -> list[_Found]:
    """The labels that a line holds, in their order on it."""
    folded = run_of(line.words).folded
    found: list[_Found] = []
    for label in card_labels():
        best: _Found | None = None
        for phrase in label.phrases:
            alignment = fuzz.partial_ratio_alignment(phrase, folded, score_cutoff=_LEAST_LIKENESS)
            if alignment is None or len(folded) < 0.8 * len(phrase):
                continue
            candidate = _Found(label, alignment.dest_end, alignment.score / 100)
            best = candidate if best is None or candidate.likeness > best.likeness else best
        if best is not None:
            found.append(best)
    return sorted(_strongest(found), key=lambda item: item.end)


def _strongest(found: list[_Found]) -> list[_Found]:
    """Of labels that end at about the same place, only the likeliest: "ngày sinh" and "ngày cấp" are near relatives."""
    kept: list[_Found] = []
    for item in sorted(found, key=lambda each: -each.likeness):
        if all(abs(item.end - other.end) > 4 for other in kept):
            kept.append(item)
    return kept


def _value(found: _Found, lines: Sequence[Line], index: int) -> tuple[str, Run] | None:
    line = run_of(lines[index].words)
    after = line.slice(found.end, len(line.text))
    below = lines[index + 1 : index + 4]
    if found.label.form == "date":
        near = [run_of(lines[at].words) for at in (index + 1, index - 1) if 0 <= at < len(lines)]
        if found.label.kind == "expiry_date" and any(map(_is_without_end, [after, *near])):
            return None
        return next((day for run in [after, *near] if (day := _date(run, beside=run is after))), None)
    if found.label.form == "name":
        return _name([after, *(run_of(line.words) for line in below[:2])])
    if found.label.form == "lines":
        return _address(after, below)
    return _beside(found.label.form, after)


def _beside(form: _Form, after: Run) -> tuple[str, Run] | None:
    """A value that can only stand on the line of its label."""
    if form == "sex":
        for word, start in zip(after.words, after.starts, strict=True):
            if sex := sex_of(word.text.strip(".'’,")):
                return sex, trim(after.slice(start, start + len(word.text)))
    if form == "country" and (match := re.search(r"viet ?nam", after.folded)):
        return "Việt Nam", after.slice(match.start(), match.end())
    words = trim(after)
    return (words.text, words) if form == "text" and words and words.text[0].isupper() else None


def _is_without_end(run: Run) -> bool:
    """Whether the words say that the card has no last day ("Không thời hạn")."""
    return fuzz.partial_ratio("khong thoi han", run.folded) >= _LEAST_LIKENESS if len(run.folded) > 8 else False


def _date(run: Run, *, beside: bool) -> tuple[str, Run] | None:
    """A date after its label, or on a line next to it that holds little else."""
    dates = find_dates(run.text)
    if not dates or (not beside and len(run.text) > 22):
        return None
    first, end, value = dates[0]
    return value, run.slice(first, end)


def _name(candidates: Sequence[Run]) -> tuple[str, Run] | None:
    """The first line after the label that is a name in capitals, as cards print it."""
    for run in candidates:
        words = trim(Run(tuple(word for word in run.words if len(re.sub(r"\W", "", word.text)) > 1)))
        if looks_like_name(words.text) and words.text == words.text.upper():
            return words.text, words
    return None


def _address(after: Run, below: Sequence[Line]) -> tuple[str, Run] | None:
    """The lines under the label as far as the next label, at most three."""
    kept = Run(())
    for line in below:
        if _labels_on(line) or not re.search(r"[^\W\d_]{2}", line.text) or _is_foreign(line.text):
            break
        kept = kept + run_of(line.words)
        if not line.text.rstrip(" .").endswith(",") and re.search(r"\b(?:tinh|thanh pho|tp)\b", fold(line.text)):
            break
    kept = trim(kept)
    beside = trim(after)
    if not kept and re.search(r"\b(?:xa|phuong|tinh|thanh pho)\b", beside.folded):
        kept = beside
    return (kept.text, kept) if kept else None


def _is_foreign(text: str) -> bool:
    """Lines of the card's head that OCR may put between a label and its value."""
    return bool(re.search(r"cong hoa|doc lap|socialist|can cuoc|identity", fold(text)))
