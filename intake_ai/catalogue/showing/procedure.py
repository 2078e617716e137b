"""A procedure on paper or terminal: what it is, whom it asks for which papers, and what is doubtful."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from intake_ai.catalogue.corrections.corrections import Correction, Scope
from intake_ai.catalogue.models import Case, CaseRole, Procedure, Requirement
from intake_ai.catalogue.showing import wording
from intake_ai.catalogue.showing.arrangement import CaseEntries, Entry, Part, arranged, repeated
from intake_ai.catalogue.showing.doubts import Marks, doubts_of, is_fully_sure, is_sure, parts_of
from intake_ai.catalogue.showing.lines import Line, cut
from intake_ai.catalogue.showing.questions import question_lines
from intake_ai.messages import Language, catalogue, text

_SHORT: Final = 300
_SHORT_NOTE: Final = 160
_MOST_ENTRIES: Final = 4
_MOST_OPTIONS: Final = 8
_MOST_RESULTS: Final = 3
_SHORT_RESULT: Final = 70
_DETAIL: Final = " " * 8
_DOUBT, _OFFICER, _HEADING, _BRANCH = "?", "✓", "▸", "└ "
_DOUBT_STYLE, _OFFICER_STYLE = "yellow", "green"


@dataclass(frozen=True)
class Shown:
    """What is to be told of a procedure, and how.

    Attributes:
        catalogue_version: That it was taken from.
        full: Long texts as they are; otherwise their beginnings.
        why: Every fact with the words that it was read from, not the doubtful ones alone.
        marks: What officers said about rows and cases.
        to_review: Corrections of the procedure whose row has changed since.
        names: Names of other procedures, by code, whose results are papers of this one.
    """

    procedure: Procedure
    language: Language
    catalogue_version: str
    full: bool = False
    why: bool = False
    marks: Marks = field(default_factory=dict)
    to_review: int = 0
    names: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        return arranged(self.procedure)

    @cached_property
    def repeated(self) -> Mapping[int, int]:
        """Long rows that were told before, with the number of the earlier one."""
        long = {row.row for row in self.procedure.requirements if row.options or len(row.name) > _SHORT_NOTE}
        return {row: earlier for row, earlier in repeated(self.parts).items() if row in long}

    def text(self, code: str, **values: object) -> str:
        return text(code, self.language, **values)

    def cut(self, words: str, most: int) -> str:
        return words if self.full else cut(words, most)

    def mark(self, scope: Scope, index: int) -> Correction | None:
        return self.marks.get((scope, index))


def procedure_lines(shown: Shown) -> Iterator[Line]:
    """All that a person sees of the procedure."""
    yield from _heading(shown)
    for part in shown.parts:
        yield from _part(shown, part, is_only=len(shown.parts) == 1)
    yield from question_lines(shown.procedure, shown.language)
    yield from _footer(shown)


def _heading(shown: Shown) -> Iterator[Line]:
    procedure = shown.procedure
    yield Line(shown.cut(procedure.name, _SHORT), f"{procedure.code}  ", "bold")
    if not procedure.active:
        yield Line(shown.text("catalogue-inactive"), style="yellow")
    yield from _labelled(shown, "field", [procedure.field])
    yield from _labelled(shown, "agency", [procedure.agency])
    yield from _labelled(shown, "level", [", ".join(_level(shown, level) for level in procedure.level)])
    yield from _labelled(shown, "subjects", ["; ".join(procedure.subjects)])
    yield from _labelled(shown, "times", wording.grouped_by_channel(procedure.processing_times))
    yield from _labelled(shown, "fees", wording.grouped_by_channel(procedure.fees))
    yield from _labelled(shown, "results", ["; ".join(procedure.results)])
    yield from _sureness(shown)


def _labelled(shown: Shown, name: str, told: list[str]) -> Iterator[Line]:
    """The values behind their label; of many only the first ones, unless all is to be told."""
    told = [value for value in told if value]
    label = f"{shown.text(f'show-label-{name}')}:"
    most = len(told) if shown.full else _MOST_ENTRIES
    for number, value in enumerate(told[:most]):
        yield Line(shown.cut(value, _SHORT_NOTE), f"  {'' if number else label:<12} ")
    if len(told) > most:
        yield Line(shown.text("show-more", count=len(told) - most), " " * 15, "dim")


def _level(shown: Shown, level: str) -> str:
    code = f"show-level-{level}"
    return shown.text(code) if code in catalogue(shown.language) else level


def _sureness(shown: Shown) -> Iterator[Line]:
    parts = parts_of(shown.procedure)
    label = f"  {shown.text('show-label-sureness') + ':':<12} "
    unsure = sum(not is_sure(part) for part in parts)
    if not shown.procedure.requirements:
        yield Line(shown.text("show-no-rows"), label)
    elif unsure:
        counts = {"unsure": unsure, "count": len(parts)}
        yield Line(shown.text("show-some-unsure", **counts), label, _DOUBT_STYLE)
    else:
        yield Line(shown.text("show-all-sure"), label, _OFFICER_STYLE)
    if shown.marks:
        yield Line(shown.text("show-officers-looked", count=len(shown.marks)), " " * len(label), _OFFICER_STYLE)
    if shown.to_review:
        yield Line(shown.text("show-to-review", count=shown.to_review), " " * len(label), _DOUBT_STYLE)


def _part(shown: Shown, part: Part, *, is_only: bool) -> Iterator[Line]:
    """The cases of one role, under what the role means."""
    yield Line("")
    yield Line(shown.text(_part_title(part, is_only=is_only), count=len(part.cases)).upper(), style="bold")
    for number, case in enumerate(part.cases):
        yield from [Line("")] if number else []
        yield from _case(shown, case, part.role, is_only=len(part.cases) == 1)


def _part_title(part: Part, *, is_only: bool) -> str:
    if part.role == "alternative" and len(part.cases) == 1:
        return "show-part-one-alternative"
    return "show-part-all" if is_only and part.role == "common" else f"show-part-{part.role}"


def _case(shown: Shown, found: CaseEntries, role: CaseRole, *, is_only: bool) -> Iterator[Line]:
    case = found.case
    if case is not None and (case.name or not is_only or role != "common"):
        name = case.name or shown.text("show-case-unnamed")
        yield Line(shown.cut(name, _SHORT), f"[{case.index}] ", "bold cyan")
    if case is not None:
        yield from _remarks(shown, case, "case", case.index, "    ")
    if not found.entries:
        yield Line(shown.text("show-case-empty"), "    ", "dim")
    for entry in found.entries:
        yield from _entry(shown, entry, role)


def _entry(shown: Shown, entry: Entry, role: CaseRole) -> Iterator[Line]:
    if entry.letter:
        is_always = any(row.need == "always" for row in entry.rows)
        code = "show-one-of-always" if is_always and role != "additional" else "show-one-of"
        yield Line(shown.text(code, letter=entry.letter), "  ", "cyan")
    for row in entry.rows:
        yield from _row(shown, row, role, in_choice=bool(entry.letter))


def _row(shown: Shown, row: Requirement, role: CaseRole, *, in_choice: bool) -> Iterator[Line]:
    sign = _OFFICER if shown.mark("row", row.row) else " " if is_sure(row) else _DOUBT
    lead = f"{sign} {row.row:>4}  {_BRANCH if in_choice else ''}"
    match row.kind:
        case "heading":
            yield Line(shown.cut(row.name, _SHORT), f"{lead}{_HEADING} ", "bold")
        case "note":
            note = shown.text("show-note", note=shown.cut(row.name, _SHORT_NOTE))
            yield Line(note, lead, "dim")
        case _:
            most = _SHORT_NOTE if row.row in shown.repeated else _SHORT
            yield Line(shown.cut(row.name, most), lead)
            yield from _details(shown, row, role, in_choice=in_choice)
    yield from _remarks(shown, row, "row", row.row, _DETAIL)


def _details(shown: Shown, row: Requirement, role: CaseRole, *, in_choice: bool) -> Iterator[Line]:
    """When the paper is needed and in which form, then what can take its place."""
    language = shown.language
    earlier = shown.repeated.get(row.row)
    facts = (
        "" if in_choice and row.need == "always" else wording.need_of(row, role, language, full=shown.full),
        wording.copies_of(row, language),
        *wording.conditions_of(row, language),
        wording.form_of(row, language, full=shown.full),
        "" if earlier is None else shown.text("show-as-before", row=earlier),
    )
    if told := " · ".join(filter(None, facts)):
        yield Line(told, f"{_DETAIL}→ ", "cyan")
    if earlier is None:
        yield from _substitutes(shown, row)


def _substitutes(shown: Shown, row: Requirement) -> Iterator[Line]:
    """What of the file contradicts the row, and what can take the paper's place."""
    if contradiction := wording.contradiction_of(row, shown.language):
        yield Line(contradiction, f"{_DETAIL}! ", _DOUBT_STYLE)
    yield from _options(shown, row)
    if needless := wording.needless_of(row, shown.language):
        yield Line(needless, f"{_DETAIL}= ", "green")
    if row.replaced_by:
        yield Line(shown.text("show-replaced-by", papers="; ".join(row.replaced_by)), f"{_DETAIL}= ", "green")
    yield from _results(shown, row)


def _options(shown: Shown, row: Requirement) -> Iterator[Line]:
    if not row.options:
        return
    yield Line(shown.text("show-one-of-named"), f"{_DETAIL}  ", "cyan")
    for option in row.options[: None if shown.full else _MOST_OPTIONS]:
        yield Line(shown.cut(option, _SHORT_NOTE), f"{_DETAIL}  • ")
    if not shown.full and len(row.options) > _MOST_OPTIONS:
        yield Line(shown.text("show-more", count=len(row.options) - _MOST_OPTIONS), f"{_DETAIL}    ", "dim")


def _results(shown: Shown, row: Requirement) -> Iterator[Line]:
    """The procedures that issue the paper: what the applicant may have handed in already, or the centre holds."""
    if not row.result_of:
        return
    codes = row.result_of if shown.full else row.result_of[:_MOST_RESULTS]
    told = (f"{code} {shown.cut(shown.names.get(code, ''), _SHORT_RESULT)}".rstrip() for code in codes)
    sentence = "show-result-of" if len(codes) == len(row.result_of) else "show-result-of-many"
    yield Line(shown.text(sentence, count=len(row.result_of), procedures="; ".join(told)), f"{_DETAIL}= ", "green")


def _remarks(shown: Shown, part: Requirement | Case, scope: Scope, index: int, indent: str) -> Iterator[Line]:
    """What is doubtful of a row or case, and what an officer said about it."""
    if doubts := doubts_of(part):
        yield Line(wording.doubts_line(part, doubts, shown.language), f"{indent}{_DOUBT} ", _DOUBT_STYLE)
    if shown.why and part.evidence:
        yield Line(wording.evidence_line(part.evidence, shown.language), f"{indent}· ", "dim")
    mark = shown.mark(scope, index)
    if mark is not None:
        yield Line(wording.officer_of(mark, shown.language), f"{indent}{_OFFICER} ", _OFFICER_STYLE)


def _footer(shown: Shown) -> Iterator[Line]:
    """What the signs mean, and how to go on."""
    procedure = shown.procedure
    papers = [row for row in procedure.requirements if row.kind == "paper"]
    yield Line("")
    if any(row.stated_copies is None and (row.originals or row.copies) for row in papers):
        yield Line(shown.text("show-legend-counts"), style="dim")
    if not is_fully_sure(procedure):
        yield Line(shown.text("show-legend-doubt", procedure=procedure.code), style="dim")
    if sum(case.role == "alternative" for case in procedure.cases) > 1:
        yield Line(shown.text("show-legend-case"), style="dim")
    if not shown.full and any(_is_cut(row) for row in procedure.requirements):
        yield Line(shown.text("show-legend-full"), style="dim")
    source = shown.text("show-source-version", version=shown.catalogue_version)
    decision = shown.text("show-decision", decision=procedure.decision) if procedure.decision else ""
    yield Line(" · ".join(filter(None, (source, decision))), style="dim")


def _is_cut(row: Requirement) -> bool:
    """Whether the row's text is longer than what is told of it at first."""
    return len(row.name) > (_SHORT_NOTE if row.kind == "note" else _SHORT)
