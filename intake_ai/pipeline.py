"""The way of a dossier: the stages in their order, declared once for the command line and the worker.

Every stage is a plain function from values to values. `STAGES` is the only place that knows their order. The command
line runs all of them in process (`check_dossier`). The service reads each page by itself, whoever does it (`per`), and
then runs the stages behind that on the readings that are kept (`check_readings`).
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from classifiers.knowing import Knowing, Known
from classifiers.learning.learners import knowing_with
from classifiers.learning.weights import MODELS
from classifiers.papers import Paper
from intake_ai.catalogue.models import Procedure
from intake_ai.catalogue.profiles import profile
from intake_ai.catalogue.service import Catalogue
from intake_ai.completeness.checking import Findings, ProcedureAssumed, check
from intake_ai.completeness.findings import Component, Problem, Sentence
from intake_ai.completeness.judging import DossierRead
from intake_ai.completeness.situation import Situation, fitting
from intake_ai.dossier.assembling import Found, assemble
from intake_ai.dossier.correcting import corrected
from intake_ai.dossier.report import Report
from intake_ai.dossier.secrecy import secrecy_mark
from intake_ai.errors import BadRequest
from intake_ai.extraction import Extracted, extract
from intake_ai.learning.models import models_in_use
from intake_ai.messages import Language
from intake_ai.settings import Settings, reading_options
from ocr.errors import UnreadableFile
from ocr.opening import Upload
from ocr.page import PageRef
from ocr.reader import Progress, ReadingOptions, ReadingResult, forget_readings, read_uploads, sandbox_for
from ocr.sandbox import Sandbox


@dataclass(frozen=True)
class CheckRequest:
    """One dossier to check.

    Attributes:
        files: Where each lies and its name, unique in the dossier.
        received: Day of receipt; validity and rules are judged by it.
        procedure: Code that a person chose, None to find it.
        situation: Case, answers and rows due, as far as a person said.
        corrections: Values that people set, by the field's id (`intake_ai.dossier.field_ids`).
        dossier: Id that a service gave it; None makes one of the files' content.
    """

    files: tuple[tuple[Path, str], ...]
    received: date
    procedure: str | None = None
    situation: Situation = field(default_factory=Situation)
    language: Language = "vi"
    corrections: Mapping[str, str] = field(default_factory=dict)
    dossier: str | None = None


@dataclass(frozen=True)
class FirstLook:
    """What a glance at the pages tells, long before they are read; signatures, fields and numbers are not yet known.

    Attributes:
        papers: Seen.
        procedure: That they seem to serve, or that a person chose; None where they tell none.
        confidence: In the procedure, 0-1; None where a person chose it.
        components: Its rows with what was seen of them.
        seconds: That it took.
    """

    papers: tuple[Paper, ...]
    procedure: Procedure | None
    confidence: float | None
    components: tuple[Component, ...]
    seconds: float


@dataclass(frozen=True)
class Services:
    """What stages need beside the dossier itself.

    Attributes:
        progress: Told how many pages of how many are read.
        first_look: Told what a glance at the pages shows, before they are read; None does without the glance.
        sandbox: Where files are read; None makes one for each run.
        reading_as: How to read, and where readings are kept; None takes the folder and limits of the settings.
    """

    settings: Settings
    catalogue: Catalogue
    progress: Progress | None = None
    first_look: Callable[[FirstLook], None] | None = None
    sandbox: Sandbox | None = None
    reading_as: ReadingOptions | None = None

    @cached_property
    def reading_options(self) -> ReadingOptions:
        return self.reading_as or reading_options(self.settings)

    @cached_property
    def knowing(self) -> Knowing:
        """Tells papers and procedure, with the centre's own models where it has any."""
        own = models_in_use(self.settings)
        weights = {name: found for name in MODELS if (found := own.of(name)) is not None}
        return knowing_with(self.catalogue.known, weights)


@dataclass
class Work:
    """A dossier on its way: what the stages so far have made of it."""

    request: CheckRequest
    services: Services
    reading: ReadingResult = field(default_factory=lambda: ReadingResult((), ()))
    secret: PageRef | None = None
    known: Known = field(default_factory=Known)
    procedure: Procedure | None = None
    extracted: Extracted = field(default_factory=Extracted)
    corrected: Extracted = field(default_factory=Extracted)
    findings: Findings = field(default_factory=Findings)
    timings: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of the way.

    Attributes:
        takes: Attributes of `Work` that it reads.
        gives: The attribute that it sets.
        per: What it can be done for independently: each page, or the dossier as a whole.
        run: Makes the value.
        halts: The way ends here where the value is not None.
    """

    name: str
    takes: tuple[str, ...]
    gives: str
    run: Callable[..., Any]
    per: Literal["page", "dossier"] = "dossier"
    halts: bool = False


def _read(request: CheckRequest, services: Services) -> ReadingResult:
    return read_uploads(request.files, services.reading_options, services.progress, services.sandbox)


def _find_secret(reading: ReadingResult) -> PageRef | None:
    return secrecy_mark(reading.pages)


def _know(request: CheckRequest, services: Services, reading: ReadingResult) -> Known:
    chosen = profile(services.catalogue.get(request.procedure)) if request.procedure else None
    return services.knowing.know(reading.pages, chosen)


def _look_up(request: CheckRequest, services: Services, known: Known) -> Procedure | None:
    best = known.ranking.best
    code = request.procedure or (best.profile.code if best else None)
    if code is None:
        return None
    procedure = services.catalogue.get(code)
    fitting(procedure, request.situation)
    return procedure


def _extract(services: Services, known: Known) -> Extracted:
    return extract(known.papers, services.catalogue.forms.templates())


def _correct(request: CheckRequest, reading: ReadingResult, known: Known, extracted: Extracted) -> Extracted:
    hashes = {upload.name: upload.sha256 for upload in reading.uploads if isinstance(upload, Upload)}
    return corrected(extracted, request.corrections, hashes, known.papers)


def _check(
    request: CheckRequest,
    services: Services,
    reading: ReadingResult,
    known: Known,
    procedure: Procedure | None,
    corrected: Extracted,
) -> Findings:
    best = known.ranking.best
    is_sure = best is not None and best.confidence >= services.settings.sure_procedure
    dossier = DossierRead(request.received, reading.pages, known.papers, corrected, _reading_problems(reading))
    situation = request.situation if procedure is None else fitting(procedure, request.situation)
    assumed = ProcedureAssumed(procedure, known.ranking, request.procedure is not None or is_sure)
    return check(dossier, assumed, situation)


STAGES: tuple[Stage, ...] = (
    Stage("read", ("request", "services"), "reading", _read, per="page"),
    Stage("guard", ("reading",), "secret", _find_secret, halts=True),
    Stage("know", ("request", "services", "reading"), "known", _know),
    Stage("look_up", ("request", "services", "known"), "procedure", _look_up),
    Stage("extract", ("services", "known"), "extracted", _extract),
    Stage("correct", ("request", "reading", "known", "extracted"), "corrected", _correct),
    Stage("check", ("request", "services", "reading", "known", "procedure", "corrected"), "findings", _check),
)


def check_dossier(request: CheckRequest, services: Services) -> Report:
    """Run all stages on one dossier, in this process.

    Raises:
        BadRequest: The procedure asked for does not exist, or has no such case or question.
        EngineMissing: Tesseract is not installed.
    """
    if services.first_look is not None and services.sandbox is None:
        with sandbox_for(services.reading_options) as sandbox:
            return check_dossier(request, replace(services, sandbox=sandbox))
    work = Work(known(request, services.catalogue), services)
    began = time.perf_counter()
    if services.first_look is not None:
        look = first_look(work.request, services)
        if look is not None:
            services.first_look(look)
    return _run(work, STAGES, began)


def check_readings(request: CheckRequest, reading: ReadingResult, services: Services, seconds: float = 0.0) -> Report:
    """Run the stages after reading on readings that are kept; no file is opened.

    Args:
        request: Its files are not looked at.
        reading: What reading gave.
        services: As for `check_dossier`.
        seconds: That reading took, for the report.

    Raises:
        BadRequest: As `check_dossier`.
    """
    work = Work(known(request, services.catalogue), services, reading, timings={"read": seconds})
    return _run(work, tuple(stage for stage in STAGES if stage.per == "dossier"), time.perf_counter() - seconds)


def _run(work: Work, stages: tuple[Stage, ...], began: float) -> Report:
    for stage in stages:
        run_stage(stage, work)
        if stage.halts and getattr(work, stage.gives) is not None:
            work.findings = Findings(problems=_secrecy_problems(work.secret))
            _forget(work)
            break
    work.timings["total"] = time.perf_counter() - began
    return report_of(work)


def first_look(request: CheckRequest, services: Services) -> FirstLook | None:
    """What a glance at the pages tells; None where one bears a mark of secrecy: the stages then say so.

    Raises:
        BadRequest: As `check_dossier`.
        EngineMissing: As there.
    """
    began = time.perf_counter()
    options = replace(services.reading_options, look="glance")
    look = look_at(request, read_uploads(request.files, options, sandbox=services.sandbox), services)
    return look and replace(look, seconds=time.perf_counter() - began)


def look_at(request: CheckRequest, glances: ReadingResult, services: Services) -> FirstLook | None:
    """As `first_look`, from glances that are kept.

    Raises:
        BadRequest: As `check_dossier`.
    """
    began = time.perf_counter()
    if _find_secret(glances) is not None:
        return None
    seen = _know(request, services, glances)
    procedure = _look_up(request, services, seen)
    findings = _check(request, services, glances, seen, procedure, Extracted())
    best = seen.ranking.best
    confidence = best.confidence if request.procedure is None and best else None
    return FirstLook(seen.papers, procedure, confidence, findings.components, time.perf_counter() - began)


def run_stage(stage: Stage, work: Work) -> None:
    """Run one stage on what the stages before it made, and note its seconds."""
    began = time.perf_counter()
    setattr(work, stage.gives, stage.run(*(getattr(work, name) for name in stage.takes)))
    work.timings[stage.name] = time.perf_counter() - began


def report_of(work: Work) -> Report:
    """The report about a dossier as far as its way has come."""
    found = Found(
        received=work.request.received,
        catalogue_version=work.services.catalogue.version(),
        uploads=work.reading.uploads,
        pages=work.reading.pages,
        papers=work.known.papers,
        ranking=work.known.ranking,
        procedure=work.procedure,
        is_chosen=work.request.procedure is not None,
        fields=work.corrected.fields,
        findings=work.findings,
        timings=work.timings,
        dossier_id=work.request.dossier,
    )
    return assemble(found, work.request.language)


def known(request: CheckRequest, catalogue: Catalogue) -> CheckRequest:
    """The request with the catalogue's own code of the procedure that a person chose.

    Raises:
        BadRequest: There is no such procedure, case or question; told before any page is read.
    """
    if request.procedure is None:
        return request
    procedure = catalogue.find(request.procedure)
    if procedure is None:
        raise BadRequest("error-procedure-unknown", procedure=request.procedure)
    return replace(request, procedure=procedure.code, situation=fitting(procedure, request.situation))


def _reading_problems(reading: ReadingResult) -> tuple[Problem, ...]:
    files = [upload for upload in reading.uploads if isinstance(upload, UnreadableFile)]
    pages = [page.ref for page in reading.pages if page.reading.source == "none" and not page.reading.blank]
    return (
        *(_unreadable(file) for file in files),
        *(
            Problem("illegible", "blocking", "page-failed", {"file": ref.file, "page": ref.page}, page=ref)
            for ref in pages
        ),
    )


def _forget(work: Work) -> None:
    """Keep nothing of a dossier with a state secret: not one reading stays on a connected system."""
    for upload in work.reading.uploads:
        if isinstance(upload, Upload):
            forget_readings(upload, work.services.reading_options)


def _unreadable(file: UnreadableFile) -> Problem:
    where = PageRef(str(file.values["file"]), 1)
    values = {"sentence": Sentence(file.code, file.values)}
    return Problem("unreadable_file", "blocking", "unreadable-file", values, page=where, has_remedy=False)


def _secrecy_problems(ref: PageRef | None) -> tuple[Problem, ...]:
    if ref is None:
        return ()
    return (Problem("secrecy_mark", "blocking", "secrecy-mark", {"file": ref.file, "page": ref.page}, page=ref),)
