"""A row's derived facts, each with the words it came from and how sure it is."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from classifiers.papers import PaperType
from intake_ai.catalogue.compiling import papers
from intake_ai.catalogue.compiling.copies import copies_of
from intake_ai.catalogue.compiling.grammar import grammar, plain
from intake_ai.catalogue.compiling.meaning import Meaning
from intake_ai.catalogue.compiling.rows import RowText, row_text, shortened
from intake_ai.catalogue.models import Evidence, Requirement


def as_imported(row: Requirement) -> Requirement:
    """Only what the file gave, so that rows can be compiled again when rules change."""
    return Requirement(
        row=row.row,
        name=row.name,
        case=row.case,
        originals=row.originals,
        copies=row.copies,
        form_file=row.form_file,
        paper_code=row.paper_code,
        replaced_by=row.replaced_by,
    )


def with_paper_facts(row: Requirement, meaning: Meaning, about_land: bool) -> Requirement:
    """The row with all that its words tell of the paper itself."""
    text = meaning.text
    types = papers.types_of(text, row.options, about_land)
    row = replace(
        row,
        types=types,
        keywords=papers.keywords_of(text, types, row.options),
        available_in=papers.available_in(types, row.present_only),
        signed=papers.must_be_signed(text),
        stamped=papers.must_be_stamped(text),
    )
    named = shortened(papers.short_name(text.asked, _TYPE_WORDS))
    row = with_evidence(row, "types", named, "types" if PaperType.OTHER not in types else "types-other")
    if row.replaced_by:
        row = with_evidence(row, "replaced_by", ", ".join(row.replaced_by), "replaced_by")
    if row.available_in:
        row = with_evidence(row, "available_in", meaning.shown.words, "available_in")
    return _with_data_source(_with_validity(_with_copies(_with_form(row, text), text), text), text)


def with_evidence(row: Requirement, fact: str, words: str, kind: str | float) -> Requirement:
    """The row with the words for `fact`; `kind` is the confidence, or its name in grammar.yaml's fact_confidence."""
    confidence = kind if isinstance(kind, float) else grammar().fact_confidence[kind]
    kept = tuple(found for found in row.evidence if found.fact != fact)
    return replace(row, evidence=(*kept, Evidence(fact, words, confidence)))


def with_noted_sources(rows: Sequence[Requirement]) -> list[Requirement]:
    """Rows whose type of paper a note beside them says may be looked up in a database."""
    sources: dict[PaperType, tuple[str, str]] = {}
    for note in (row for row in rows if row.kind == "note"):
        found = papers.data_source_of(row_text(note.name))
        if found.value:
            sources |= dict.fromkeys(papers.types_named_in(plain(found.words)), (found.value, found.words))
    return [_from_note(row, sources) for row in rows]


_TYPE_WORDS = 14


def _with_form(row: Requirement, text: RowText) -> Requirement:
    facts = {"form_number": papers.form_number_of(text), "form_annex": papers.form_annex_of(text)}
    row = replace(row, form_number=facts["form_number"], form_annex=facts["form_annex"])
    name = papers.form_name_of(text, row)
    row = replace(row, form_name=name)
    for fact, words in {**facts, "form_name": name}.items():
        row = with_evidence(row, fact, words, fact) if words else row
    return row


def _with_copies(row: Requirement, text: RowText) -> Requirement:
    found = copies_of(row, text)
    if found.value is None:
        return row
    return with_evidence(replace(row, stated_copies=found.value), "stated_copies", found.words, "stated_copies")


def _with_validity(row: Requirement, text: RowText) -> Requirement:
    found = papers.validity_of(text)
    if found is None:
        return row
    row = replace(row, validity_months=found.value.months, validity_days=found.value.days)
    fact = "validity_days" if found.value.months is None else "validity_months"
    return with_evidence(row, fact, found.words, "validity")


def _with_data_source(row: Requirement, text: RowText) -> Requirement:
    found = papers.data_source_of(text)
    if not found.value:
        return row
    return with_evidence(replace(row, data_source=found.value), "data_source", found.words, "data_source")


def _from_note(row: Requirement, sources: Mapping[PaperType, tuple[str, str]]) -> Requirement:
    source, words = next((sources[type_] for type_ in row.types if type_ in sources), ("", ""))
    if row.kind != "paper" or row.data_source or not source:
        return row
    return with_evidence(replace(row, data_source=source), "data_source", words, "data_source-noted")
