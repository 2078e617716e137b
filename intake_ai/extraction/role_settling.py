"""Settles whose values are once a whole form was read: by equal names, relationships, and who else it names."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from intake_ai.extraction.fields import Blank, Field
from intake_ai.extraction.role_words import inverse_of, relation_of, role_in
from intake_ai.extraction.runs import plain
from intake_ai.wordlists import phrases, wordlists

Place = Field | Blank
_LIKE_WORD = 60.0
"""Share of equal letters, of 100, of two readings of one syllable: one letter of three may be misread."""
_MOST_MISREAD = 2
"""Letters of two readings of one name that may differ."""


def _list(name: str) -> tuple[str, ...]:
    return phrases(__file__, "roles.yaml", name)


def signing_role(name: str, named: dict[str, str | None]) -> str:
    """As what somebody signs: as what the form names them above, where such a one may sign, else as applicant.

    Args:
        name: Below the signature.
        named: Roles by folded name of the persons that the form has named so far.
    """
    role = next((role for known, role in named.items() if is_same_name(known, plain(name))), None)
    return role if role in _list("signing") and role is not None else "applicant"


def settle_roles(found: Sequence[Place], told_subject: str | None = None, *, is_of_couple: bool = False) -> list[Place]:
    """The fields and blanks of one form, in reading order, with the roles that only the whole of it tells.

    Args:
        found: As they were read.
        told_subject: What the form says of the one whom it calls "người có tên dưới đây": a father, a mother.
        is_of_couple: It is about a marriage, so that each side of it may be spoken of alone.
    """
    settled = _renamed(found, _subjects(found, told_subject))
    settled = _with_named_members(_with_relatives(settled))
    return settled if is_of_couple else _renamed(settled, _lone_sides(settled))


def _renamed(found: Sequence[Place], names: dict[str, str]) -> list[Place]:
    return [replace(each, role=names[each.role]) if each.role in names else each for each in found]


# The one whom a form is for ------------------------------------------------------------------------------------


def _subjects(found: Sequence[Place], told: str | None) -> dict[str, str]:
    """What those are who are called by their part in the matter alone: the applicant, or what they are to them."""
    roles = {each.role for each in found} & set(_list("by_part"))
    return {role: _subject(role, found, told) for role in roles if role is not None}


def _subject(role: str, found: Sequence[Place], told: str | None) -> str:
    if role == "subject" and told is not None:
        return told
    applicants = _names(found, "applicant")
    own = _names(found, role)
    if own and (not applicants or any(is_same_name(one, other) for one in own for other in applicants)):
        return "applicant"
    return _related(role, found) or dict(wordlists(__file__, "roles.yaml")["unrelated"]).get(role, role)


def _related(role: str, found: Sequence[Place]) -> str | None:
    """What the person is to the applicant, by the relationship that the form asks for."""
    for each in found:
        if not isinstance(each, Field) or each.kind != "relationship":
            continue
        whom = role_in(" ".join(plain(each.label).split()[_RELATION_WORDS:]))
        if whom in (role, "child") or (whom is None and each.role == "applicant"):
            told = inverse_of(each.value)
            return _parent(role, found) if told == "parent" else told
        if whom == "applicant" and each.role == role:
            return relation_of(each.value)
    return None


_RELATION_WORDS = 3
"""Of "Quan hệ với ..." at least; "mối" ahead of it leaves a word that names nobody."""


def _parent(role: str, found: Sequence[Place]) -> str:
    sex = next(
        (each.value for each in found if isinstance(each, Field) and (each.role, each.kind) == (role, "sex")), ""
    )
    return {"nam": "father", "nu": "mother"}.get(plain(sex), "parent")


def _names(found: Sequence[Place], role: str) -> list[str]:
    return [
        plain(each.value)
        for each in found
        if isinstance(each, Field) and each.kind == "full_name" and each.role == role
    ]


# Rows of a table, and others, who are named elsewhere -----------------------------------------------------------


def _with_named_members(found: Sequence[Place]) -> list[Place]:
    """Rows about a person whom the form names elsewhere have that person's role."""
    known = {
        plain(each.value): each.role
        for each in found
        if isinstance(each, Field) and each.kind == "full_name" and each.role in _list("relatives")
    }
    settled: list[Place] = []
    for block in _blocks(found, lambda each: each.role == "member"):
        name = next((plain(each.value) for each in block if isinstance(each, Field) and each.kind == "full_name"), "")
        role = next((role for other, role in known.items() if name and is_same_name(name, other)), None)
        is_row = role is not None and block[0].role == "member"
        settled += [replace(each, role=role) if is_row else each for each in block]
    return settled


def _blocks(found: Sequence[Place], belongs: Callable[[Place], bool]) -> Iterator[list[Place]]:
    """Runs of places of one person: each opens at a name; what does not belong stands alone."""
    block: list[Place] = []
    for each in found:
        opens_block = not belongs(each) or (isinstance(each, Field) and each.kind == "full_name")
        if block and (opens_block or not belongs(block[-1])):
            yield block
            block = []
        block.append(each)
    if block:
        yield block


def _with_relatives(found: Sequence[Place]) -> list[Place]:
    """Rows of a household whose head the applicant is: what somebody is to the head, they are to the applicant."""
    rows = list(_blocks(found, lambda each: each.role == "member"))
    if not any(_is_own_head(block, found) for block in rows):
        return list(found)
    settled: list[Place] = []
    for block in rows:
        told = next((each.value for each in block if isinstance(each, Field) and each.kind == "relationship"), "")
        role = relation_of(told) if block[0].role == "member" else None
        settled += [replace(each, role=role) if role else each for each in block]
    return settled


def _is_own_head(block: Sequence[Place], found: Sequence[Place]) -> bool:
    """Whether a row is of the applicant and says that they are the head of the household."""
    fields = [each for each in block if isinstance(each, Field) and each.role == "member"]
    is_head = any(each.kind == "relationship" and plain(each.value) == "chu ho" for each in fields)
    names = [plain(each.value) for each in fields if each.kind == "full_name"]
    return is_head and any(is_same_name(name, own) for name in names for own in _names(found, "applicant"))


# One side of a marriage ----------------------------------------------------------------------------------------


def _lone_sides(found: Sequence[Place]) -> dict[str, str]:
    """A form that speaks of a wife alone, or a husband alone, speaks of the applicant's spouse."""
    sides = {each.role for each in found if each.role is not None} & {"wife", "husband"}
    return dict.fromkeys(sides, "spouse") if len(sides) == 1 else {}


def is_same_name(one: str, other: str) -> bool:
    """Whether two folded names are two readings of one: "tran van mau" and "tran vau mau", not "tran minh mau"."""
    words, others = one.split(), other.split()
    if not words or len(words) != len(others):
        return False
    return all(fuzz.ratio(word, each) >= _LIKE_WORD for word, each in zip(words, others, strict=True)) and (
        Levenshtein.distance(one, other) <= _MOST_MISREAD
    )
