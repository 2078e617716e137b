"""Lessons: dossiers as an officer corrected them, without identity, kept to train by until they are forgotten."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from classifiers.learning.examples import SUFFIX, Example, ExampleDamaged, read_example, read_kept, write_example
from classifiers.papers import Paper
from intake_ai.dossier.report import PagePlace, PaperReport, Report
from intake_ai.dossier.secrecy import secrecy_mark
from intake_ai.learning.errors import LessonRefused
from intake_ai.learning.keeping import make_private, map_whole
from intake_ai.learning.masking import masked
from intake_ai.settings import Settings, reading_options
from ocr.opening import Upload
from ocr.page import Page, PageReading, PageRef
from ocr.reader import Progress, ReadingResult, forget_readings, read_uploads

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_PICTURES = frozenset({".jpg", ".jpeg", ".png", ".heic", ".webp", ".tif", ".tiff"})


@dataclass(frozen=True, slots=True)
class Lesson:
    """What is told of a kept lesson.

    Attributes:
        kept: Day and time, UTC, ISO 8601.
        code: Of the procedure; None where it is none of the catalogue.
    """

    dossier: str
    kept: str
    code: str | None
    papers: int
    pages: int


def lessons_folder(settings: Settings) -> Path:
    return settings.data_dir / "learning" / "lessons"


def read_report(path: Path) -> Report:
    """A report as an officer corrected it.

    Raises:
        LessonRefused: The file holds none, or its dossier has no usable name.
    """
    try:
        report = Report.model_validate_json(path.read_bytes())
    except (ValidationError, OSError) as error:
        raise LessonRefused("lesson-report-unreadable", str(error), file=path.name) from error
    if not _ID.fullmatch(report.dossier_id):
        raise LessonRefused("lesson-report-unreadable", "dossier_id", file=path.name)
    return report


def keep_lesson(
    settings: Settings,
    report: Report,
    files: Sequence[tuple[Path, str]],
    same: Sequence[str] = (),
    progress: Progress | None = None,
) -> Lesson:
    """Keep what a corrected dossier teaches; an earlier lesson of the same dossier is replaced.

    Args:
        settings: Where to keep it, and how to read; readings known from the check cost nothing.
        report: As the officer confirmed it.
        files: Those that it is about, under whatever names.
        same: Codes as right as the report's.
        progress: Told pages read.

    Raises:
        LessonRefused: A file is missing or another one, a page is secret, or the report names pages that are not there.
        EngineMissing: As `read_uploads`.
    """
    reading = read_uploads(files, reading_options(settings), progress)
    _refuse_secret(reading, settings)
    pages = _as_reported(report, reading)
    papers = [_paper(paper, pages) for paper in report.papers]
    in_order = [pages[PageRef(page.file, page.page)] for page in report.pages]
    blanked, titles = masked(in_order, papers)
    renamed = {page.ref: blank.ref for page, blank in zip(in_order, blanked, strict=True)}
    truth = _truth(report, titles, renamed) | {"same_name_codes": list(same)}
    folder = lessons_folder(settings)
    make_private(settings.data_dir, folder)
    return _told(write_example(folder, report.dossier_id, truth, blanked))


def lessons(settings: Settings) -> list[Lesson]:
    """All that are kept, the oldest first; a damaged one is left out with a warning."""
    return sorted(map_whole(_told, _paths(settings)), key=lambda lesson: (lesson.kept, lesson.dossier))


def read_lessons(settings: Settings) -> Iterator[Example]:
    """The lessons as examples, the oldest first; a damaged one is left out with a warning."""
    paths = [lessons_folder(settings) / f"{lesson.dossier}{SUFFIX}" for lesson in lessons(settings)]
    yield from map_whole(read_example, paths)


def forget_lesson(settings: Settings, dossier: str) -> None:
    """Take a dossier out of what models are trained by.

    Raises:
        LessonRefused: There is no lesson of it.
    """
    path = lessons_folder(settings) / f"{dossier}{SUFFIX}"
    if not _ID.fullmatch(dossier) or not path.exists():
        raise LessonRefused("lesson-unknown", dossier=dossier)
    path.unlink()


def _paths(settings: Settings) -> list[Path]:
    return sorted(lessons_folder(settings).glob(f"*{SUFFIX}"))


def _told(path: Path) -> Lesson:
    """What is told of a lesson; named by its file, so that it can be forgotten whatever it holds.

    Raises:
        ExampleDamaged: The file holds none.
    """
    kept = read_kept(path)
    try:
        truth = kept["truth"]
        code = (truth["procedure"] or {}).get("code")
        return Lesson(
            path.name.removesuffix(SUFFIX), str(truth["kept"]), code, len(truth["papers"]), len(kept["pages"])
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ExampleDamaged(f"{path.name}: {error!r}") from error


def _refuse_secret(reading: ReadingResult, settings: Settings) -> None:
    """Of a dossier with a state secret nothing is kept, nor what was read of it just now."""
    if secrecy_mark(reading.pages) is None:
        return
    for upload in reading.uploads:
        if isinstance(upload, Upload):
            forget_readings(upload, reading_options(settings))
    raise LessonRefused("lesson-secret")


def _as_reported(report: Report, reading: ReadingResult) -> dict[PageRef, Page]:
    """The pages under the names that the report gives the files, told by their content.

    Raises:
        LessonRefused: A file or page of the report is not among those read.
    """
    names = {upload.name: upload.sha256 for upload in reading.uploads if isinstance(upload, Upload)}
    missing = [file.name for file in report.files if file.error is None and file.sha256 not in names.values()]
    if missing:
        raise LessonRefused("lesson-file-missing", files=", ".join(missing))
    by_content: dict[str, dict[int, PageReading]] = {}
    for page in reading.pages:
        by_content.setdefault(names[page.ref.file], {})[page.ref.page] = page.reading
    pages = {
        (ref := PageRef(file.name, number)): Page(ref, content)
        for file in report.files
        for number, content in by_content.get(file.sha256, {}).items()
    }
    wanted = [PageRef(page.file, page.page) for page in report.pages]
    wanted += [PageRef(place.file, place.page) for paper in report.papers for place in paper.pages]
    for ref in wanted:
        if ref not in pages:
            raise LessonRefused("lesson-page-unknown", file=ref.file, page=ref.page)
    return pages


def _paper(paper: PaperReport, pages: Mapping[PageRef, Page]) -> Paper:
    own = tuple(pages[PageRef(place.file, place.page)] for place in paper.pages)
    return Paper(paper.id, paper.type, paper.title, own, paper.confidence)


def _truth(report: Report, titles: Sequence[str], renamed: Mapping[PageRef, PageRef]) -> dict[str, Any]:
    """The truth in the form of truth.json, as far as training needs it: neither owners nor values."""
    procedure = report.procedure
    return {
        "kept": datetime.now(UTC).isoformat(timespec="seconds"),
        "catalogue_version": report.catalogue_version,
        "procedure": {"code": procedure.code} if procedure else None,
        "case": procedure.case.index if procedure and procedure.case else None,
        "delivery": _delivery([file.name for file in report.files]),
        "papers": [
            _true_paper(report, paper, title, renamed) for paper, title in zip(report.papers, titles, strict=True)
        ],
    }


def _true_paper(report: Report, paper: PaperReport, title: str, renamed: Mapping[PageRef, PageRef]) -> dict[str, Any]:
    rows = [part.row for part in report.components if part.state == "present" and paper.id in part.papers]
    said = {problem.kind for problem in report.problems if problem.paper == paper.id and problem.severity != "info"}
    return {
        "type": str(paper.type),
        "title": title,
        "row": rows[0] if rows else None,
        "pages": [_place(place, renamed) for place in paper.pages],
        "surplus": "surplus_paper" in said,
        "foreign": "foreign_paper" in said,
    }


def _place(place: PagePlace, renamed: Mapping[PageRef, PageRef]) -> dict[str, Any]:
    ref = renamed[PageRef(place.file, place.page)]
    return {"file": ref.file, "page": ref.page}


def _delivery(files: Sequence[str]) -> str:
    """How it came, in the words of the truth."""
    if files and all(Path(name).suffix.casefold() in _PICTURES for name in files):
        return "phone"
    return "pdf" if len(files) == 1 else "files"
