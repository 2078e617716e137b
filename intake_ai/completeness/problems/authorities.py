"""Forms that are addressed to a body which the procedure clearly does not belong to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from classifiers.papers import Paper, PaperType
from classifiers.vietnamese import fold
from intake_ai.catalogue.models import Procedure
from intake_ai.completeness.findings import Problem
from intake_ai.completeness.problems.evidence import Evidence
from ocr.page import Box, PageRef, enclosing

_WELL_READ = 0.9
_ADDRESS = re.compile(r"^\W*kinh gui\b\W*")
_DEPARTMENT = re.compile(r"^\W*(?:giam doc )?so ([a-z, ]+)")
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


@dataclass(frozen=True, slots=True)
class _Receiver:
    """Whom a form is addressed to, as printed and folded, and where."""

    printed: str
    folded: str
    page: PageRef
    box: Box


def wrong_authorities(evidence: Evidence) -> Iterator[Problem]:
    """Forms shown at a row whose one receiver is of a level or kind that the procedure does not have: for a person.

    Nothing is told where the procedure's own words name such a body, where its authority is not known, or where the
    address was read badly. Nobody is refused by it.
    """
    procedure = evidence.procedure
    if procedure is None or not procedure.agency:
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
            if not _ADDRESS.match(fold(line.text)):
                continue
            below = [
                other
                for other in lines[at + 1 : at + 3]
                if 0 < other.box.top - line.box.top < _GOES_ON and other.text[:1].islower()
            ]
            if any(each.confidence < _WELL_READ for each in (line, *below)):
                return None
            printed = re.sub(r"^\W*[Kk]\S+ [Gg]\S+\W*", "", " ".join(each.text for each in (line, *below)))
            is_one = ";" not in printed and not re.match(r"\W*-", printed)
            box = enclosing([each.box for each in (line, *below)])
            return _Receiver(printed, _plain(printed), page.ref, box) if is_one and printed else None
    return None


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
    """Whether the receiver is a department of today, and only other departments are the procedure's authority."""
    named = _DEPARTMENT.match(receiver)
    if named is None:
        return False
    told = named[1].replace(",", "").strip()
    known = next(
        (each for each in sorted(_authorities().departments, key=len, reverse=True) if told.startswith(each)), ""
    )
    agencies = [_plain(each) for each in re.split(r"[;\n]", procedure.agency) if each.strip()]
    if not known or not all(_DEPARTMENT.match(agency) for agency in agencies):
        return False
    first, words = f"so {known.split()[0]} {known.split()[1]}", own.replace(",", "")
    return first not in words


def _plain(text: str) -> str:
    return " ".join(fold(text).split())


@cache
def _authorities() -> _Authorities:
    content = yaml.safe_load(Path(__file__).with_name("authorities.yaml").read_text(encoding="utf-8"))
    return _Authorities(
        tuple(_Level(e["level"], re.compile(e["receiver"]), re.compile(e["elsewhere"])) for e in content["levels"]),
        tuple(map(re.compile, content["bodies"])),
        tuple(content["departments"]),
    )
