"""The command `catalogue search`."""

import sys
from collections.abc import Iterable
from typing import Annotated, Any

import typer
from rich.table import Table

from intake_ai.catalogue.models import Procedure
from intake_ai.catalogue.opening import JsonOption, opened, write_json
from intake_ai.catalogue.searching.search import Hit
from intake_ai.messages import Language, text
from intake_ai.terminal import LanguageOption, open_console, tell

app = typer.Typer()

_FROM_STANDARD_INPUT = "-"
_LEVELS = ("bo", "tinh", "huyen", "xa", "khac")

TextArgument = Annotated[
    list[str], typer.Argument(metavar="TEXT", help="Điều muốn tìm; “-” đọc mỗi dòng một câu từ stdin.")
]
LimitOption = Annotated[int, typer.Option("--limit", min=1, max=1000, help="Số kết quả nhiều nhất.")]

SEARCH_HELP = """Tìm thủ tục bằng lời thường, có dấu hay không dấu. (Find procedures by everyday words.)

Ví dụ (examples):

  intake-ai catalogue search "làm giấy khai sinh cho con"

  intake-ai catalogue search dang ky ket hon --limit 3

  intake-ai catalogue search --json - < questions.txt
"""


@app.command("search", help=SEARCH_HELP)
def search(
    words: TextArgument, limit: LimitOption = 10, as_json: JsonOption = False, lang: LanguageOption = None
) -> None:
    with opened(lang) as (catalogue, language):
        finder = catalogue.search()
        if words == [_FROM_STANDARD_INPUT]:
            # as bytes: only a line feed ends a question, so that there are as many answers as lines
            for line in sys.stdin.buffer:
                write_json(_documents(finder.find(line.decode("utf-8", "replace"), limit)))
            return
        question = " ".join(words)
        hits = finder.find(question, limit)
        if as_json:
            write_json(_documents(hits))
            return
        named = catalogue.find(question)
        if named and all(procedure.code != named.code for procedure in catalogue.active):
            tell(text("search-not-received", language, procedure=named.code, name=named.name))
        _print_hits(hits, language)


def _documents(hits: Iterable[Hit]) -> list[dict[str, Any]]:
    return [
        {"code": hit.procedure.code, "name": hit.procedure.name, "confidence": round(hit.confidence, 4)} for hit in hits
    ]


def _print_hits(hits: Iterable[Hit], language: Language) -> None:
    """A table with the authority, which tells procedures of like names apart."""
    table = Table()
    for column in ("code", "name", "authority", "confidence"):
        table.add_column(text(f"search-column-{column}", language), overflow="fold")
    for hit in hits:
        procedure = hit.procedure
        table.add_row(procedure.code, procedure.name, _authority(procedure, language), f"{hit.confidence:.0%}")
    console = open_console()
    console.print(table if table.row_count else text("search-nothing-found", language))


def _authority(procedure: Procedure, language: Language) -> str:
    """Which offices handle it, and at which level."""
    levels = [text(f"search-level-{level}", language) for level in procedure.level if level in _LEVELS]
    return " · ".join(filter(None, (procedure.agency, ", ".join(levels))))
