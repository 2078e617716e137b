"""What must be known to decide one conditional row, before the other rows of the procedure are looked at."""

from dataclasses import dataclass

from classifiers.vietnamese import fold, syllables
from intake_ai.catalogue.compiling.clauses import Clause, clause_of, shortened_clause, small, wording
from intake_ai.catalogue.compiling.papers import short_name
from intake_ai.catalogue.compiling.phrasing import Phrase, as_object, phrase_of
from intake_ai.catalogue.compiling.question_families import Meant, channels_of, meant_by, says_if_present
from intake_ai.catalogue.compiling.rows import row_text
from intake_ai.catalogue.models import Requirement
from intake_ai.messages import text

CHANNEL = "channel:"
"""Begins the ids of questions that the way in which the dossier came answers."""

_PAPER_SYLLABLES = 11
_NAME_SYLLABLES = 60


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for one row.

    Attributes:
        key: Rows of one procedure with the same have the same question.
        due_if: The answer under which the row is due; of a choice: whether under those that are meant.
        meant, phrase: What the question is made from where `question` is empty; one of them.
        references: Points of law that the condition names.
    """

    key: str
    due_if: bool
    question: tuple[str, str] = ("", "")
    decided_by: str = ""
    meant: Meant | None = None
    phrase: Phrase | None = None
    references: str = ""


def asked_for(row: Requirement, condition: str) -> Asked:
    """What is asked for `row`, which is due under `condition`: its own, or the title of its case."""
    if says_if_present(condition):
        return Asked(f"row-{row.row}", True, _on_paper("question-paper", row), "paper")
    clause = clause_of(condition)
    due_if = not releases(row, condition)
    if channels := channels_of(clause):
        return Asked(CHANNEL + "+".join(channels), due_if, phrase_of(clause).wording(), "channel")
    meant = meant_by(clause)
    return _of_family(row, meant, due_if) if meant else _by_grammar(clause, condition, due_if)


def releases(row: Requirement, condition: str) -> bool:
    """Whether who meets the condition need not hand the paper in, by its words or those of the row before it."""
    if clause_of(condition).exempting:
        return True
    before, found, _ = row.name.partition(condition)
    return bool(found) and wording().single["released_before"].search(small(before)) is not None


def _of_family(row: Requirement, meant: Meant, due_if: bool) -> Asked:
    one = meant.family
    due_if = not one.releases and due_if == meant.holds_if
    if one.of_paper:
        question = _on_paper(f"question-{one.id}", row)
        # a name that was cut may stand for two papers
        paper = str(row.row) if "…" in question[0] else fold(question[0])
        return Asked(f"{one.id}:{paper}", due_if, question, one.decided_by, meant)
    return Asked(":".join((one.id, *meant.values.values())), due_if, decided_by=one.decided_by, meant=meant)


def _by_grammar(clause: Clause, condition: str, due_if: bool) -> Asked:
    phrase = phrase_of(clause)
    key = " ".join(syllables(fold(phrase.meaning)))
    references = " ".join(hit.group() for hit in wording().single["references"].finditer(small(condition)))
    return Asked(key, due_if == phrase.affirmed, phrase=phrase, references=references)


def _on_paper(code: str, row: Requirement) -> tuple[str, str]:
    """A question that names the row's paper."""
    name = short_name(row_text(row.name).asked, _NAME_SYLLABLES)
    paper = as_object(shortened_clause(name, _PAPER_SYLLABLES)) or row.name
    return text(code, "vi", paper=paper), text(code, "en", paper=paper)
