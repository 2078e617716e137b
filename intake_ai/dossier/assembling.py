"""Puts what the stages found into the one report, with words for people in their language."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from classifiers.papers import Paper
from classifiers.ranking import Ranking
from intake_ai.catalogue.models import Procedure
from intake_ai.completeness.checking import Findings
from intake_ai.completeness.findings import Component, Problem, Question, Sentence
from intake_ai.dossier.report import (
    Alternative,
    BoundingBox,
    CaseChoice,
    ComponentReport,
    FieldReport,
    FileReport,
    PagePlace,
    PageReport,
    PaperReport,
    ProblemReport,
    ProcedureChoice,
    Quality,
    QuestionReport,
    Report,
)
from intake_ai.extraction.fields import Field
from intake_ai.messages import LANGUAGES, Language, text
from ocr.errors import UnreadableFile
from ocr.opening import Upload
from ocr.page import Box, Page, PageRef

_LONGEST_LIST = 3
_LONGEST_PART = 22
"""Words of a title or request that the reason repeats."""


@dataclass(frozen=True)
class Found:
    """Everything that the stages found about one dossier.

    Attributes:
        dossier_id: That a service gave it; None makes one of the files' content.
    """

    received: date
    catalogue_version: str
    uploads: Sequence[Upload | UnreadableFile]
    pages: Sequence[Page]
    papers: Sequence[Paper]
    ranking: Ranking
    procedure: Procedure | None
    is_chosen: bool
    fields: Sequence[Field]
    findings: Findings
    timings: Mapping[str, float]
    dossier_id: str | None = None


def assemble(found: Found, language: Language) -> Report:
    """The report about a dossier; its texts are in `language`."""
    writer = _Writer(language)
    findings = found.findings
    return Report(
        schema="intake-report/1",
        dossier_id=found.dossier_id or dossier_id(found.uploads),
        received=found.received,
        catalogue_version=found.catalogue_version,
        files=[writer.file(upload) for upload in found.uploads],
        pages=[_page(page) for page in found.pages],
        papers=[paper_report(paper, findings.owners.get(paper.id)) for paper in found.papers],
        procedure=writer.procedure(found),
        fields=[_field(field) for field in found.fields],
        components=[writer.component(component) for component in findings.components],
        problems=[writer.problem(problem) for problem in findings.problems],
        questions=[writer.question(question) for question in findings.questions],
        verdict=findings.verdict,
        timings={name: round(seconds, 3) for name, seconds in found.timings.items()},
    )


def dossier_id(uploads: Sequence[Upload | UnreadableFile]) -> str:
    """A provisional id made of the files' content; the receiving system gives the real one."""
    hashes = "".join(_sha256(upload) for upload in uploads)
    return "local-" + hashlib.sha256(hashes.encode()).hexdigest()[:12]


class _Writer:
    """Looks up texts in one language."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def text(self, code: str, values: Mapping[str, object] | None = None) -> str:
        return text(code, self._language, **(values or {}))

    def file(self, upload: Upload | UnreadableFile) -> FileReport:
        if isinstance(upload, Upload):
            return FileReport(name=upload.name, sha256=upload.sha256, pages=upload.pages)
        name = str(upload.values["file"])
        return FileReport(name=name, sha256=_sha256(upload), pages=0, error=self.text(upload.code, upload.values))

    def procedure(self, found: Found) -> ProcedureChoice | None:
        procedure, ranking = found.procedure, found.ranking
        if procedure is None:
            return None
        best = ranking.best
        own = best if best and best.profile.code == procedure.code else None
        others = [candidate for candidate in ranking.candidates if candidate.profile.code != procedure.code]
        return ProcedureChoice(
            code=procedure.code,
            name=procedure.name,
            confidence=_rounded(1.0 if found.is_chosen else own.confidence if own else 0.0),
            case=self._case(found),
            alternatives=[
                Alternative(code=other.profile.code, name=other.profile.name, confidence=_rounded(other.confidence))
                for other in others[:9]
            ],
            reason=_Writer("vi").reason(found),  # Vietnamese whatever the language: contracts/report.schema.json
        )

    def _case(self, found: Found) -> CaseChoice | None:
        best, procedure = found.ranking.best, found.procedure
        if best is None or procedure is None or best.case is None or best.profile.code != procedure.code:
            return None
        alternatives = {case.index: case.name for case in procedure.cases if case.role == "alternative"}
        if best.case not in alternatives:
            return None
        return CaseChoice(index=best.case, name=alternatives[best.case], confidence=_rounded(best.case_confidence))

    def reason(self, found: Found) -> str:
        """What speaks for the procedure: "Tờ khai ... (mẫu CT01), xin ..., kèm Giấy chứng sinh; gửi UBND xã"."""
        if found.is_chosen:
            return self.text("reason-chosen")
        ranking = found.ranking
        papers = ", ".join(_as_title(paper.title) for paper in ranking.fitting[:_LONGEST_LIST])
        parts = [self._form(ranking)]
        if ranking.request:
            parts.append(self.text("reason-request", {"request": _shortened(ranking.request)}))
        if papers:
            parts.append(self.text("reason-with" if any(parts) else "reason-papers", {"papers": papers}))
        said = ", ".join(filter(None, parts)) or self.text("reason-words")
        return (
            self.text("reason-sent", {"said": said, "agency": _shortened(ranking.addressee)})
            if ranking.addressee
            else said
        )

    def _form(self, ranking: Ranking) -> str:
        """The form by its title and number; empty where there is none, or it has no title."""
        form = ranking.form
        if form is None or not form.title:
            return ""
        values = {"form": _as_title(form.title), "number": form.form_number}
        return self.text("reason-form-numbered" if form.form_number else "reason-form", values)

    def component(self, component: Component) -> ComponentReport:
        values = {name: self._worded(value) for name, value in component.values.items()}
        return ComponentReport(
            row=component.row,
            name=component.name,
            state=component.state,
            form=component.form,
            papers=list(component.papers),
            reason=self.text(component.reason, values) if component.reason else None,
            remedy=self.text(component.remedy, values) if component.remedy else None,
            legal_basis=component.legal_basis,
        )

    def problem(self, problem: Problem) -> ProblemReport:
        values = {name: self._worded(value) for name, value in problem.values.items()}
        return ProblemReport(
            kind=problem.kind,
            severity=problem.severity,
            message=self.text(f"problem-{problem.code}", values),
            remedy=self.text(f"remedy-{problem.code}", values) if problem.has_remedy else None,
            paper=problem.paper,
            row=problem.row,
            page=_place(problem.page) if problem.page else None,
            bbox=_bounding_box(problem.box) if problem.box else None,
            legal_basis=problem.legal_basis,
        )

    def _worded(self, value: object) -> object:
        """A value that is itself a sentence to look up as that sentence."""
        return self.text(value.code, value.values) if isinstance(value, Sentence) else value

    def question(self, question: Question) -> QuestionReport:
        return QuestionReport(
            id=question.id,
            text=question.text[LANGUAGES.index(self._language)],
            answer=question.answer,
            rows=list(question.rows),
            choices=list(question.choices) if question.choices is not None else None,
        )


def _as_title(printed: str) -> str:
    """A title printed in capitals as it is written in a sentence."""
    shortened = _shortened(printed)
    return shortened[:1].upper() + shortened[1:].lower() if shortened.isupper() else shortened


def _shortened(text: str) -> str:
    """The first words, where there are many."""
    words = text.split()
    return " ".join(words) if len(words) <= _LONGEST_PART else " ".join((*words[:_LONGEST_PART], "…"))


def _page(page: Page) -> PageReport:
    reading = page.reading
    return PageReport(
        file=page.ref.file,
        page=page.ref.page,
        rotation=reading.rotation,
        blank=reading.blank,
        source=reading.source,
        quality=Quality(legible=_rounded(reading.legible), problems=list(reading.problems)),
        handwriting=_rounded(reading.handwriting),
    )


def paper_report(paper: Paper, owner: str | None = None) -> PaperReport:
    """A paper as the report tells it."""
    return PaperReport(
        id=paper.id,
        type=paper.type,
        title=paper.title,
        owner=owner,
        pages=[_place(page.ref) for page in paper.pages],
        confidence=_rounded(paper.confidence),
    )


def _field(field: Field) -> FieldReport:
    return FieldReport(
        kind=field.kind,
        role=field.role,
        label=field.label,
        value=field.value,
        raw=field.raw,
        confidence=_rounded(field.confidence),
        source=field.source,
        status=field.status,
        paper=field.paper,
        page=_place(field.page),
        bbox=_bounding_box(field.box),
        by_hand=field.by_hand,
        suggestions=list(field.suggestions),
    )


def _place(ref: PageRef) -> PagePlace:
    return PagePlace(file=ref.file, page=ref.page)


def _bounding_box(box: Box) -> BoundingBox:
    return _rounded(box.left), _rounded(box.top), _rounded(box.right), _rounded(box.bottom)


def _rounded(value: float) -> float:
    return round(min(1.0, max(0.0, float(value))), 4)


def _sha256(upload: Upload | UnreadableFile) -> str:
    """Of the content; of nothing where the file could not even be opened."""
    if isinstance(upload, Upload):
        return upload.sha256
    return str(upload.values.get("sha256") or hashlib.sha256(b"").hexdigest())
