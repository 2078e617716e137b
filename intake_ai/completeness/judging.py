"""The rows of a procedure judged by the papers of a dossier, and the questions that are left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from classifiers.papers import Paper
from classifiers.ranking.matching import Match
from intake_ai.catalogue.models import Procedure
from intake_ai.completeness.components import HandedIn, components
from intake_ai.completeness.findings import Component, Problem, Question
from intake_ai.completeness.paper_forms import form_of
from intake_ai.completeness.placing import Placing
from intake_ai.completeness.problems import doubted_papers, expired_papers, issue_days
from intake_ai.completeness.situation import Answer, Situation, case_question, due, questions
from intake_ai.extraction.fields import Extracted, Field
from intake_ai.parties.strangers import Stranger
from intake_ai.terms import ComponentState, PaperForm
from ocr.page import Page

_Outcome = tuple[ComponentState, str | None, tuple[str, ...]]


@dataclass(frozen=True)
class DossierRead:
    """A dossier as it was read.

    Attributes:
        received: Day of receipt, which validity is judged on.
        problems: Of the files and pages themselves.
    """

    received: date
    pages: Sequence[Page]
    papers: Sequence[Paper]
    extracted: Extracted
    problems: Sequence[Problem] = ()

    @property
    def fields(self) -> Sequence[Field]:
        return self.extracted.fields


@dataclass(frozen=True)
class Judged:
    """What the rows of a procedure came to."""

    components: tuple[Component, ...] = ()
    matches: tuple[Match, ...] = ()
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True)
class Rows:
    """The rows of a procedure and everything about a dossier that no answer changes.

    Attributes:
        case: The case to go by, None where nobody knows it.
        is_guess: The procedure itself is little more than a guess.
    """

    procedure: Procedure
    case: int | None
    dossier: DossierRead
    strangers: Sequence[Stranger] = ()
    is_guess: bool = False

    def judged(self, situation: Situation, case_known: bool) -> Judged:
        """Components, matches and questions for what is known of the applicant."""
        matches, parts = self._components(situation)
        known = replace(situation, case=self.case) if case_known else situation
        return Judged(parts, matches, self._questions(known, case_known, parts))

    def _components(self, situation: Situation) -> tuple[tuple[Match, ...], tuple[Component, ...]]:
        dossier = self.dossier
        matches = self._placing.matches(self.case, situation)
        handed_in = HandedIn(
            papers=dossier.papers,
            matches=matches,
            doubted=self._doubted(matches),
            is_partly_unread=bool(dossier.problems),
            is_guess=self.is_guess,
            expired=expired_papers(dossier.fields, dossier.received, dossier.papers),
            received=dossier.received,
            forms=self._forms,
            issued=issue_days(dossier.fields),
        )
        return matches, components(self.procedure, self.case, situation, handed_in)

    def _doubted(self, matches: tuple[Match, ...]) -> frozenset[str]:
        """Looked for once for each way to place the papers: answers seldom change it."""
        dossier = self.dossier
        if matches not in self._doubts:
            found = doubted_papers(
                self.procedure, dossier.papers, dossier.fields, matches, self.strangers, dossier.received
            )
            self._doubts[matches] = found
        return self._doubts[matches]

    @cached_property
    def _doubts(self) -> dict[tuple[Match, ...], frozenset[str]]:
        return {}

    @cached_property
    def _placing(self) -> Placing:
        return Placing(self.procedure, self.dossier.papers, self._doubted(()))

    @cached_property
    def _forms(self) -> Mapping[str, PaperForm | None]:
        return {paper.id: form_of(paper) for paper in self.dossier.papers}

    def _questions(self, situation: Situation, case_known: bool, parts: Sequence[Component]) -> tuple[Question, ...]:
        """The questions still open or answered, each with all the rows that its answer decides.

        A paper that suits two rows goes to the one that is due, so an answer may decide a row that it does not name.
        """
        rows = {row.row: row for row in self.procedure.requirements}
        unknown = {row for row in rows if due(rows[row], self.procedure, situation) == "unknown"}
        is_open = {part.row for part in parts if part.state == "to_check" and part.row in unknown}
        settled = frozenset(part.row for part in parts) - is_open
        asked = questions(self.procedure, situation, settled)
        decided = (replace(question, rows=self._decided(question, situation)) for question in asked)
        return case_question(self.procedure, case_known) + tuple(decided)

    def _decided(self, question: Question, situation: Situation) -> tuple[int, ...]:
        possible: tuple[Answer, ...] = question.choices or (True, False)
        outcomes = [self._outcome(situation, None, question.id)]
        outcomes += [self._outcome(situation, answer, question.id) for answer in possible]
        moved = {row for row in outcomes[0] if len({outcome[row] for outcome in outcomes}) > 1}
        return tuple(sorted(moved | set(question.rows)))

    def _outcome(self, situation: Situation, answer: Answer | None, question: str) -> dict[int, _Outcome]:
        """What each row comes to, had the question been answered so; None: not at all."""
        others = {name: given for name, given in situation.answers.items() if name != question}
        answers = others if answer is None else {**others, question: answer}
        _, parts = self._components(replace(situation, answers=answers))
        return {part.row: (part.state, part.reason, part.papers) for part in parts}
