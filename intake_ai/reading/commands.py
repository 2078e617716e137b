"""The command `read`: what stands on the pages of any files, as text, as JSON or as searchable PDF/A."""

import io
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Literal

import typer

from intake_ai.dossier.secrecy import secrecy_mark
from intake_ai.errors import BadRequest
from intake_ai.messages import Language, text
from intake_ai.reading.report import FileRead, reading_report
from intake_ai.settings import Settings, reading_options
from intake_ai.terminal import UNUSABLE, LanguageOption, named_files, progress_bar, say, spoken
from ocr.engine import Look
from ocr.errors import UnreadableFile
from ocr.opening import Upload
from ocr.page import Page
from ocr.reader import ReadingResult, forget_readings, read_uploads

INCOMPLETE = 1
PAGE_BREAK = "\f"
_CONTROLS = {"Cc", "Cs"}

HELP = """Đọc chữ trên các trang. (Read what stands on the pages.)

Mặc định in chữ theo thứ tự đọc, các trang cách nhau bằng ký tự sang trang (form feed).
(By default the text in reading order, a form feed between pages.)

Mã thoát: 0 đọc được hết, 1 có tệp hoặc trang không đọc được, 2 không tệp nào đọc được.
(Exit code: 0 all read, 1 a file or page could not be read, 2 nothing usable.)

Ví dụ (examples):

  intake-ai read quyet-dinh.pdf > quyet-dinh.txt

  intake-ai read anh1.jpg anh2.heic --json > doc.json

  intake-ai read quyet-dinh.pdf --pdf ban-sao/quyet-dinh.pdf

  intake-ai read ho-so/*.pdf --pdf ban-sao/

  intake-ai read ho-so/*.pdf --glance
"""

Form = Literal["text", "json", "pdf"]
Named = tuple[tuple[Path, str], ...]

Files = Annotated[
    list[Path], typer.Argument(metavar="FILE...", help="PDF, JPEG, PNG, TIFF, WebP, HEIC; DOCX, DOC, ODT")
]
TextOption = Annotated[bool, typer.Option("--text", help="In chữ ra stdout (mặc định).")]
JsonOption = Annotated[
    bool,
    typer.Option("--json", help="In JSON: chữ, khung, độ tin cậy, mã, dấu… (intake_ai/reading/reading.schema.json)"),
]
PdfOption = Annotated[
    Path | None,
    typer.Option(
        "--pdf", metavar="OUT", help="Ghi PDF/A tìm kiếm được: OUT là tệp cho một tệp vào, thư mục cho nhiều tệp."
    ),
]
GlanceOption = Annotated[
    bool, typer.Option("--glance", help="Chỉ xem lướt: tiêu đề, phần đầu trang và mã; nhanh hơn nhiều.")
]


@dataclass(frozen=True)
class _Outcome:
    """What became of the files: those read, and a sentence for each that was not, by its name."""

    uploads: tuple[Upload | UnreadableFile, ...]
    pages: tuple[Page, ...]
    refusals: dict[str, str]

    @property
    def exit_code(self) -> int:
        if len(self.refusals) == len(self.uploads):
            return UNUSABLE
        return INCOMPLETE if self.refusals or any(_failed(page) for page in self.pages) else 0


def read(
    files: Files,
    as_text: TextOption = False,
    as_json: JsonOption = False,
    pdf: PdfOption = None,
    glance: GlanceOption = False,
    lang: LanguageOption = None,
) -> None:
    with spoken(lang, "interrupted") as (settings, language):
        form = _form(as_text, as_json, pdf)
        if glance and form == "pdf":
            raise BadRequest("error-glance-copy")
        named = tuple(named_files(files))
        targets = pdf_targets(named, pdf) if pdf else {}
        outcome = _read(named, settings, language, "glance" if glance else "full")
        if form == "pdf":
            outcome = _write_copies(outcome, targets, settings, language)
        _tell(outcome, language)
        if form == "json":
            _print(_as_json(outcome))
        elif form == "text":
            _print(as_plain_text(outcome.pages))
        raise typer.Exit(outcome.exit_code)


def as_plain_text(pages: Sequence[Page]) -> str:
    """The text of the pages in reading order, a form feed between them; control characters are left out."""
    texts = ["\n".join(_printable(line.text) for line in page.reading.lines) for page in pages]
    return PAGE_BREAK.join(f"{content}\n" if content else "" for content in texts)


def pdf_targets(named: Named, out: Path) -> dict[str, Path]:
    """Where the PDF of each file goes: `out` itself for one file, unless it is a folder; a folder for several.

    Raises:
        BadRequest: A file that was given would be overwritten, or several files cannot go into one.
    """
    if len(named) == 1 and not out.is_dir():
        targets = {named[0][1]: out}
    else:
        if out.exists() and not out.is_dir():
            raise BadRequest("error-pdf-folder", path=out)
        targets = dict(zip((name for _, name in named), _inside(out, named), strict=True))
    for target in targets.values():
        if any(target.exists() and path.exists() and target.samefile(path) for path, _ in named):
            raise BadRequest("error-pdf-over-input", path=target)
    return targets


def _inside(folder: Path, named: Named) -> list[Path]:
    """A PDF in `folder` for each file, named as it; those of one stem get a number."""
    names: dict[str, Path] = {}
    for _, name in named:
        stem, number = Path(name).stem, 2
        target = f"{stem}.pdf"
        while target.casefold() in names:
            target, number = f"{stem} ({number}).pdf", number + 1
        names[target.casefold()] = folder / target
    return list(names.values())


def _form(as_text: bool, as_json: bool, pdf: Path | None) -> Form:
    if as_text + as_json + (pdf is not None) > 1:
        raise BadRequest("error-one-form")
    return "json" if as_json else "pdf" if pdf else "text"


def _read(named: Named, settings: Settings, language: Language, look: Look) -> _Outcome:
    options = replace(reading_options(settings), look=look)
    with progress_bar(text("check-reading", language)) as progress:
        reading = read_uploads(named, options, progress)
    secret = _secret_pages(reading)
    for upload in reading.uploads:
        if isinstance(upload, Upload) and upload.name in secret:
            forget_readings(upload, options)
    refusals = {
        str(upload.values["file"]): text(upload.code, language, **upload.values)
        for upload in reading.uploads
        if isinstance(upload, UnreadableFile)
    }
    for name, page in secret.items():
        refusals[name] = text("read-secrecy-mark", language, file=name, page=page)
    return _Outcome(reading.uploads, tuple(page for page in reading.pages if page.ref.file not in secret), refusals)


def _secret_pages(reading: ReadingResult) -> dict[str, int]:
    """The first page that bears a state-secret mark, of each file that has one: nothing of such a file is given."""
    pages: dict[str, list[Page]] = {}
    for page in reading.pages:
        pages.setdefault(page.ref.file, []).append(page)
    marks = {name: secrecy_mark(own) for name, own in pages.items()}
    return {name: ref.page for name, ref in marks.items() if ref is not None}


def _failed(page: Page) -> bool:
    return page.reading.source == "none" and not page.reading.blank


def _tell(outcome: _Outcome, language: Language) -> None:
    """One sentence on standard error for each file and page that could not be read."""
    for sentence in outcome.refusals.values():
        say(sentence)
    for page in outcome.pages:
        if _failed(page):
            say(text("read-page-failed", language, file=page.ref.file, page=page.ref.page))


def _write_copies(outcome: _Outcome, targets: dict[str, Path], settings: Settings, language: Language) -> _Outcome:
    """Writes the PDF of each file that was read and prints where; a file of which none can be made is refused."""
    from ocr.searchable_pdf import CopyFailed, write_searchable_pdf  # noqa: PLC0415 - takes 0.2 s; text needs it not

    refusals = dict(outcome.refusals)
    for upload in outcome.uploads:
        if isinstance(upload, UnreadableFile) or upload.name in refusals:
            continue
        target = targets[upload.name]
        readings = [page.reading for page in outcome.pages if page.ref.file == upload.name]
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            write_searchable_pdf(upload, readings, target, reading_options(settings))
        except CopyFailed as error:
            refusals[upload.name] = text(error.code, language, **error.values)
        except OSError as error:
            raise BadRequest("error-out-folder", str(error), path=target.parent, reason=error.strerror) from error
        else:
            _print(text("read-written", language, path=target) + "\n")
    return replace(outcome, refusals=refusals)


def _as_json(outcome: _Outcome) -> str:
    files = [
        FileRead(name=upload.name, sha256=upload.sha256, pages=upload.pages, error=outcome.refusals.get(upload.name))
        if isinstance(upload, Upload)
        else FileRead(
            name=str(upload.values["file"]),
            sha256=str(upload.values["sha256"]) if "sha256" in upload.values else None,
            pages=0,
            error=outcome.refusals[str(upload.values["file"])],
        )
        for upload in outcome.uploads
    ]
    return reading_report(files, outcome.pages).to_json() + "\n"


def _print(content: str) -> None:
    """Standard output in UTF-8 whatever the locale says: no letter of the reading may be lost."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    sys.stdout.write(content)


def _printable(line: str) -> str:
    """Without control characters, which a text layer may hold and a terminal would obey."""
    return "".join(letter for letter in line if unicodedata.category(letter) not in _CONTROLS)
