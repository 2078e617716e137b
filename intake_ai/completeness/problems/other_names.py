"""Names that papers print of one person otherwise: beside one number, or nearly the name of a card's holder."""

from collections.abc import Iterator, Sequence

from classifiers.papers import Paper, PaperType
from classifiers.vietnamese import fold, is_plain_syllable
from intake_ai.completeness.problems.holders import holders_of
from intake_ai.completeness.problems.print_rows import rows_of
from intake_ai.completeness.problems.printed_names import (
    SURE,
    PrintedName,
    is_other_given_name,
    named_above,
    nearly_named,
)
from intake_ai.extraction.fields import Field
from intake_ai.extraction.identity import is_personal_number
from intake_ai.extraction.mismatches import Mismatch
from intake_ai.extraction.people import CARDS
from intake_ai.extraction.surety import Pages, pages_of, surety

_HAND_IN = frozenset({"applicant", "representative", "owner"})
_CERTAINTY = 0.9
_DOUBTFUL = 0.3
_FAIR = 0.85
_ROWS_ABOVE = 4
_PART = " .,;:()"


def names_beside_one_number(papers: Sequence[Paper]) -> Iterator[Mismatch]:
    """Names that a form prints above a personal number, and another paper with that number prints otherwise.

    Nothing is told where either paper prints the other's name, too: the number may be that of a brother or sister.
    """
    for form in (paper for paper in papers if paper.type is PaperType.APPLICATION_FORM):
        for number, own in _numbered_names(form):
            others = [paper for paper in papers if paper is not form and paper.type not in CARDS]
            for other in others:
                if number in other.text and fold(own.name) not in _folded(other):
                    unsaid = (each for each in nearly_named(other, own.name) if fold(each.name) not in _folded(form))
                    for found in list(unsaid)[:1]:
                        names = _field(form, own), _field(other, found)
                        yield Mismatch("full_name", *names, own.name, _CERTAINTY)


def _numbered_names(form: Paper) -> Iterator[tuple[str, PrintedName]]:
    """The surely read personal numbers of a form with the names printed above them, each number once."""
    told = set()
    for page in form.pages:
        rows = rows_of(page)
        for at, row in enumerate(rows):
            for word in (word for line in row for word in line.words):
                number = word.text.strip(_PART)
                if word.confidence >= SURE and is_personal_number(number) and number not in told:
                    told.add(number)
                    name = named_above(rows, at, page, _ROWS_ABOVE)
                    if name is not None:
                        yield number, name


def unnamed_holders(fields: Sequence[Field], papers: Sequence[Paper]) -> Iterator[Mismatch]:
    """Names of those who hand a dossier in that are a card's but for the given name, on a paper silent of its holder.

    It may be a slip in the name, or the card of a brother or sister: a person has to look.
    """
    holders, pages = holders_of(fields, papers), pages_of(papers)
    texts = {paper.id: _folded(paper) for paper in papers}
    held = {fold(field.value) for holder in holders for field in holder.names}
    said = [field for field in fields if _is_of_who_hands_in(field) and fold(field.value) not in held]
    for holder in holders:
        known = {*map(fold, holder.values("full_name")), *holder.values("id_number")}
        silent = [paper for paper in papers if not any(value in texts[paper.id] for value in known)]
        for own in [field for field in holder.names if _is_given_name_read(field, pages)][:1]:
            like = [each for each in said if is_other_given_name(each.value, own.value)]
            read = [each for each in like if each.paper in {p.id for p in silent} and _is_as_printed(each, pages)]
            for field in [*read, *_on_forms(own, silent, held)][:1]:
                yield Mismatch("full_name", field, own, own.value, _DOUBTFUL)


def _is_of_who_hands_in(field: Field) -> bool:
    return field.kind == "full_name" and field.role in _HAND_IN and not field.by_hand


def _on_forms(own: Field, silent: Sequence[Paper], held: set[str]) -> Iterator[Field]:
    """What forms print that is nearly the holder's name, where no field tells it."""
    for paper in silent:
        if paper.type is PaperType.APPLICATION_FORM:
            found = (each for each in nearly_named(paper, own.value) if fold(each.name) not in held)
            yield from (_field(paper, each) for each in found)


def _is_as_printed(field: Field, pages: Pages) -> bool:
    """Whether a name was read surely, or fairly and with a given name that is a syllable and no slip of one."""
    read = surety(field, pages)
    return read == "sure" or (read == "fair" and is_plain_syllable(fold(field.value).split()[-1]))


def _is_given_name_read(field: Field, pages: Pages) -> bool:
    """Whether the given name on a card was fairly read; family and middle name are borne out by who has them too."""
    page = pages.get((field.paper, field.page))
    if field.source not in ("ocr", "model") or page is None:
        return True
    given = fold(field.value).split()[-1:]
    words = [word for word in page.reading.words if word.box.overlap(field.box) > 0.5]
    return any([fold(word.text.strip(_PART))] == given and word.confidence >= _FAIR for word in words)


def _folded(paper: Paper) -> str:
    return " ".join(fold(paper.text).split())


def _field(paper: Paper, found: PrintedName) -> Field:
    return Field(
        "full_name", None, "", found.name, found.name, SURE, "ocr", "to_check", paper.id, found.page.ref, found.box
    )
