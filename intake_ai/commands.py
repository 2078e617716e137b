"""The command `check`: one dossier from the command line."""

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from classifiers.vietnamese import normalise
from intake_ai.catalogue.service import open_catalogue
from intake_ai.completeness.held import HeldPaper
from intake_ai.completeness.situation import Situation
from intake_ai.dossier.printing import print_report
from intake_ai.dossier.report import Report
from intake_ai.errors import BadRequest
from intake_ai.messages import Language, text
from intake_ai.numbered import read_numbers
from intake_ai.pipeline import CheckRequest, FirstLook, Services, check_dossier
from intake_ai.settings import Settings
from intake_ai.terminal import (
    UNUSABLE,
    LanguageOption,
    is_watched,
    named_files,
    open_console,
    progress_bar,
    spoken,
    tell,
    write_private,
)

EXIT_CODES = {"complete": 0, "incomplete": 1, "review": 1}

_YES = {"có", "co", "yes", "y", "true", "đúng", "dung", "vâng", "vang", "phải"}
_NO = {"không", "khong", "ko", "no", "n", "false", "sai", "chưa"}

CHECK_HELP = """Kiểm tra một hồ sơ: thủ tục nào, có những giấy tờ gì, thiếu gì. (Check one dossier.)

Mã thoát: 0 đủ, 1 chưa đủ hoặc cần cán bộ xem, 2 không tệp nào đọc được.
(Exit code: 0 complete, 1 incomplete or to be reviewed, 2 nothing usable.)

Ví dụ (examples):

  intake-ai check samples/khai-sinh-du/*.pdf

  intake-ai check to-khai.pdf anh1.jpg anh2.jpg --procedure 1.001193 --due 0,1

  intake-ai check hoso.pdf --handed-over 3,5 --on-vneid "Giấy khai sinh"

  intake-ai check hoso.pdf --answer authorised=không --received 2026-11-20 --json > report.json
"""

Files = Annotated[
    list[Path], typer.Argument(metavar="FILE...", help="PDF, JPEG, PNG, TIFF, WebP, HEIC; DOCX, DOC, ODT")
]
ProcedureOption = Annotated[str | None, typer.Option("--procedure", metavar="CODE", help="Mã thủ tục nếu đã biết.")]
CaseOption = Annotated[int | None, typer.Option("--case", metavar="N", help="Số thứ tự trường hợp của thủ tục.")]
AnswerOption = Annotated[
    list[str] | None,
    typer.Option("--answer", metavar="ID=ANSWER", help="Trả lời một câu hỏi tình huống; dùng nhiều lần."),
]
DueOption = Annotated[
    str | None,
    typer.Option(
        "--due", metavar="ROWS", help="Các dòng có điều kiện mà người nộp thuộc diện, ví dụ 0,2; các dòng khác không."
    ),
]
HandedOverOption = Annotated[
    str | None,
    typer.Option(
        "--handed-over", metavar="ROWS", help="Các dòng mà cán bộ đã nhận bản chính nhưng không quét, ví dụ 3,5."
    ),
]
OnVneidOption = Annotated[
    list[str] | None,
    typer.Option("--on-vneid", metavar="NAME", help="Giấy tờ người nộp đã xuất trình trên VNeID; dùng nhiều lần."),
]
NotFoundOption = Annotated[
    str | None,
    typer.Option(
        "--not-found", metavar="ROWS", help="Các dòng đã tra cứu dữ liệu mà không có hoặc không đúng, ví dụ 1."
    ),
]
ReceivedOption = Annotated[
    str | None, typer.Option("--received", metavar="DATE", help="Ngày nhận, YYYY-MM-DD; mặc định là hôm nay.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="In đúng một báo cáo JSON ra stdout.")]
OutOption = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Ghi báo cáo JSON vào thư mục này.")]


def check(  # noqa: PLR0913, PLR0917  each is an option of the command line
    files: Files,
    procedure: ProcedureOption = None,
    case: CaseOption = None,
    answer: AnswerOption = None,
    due: DueOption = None,
    handed_over: HandedOverOption = None,
    on_vneid: OnVneidOption = None,
    not_found: NotFoundOption = None,
    received: ReceivedOption = None,
    as_json: JsonOption = False,
    out: OutOption = None,
    lang: LanguageOption = None,
) -> None:
    with spoken(lang, "interrupted") as (settings, language):
        situation = Situation(
            case,
            _answers(answer or []),
            None if due is None else _rows("--due", due),
            settings.channel,
            handed_over=_rows("--handed-over", handed_over),
            held=tuple(HeldPaper(name, place="vneid") for name in on_vneid or []),
            connected=settings.connected_databases,
            not_found=_rows("--not-found", not_found),
        )
        request = CheckRequest(tuple(named_files(files)), _day(received), procedure, situation, language)
        report = _checked(request, settings, quiet=as_json)
        written = _written(report, out) if out else None
        if as_json:
            sys.stdout.write(report.to_json() + "\n")
        else:
            print_report(report, open_console(), language, written)
        usable = any(file.error is None for file in report.files)
        raise typer.Exit(EXIT_CODES[report.verdict] if usable else UNUSABLE)


def _checked(request: CheckRequest, settings: Settings, quiet: bool) -> Report:
    label = text("check-reading", request.language)
    # a glance costs a third of a reading: it is for somebody who waits
    shown = None if quiet or not is_watched() else lambda look: tell(first_words(look, request.language))
    with open_catalogue(settings) as catalogue, progress_bar(label, quiet) as progress:
        return check_dossier(request, Services(settings, catalogue, progress, shown))


def first_words(look: FirstLook, language: Language) -> str:
    """What a glance at a dossier tells, as one or two sentences."""
    name = look.procedure.name if look.procedure else text("check-no-procedure", language)
    said = [text("first-look", language, seconds=look.seconds, papers=len(look.papers), procedure=name)]
    unseen = [component.name for component in look.components if component.state == "missing"]
    if unseen:
        said.append(text("first-look-unseen", language, rows="; ".join(unseen)))
    return " ".join(said)


def _day(value: str | None) -> date:
    if value is None:
        return date.today()  # noqa: DTZ011  the centre's own day, as its clock on the wall says
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise BadRequest("error-received-date", value=value) from error


def _rows(option: str, value: str | None) -> frozenset[int]:
    try:
        return read_numbers(value)
    except ValueError as error:
        raise BadRequest("error-due-rows", option=option) from error


def _answers(values: Sequence[str]) -> dict[str, bool | str]:
    """Answers by question id: yes and no as truth values, choices as written, by number or in words."""
    answers: dict[str, bool | str] = {}
    for value in values:
        identifier, sign, said = value.partition("=")
        if not sign or not identifier.strip() or not said.strip():
            raise BadRequest("error-answer", value=value)
        word = normalise(said).casefold().strip(" .!")
        answers[identifier.strip()] = word in _YES if word in _YES | _NO else normalise(said)
    return answers


def _written(report: Report, folder: Path) -> Path:
    path = folder / f"{report.dossier_id}.json"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_private(path, report.to_json() + "\n")
    except OSError as error:
        raise BadRequest("error-out-folder", str(error), path=folder, reason=error.strerror) from error
    return path
