"""The command `separators`: prints sheets that part dossiers in a scanned batch."""

from pathlib import Path
from typing import Annotated

import typer

from intake_ai.errors import BadRequest
from intake_ai.inbox.separator import Separator, SheetPriority
from intake_ai.inbox.separator_sheets import separator_sheets
from intake_ai.messages import text
from intake_ai.settings import Settings
from intake_ai.terminal import LanguageOption, spoken, tell

HELP = """In tờ ngăn cách hồ sơ, để quét nhiều hồ sơ một lượt. (Print sheets that part dossiers in one scan.)

Đặt một tờ trước trang đầu của mỗi hồ sơ rồi quét cả chồng vào một tệp hoặc một thư mục; phần mềm tự tách thành từng
hồ sơ. Tờ dùng lại được; tờ Patch T và Patch 2 của máy quét cũng được nhận.
(Lay one before the first page of each dossier, scan the whole pile; sheets can be used again. Patch T and Patch 2
sheets of scanners are known too.)

Ví dụ (examples):

  intake-ai separators --count 20 --out to-ngan-cach.pdf

  intake-ai separators --count 5 --procedure 1.001193 --priority bulk --both-sides --out khai-sinh.pdf
"""

CountOption = Annotated[int, typer.Option("--count", metavar="N", min=1, max=500, help="Bao nhiêu tờ.")]
OutOption = Annotated[Path, typer.Option("--out", metavar="FILE.pdf", help="Ghi PDF vào đây.")]
ProcedureOption = Annotated[str | None, typer.Option("--procedure", metavar="CODE", help="Mã thủ tục của các hồ sơ.")]
PriorityOption = Annotated[
    SheetPriority | None, typer.Option("--priority", help="counter: như tại quầy; bulk: số hóa hàng loạt, sau cùng.")
]
FirstOption = Annotated[int, typer.Option("--first", metavar="N", min=1, help="Số của tờ đầu tiên.")]
SidesOption = Annotated[bool, typer.Option("--both-sides", help="In hai mặt giống nhau, cho máy quét hai mặt.")]


def separators(
    out: OutOption,
    count: CountOption = 10,
    procedure: ProcedureOption = None,
    priority: PriorityOption = None,
    first: FirstOption = 1,
    both_sides: SidesOption = False,
    lang: LanguageOption = None,
) -> None:
    with spoken(lang) as (settings, language):
        code, name = _known(procedure, settings)
        sheets = [Separator(code, priority, number) for number in range(first, first + count)]
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(separator_sheets(sheets, name, both_sides))
        tell(text("separator-written", language, count=count, path=out))


def _known(procedure: str | None, settings: Settings) -> tuple[str | None, str]:
    """The catalogue's own code and the name of the procedure: a sheet with a wrong one would spoil a whole batch."""
    if procedure is None:
        return None, ""
    from intake_ai.catalogue.service import open_catalogue  # noqa: PLC0415  half a second that most sheets do not need

    with open_catalogue(settings) as catalogue:
        found = catalogue.find(procedure)
        if found is None:
            raise BadRequest("error-procedure-unknown", procedure=procedure)
        return found.code, found.name
