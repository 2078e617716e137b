"""The component list: for each row due, the paper that satisfies it, or why it is missing or not needed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from classifiers.papers import Paper, PaperType
from classifiers.ranking.matching import SATISFIES, Match, row_head, title_likeness
from classifiers.splitting import first_article, page_number
from intake_ai.catalogue.models import Procedure, Requirement
from intake_ai.catalogue.profiles import profile
from intake_ai.completeness.ages import last_valid_day
from intake_ai.completeness.findings import Component, Sentence
from intake_ai.completeness.held import HeldPaper, stands_in
from intake_ai.completeness.held_rows import held_by_row
from intake_ai.completeness.inner_headings import is_headed_inside
from intake_ai.completeness.look_ups import look_up_rules, releasing_rule
from intake_ai.completeness.paper_forms import common_form, copies_lacking, is_wrong_form
from intake_ai.completeness.placing import speaks_of
from intake_ai.completeness.sheets import may_hold
from intake_ai.completeness.situation import Due, Situation, due, left_out, rows_in_force
from intake_ai.terms import ComponentState, PaperForm

_TOLD_BY_TITLE = frozenset({PaperType.OTHER, PaperType.DECISION, PaperType.CONTRACT})
"""Types that are too coarse to say which row a paper without a title is for."""
_SHORT = 120
"""Letters below which a page without title says too little to tell that it is not the paper missed."""
_MENTIONED = 0.5
"""Likeness of a row's own words to the text of a paper without title from which it may be that paper."""
_HELD_STATES: Mapping[str, ComponentState] = {"store": "reused", "vneid": "on_vneid", "database": "in_database"}


@dataclass(frozen=True)
class HandedIn:
    """What was handed in.

    Attributes:
        matches: Papers given to rows (`intake_ai.completeness.placing`).
        doubted: Papers that something speaks against: a stranger's, illegible, of unknown age.
        is_partly_unread: A file or page could not be read: what seems missing may be in it.
        is_guess: The procedure itself is little more than a guess: nothing is missing for certain.
        expired: Papers whose validity is over: in the dossier, but no good.
        received: Day of receipt; rules are those of that day.
        issued: Days of issue, by paper, where they were read.
        forms: Original, certified copy, photocopy or electronic, by paper, where that is known (`paper_forms`).
    """

    papers: Sequence[Paper]
    matches: Sequence[Match]
    doubted: frozenset[str] = frozenset()
    is_partly_unread: bool = False
    is_guess: bool = False
    expired: frozenset[str] = frozenset()
    received: date = date.max
    forms: Mapping[str, PaperForm | None] = field(default_factory=dict)
    issued: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row with what there is for it.

    Attributes:
        sound: Papers that satisfy it and that nothing speaks against.
        poor: Photocopies where an original or certified copy is asked for.
        doubtful: Papers that may be it.
        held: What is kept of it elsewhere.
        substitutes: Papers of a type that the catalogue names in its place.
        is_left_out: The officer's list of all rows due does not name it, though it is always due.
    """

    requirement: Requirement
    due: Due
    sound: tuple[Paper, ...]
    poor: tuple[Paper, ...]
    doubtful: tuple[Paper, ...]
    held: HeldPaper | None
    substitutes: tuple[Paper, ...]
    is_handed_over: bool
    is_left_out: bool

    @property
    def is_satisfied(self) -> bool:
        return bool(self.sound or self.held or self.substitutes) or self.is_handed_over


def components(
    procedure: Procedure, case: int | None, situation: Situation, handed_in: HandedIn
) -> tuple[Component, ...]:
    """One component for each row in force, in the order of the rows; `case` is the one assumed."""
    profiles = {row.index: row for row in profile(procedure).rows}
    unlisted = left_out(procedure, situation)
    in_force = rows_in_force(procedure, case)
    held = held_by_row(situation.held, in_force, profiles, handed_in.received)
    rows = [
        _row(row, due(row, procedure, situation), held.get(row.row), row.row in unlisted, situation, handed_in)
        for row in in_force
    ]
    judging = _Judging(procedure.name, _with_substitutes(rows, handed_in), situation, handed_in)
    return tuple(judging.component(row) for row in judging.rows)


def _row(
    row: Requirement, is_due: Due, held: HeldPaper | None, is_left_out: bool, situation: Situation, handed_in: HandedIn
) -> _Row:
    papers = {paper.id: paper for paper in handed_in.papers}
    given = [match for match in handed_in.matches if match.row == row.row]
    sound = {match.paper for match in given if match.fit >= SATISFIES and match.paper not in handed_in.doubted}
    good = tuple(papers[match.paper] for match in given if match.paper in sound)
    # a paper that is not due may come in any form
    is_poor = is_due != "not_due" and is_wrong_form(common_form(handed_in.forms.get(one.id) for one in good), row)
    return _Row(
        row,
        is_due,
        sound=() if is_poor else good,
        poor=good if is_poor else (),
        doubtful=tuple(papers[match.paper] for match in given if match.paper not in sound),
        held=held,
        substitutes=(),
        is_handed_over=row.row in situation.handed_over,
        is_left_out=is_left_out,
    )


def _with_substitutes(rows: Sequence[_Row], handed_in: HandedIn) -> list[_Row]:
    """The rows with the papers that stand in for theirs: each for one row, and none that is another row's own.

    Others of such a type, and those of unknown age where the row limits it, may do: a person says so.
    """
    taken = {paper.id for row in rows for paper in (*row.sound, *row.poor)}
    given = []
    for row in rows:
        able = [paper for paper in handed_in.papers if paper.type.value in row.requirement.replaced_by]
        free = [paper for paper in able if paper.id not in taken and _is_good(paper, row.requirement, handed_in)]
        if row.is_satisfied or row.due == "not_due" or not able:
            given.append(row)
        elif free:
            taken.add(free[0].id)
            given.append(replace(row, substitutes=(free[0],)))
        else:
            given.append(replace(row, doubtful=tuple(dict.fromkeys((*row.doubtful, *able)))))
    return given


def _is_good(paper: Paper, row: Requirement, handed_in: HandedIn) -> bool:
    """Whether nothing speaks against a paper that stands in for a row's: doubt, its form, its age."""
    if paper.id in handed_in.doubted | handed_in.expired or is_wrong_form(handed_in.forms.get(paper.id), row):
        return False
    if row.validity_months is None and row.validity_days is None:
        return True
    issued = handed_in.issued.get(paper.id)
    last = last_valid_day(issued, row) if issued is not None else None
    return last is not None and handed_in.received <= last


@dataclass(frozen=True)
class _Judging:
    """Says of each row what its state is and why; `rows` are all in force, since alternatives satisfy each other."""

    procedure: str
    rows: Sequence[_Row]
    situation: Situation
    handed_in: HandedIn

    def component(self, row: _Row) -> Component:
        if row.is_handed_over:
            said = _Said("row-handed-over", form="original")
            return _made(row.requirement, "present", said, row.sound)
        if row.sound:
            return self._present(row)
        if row.due == "not_due":
            return _made(row.requirement, "not_applicable", _Said("row-condition-not-met"))
        if row.held is not None:
            return _of_held(row.requirement, row.held)
        if row.substitutes:
            said = _Said("row-replaced", values={"paper": row.substitutes[0].title})
            return _made(row.requirement, "replaced", said, row.substitutes)
        return self._without_sound_paper(row)

    def _present(self, row: _Row) -> Component:
        form = common_form(self.handed_in.forms.get(paper.id) for paper in row.sound)
        reason, remedy = "row-present", None
        values: dict[str, object] = {}
        lacking = copies_lacking(len(row.sound), row.requirement)
        if any(paper.id in self.handed_in.expired for paper in row.sound):
            reason, remedy = "row-present-expired", "remedy-hand-in-valid"
        elif lacking:
            reason, values = "row-present-copies", {"lacking": lacking, "wanted": lacking + len(row.sound)}
        return _made(row.requirement, "present", _Said(reason, remedy, form, values=values), row.sound)

    def _without_sound_paper(self, row: _Row) -> Component:
        requirement = row.requirement
        if self._alternative_of(row) is not None:
            return _made(requirement, "not_applicable", _Said("row-alternative-handed-in"))
        rule = releasing_rule(requirement, self.situation.connected, self.handed_in.received)
        if rule is not None and requirement.row not in self.situation.not_found:
            said = _Said(f"row-{rule.state}", "remedy-look-up", legal_basis=rule.basis)
            return _made(requirement, rule.state, said, row.doubtful)
        if row.poor:
            values = {"form": Sentence(_asked_form(requirement))}
            said = _Said("row-present-photocopy", "remedy-hand-in-original", "photocopy", values)
            return _made(requirement, "to_check", said, row.poor)
        if row.doubtful:
            said = _Said("row-paper-doubtful", "remedy-confirm-paper")
            return _made(requirement, "to_check", said, row.doubtful)
        if row.due == "unknown":
            return _made(requirement, "to_check", _Said("row-question-open", "remedy-answer-question"))
        return self._without_paper(row)

    def _without_paper(self, row: _Row) -> Component:
        """A row that is due and that no paper was given to."""
        requirement = row.requirement
        if row.is_left_out:
            return _made(requirement, "to_check", _Said("row-not-listed", "remedy-say-whether-due"))
        if requirement.present_only:
            return _made(requirement, "to_check", _Said("row-shown-at-counter", "remedy-look-at-original"))
        unread = tuple(paper for paper in self._unplaced() if _may_be(paper, requirement, self.procedure))
        if unread or self.handed_in.is_partly_unread:
            return _made(requirement, "to_check", _Said("row-maybe-unread", "remedy-look-at-paper"), unread)
        holding = tuple(
            paper
            for paper in self.handed_in.papers
            if may_hold(paper, requirement) or is_headed_inside(paper, requirement)
        )
        if holding:
            return _made(requirement, "to_check", _Said("row-maybe-inside", "remedy-look-at-paper"), holding)
        if self.handed_in.is_guess:
            return _made(requirement, "to_check", _Said("row-procedure-unsure", "remedy-choose-procedure"))
        return _made(requirement, "missing", _Said("row-missing", "remedy-hand-in"))

    def _alternative_of(self, row: _Row) -> _Row | None:
        """A satisfied row that one of the same choice may do without."""
        own = row.requirement
        if own.choice is None:
            return None
        others = (other for other in self.rows if other.requirement.choice == own.choice)
        return next((other for other in others if other.is_satisfied and other.requirement.case == own.case), None)

    def _unplaced(self) -> list[Paper]:
        placed = {paper.id for row in self.rows for paper in (*row.sound, *row.poor, *row.doubtful)}
        return [paper for paper in self.handed_in.papers if paper.id not in placed]


def _may_be(paper: Paper, row: Requirement, procedure: str) -> bool:
    """Whether a paper that nobody can name from its reading may be the row's: it says little, or the row's words."""
    says_little = len(paper.text) < _SHORT or _begins_in_the_middle(paper)
    if says_little and not paper.title and PaperType.PHOTO in row.types:
        return True
    if paper.type not in _TOLD_BY_TITLE or paper.title:
        return False
    is_form = PaperType.APPLICATION_FORM in row.types and speaks_of(paper, procedure)
    return says_little or is_form or title_likeness(row_head(row.name), paper.text) >= _MENTIONED


def _begins_in_the_middle(paper: Paper) -> bool:
    """Whether the page that would name a paper is not there."""
    first = paper.pages[0].reading
    number = page_number(first)
    return (first_article(first) or 1) > 1 or (number is not None and number.number > 1)


def _of_held(row: Requirement, held: HeldPaper) -> Component:
    state = "replaced" if stands_in(held, row) else _HELD_STATES[held.place]
    number = Sentence("held-number", {"number": held.number}) if held.number else ""
    rule = look_up_rules().get(held.place)
    said = _Said(
        f"row-held-{held.place}",
        values={"paper": held.name, "number": number},
        legal_basis=rule.basis if rule else None,
    )
    return _made(row, state, said)


def _asked_form(row: Requirement) -> str:
    return "form-original" if row.stated_copies is not None and row.stated_copies.originals else "form-certified_copy"


@dataclass(frozen=True, slots=True)
class _Said:
    """Why a row is in its state and what to do about it, as message codes."""

    reason: str
    remedy: str | None = None
    form: PaperForm | None = None
    values: Mapping[str, object] = field(default_factory=dict)
    legal_basis: str | None = None


def _made(row: Requirement, state: ComponentState, said: _Said, papers: Sequence[Paper] = ()) -> Component:
    return Component(
        row=row.row,
        name=row.name,
        state=state,
        papers=tuple(paper.id for paper in papers),
        form=said.form,
        reason=said.reason,
        remedy=said.remedy,
        values={"name": row.name, "when": row.when or "", **said.values},
        legal_basis=said.legal_basis or row.legal_basis or None,
    )
