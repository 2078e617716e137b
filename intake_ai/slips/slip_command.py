"""The command `slip`: one slip as a PDF, from a report or from values."""

import os
import sys
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from intake_ai.catalogue.errors import ProcedureUnknown, VersionUnknown
from intake_ai.catalogue.models import Procedure
from intake_ai.catalogue.service import open_catalogue
from intake_ai.dossier.report import Report
from intake_ai.errors import BadRequest
from intake_ai.messages import Language, text
from intake_ai.settings import Settings
from intake_ai.slips.asking import Options, expected, read_asked, read_options
from intake_ai.slips.centre import read_centre
from intake_ai.slips.form_sets import form_set
from intake_ai.slips.from_report import Head, receipt, refusal, settled, supplement
from intake_ai.slips.parts import Moment, Officer, SlipKind
from intake_ai.slips.remarks import remarks
from intake_ai.slips.rendering import render
from intake_ai.slips.templates import own_folder
from intake_ai.slips.values import Apology, Receipt, Refusal, Slip, Supplement
from intake_ai.terminal import LanguageOption, spoken, tell

NOTHING_TO_ASK = 1

HELP = """Lập một phiếu thành PDF/A: 01 giấy tiếp nhận, 02 yêu cầu bổ sung, 03 từ chối (dự thảo), 04 xin lỗi và gia hạn,
05 dừng, 06 kiểm soát, 07 sổ theo dõi. (Make a slip as PDF/A.)

01-03 lập từ báo cáo của "check --json"; mọi phiếu lập được từ tệp giá trị JSON (--values in ra để sửa).
(01-03 from a report; all from a JSON file of values, which --values prints.)

Phiếu 02-05 là DỰ THẢO cho đến khi có tên người quyết định (--officer).
(02-05 are drafts until somebody is named who decides.)

Mã thoát: 0 đã ghi, 1 không có gì phải bổ sung, 2 không lập được.
(Exit code: 0 written, 1 nothing to ask for, 2 not possible.)

Ví dụ (examples):

  intake-ai slip 02 report.json --out 02.pdf

  intake-ai slip 02 report.json --out 02.pdf --officer "Trần Thị Mẫu" --drop 3 --keep 4

  intake-ai slip 01 report.json --out 01.pdf --code MAU.26.0001 --due "30/11/2026 16:30"

  intake-ai slip 04 values.json --out 04.pdf
"""

Number = Annotated[str, typer.Argument(metavar="01-07", help="Số phiếu trong bộ mẫu, hoặc tên: receipt, supplement, …")]
File = Annotated[Path, typer.Argument(metavar="FILE.json", help="Báo cáo, hoặc giá trị của phiếu.")]
OutOption = Annotated[Path | None, typer.Option("--out", metavar="FILE.pdf", help="Ghi PDF vào đây.")]
ValuesOption = Annotated[bool, typer.Option("--values", help="In giá trị của phiếu (JSON) ra stdout, để sửa rồi lập.")]
CodeOption = Annotated[str | None, typer.Option("--code", help="Mã hồ sơ; cũng in thành mã QR.")]
NumberOption = Annotated[str | None, typer.Option("--number", help="Số của phiếu, hoặc số thứ tự trong sổ.")]
OfficerOption = Annotated[str | None, typer.Option("--officer", help="Họ tên công chức quyết định và ký.")]
TitleOption = Annotated[str | None, typer.Option("--officer-title", help="Chức vụ của người ký.")]
PhoneOption = Annotated[str | None, typer.Option("--officer-phone", help="Số điện thoại để hỏi.")]
IssuedOption = Annotated[str | None, typer.Option("--issued", metavar="TIME", help="Ngày giờ lập; mặc định bây giờ.")]
DueOption = Annotated[str | None, typer.Option("--due", metavar="TIME", help="Hẹn trả (01), hạn bổ sung (02).")]
ReasonOption = Annotated[list[str] | None, typer.Option("--reason", help="Lý do từ chối (03); dùng nhiều lần.")]
AttemptOption = Annotated[int, typer.Option("--attempt", min=1, max=99, help="Yêu cầu bổ sung lần thứ mấy (02).")]
KeepOption = Annotated[
    str | None, typer.Option("--keep", metavar="N,…", help="Mục còn nghi ngờ mà công chức quyết định yêu cầu (02).")
]
DropOption = Annotated[str | None, typer.Option("--drop", metavar="N,…", help="Mục công chức không yêu cầu (02).")]


@dataclass(frozen=True)
class _Asked:
    """What the person asked for, read."""

    head: Head
    given: dict[str, Any]
    """What was said of the head, and nothing that was not."""
    due: Moment | None
    reasons: tuple[str, ...]
    attempt: int
    keep: frozenset[int]
    drop: frozenset[int]


def slip(  # noqa: PLR0913, PLR0917  each is an option of the command line
    number: Number,
    file: File,
    out: OutOption = None,
    values: ValuesOption = False,
    code: CodeOption = None,
    slip_number: NumberOption = None,
    officer: OfficerOption = None,
    officer_title: TitleOption = None,
    officer_phone: PhoneOption = None,
    issued: IssuedOption = None,
    due: DueOption = None,
    reason: ReasonOption = None,
    attempt: AttemptOption = 1,
    keep: KeepOption = None,
    drop: DropOption = None,
    lang: LanguageOption = None,
) -> None:
    with spoken(lang) as (settings, language):
        if (out is None) != values:
            raise BadRequest("error-slip-out")
        if out is not None and out.exists() and file.exists() and out.samefile(file):
            raise BadRequest("error-slip-over-input", path=out)
        options = read_options(
            code=code, number=slip_number, officer=officer, officer_title=officer_title, officer_phone=officer_phone,
            issued=issued or None, due=due or None, reason=tuple(reason or ()), keep=keep, drop=drop,
        )  # fmt: skip
        asked = _asked(options, attempt)
        own = own_folder(settings.data_dir)
        centre = read_centre(own)
        kind = form_set(asked.head.issued.date(), centre.forms).kind_of(number)
        content = read_asked(file, kind)
        try:
            made = _made(kind, content, asked, settings)
        except ValidationError as error:  # a report whose texts no slip takes, options that contradict a file
            raise expected(error, file.name) from None
        if made is None:
            tell(text("slip-nothing", language))
            raise typer.Exit(NOTHING_TO_ASK)
        for sentence in remarks(made, content, centre, own, language):
            tell(sentence)
        if out is None:
            sys.stdout.write(made.model_dump_json(indent=1) + "\n")
        else:
            _write(out, render(made, centre, own), language)


def _asked(options: Options, attempt: int) -> _Asked:
    signer = _without_none(name=options.officer, title=options.officer_title, phone=options.officer_phone)
    given = _without_none(
        code=options.code,
        number=options.number,
        issued=_with_hour(options.issued) if options.issued else None,
        officer=Officer.model_validate(signer) if signer else None,
    )
    head = Head(**{"issued": _now(), **given})
    return _Asked(head, given, options.due, options.reason, attempt, options.keep, options.drop)


def _made(kind: SlipKind, content: Report | Slip, asked: _Asked, settings: Settings) -> Slip | None:
    made = _from_report(kind, content, asked, settings) if isinstance(content, Report) else _changed(content, asked)
    if isinstance(made, Supplement):
        if unknown := (asked.keep | asked.drop) - set(range(1, len(made.items) + 1)):
            raise BadRequest("error-slip-item", number=min(unknown), last=len(made.items))
        return settled(made, asked.keep, asked.drop)
    return made


def _from_report(kind: SlipKind, report: Report, asked: _Asked, settings: Settings) -> Slip | None:
    match kind:
        case "receipt":
            return receipt(report, asked.head, _procedure(report, settings), asked.due)
        case "supplement":
            return supplement(report, asked.head, _procedure(report, settings), asked.attempt, asked.due)
        case "refusal":
            return refusal(report, asked.head, asked.reasons)
    raise BadRequest("error-slip-needs-values", slip=kind)


def _changed(slip: Slip, asked: _Asked) -> Slip:
    """The values with what the options say instead."""
    changed = {**slip.model_dump(), **asked.given}
    if asked.due is not None and isinstance(slip, Receipt | Supplement):
        changed["due"] = asked.due
    if asked.attempt > 1 and isinstance(slip, Supplement | Apology):
        changed["attempt"] = asked.attempt
    if asked.reasons and isinstance(slip, Refusal):
        changed["reasons"] = [{"text": reason} for reason in asked.reasons]
    return type(slip).model_validate(changed)


def _procedure(report: Report, settings: Settings) -> Procedure | None:
    """The procedure as it was when the dossier was checked; None where that is no longer known."""
    if report.procedure is None:
        return None
    with open_catalogue(settings) as catalogue:
        try:
            return catalogue.get(report.procedure.code, report.catalogue_version)
        except (ProcedureUnknown, VersionUnknown):
            return catalogue.find(report.procedure.code)


def _write(out: Path, pdf: bytes, language: Language) -> None:
    """Only its owner may read it: a slip holds personal data."""
    out.parent.mkdir(parents=True, exist_ok=True)
    _replace(out, pdf)
    sys.stdout.write(text("read-written", language, path=out) + "\n")


def _replace(path: Path, content: bytes) -> None:
    """Written beside and put in its place whole: also where others could read the file that was there before."""
    if path.exists() and not path.is_file():
        path.write_bytes(content)  # standard output, a pipe: nothing that could be put in its place
        return
    path = path.resolve()
    descriptor, beside = tempfile.mkstemp(prefix=".intake-ai-slip-", dir=path.parent)  # for its owner alone
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        os.replace(beside, path)  # noqa: PTH105  the name alone is known
    except OSError:
        Path(beside).unlink(missing_ok=True)
        raise


def _without_none(**values: object) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _with_hour(moment: Moment) -> datetime:
    return moment if isinstance(moment, datetime) else datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001


def _now() -> datetime:
    return datetime.now().replace(microsecond=0)  # noqa: DTZ005  the centre's clock on the wall
