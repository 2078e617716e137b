"""The commands `catalogue list`, `show`, `search` and `compile`."""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer

from intake_ai.catalogue import correction_commands, printing, selection_commands, version_commands
from intake_ai.catalogue.models import Procedure
from intake_ai.catalogue.search import Hit
from intake_ai.catalogue.service import Catalogue, open_catalogue
from intake_ai.messages import Language
from intake_ai.terminal import LanguageOption, spoken

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    help="Danh mục thủ tục hành chính: nhập, liệt kê, xem, tìm. (The catalogue of procedures.)",
)

for _more in (version_commands.app, correction_commands.app, selection_commands.app):
    app.add_typer(_more)

_FROM_STANDARD_INPUT = "-"

JsonOption = Annotated[bool, typer.Option("--json", help="In JSON ra stdout.")]
CodeArgument = Annotated[str, typer.Argument(metavar="CODE", help="Mã thủ tục, ví dụ 1.001193.")]
AllOption = Annotated[bool, typer.Option("--all", help="Cả những thủ tục không áp dụng tại tỉnh.")]
FieldOption = Annotated[str | None, typer.Option("--field", help="Chỉ lĩnh vực có tên chứa chữ này.")]
TextArgument = Annotated[
    list[str], typer.Argument(metavar="TEXT", help="Điều muốn tìm; “-” đọc mỗi dòng một câu từ stdin.")
]
LimitOption = Annotated[int, typer.Option("--limit", min=1, max=1000, help="Số kết quả nhiều nhất.")]

LIST_HELP = """Liệt kê các thủ tục đang áp dụng. (List the procedures in force.)

Ví dụ (examples):

  intake-ai catalogue list --field "hộ tịch"

  intake-ai catalogue list --all --json
"""

SHOW_HELP = """Xem một thủ tục: trường hợp, thành phần hồ sơ, điều kiện. (Show one procedure.)

Ví dụ (examples):

  intake-ai catalogue show 1.001193

  intake-ai catalogue show 1.001193 --json
"""

SEARCH_HELP = """Tìm thủ tục bằng lời thường, có dấu hay không dấu. (Find procedures by everyday words.)

Ví dụ (examples):

  intake-ai catalogue search "làm giấy khai sinh cho con"

  intake-ai catalogue search dang ky ket hon --limit 3

  intake-ai catalogue search --json - < questions.txt
"""

COMPILE_HELP = """Xuất thành phần hồ sơ đã phân tích, mỗi thủ tục một dòng JSON. (Export compiled requirements.)

Ví dụ (examples):

  intake-ai catalogue compile --json > compiled.jsonl

  intake-ai catalogue compile --json --all > compiled.jsonl
"""


@app.command("list", help=LIST_HELP)
def list_procedures(
    field: FieldOption = None, everything: AllOption = False, as_json: JsonOption = False, lang: LanguageOption = None
) -> None:
    with _opened(lang) as (catalogue, language):
        chosen = printing.of_field(_procedures(catalogue, everything), field)
        if as_json:
            _write_json([printing.summary(procedure) for procedure in chosen])
        else:
            printing.print_list(chosen, catalogue.version(), language)


@app.command("show", help=SHOW_HELP)
def show(code: CodeArgument, as_json: JsonOption = False, lang: LanguageOption = None) -> None:
    with _opened(lang) as (catalogue, language):
        procedure = catalogue.get(code)
        if as_json:
            _write_json(printing.as_document(procedure))
        else:
            printing.print_procedure(procedure, language)


@app.command("search", help=SEARCH_HELP)
def search(
    words: TextArgument, limit: LimitOption = 10, as_json: JsonOption = False, lang: LanguageOption = None
) -> None:
    with _opened(lang) as (catalogue, language):
        finder = catalogue.search()
        if words == [_FROM_STANDARD_INPUT]:
            for question in sys.stdin:
                _write_json(_hits(finder.find(question, limit)))
            return
        hits = finder.find(" ".join(words), limit)
        if as_json:
            _write_json(_hits(hits))
        else:
            printing.print_hits(hits, language)


@app.command("compile", help=COMPILE_HELP)
def compile_requirements(
    everything: AllOption = False, as_json: JsonOption = False, lang: LanguageOption = None
) -> None:
    with _opened(lang) as (catalogue, language):
        chosen = _procedures(catalogue, everything)
        if not as_json:
            printing.print_compiled(chosen, language)
            return
        for procedure in chosen:
            _write_json(printing.compiled(procedure))


def _procedures(catalogue: Catalogue, everything: bool) -> tuple[Procedure, ...]:
    return catalogue.repository.all() if everything else catalogue.active


def _hits(hits: Iterable[Hit]) -> list[dict[str, Any]]:
    return [
        {"code": hit.procedure.code, "name": hit.procedure.name, "confidence": round(hit.confidence, 4)} for hit in hits
    ]


def _write_json(value: Any) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


@contextmanager
def _opened(lang: Language | None) -> Iterator[tuple[Catalogue, Language]]:
    """The catalogue, and the language to speak; an expected error becomes one sentence and an exit code."""
    with spoken(lang) as (settings, language), open_catalogue(settings) as catalogue:
        yield catalogue, language
