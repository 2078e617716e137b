"""The commands `lessons keep`, `lessons list` and `lessons forget`: what officers' corrections teach."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from classifiers.vietnamese import fold
from intake_ai.catalogue.opening import JsonOption, write_json
from intake_ai.catalogue.service import Catalogue, open_catalogue
from intake_ai.learning.lessons import Lesson, forget_lesson, keep_lesson, lessons, read_report
from intake_ai.messages import Language, text
from intake_ai.terminal import LanguageOption, named_files, open_console, progress_bar, spoken

app = typer.Typer(
    help="Bài học từ hồ sơ cán bộ đã sửa, không giữ thông tin cá nhân. (Lessons from corrected dossiers.)",
    no_args_is_help=True,
    add_completion=False,
)

ReportArgument = Annotated[Path, typer.Argument(metavar="REPORT", help="Báo cáo JSON đã được cán bộ sửa, xác nhận.")]
FilesArgument = Annotated[list[Path], typer.Argument(metavar="FILES...", help="Các tệp của hồ sơ đó.")]
DossierArgument = Annotated[str, typer.Argument(metavar="DOSSIER_ID", help="Mã hồ sơ, như lessons list in ra.")]

KEEP_HELP = """Giữ lại điều một hồ sơ đã sửa cho biết, để huấn luyện. (Keep what a corrected dossier teaches.)

Họ tên, số, ngày tháng, địa chỉ nhận ra được đều bị xóa trước khi giữ; tệp gốc không được giữ. Tên hoặc địa chỉ đọc sai
có thể còn sót, nên bài học được giữ kín như hồ sơ: chỉ người chạy phần mềm đọc được.

Ví dụ (example):

  intake-ai lessons keep bao-cao-da-sua.json hoso.pdf
"""

LIST_HELP = """Liệt kê các bài học đang giữ. (List the lessons that are kept.)"""

FORGET_HELP = """Bỏ bài học của một hồ sơ; lần huấn luyện sau không còn dùng. (Forget the lesson of a dossier.)

Ví dụ (example):

  intake-ai lessons forget local-0123456789ab
"""


@app.command("keep", help=KEEP_HELP)
def keep(
    report: ReportArgument, files: FilesArgument, as_json: JsonOption = False, lang: LanguageOption = None
) -> None:
    with spoken(lang) as (settings, language), open_catalogue(settings) as catalogue:
        corrected = read_report(report)
        same = _same_name(catalogue, corrected.procedure.code) if corrected.procedure else []
        with progress_bar(text("check-reading", language), quiet=as_json) as progress:
            lesson = keep_lesson(settings, corrected, tuple(named_files(files)), same, progress)
        if as_json:
            write_json(asdict(lesson))
            return
        kept = text("lesson-kept", language, dossier=lesson.dossier, papers=lesson.papers, pages=lesson.pages)
        open_console().print(kept, markup=False, highlight=False)


@app.command("list", help=LIST_HELP)
def show(as_json: JsonOption = False, lang: LanguageOption = None) -> None:
    with spoken(lang) as (settings, language):
        kept = lessons(settings)
        if as_json:
            write_json([asdict(lesson) for lesson in kept])
        elif kept:
            open_console().print(_table(kept, language))
        else:
            open_console().print(text("lesson-none", language), markup=False)


@app.command("forget", help=FORGET_HELP)
def forget(dossier: DossierArgument, lang: LanguageOption = None) -> None:
    with spoken(lang) as (settings, language):
        forget_lesson(settings, dossier)
        said = text("lesson-forgotten", language, dossier=dossier)
        open_console().print(said, markup=False, highlight=False)


def _same_name(catalogue: Catalogue, code: str) -> list[str]:
    """Other procedures in force under the same name: their papers do not tell them apart."""
    names = {procedure.code: fold(procedure.name) for procedure in catalogue.active}
    return [other for other, name in names.items() if other != code and name == names.get(code)]


def _table(kept: list[Lesson], language: Language) -> Table:
    table = Table(*(text(f"lesson-column-{name}", language) for name in ("dossier", "kept", "code", "papers", "pages")))
    for lesson in kept:
        code = lesson.code or text("lesson-no-procedure", language)
        table.add_row(lesson.dossier, lesson.kept[:16].replace("T", " "), code, str(lesson.papers), str(lesson.pages))
    return table
