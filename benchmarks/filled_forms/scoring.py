"""How the fields of reports compare with the truth of filled forms, cards and supporting papers.

Values are compared as the project's scoring tool compares them: a value counts where it stands (boxes overlap by 0.3 of
the smaller), white space, case and outer punctuation aside; a composite counts as its parts.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

Box = tuple[float, float, float, float]
Truth = Mapping[str, Any]
DIGITS = frozenset({"id_number", "phone", "tax_code"})
NEAR = 0.3
PART_FACTS = {"id_number": "id", "id_issue_place": "idp", "id_issue_date": "idd"}
GROUPS = {"fields": "form", "card_fields": "card", "paper_fields": "paper"}


@dataclass(frozen=True)
class TrueValue:
    """A value that stands on a page.

    Attributes:
        where: form, card or paper.
        paper: Place of the paper in the truth.
        page: File name and page from 1.
        boxes: One per printed line, fractions of the page as stored.
        fact: Name of the same fact all over the dossier, empty where it stands nowhere else.
        by_hand: Written by hand.
        slip: The form tells this fact wrongly on purpose.
    """

    where: str
    paper: int
    kind: str
    value: str
    page: tuple[str, int]
    boxes: tuple[Box, ...]
    hardness: str
    shape: str
    role: str
    fact: str
    by_hand: bool
    slip: bool


@dataclass
class Counts:
    """What was counted over all dossiers.

    Attributes:
        groups: Name of a group ("kind id_number") to counts of all, read and named.
        roles: Named values with a role: all and right.
        accepted: Where it stands to counts of accepted, wrong and not judged.
        bins: Upper edge of a bin of confidences to counts, right ones and the sum of confidences.
        hand: Handwritten values: all, accepted, those whose fact stands elsewhere, and of them prefilled.
        wrong: Accepted values that are wrong, for reading.
    """

    groups: dict[str, Counter[str]] = field(default_factory=dict)
    roles: Counter[str] = field(default_factory=Counter)
    accepted: dict[str, Counter[str]] = field(default_factory=dict)
    bins: dict[float, list[float]] = field(default_factory=dict)
    hand: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def group(self, name: str) -> Counter[str]:
        return self.groups.setdefault(name, Counter())


def plain(text: str | None) -> str:
    """Compared as a person would."""
    folded = unicodedata.normalize("NFC", text or "").casefold()
    return re.sub(r"\s+", " ", folded).strip(" .:;,-_")


def same_value(kind: str, got: str | None, wanted: str) -> bool:
    """Whether two values say the same; the marks after a number of a paper ("12/QĐ-UBND") may be told or not."""
    if kind in DIGITS:
        return re.sub(r"\D", "", got or "") == re.sub(r"\D", "", wanted)
    if re.fullmatch(r"\d{1,2}/\d{1,2}/\d{4}", wanted):
        return [int(part) for part in re.findall(r"\d+", got or "")] == [int(part) for part in wanted.split("/")]
    if kind == "document_number" and plain(got).startswith(plain(wanted) + "/"):
        return True
    return plain(got) == plain(wanted)


def overlap(one: Box, other: Box) -> float:
    """Intersection over the smaller of two boxes, 0 where one is far larger than the other."""
    wide, tall = min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])
    if wide <= 0 or tall <= 0 or _area(one) > 12 * _area(other) + 0.002:
        return 0.0
    return wide * tall / min(_area(one), _area(other))


def _area(box: Box) -> float:
    return max(box[2] - box[0], 1e-6) * max(box[3] - box[1], 1e-6)


def true_values(truth: Truth) -> Iterator[TrueValue]:
    """All values of a dossier whose place and text are known, composites as their parts."""
    hardness = {_page(page): page["hardness"] for paper in truth["papers"] for page in paper["pages"]}
    slips = {defect.get("detail") for defect in truth["defects"] if defect["kind"] == "id_mismatch"}
    for group, where in GROUPS.items():
        for entry in truth.get(group, []):
            parts = entry.get("parts")
            for kind, value in (parts or {entry["kind"]: entry["value"]}).items():
                fact = entry.get("fact") or ""
                if parts and fact:
                    fact = f"{fact.partition('.')[0]}.{PART_FACTS[kind]}"
                yield TrueValue(
                    where,
                    entry["paper"],
                    kind,
                    value,
                    _page(entry),
                    tuple(tuple(box) for box in entry.get("lines") or [entry["bbox"]]),
                    hardness[_page(entry)],
                    entry.get("shape", ""),
                    entry.get("role") or "",
                    fact,
                    bool(truth["handwritten"]) and where == "form",
                    fact in slips and where == "form",
                )


def _page(entry: Mapping[str, Any]) -> tuple[str, int]:
    return (PurePath(entry["file"]).name, int(entry["page"]))


@dataclass(frozen=True)
class Reported:
    """A field of a report at its place on the page as stored."""

    kind: str
    value: str
    role: str
    status: str
    confidence: float
    page: tuple[str, int]
    box: Box
    paper: str


def reported(report: Mapping[str, Any]) -> list[Reported]:
    """The fields of a report that have a place."""
    turned = {_page(page): int(page["rotation"]) for page in report["pages"]}
    return [
        Reported(
            each["kind"],
            each["value"],
            each.get("role") or "",
            each["status"],
            float(each["confidence"]),
            _page(each["page"]),
            as_stored(tuple(each["bbox"]), turned.get(_page(each["page"]), 0)),
            each["paper"],
        )
        for each in report["fields"]
        if each.get("bbox")
    ]


def as_stored(box: Box, rotation: int) -> Box:
    """A box of the upright page (turned clockwise by `rotation`) as a box of the page as stored."""
    left, top, right, bottom = box
    turned = {
        0: box,
        90: (top, 1 - right, bottom, 1 - left),
        180: (1 - right, 1 - bottom, 1 - left, 1 - top),
        270: (1 - bottom, left, 1 - top, right),
    }
    return turned[rotation]


def near(value: TrueValue, got: Reported) -> bool:
    """Whether a reported field stands where the value stands."""
    return got.page == value.page and any(overlap(got.box, box) >= NEAR for box in value.boxes)


def count(truth: Truth, report: Mapping[str, Any], counts: Counts) -> None:
    """Add one dossier."""
    values, got = list(true_values(truth)), reported(report)
    pages = [{_page(page) for page in paper["pages"]} for paper in truth["papers"]]
    elsewhere = {value.fact for value in values if value.where != "form" and value.fact}
    for value in values:
        here = [each for each in got if near(value, each)]
        if value.where == "card":  # codes and machine-readable lines tell what is printed elsewhere on the card
            here = [each for each in got if each.page in pages[value.paper]]
        if value.by_hand:
            _count_hand(value, here, elsewhere, counts)
        else:
            _count_typed(value, here, counts, truth.get("form", ""))
    by_hand = {value.page for value in values if value.by_hand}
    for each in got:
        _count_reported(each, values, truth, counts, by_hand=each.page in by_hand)


def _count_typed(value: TrueValue, here: Sequence[Reported], counts: Counts, form: str) -> None:
    right = [each for each in here if same_value(value.kind, each.value, value.value)]
    named = [each for each in right if each.kind == value.kind]
    names = [f"{value.where}s"]
    if value.where == "form":
        names += [f"kind {value.kind}", f"pages {value.hardness}", f"shape {value.shape}", f"form {form}"]
    else:
        names.append(f"{value.where} {value.kind}")
    for name in names:
        counts.group(name).update(all=1, read=int(bool(right)), named=int(bool(named)))
    if named and value.role and value.where == "form":
        counts.roles.update(all=1, right=int(any(each.role == value.role for each in named)))


def _count_hand(value: TrueValue, here: Sequence[Reported], elsewhere: set[str], counts: Counts) -> None:
    named = any(each.kind == value.kind and same_value(value.kind, each.value, value.value) for each in here)
    counts.hand.update(all=1, named=int(named), accepted=int(any(each.status == "accepted" for each in here)))
    if value.fact in elsewhere and not value.slip:
        counts.hand.update(known=1, prefilled=int(named))


def _count_reported(got: Reported, values: Sequence[TrueValue], truth: Truth, counts: Counts, *, by_hand: bool) -> None:
    """Reliability of the confidence of every field that can be judged, and the accepted ones apart."""
    verdict, where = judged(got, values, truth)
    if got.status == "accepted":
        counts.accepted.setdefault(where, Counter()).update(
            all=1, wrong=int(verdict is False), open=int(verdict is None)
        )
        if verdict is False:
            told = [value.value for value in values if near(value, got)]
            counts.wrong.append(f"{truth['id']} {where} {got.kind} {got.value!r}, true there: {told}")
    if verdict is not None and not by_hand:
        edge = min(1.0, int(got.confidence * 10) / 10 + 0.1)
        total = counts.bins.setdefault(round(edge, 1), [0.0, 0.0, 0.0])
        total[0] += 1
        total[1] += verdict
        total[2] += got.confidence


def judged(got: Reported, values: Sequence[TrueValue], truth: Truth) -> tuple[bool | None, str]:
    """Whether a field is right, None where the truth says nothing of its place; and on what kind of paper it stands.

    What a card tells is right where the card says it anywhere: its code and machine-readable lines stand apart from the
    printed values.
    """
    pages = [{_page(page) for page in paper["pages"]} for paper in truth["papers"]]
    card = [value for value in values if value.where == "card" and got.page in pages[value.paper]]
    if card:
        same = [value for value in card if value.kind == got.kind]
        return (any(same_value(got.kind, got.value, value.value) for value in same) if same else None), "card"
    here = [value for value in values if near(value, got)]
    if here:
        same = [value for value in here if value.kind == got.kind]
        return any(same_value(got.kind, got.value, value.value) for value in same), here[0].where
    forms = [place for place, paper in enumerate(truth["papers"]) if paper["type"] == "application_form"]
    return None, "form" if any(got.page in pages[place] for place in forms) else "paper"


def highest_share(wrong: int, total: int, confidence: float = 0.95) -> float:
    """The one-sided Clopper-Pearson bound of a share of errors; with none wrong about 3 / total."""
    if total == 0 or wrong >= total:
        return 1.0
    low, high = wrong / total, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if _at_most(wrong, total, middle) > 1 - confidence:
            low = middle
        else:
            high = middle
    return high


def _at_most(most: int, total: int, share: float) -> float:
    """The chance of at most so many errors of a binomial."""
    term = (1 - share) ** total
    chance = term
    for number in range(1, most + 1):
        term *= (total - number + 1) / number * share / (1 - share)
        chance += term
    return chance
