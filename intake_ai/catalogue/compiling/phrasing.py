"""Plain questions made from clauses by grammar: what is asked, and under which answer the clause holds."""

from collections.abc import Callable
from dataclasses import dataclass
from re import Match

from intake_ai.catalogue.compiling.clauses import LONGEST, Clause, shortened_clause, small, wording
from intake_ai.messages import text

_SHORT_SUBJECT = 3


@dataclass(frozen=True, slots=True)
class Phrase:
    """A question on a clause.

    Attributes:
        code: Of the sentence, behind "question-": does, is, done, case, subject-does, subject-is, subject-done.
        situation: What is asked about, said as if it were so; whole.
        subject: Of whom, where the clause names somebody.
        affirmed: The clause holds where the answer is yes.
    """

    code: str
    situation: str
    subject: str = ""
    affirmed: bool = True

    @property
    def meaning(self) -> str:
        """The same for a clause and its opposite."""
        return f"{self.subject} {self.situation}".strip()

    def wording(self, longest: int = LONGEST) -> tuple[str, str]:
        """The question in Vietnamese and English, with at most about `longest` syllables of the clause."""
        room = max(_SHORT_SUBJECT, longest - len(self.subject.split()))
        values = {"situation": shortened_clause(self.situation, room)}
        if self.subject:
            values["subject"] = self.subject
        return (
            as_sentence(text(f"question-{self.code}", "vi", **values)),
            text(f"question-{self.code}", "en", **values),
        )


def phrase_of(clause: Clause) -> Phrase:
    """The question that `clause` answers."""
    words = as_object(clause.words)
    rules = (_negated, _said_to_be_done, _had, _being, _of_subject, _of_noun, _of_verb)
    said = (rule(words, clause.of_case) for rule in rules)
    return next((phrase for phrase in said if phrase is not None), Phrase("case", words))


def as_object(words: str) -> str:
    """A name inside a sentence: its first letter small unless the word is an abbreviation or a number."""
    first = words.split(" ", 1)[0]
    is_name = len(first) > 1 and first != first[:1] + first[1:].lower()
    return words if is_name else words[:1].lower() + words[1:]


def as_sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _starts(rule: str, words: str) -> Match[str] | None:
    return wording().single[rule].match(small(words))


def _behind(hit: Match[str], words: str) -> str:
    return words[hit.end() :].strip()


def _is_compound(words: str) -> bool:
    return wording().single["compound"].search(small(words)) is not None


def _negated(words: str, _of_case: bool) -> Phrase | None:
    """Both "không có X" and "chưa có X" ask whether there is X; where more than that is denied, whether it is so."""
    if hit := _starts("leading_not", words):
        rest = _behind(hit, words)
        if _is_compound(rest):
            return Phrase("case", words)
        if inner := _starts("leading_is", rest):
            return Phrase("is", _behind(inner, rest), affirmed=False)
        inner = _starts("leading_have", rest)
        return Phrase("does", _behind(inner, rest) if inner else rest, affirmed=False)
    if hit := _starts("leading_not_yet", words):
        rest = _behind(hit, words)
        return Phrase("case", words) if _is_compound(rest) else Phrase("done", rest, affirmed=False)
    return None


def _said_to_be_done(words: str, _of_case: bool) -> Phrase | None:
    hit = _starts("leading_done", words)
    if hit is None:
        return None
    return Phrase("case", words) if _is_compound(words) else Phrase("done", _behind(hit, words))


def _had(words: str, _of_case: bool) -> Phrase | None:
    hit = _starts("leading_have", words)
    return Phrase("does", _behind(hit, words)) if hit else None


def _being(words: str, _of_case: bool) -> Phrase | None:
    hit = _starts("leading_is", words)
    return Phrase("is", _behind(hit, words)) if hit else None


def _of_subject(words: str, of_case: bool) -> Phrase | None:
    """Of a clause with a short subject: "thẻ bị hỏng" asks whether the card is damaged."""
    hit = _starts("predicate", words)
    if hit is None or not (_starts("persons", words) or _starts("things", words)):
        return None
    subject, verb, rest = (words[slice(*hit.span(group))] for group in ("subject", "verb", "rest"))
    verb = verb.lower()
    rules = wording().single
    is_plain = rules["longest_subject"].match(subject) and not rules["subject_none"].search(small(subject))
    is_told = not rules["subject_vague"].match(small(subject)) and (verb.endswith("là") or " là " not in rest)
    denies = verb.startswith(("không", "chưa"))
    if not (is_plain and is_told) or (denies and _is_compound(rest)) or (not of_case and not denies):
        return None
    subject = _singular(subject)
    code, situation = _predicate(verb, rest)
    return Phrase(code, situation, subject, affirmed=not denies)


def _predicate(verb: str, rest: str) -> tuple[str, str]:
    """How to ask for what is said of a subject, and its words as if it were so."""
    known: dict[str, Callable[[], tuple[str, str]]] = {
        "là": lambda: ("subject-is", rest),
        "không phải là": lambda: ("subject-is", rest),
        "có": lambda: ("subject-does", rest),
        "không có": lambda: ("subject-does", rest),
        "không": lambda: ("subject-does", rest),
        "đã": lambda: ("subject-done", rest),
        "chưa": lambda: ("subject-done", rest),
    }
    if verb in known:
        return known[verb]()
    head, _, tail = verb.partition(" ")
    if head in {"đã", "chưa"}:
        return "subject-done", f"{tail} {rest}"
    return "subject-does", f"{tail if head == 'không' else verb} {rest}"


def _of_noun(words: str, of_case: bool) -> Phrase | None:
    """Somebody or something: "đối với hộ nghèo"."""
    if of_case:
        return None
    if hit := _starts("leading_plural", words):
        words = _behind(hit, words)
        if not (_starts("persons", words) or _starts("things", words)) and _starts("verbs", words):
            return Phrase("does", words)
    return Phrase("is", words)


def _of_verb(words: str, _of_case: bool) -> Phrase | None:
    is_noun = _starts("persons", words) or _starts("things", words)
    return Phrase("does", words) if _starts("verbs", words) and not is_noun else None


def _singular(words: str) -> str:
    hit = _starts("leading_plural", words)
    return _behind(hit, words) if hit else words
