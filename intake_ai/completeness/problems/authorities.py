"""Forms that are addressed to a body which the procedure clearly does not belong to."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from classifiers.papers import Paper, PaperType
from classifiers.vietnamese import fold
from intake_ai.catalogue.models import Procedure
from intake_ai.completeness.findings import Problem
from intake_ai.completeness.problems.evidence import Evidence
from ocr.page import Box, Line, Page, PageRef, enclosing

_WELL_READ = 0.9
_ADDRESS = re.compile(r"^\W*kinh gui\b\W*")
_LABEL = re.compile(r"^\W*k\w+\s+g\w+\W*", re.IGNORECASE)
_DEPARTMENT = re.compile(r"^\W*(?:giam doc )?so ([a-z, ]+)")
_AND = re.compile(r"[,;/]|\b(?:va|hoac)\b")
_MOST_LINES = 2
"""That an address runs on over below its first."""
_OTHER_LEVELS = frozenset({"bo", "khac"})
"""Procedures of ministries and of bodies of their own may be handed in anywhere."""
_GOES_ON = 0.03
"""Of the page: so far below its first line the address may go on."""


@dataclass(frozen=True, slots=True)
class _Level:
    level: str
    receiver: re.Pattern[str]
    elsewhere: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Authorities:
    """authorities.yaml."""

    levels: tuple[_Level, ...]
    bodies: tuple[re.Pattern[str], ...]
    departments: tuple[str, ...]
    heads: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Receiver:
    """Whom a form is addressed to, as printed and folded, and where."""

    printed: str
    folded: str
    page: PageRef
    box: Box


def wrong_authorities(evidence: Evidence) -> Iterator[Problem]:
    """Forms shown at a row whose one receiver is of a level or kind that the procedure does not have: for a person.

    Nothing is told where the procedure is only likely: then it, more probably than the receiver, is the wrong one. Nor
    where the procedure's own words name such a body, where its authority is not known, or where the address was read
    badly. Nobody is refused by it.
    """
    procedure = evidence.procedure
    if procedure is None or not procedure.agency or not evidence.is_sure_procedure:
        return
    shown = {paper for component in evidence.components for paper in component.papers}
    for paper in evidence.papers:
        if paper.type is not PaperType.APPLICATION_FORM or paper.id not in shown:
            continue
        receiver = _receiver_of(paper)
        if receiver is not None and _is_of_another(receiver.folded, procedure):
            values = {"title": paper.title, "receiver": receiver.printed, "agency": procedure.agency}
            yield Problem(
                "wrong_authority", "blocking", "wrong-authority", values, paper.id, page=receiver.page, box=receiver.box
            )


def _receiver_of(paper: Paper) -> _Receiver | None:
    """The one receiver that a form names; None where it names none or several, or was not read well."""
    for page in paper.pages:
        lines = page.reading.lines
        for at, line in enumerate(lines):
            if _ADDRESS.match(fold(line.text)):
                return _addressed(page, line, lines[at + 1 : at + 1 + _MOST_LINES])
    return None


def _addressed(page: Page, line: Line, below: Sequence[Line]) -> _Receiver | None:
    near = [other for other in below if 0 < other.box.top - line.box.top < _GOES_ON]
    parts = [line, *(other for other in near if other.text[:1].islower())]
    if any(part.confidence < _WELL_READ for part in parts):
        return None
    printed = _LABEL.sub("", " ".join(part.text for part in parts))
    if not printed or _are_several(printed, [other for other in near if other not in parts]):
        return None
    return _Receiver(printed, _plain(printed), page.ref, enclosing([part.box for part in parts]))


def _are_several(printed: str, beside: Sequence[Line]) -> bool:
    """Whether more than one body is addressed: in a list, in one line, or each in a line of its own."""
    heads = _authorities().heads
    named = [part for part in _AND.split(_plain(printed)) if heads.match(part)]
    is_list = ";" in printed or any(re.match(r"\W*-", text) for text in (printed, *(line.text for line in beside)))
    return is_list or len(named) > 1 or any(heads.match(_plain(line.text)) for line in beside)


def _is_of_another(receiver: str, procedure: Procedure) -> bool:
    own = _plain(" ; ".join((procedure.agency, procedure.name, procedure.context)))
    own += " " + _plain(" ; ".join(row.name for row in procedure.requirements))
    return (
        _is_of_another_level(receiver, procedure, own)
        or _is_of_another_kind(receiver, own)
        or _is_of_another_department(receiver, procedure, own)
    )


def _is_of_another_level(receiver: str, procedure: Procedure, own: str) -> bool:
    levels = set(procedure.level)
    named = [level for level in _authorities().levels if level.receiver.search(receiver)]
    if len(named) != 1 or not levels or levels & _OTHER_LEVELS:
        return False
    return named[0].level not in levels and not named[0].elsewhere.search(own)


def _is_of_another_kind(receiver: str, own: str) -> bool:
    """Whether the receiver is a body of its own of which the procedure never speaks."""
    named = [body for body in _authorities().bodies if body.match(receiver)]
    return bool(named) and not any(body.search(own) for body in named)


def _is_of_another_department(receiver: str, procedure: Procedure, own: str) -> bool:
    """Whether the receiver is a department of today, and only other departments of today are the authority."""
    told = _department(receiver)
    agencies = [_plain(each) for each in re.split(r"[;\n]", procedure.agency) if each.strip()]
    if not told or not all(map(_department, agencies)):
        return False
    first = " ".join(told.split()[:2])
    return f"so {first}" not in own.replace(",", "")


def _department(body: str) -> str:
    """Which department of today a body is, without the place that it is of; empty where it is none."""
    named = _DEPARTMENT.match(body)
    words = named[1].replace(",", "").strip() if named else ""
    return next((each for each in _authorities().departments if words.startswith(each)), "")


def _plain(text: str) -> str:
    return " ".join(fold(text).split())


@cache
def _authorities() -> _Authorities:
    content = yaml.safe_load(Path(__file__).with_name("authorities.yaml").read_text(encoding="utf-8"))
    return _Authorities(
        tuple(_Level(e["level"], re.compile(e["receiver"]), re.compile(e["elsewhere"])) for e in content["levels"]),
        tuple(map(re.compile, content["bodies"])),
        tuple(content["departments"]),
        re.compile(rf"\W*(?:{'|'.join(content['heads'])})\b"),
    )
