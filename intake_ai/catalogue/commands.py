"""The command `catalogue list`, and those of the folders beside it."""

from typing import Annotated

import typer

from intake_ai.catalogue import printing
from intake_ai.catalogue.corrections import commands as corrections
from intake_ai.catalogue.forms import commands as forms
from intake_ai.catalogue.models import Procedure
from intake_ai.catalogue.opening import JsonOption, opened, write_json
from intake_ai.catalogue.searching import commands as searching
from intake_ai.catalogue.selection import commands as selection
from intake_ai.catalogue.service import Catalogue
from intake_ai.catalogue.showing import commands as showing
from intake_ai.catalogue.versions import commands as versions
from intake_ai.terminal import LanguageOption

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    help="Danh mục thủ tục hành chính: nhập, liệt kê, xem, tìm. (The catalogue of procedures.)",
)

for _more in (showing, searching, versions, corrections, selection):
    app.add_typer(_more.app)
app.add_typer(forms.app, name="forms")

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
    with opened(lang) as (catalogue, language):
        chosen = printing.of_field(_procedures(catalogue, everything), field)
        if as_json:
            write_json([printing.summary(procedure) for procedure in chosen])
        else:
            printing.print_list(chosen, catalogue.version(), language)


def _procedures(catalogue: Catalogue, everything: bool) -> tuple[Procedure, ...]:
    return catalogue.repository.all() if everything else catalogue.active
