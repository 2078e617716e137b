"""Fields of a form: the pairs of its pages read by kind, with the role of the person that each is about."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from classifiers.papers import Paper, PaperType
from intake_ai.extraction import parts
from intake_ai.extraction.answers import answer_to, question_in
from intake_ai.extraction.blanks import Waiting, blank_of, blank_of_question, waiting_in
from intake_ai.extraction.colon_cells import with_values_of_cells
from intake_ai.extraction.dotted_words import without_dots
from intake_ai.extraction.fields import Blank, Extracted, Field
from intake_ai.extraction.glued_dots import with_parted_dots
from intake_ai.extraction.handwriting import hand_of
from intake_ai.extraction.labelled import Pair
from intake_ai.extraction.leaders import with_leaders
from intake_ai.extraction.lexicon import lexicon, meaning_of, names_organisation
from intake_ai.extraction.lines import SIGNING, filled_in, without_issuing
from intake_ai.extraction.options import Question, take_questions
from intake_ai.extraction.parts import Part
from intake_ai.extraction.printed import announces, is_begun, is_printed, opens_official_part, opens_own_part
from intake_ai.extraction.receivers import is_receiver, typed_parts
from intake_ai.extraction.role_columns import with_columns
from intake_ai.extraction.role_settling import settle_roles, signing_role
from intake_ai.extraction.role_words import role_of_label
from intake_ai.extraction.roles import Speaking, speaking_of
from intake_ai.extraction.running_numbers import is_of_running_numbers
from intake_ai.extraction.runs import Run, fold, plain
from intake_ai.extraction.signers import heads_signature, named_below, signed_by
from intake_ai.extraction.split_labels import with_whole_labels
from intake_ai.extraction.tables import page_pairs
from intake_ai.extraction.values import find_names, strip_marks
from intake_ai.terms import FieldKind
from ocr.page import Box, Page


@dataclass
class _Context:
    """What the lines above say about the next value.

    Attributes:
        by_hand: The form was filled in by pen.
        speaking: Of whom the page is speaking.
        document: "identity" after an identity number, "other" after the number of any other paper.
        signing: The lines that ask for signature and name, of which a name has not been found yet.
        names: Of the persons that the form has named so far.
        roles: Those of these persons, by folded name.
        lines: The dotted lines of the page on which something stands.
        question: What the text above asks of a line of dots below it.
        head: The last line that stands above a signature.
        is_official: What follows is for the authority to fill in.
        texts: Of the lines of the page.
    """

    by_hand: bool
    speaking: Speaking = field(default_factory=Speaking)
    document: str = ""
    signing: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    roles: dict[str, str | None] = field(default_factory=dict)
    lines: tuple[Box, ...] = ()
    is_official: bool = False
    texts: tuple[str, ...] = ()
    question: str = ""
    head: Run | None = None


def read_form(paper: Paper) -> list[Field]:
    """The fields of all pages of a form, in reading order."""
    return list(read_places(paper).fields)


def read_places(paper: Paper) -> Extracted:
    """The fields of all pages of a form and the places that wait for values, filled or not, in reading order."""
    speaking = speaking_of(paper.title, is_form=paper.type is PaperType.APPLICATION_FORM)
    context = _Context(by_hand=hand_of(paper).written, speaking=speaking)
    read = [each for page in paper.pages for each in _read_page(paper, page, context)]
    found = settle_roles(read, speaking.told_subject, is_of_couple=speaking.is_of_couple)
    fields = tuple(each for each in found if isinstance(each, Field))
    return Extracted(fields, tuple(each for each in found if isinstance(each, Blank)), speaking.told_subject)


def _read_page(paper: Paper, page: Page, context: _Context) -> list[Field | Blank]:
    parted = with_whole_labels(without_dots(with_parted_dots(with_leaders(page.reading))))
    lines = filled_in(without_issuing(with_values_of_cells(parted)))
    lines, questions = take_questions(lines, page.reading.marks)
    context.lines = tuple(mark.box for mark in page.reading.marks if mark.kind == "filled_line")
    context.texts = tuple(line.text for line in lines)
    right = max((line.box.right for line in lines), default=1.0)
    found: list[Field | Blank] = []
    context.is_official, context.head = False, None
    for pair in _without_running_numbers(with_columns(page_pairs(lines))):
        read = list(_parts_of(pair, context))
        context.question = question_in(pair, is_read=bool(read))
        own = [_own_field(paper, page, part, pair, context) for part in read]
        found += own
        _note_part(pair, context)
        if not announces(pair.printed):
            by_hand = any(each.by_hand for each in own)
            found += _blanks(paper, page, waiting_in(pair, read, right), pair, context, by_hand=by_hand)
    for question in questions:
        _put_in(found, question, paper, page, by_hand=context.by_hand)
    return found


def _without_running_numbers(pairs: Iterable[Pair]) -> Iterator[Pair]:
    """The pairs that tell something: not the number of a row, of a table whose other heads were not understood."""
    return (pair for pair in pairs if not is_of_running_numbers(pair.printed))


def _note_part(pair: Pair, context: _Context) -> None:
    """Whether what follows is for the applicant to fill in, or for the authority."""
    text = pair.printed or pair.value.text
    if opens_official_part(text):
        context.is_official = True
    elif opens_own_part(text):
        context.is_official = False


def _own_field(paper: Paper, page: Page, part: Part, pair: Pair, context: _Context) -> Field:
    """A part as a field of whom the form speaks of there; who signs does so as what the form names them."""
    found = field_of(paper, page, part, None, by_hand=context.by_hand)
    if part.form == "signer":
        return replace(found, role=signing_role(part.value, context.roles))
    if plain(part.label) == "so" and plain(pair.printed) in ("so", "") and _numbers_the_form(found, paper, context):
        return replace(found, kind="document_number", role=None)
    role = context.speaking.whose(part.label, pair, is_personal=part.kind != "other", kind=part.kind)
    if part.kind == "full_name":
        context.roles.setdefault(plain(part.value), role)
    return replace(found, role=role)


def _numbers_the_form(found: Field, paper: Paper, context: _Context) -> bool:
    """Whether a number is the form's own, as bodies give it to their letters: at its head, before anybody is named."""
    is_at_head = found.page == paper.pages[0].ref and found.box.top < _HEAD and not context.names
    return is_at_head and found.kind == "other" and found.box.left < _MIDDLE


_HEAD, _MIDDLE = 0.22, 0.5
"""Fractions of the page: below, or at the right, a number is one of the matter."""


def _blanks(
    paper: Paper, page: Page, places: Iterator[Waiting], pair: Pair, context: _Context, *, by_hand: bool
) -> Iterator[Blank]:
    """The places as blanks; those that the authority fills in are none that an applicant must."""
    for place in places:
        told = replace(place, is_optional=place.is_optional or context.is_official)
        yield blank_of(paper, page, told, context.speaking.whose(told.label, pair), by_hand=by_hand)


def _put_in(found: list[Field | Blank], question: Question, paper: Paper, page: Page, *, by_hand: bool) -> None:
    """Put what was ticked in its place among what stands above and below it, about the person spoken of there."""
    after = next((index for index, each in enumerate(found) if each.box.top > question.box.bottom), len(found))
    role = found[after - 1].role if after else None
    ticked = [option for option in question.options if option.is_ticked]
    meaning = meaning_of(question.label) if question.label else None
    chosen = [
        field_of(
            paper,
            page,
            Part(meaning.kind if meaning else "other", question.label, option.words.text, option.words, 0.85),
            role,
            by_hand=by_hand,
        )
        for option in ticked
    ]
    found[after:after] = [*chosen, blank_of_question(paper, page, question, role)]


def _parts_of(pair: Pair, context: _Context) -> Iterator[Part]:
    value = strip_marks(pair.value)
    line = context.texts[pair.lines[0]] if pair.lines and pair.lines[0] < len(context.texts) else ""
    context.speaking.note(pair, has_value=bool(value), line=line)
    if pair.label is not None and pair.label.kind == "id_number":
        context.document = "identity"
    if pair.part is not None:
        if pair.part.kind == "full_name":
            context.names.append(pair.part.value)
        yield _placed(pair.part, context)
        return
    if not pair.printed:
        yield from _loose(pair, context)
        return
    if announces(pair.printed) and pair.closed:
        yield from _loose(pair, context)
        return
    if not value or announces(pair.printed) or _is_print(value, pair):
        return
    for part in parts.read(pair.printed, pair.label, value, pair.value):
        if part.kind == "full_name":
            context.names.append(part.value)
        yield _placed(part, context)
    if is_receiver(pair.printed):
        yield from typed_parts(pair.printed, value, context.lines)


def _is_print(value: Run, pair: Pair) -> bool:
    """Whether the words behind a label are the form's own, and not what was filled in."""
    asks_for_list = pair.label is None or pair.label.kind in ("other", "requested_content")
    return is_printed(value, of_list=asks_for_list) or (is_begun(value.text) and pair.closed)


def _placed(part: Part, context: _Context) -> Part:
    """`part` with the kind that the document named before it gives to numbers, places and dates."""
    if part.kind in ("id_number", "tax_code"):
        context.document = "identity" if part.kind == "id_number" else "other"
    elif part.kind in ("id_issue_date", "id_issue_place") and context.document == "other":
        return replace(part, kind="other")
    elif part.kind == "other" and part.form == "document_number":
        context.document = "other"
    return part


def _loose(pair: Pair, context: _Context) -> Iterator[Part]:
    """Words without a label: a name below the signature, or values inside a sentence."""
    text = fold(pair.value.text)
    asked = len(SIGNING.findall(text))
    if asked:
        context.signing += [pair.value.text.strip("() ")] * asked
        return
    if heads_signature(pair.value):
        context.head = pair.value
    signers = list(_signers(pair.value, context))
    if signers:
        yield from signers
        return
    answer = answer_to(context.question, pair)
    if answer is not None:
        yield answer
    elif not cites_law(text):
        for part in parts.read_sentence(pair.value, lines=context.lines):
            yield _placed(part, context)


def _signers(run: Run, context: _Context) -> Iterator[Part]:
    """The names below signatures: several on one line, one that is named above, or what stands where one was asked."""
    names = [name for name in find_names(run) if not names_organisation(name.text)]
    signer = _signer(run, context) if len(names) < _SEVERAL or not context.signing else None
    if signer is not None:
        yield signer
        return
    asked = bool(context.signing)
    for name in names[: len(context.signing)]:
        yield Part("full_name", context.signing.pop(0), name.text, name, 0.85, "signer")
    alone = named_below(run, context.head.box) if context.head is not None and not asked else None
    if alone is not None and context.head is not None and names:
        yield Part("full_name", context.head.text, alone.text, alone, 0.75, "signer")
        context.head = None


_SEVERAL = 2


def _signer(run: Run, context: _Context) -> Part | None:
    """The name below a signature, where it is one of the names above: in its place, with nothing beside it."""
    alone = len(run.words) <= _MOST_SIGNER_WORDS and run.box.left > _SIGNATURE_LEFT
    found = signed_by(run, context.names) if context.names and (context.signing or alone) else None
    if found is None:
        return None
    label = context.signing.pop(0) if context.signing else ""
    words, name = found
    return Part("full_name", label, name, words, 0.85 if plain(words.text) == plain(name) else 0.6, "signer")


_MOST_SIGNER_WORDS = 7
_SIGNATURE_LEFT = 0.4
"""Fraction of the page's width that names below signatures stand right of."""


def cites_law(folded: str) -> bool:
    """Whether the folded text cites a law or decree, whose numbers and dates are none of the dossier's."""
    words = plain(folded)
    return any(phrase in words for phrase in lexicon().citations)


def field_of(paper: Paper, page: Page, part: Part, role: str | None, *, by_hand: bool = False) -> Field:
    """A part as a field that is still to be checked; its confidence joins form and reading."""
    reading = page.reading
    box = part.run.box
    by_hand = by_hand or any(mark.kind == "handwriting" and mark.box.overlap(box) > 0.3 for mark in reading.marks)
    kind: FieldKind = part.kind
    return Field(
        kind=kind,
        role=role_of_label(part.label) or role if part.form != "signer" else "applicant",
        label=part.label,
        value=part.value,
        raw=part.run.text,
        confidence=round(part.certainty * part.run.confidence, 3),
        source="text_layer" if reading.source == "text_layer" else "ocr",
        status="to_check",
        paper=paper.id,
        page=page.ref,
        box=box,
        by_hand=by_hand,
    )
