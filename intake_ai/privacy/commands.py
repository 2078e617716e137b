"""The commands `privacy …`: what is kept of a person, written out or erased; what has had its time, removed.

An identity number is typed or piped in, never part of the command: commands are kept by shells and seen by others.
"""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from intake_ai.access.rules import SYSTEM
from intake_ai.access.secrets_typed import typed_line
from intake_ai.catalogue.opening import JsonOption, write_json
from intake_ai.errors import BadRequest
from intake_ai.messages import Language, text
from intake_ai.privacy.erasing import erase_dossier, find_person
from intake_ai.privacy.exporting import Wanted
from intake_ai.privacy.exporting import export as write_out
from intake_ai.privacy.retaining import retain as remove_old
from intake_ai.storage.installation import Installation, open_installation
from intake_ai.terminal import LanguageOption, agrees, spoken, tell

app = typer.Typer(
    help="Dữ liệu cá nhân: xuất, xóa, hết hạn lưu. (Personal data: export, erase, retention.)",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)

EXPORT_HELP = """Xuất dữ liệu đang giữ của một người. (Write out what is kept of a person.)

Số định danh được hỏi trên màn hình hoặc đọc từ stdin. Mặc định chỉ xuất điều nói về người đó; --whole xuất cả hồ sơ
và tệp.
(The identity number is asked for or read from standard input.)

Ví dụ (example):

  intake-ai privacy export --out du-lieu --why "Công dân đề nghị"
"""
ERASE_HELP = """Xóa vĩnh viễn dữ liệu của một người; nhật ký được giữ. (Erase a person's data; the log is kept.)

Cả hồ sơ có dữ liệu của người đó bị xóa: tệp, ảnh, kết quả đọc, báo cáo, bài học huấn luyện.
(Whole dossiers that hold their data go: files, readings, pictures, reports, lessons.)

Ví dụ (example):

  intake-ai privacy erase --why "Công dân rút lại sự đồng ý"
"""
RETAIN_HELP = (
    """Xóa những gì đã hết hạn lưu theo thiết lập; bình thường việc này tự chạy. (Apply the retention periods.)"""
)

OutOption = Annotated[Path, typer.Option("--out", metavar="DIR", help="Thư mục mới hoặc trống.")]
WhyOption = Annotated[str, typer.Option("--why", help="Lý do, ghi vào nhật ký; không ghi thông tin của người đó.")]
DossiersOption = Annotated[
    list[str] | None, typer.Option("--dossier", metavar="ID", help="Hồ sơ này, thay cho số định danh; dùng nhiều lần.")
]
WholeOption = Annotated[bool, typer.Option("--whole", help="Cả hồ sơ và tệp, gồm điều nói về người khác.")]
YesOption = Annotated[bool, typer.Option("--yes", help="Không hỏi lại.")]


@app.command("export", help=EXPORT_HELP)
def export(
    out: OutOption,
    why: WhyOption,
    dossier: DossiersOption = None,
    whole: WholeOption = False,
    lang: LanguageOption = None,
) -> None:
    with spoken(lang) as (settings, language), open_installation(settings) as installation:
        _check_reason(why)
        number = None if dossier else typed_line(text("privacy-number-ask", language))
        found = _found(installation, number, dossier)
        count = write_out(installation, Wanted(found, number, whole or number is None), out, SYSTEM, why)
        tell(text("privacy-exported", language, count=count, path=out))


@app.command("erase", help=ERASE_HELP)
def erase(why: WhyOption, dossier: DossiersOption = None, yes: YesOption = False, lang: LanguageOption = None) -> None:
    with spoken(lang) as (settings, language), open_installation(settings) as installation:
        _check_reason(why)
        number = None if dossier else typed_line(text("privacy-number-ask", language))
        found = _found(installation, number, dossier)
        _show(found, language)
        if not yes and not agrees(text("privacy-erase-sure", language, count=len(found)), language):
            tell(text("privacy-not-erased", language))
            raise typer.Exit(1)
        count = sum(erase_dossier(installation, identifier, SYSTEM, why) for identifier in found)
        tell(text("privacy-erased" if count else "privacy-erased-none", language, count=count))


@app.command("retain", help=RETAIN_HELP)
def retain(as_json: JsonOption = False, lang: LanguageOption = None) -> None:
    with spoken(lang) as (settings, language), open_installation(settings) as installation:
        removed = remove_old(installation)
        if as_json:
            write_json(asdict(removed))
        else:
            tell(text("privacy-retained", language, decided=removed.decided, abandoned=removed.abandoned))


def _found(installation: Installation, number: str | None, dossiers: Sequence[str] | None) -> Sequence[str]:
    found = tuple(dossiers or ()) if number is None else find_person(installation, number)
    if not found:
        raise BadRequest("privacy-person-unknown")
    return found


def _check_reason(why: str) -> None:
    if not why.strip():
        raise BadRequest("privacy-why-missing")


def _show(found: Sequence[str], language: Language) -> None:
    tell(text("privacy-found", language, count=len(found)))
    for identifier in found:
        tell(f"  {identifier}")
