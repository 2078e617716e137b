"""The commands `catalogue import`, `versions` and `diff`."""

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from intake_ai.catalogue.corrections.reviewing import to_review
from intake_ai.catalogue.opening import JsonOption, opened, read_day, write_json, written_day
from intake_ai.catalogue.service import Catalogue
from intake_ai.catalogue.versions import printing
from intake_ai.catalogue.versions.installing import Imported, ImportRequest, PreparedImport
from intake_ai.catalogue.versions.printing import losses_in_words
from intake_ai.catalogue.versions.versions import vietnamese_today
from intake_ai.messages import Language, text
from intake_ai.settings import get_settings
from intake_ai.terminal import UNUSABLE, LanguageOption, agrees, is_watched, progress_bar, say, tell

app = typer.Typer()

_REFUSED = 1

FileArgument = Annotated[
    Path, typer.Argument(metavar="FILE", help="JSON, JSON Lines (có thể nén gzip), Excel .xlsx hoặc CSV.")
]
EffectiveOption = Annotated[
    str | None, typer.Option("--effective", metavar="DATE", help="Ngày bắt đầu có hiệu lực; mặc định hôm nay.")
]
LocalOption = Annotated[bool, typer.Option("--local", help="Thủ tục riêng của địa phương, bên cạnh danh mục quốc gia.")]
AcceptOption = Annotated[bool, typer.Option("--accept-losses", help="Nhập dù mất nhiều thủ tục hoặc dòng.")]
ReportOption = Annotated[
    Path | None, typer.Option("--report", metavar="FILE", help="Ghi những mục không dùng được và lý do ra tệp JSON.")
]
VersionArgument = Annotated[str | None, typer.Argument(help="Số hoặc tên phiên bản (xem catalogue versions).")]
LimitOption = Annotated[int, typer.Option("--limit", min=1, max=100_000, help="Số thủ tục in ra nhiều nhất mỗi loại.")]

IMPORT_HELP = """Nhập danh mục từ tệp thành một phiên bản mới. (Import a catalogue file as a new version.)

Nhận tệp quốc gia, JSON của Cổng dịch vụ công, gói THANHPHANHOSO cũ, danh sách Excel hoặc CSV có thành phần hồ sơ; định
dạng tự nhận ra từ nội dung. Nếu sẽ mất nhiều thủ tục thì hỏi trước.

Ví dụ (examples):

  intake-ai catalogue import national-2026-07.jsonl.gz

  intake-ai catalogue import national-2027-01.jsonl.gz --effective 01/01/2027

  intake-ai catalogue import thu-tuc-cua-tinh.xlsx --local --report khong-dung-duoc.json
"""

VERSIONS_HELP = """Liệt kê các phiên bản danh mục và ngày hiệu lực. (List the versions of the catalogue.)

Ví dụ (examples):

  intake-ai catalogue versions

  intake-ai catalogue versions --json
"""

DIFF_HELP = """So sánh hai phiên bản danh mục: thủ tục, giấy tờ thêm, bỏ, sửa. (Compare two versions.)

Không nêu phiên bản: so bản mới nhất với bản ngay trước. Nêu một: so bản đó với bản ngay trước nó.

Ví dụ (examples):

  intake-ai catalogue diff

  intake-ai catalogue diff 2

  intake-ai catalogue diff 1 2 --json
"""


@app.command("import", help=IMPORT_HELP)
def import_file(
    file: FileArgument,
    effective: EffectiveOption = None,
    local: LocalOption = False,
    accept_losses: AcceptOption = False,
    report: ReportOption = None,
    as_json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    with opened(lang) as (catalogue, language):
        request = ImportRequest(
            path=file,
            effective=read_day(effective) if effective else vietnamese_today(),
            layer="local" if local else "national",
            most_lost=get_settings().most_lost,
            accept_losses=accept_losses,
        )
        done = _carried_out(catalogue, request, report, language, asks=not as_json)
        catalogue.prepare()
        _told(catalogue, done, as_json, language)


@app.command("versions", help=VERSIONS_HELP)
def versions(as_json: JsonOption = False, lang: LanguageOption = None) -> None:
    with opened(lang) as (catalogue, language):
        found = catalogue.repository.versions()
        if as_json:
            write_json([printing.version_document(version) for version in found])
        else:
            printing.print_versions(found, language)


@app.command("diff", help=DIFF_HELP)
def diff(
    old: VersionArgument = None,
    new: VersionArgument = None,
    limit: LimitOption = 30,
    as_json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    with opened(lang) as (catalogue, language):
        found = catalogue.repository.difference(old, new)
        if as_json:
            write_json(printing.difference_document(found) if found else None)
        else:
            printing.print_difference(found, limit, language)


def is_asked() -> bool:
    """Whether somebody at a terminal can answer."""
    return sys.stdin.isatty() and is_watched()


def _carried_out(
    catalogue: Catalogue, request: ImportRequest, report: Path | None, language: Language, *, asks: bool
) -> Imported:
    """The import, and nothing of what was read for it: making the index afterwards takes memory of its own."""
    prepared = catalogue.repository.prepare(request)
    if report:
        faults = [printing.fault_document(fault, language) for fault in prepared.faults]
        report.write_text(json.dumps(faults, ensure_ascii=False, indent=1), encoding="utf-8")
    agreed = _agreed(prepared, language, asks=asks)
    with progress_bar(text("catalogue-importing", language), quiet=not asks) as progress:
        return catalogue.repository.carry_out(agreed, progress)


def _agreed(prepared: PreparedImport, language: Language, *, asks: bool) -> PreparedImport:
    """The import with the losses accepted where a person at the terminal says so; otherwise as it is."""
    request = prepared.request
    too_much = not request.accept_losses and prepared.losses.exceed(request.most_lost)
    if not too_much:
        return prepared
    values = {"file": prepared.file.name, "losses": losses_in_words(prepared.losses, request.most_lost, language)}
    if not (asks and is_asked()):
        say(text("catalogue-losses-stopped", language, **values))
        raise typer.Exit(UNUSABLE)
    tell(text("catalogue-losses-told", language, **values))
    if not agrees(text("catalogue-losses-question", language), language):
        say(text("catalogue-losses-refused", language))
        raise typer.Exit(_REFUSED)
    return replace(prepared, request=replace(request, accept_losses=True))


def _told(catalogue: Catalogue, done: Imported, as_json: bool, language: Language) -> None:
    waits = done.version.state == "waiting"
    repository = catalogue.repository.on(done.version.effective) if waits else catalogue.repository
    reviews = len(to_review(repository))
    if as_json:
        write_json({**printing.import_document(done, language), "corrections_to_review": reviews})
        return
    printing.print_import(done, language)
    if reviews and done.changed:
        day = written_day(done.version.effective, language)
        code = "catalogue-review-waiting" if waits else "correction-review-some"
        printing.print_line(text(code, language, count=reviews, date=day))
