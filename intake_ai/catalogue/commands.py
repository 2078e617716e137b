"""The command `catalogue list`, with those of the other modules beside them."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer

from intake_ai.catalogue import (
    correction_commands,
    printing,
    requirement_commands,
    search_commands,
    selection_commands,
    version_commands,
)
from intake_ai.catalogue.models import Procedure
from intake_ai.catalogue.service import Catalogue, open_catalogue
from intake_ai.messages import Language
from intake_ai.terminal import LanguageOption, spoken

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    help="Danh mục thủ tục hành chính: nhập, liệt kê, xem, tìm. (The catalogue of procedures.)",
)

for _more in (requirement_commands, search_commands, version_commands, correction_commands, selection_commands):
    app.add_typer(_more.app)

JsonOption = Annotated[bool, typer.Option("--json", help="In JSON ra stdout.")]
AllOption = Annotated[bool, typer.Option("--all", help="Cả những thủ tục không áp dụng tại tỉnh.")]
FieldOption = Annotated[str | None, typer.Option("--field", help="Chỉ lĩnh vực có tên chứa chữ này.")]
LIST_HELP = """Liệt kê các thủ tục đang áp dụng. (List the procedures in force.)

Ví dụ (examples):

  intake-ai catalogue list --field "hộ tịch"

  intake-ai catalogue list --all --json
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


def _procedures(catalogue: Catalogue, everything: bool) -> tuple[Procedure, ...]:
    return catalogue.repository.all() if everything else catalogue.active


def _write_json(value: Any) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


@contextmanager
def _opened(lang: Language | None) -> Iterator[tuple[Catalogue, Language]]:
    """The catalogue, and the language to speak; an expected error becomes one sentence and an exit code."""
    with spoken(lang) as (settings, language), open_catalogue(settings) as catalogue:
        yield catalogue, language
