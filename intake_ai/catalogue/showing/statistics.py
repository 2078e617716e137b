"""How sure the compiled catalogue is, what the unsure procedures lack, and where an officer's look gains most."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from classifiers.papers import PaperType
from intake_ai.catalogue.corrections.corrections import Correction, Key
from intake_ai.catalogue.models import Procedure, Requirement
from intake_ai.catalogue.showing.doubts import Marks, doubts_of, is_fully_sure, is_sure, marks_of, parts_of

SPREAD: Final = (0, 1, 2, 4, 10)
"""Classes of procedures by how many rows and cases are doubtful: none, 1, 2 or 3, 4 to 9, 10 and more."""


@dataclass(frozen=True, slots=True)
class Sureness:
    """Of a group of procedures: how many, and how many are sure.

    Attributes:
        compiled: Those whose every row and case has a meaning that was derived, or given by hand.
        without_rows: Those for which the catalogue names no paper at all.
    """

    name: str = ""
    procedures: int = 0
    compiled: int = 0
    without_rows: int = 0
    sure_procedures: int = 0
    rows: int = 0
    sure_rows: int = 0
    cases: int = 0
    sure_cases: int = 0

    @property
    def unsure_procedures(self) -> int:
        return self.procedures - self.sure_procedures


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that rows or cases lack.

    Attributes:
        fact: One of doubts.py, or a flaw of the source: copies-form, copies-number, form-number, paper-type.
        parts: How many rows, or cases for the role, lack it.
        procedures: In how many procedures.
        alone: Procedures that would be fully sure if only this were settled; 0 for flaws, which leave rows sure.
    """

    fact: str
    parts: int
    procedures: int
    alone: int = 0


@dataclass(frozen=True, slots=True)
class Officers:
    """Rows, cases and procedures that officers confirmed or corrected."""

    confirmed_rows: int = 0
    corrected_rows: int = 0
    confirmed_cases: int = 0
    corrected_cases: int = 0
    procedures: int = 0
    complete_procedures: int = 0


@dataclass(frozen=True, slots=True)
class Gain:
    """What an officer's look at a procedure gains.

    Attributes:
        expected_errors: How many of its doubtful rows and cases are wrong, by their confidences.
        doubts: How many rows and cases are doubtful in which fact.
    """

    procedure: Procedure
    doubtful_rows: int
    doubtful_cases: int
    expected_errors: float
    doubts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Statistics:
    """Of the procedures counted, and of all those in force among them.

    Attributes:
        spread: How many procedures have how many doubtful rows and cases, by the fewest of each class (SPREAD).
    """

    total: Sureness
    active: Sureness
    spread: Mapping[int, int]
    lacks: tuple[Lack, ...]
    flaws: tuple[Lack, ...]
    fields: tuple[Sureness, ...]
    levels: tuple[Sureness, ...]
    officers: Officers
    worst: tuple[Gain, ...]


def statistics(
    procedures: Sequence[Procedure], corrections: Mapping[str, Mapping[Key, Correction]], worst: int
) -> Statistics:
    """Count the procedures.

    Args:
        procedures: With corrections laid over them.
        corrections: In force, by procedure.
        worst: How many procedures to name of those in which an officer's look gains most; those in force come first.
    """
    return Statistics(
        total=sureness("", procedures),
        active=sureness("", [procedure for procedure in procedures if procedure.active]),
        spread=_spread(procedures),
        lacks=_lacks(procedures),
        flaws=_flaws(procedures),
        fields=_by_group((procedure.field, procedure) for procedure in procedures),
        levels=_by_group((level, procedure) for procedure in procedures for level in procedure.level or ("",)),
        officers=_officers(procedures, corrections),
        worst=gains(procedures)[:worst],
    )


def sureness(name: str, procedures: Sequence[Procedure]) -> Sureness:
    rows = [row for procedure in procedures for row in procedure.requirements]
    cases = [case for procedure in procedures for case in procedure.cases]
    return Sureness(
        name=name,
        procedures=len(procedures),
        compiled=sum(map(_is_compiled, procedures)),
        without_rows=sum(not procedure.requirements for procedure in procedures),
        sure_procedures=sum(map(is_fully_sure, procedures)),
        rows=len(rows),
        sure_rows=sum(map(is_sure, rows)),
        cases=len(cases),
        sure_cases=sum(map(is_sure, cases)),
    )


def gains(procedures: Iterable[Procedure]) -> tuple[Gain, ...]:
    """Procedures with doubts: first those in force, then those with the most errors to be expected."""
    found = [_gain(procedure) for procedure in procedures if not is_fully_sure(procedure)]
    found.sort(key=lambda gain: (not gain.procedure.active, -gain.expected_errors, gain.procedure.code))
    return tuple(found)


def _gain(procedure: Procedure) -> Gain:
    doubtful = [part for part in parts_of(procedure) if not is_sure(part)]
    rows = sum(isinstance(part, Requirement) for part in doubtful)
    return Gain(
        procedure=procedure,
        doubtful_rows=rows,
        doubtful_cases=len(doubtful) - rows,
        expected_errors=sum(1 - part.confidence for part in doubtful),
        doubts=Counter(doubt.fact for part in doubtful for doubt in doubts_of(part)),
    )


def _spread(procedures: Iterable[Procedure]) -> dict[int, int]:
    counts = dict.fromkeys(SPREAD, 0)
    for procedure in procedures:
        doubtful = sum(not is_sure(part) for part in parts_of(procedure))
        counts[max(fewest for fewest in SPREAD if fewest <= doubtful)] += 1
    return counts


def _is_compiled(procedure: Procedure) -> bool:
    """Rows and cases written or corrected by hand have no words that they were derived from, but are sure."""
    return all(part.evidence or part.confidence == 1 for part in parts_of(procedure))


def _lacks(procedures: Iterable[Procedure]) -> tuple[Lack, ...]:
    """The doubtful facts, the most frequent first."""
    parts: Counter[str] = Counter()
    concerned: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    for procedure in procedures:
        doubtful = [{doubt.fact for doubt in doubts_of(part)} for part in parts_of(procedure)]
        parts.update(fact for facts in doubtful for fact in facts)
        facts = set().union(*doubtful)
        concerned.update(facts)
        alone.update(facts if len(facts) == 1 else ())
    return tuple(Lack(fact, count, concerned[fact], alone[fact]) for fact, count in parts.most_common())


def _flaws(procedures: Iterable[Procedure]) -> tuple[Lack, ...]:
    """What the catalogue itself leaves open or contradicts, by kind of flaw, the most frequent first."""
    rows: Counter[str] = Counter()
    concerned: Counter[str] = Counter()
    for procedure in procedures:
        found = Counter(flaw for row in procedure.requirements for flaw in _flaws_of(row))
        rows.update(found)
        concerned.update(found.keys())
    return tuple(Lack(flaw, count, concerned[flaw]) for flaw, count in rows.most_common())


def _flaws_of(row: Requirement) -> Iterator[str]:
    if row.kind != "paper":
        return
    if row.stated_copies is not None and row.stated_copies.contradiction:
        yield f"copies-{row.stated_copies.contradiction}"
    if (row.form_name or row.form_file) and not (row.form_number or row.form_annex):
        yield "form-number"
    if row.types in {(), (PaperType.OTHER,)}:
        yield "paper-type"


def _by_group(named: Iterable[tuple[str, Procedure]]) -> tuple[Sureness, ...]:
    """The groups, those with the most unsure procedures first."""
    groups: dict[str, list[Procedure]] = defaultdict(list)
    for name, procedure in named:
        groups[name].append(procedure)
    counted = [sureness(name, members) for name, members in groups.items()]
    return tuple(sorted(counted, key=lambda group: (-group.unsure_procedures, -group.procedures, group.name)))


def _officers(procedures: Iterable[Procedure], corrections: Mapping[str, Mapping[Key, Correction]]) -> Officers:
    counted: Counter[str] = Counter()
    for procedure in procedures:
        marks = marks_of(procedure, corrections.get(procedure.code, {}))
        counted.update(_counted(marks))
        counted["procedures"] += bool(marks)
        counted["complete_procedures"] += bool(marks) and len(marks) == len(parts_of(procedure))
    return Officers(**counted)


def _counted(marks: Marks) -> Iterator[str]:
    for (scope, _), mark in marks.items():
        yield f"{'corrected' if mark.fields else 'confirmed'}_{scope}s"
