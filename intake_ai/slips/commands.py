"""The commands `slips …`: the templates of the slips, a centre's own copies, and how they look."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from intake_ai.messages import text
from intake_ai.slips.centre import read_centre
from intake_ai.slips.examples import example_centre, example_slips
from intake_ai.slips.form_sets import form_set
from intake_ai.slips.rendering import render
from intake_ai.slips.templates import Template, copy_out, own_folder, templates
from intake_ai.slips.values import Slip
from intake_ai.terminal import LanguageOption, open_console, spoken, tell

app = typer.Typer(
    help="Mẫu của các phiếu: xem, sửa, thử. (Templates of the slips: list, edit, try.)",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)

TEMPLATES_HELP = """Các mẫu phiếu đang dùng. (The templates in use.)

--copy chép mẫu và tệp thông tin trung tâm (centre.yaml) vào thư mục dữ liệu để sửa; tệp đã có thì giữ nguyên.
(--copy puts templates and the centre's settings into the data folder, to be edited; what is there stays.)

--check lập thử bảy phiếu; mẫu nào lỗi thì báo tệp và dòng.
(--check makes all seven slips and names the file and line of a broken one.)
"""
PREVIEW_HELP = """Lập bảy phiếu với dữ liệu bịa (MẪU) để xem mẫu trông thế nào. (Seven invented slips, to look at.)"""

CopyOption = Annotated[bool, typer.Option("--copy", help="Chép mẫu và centre.yaml ra để sửa.")]
CheckOption = Annotated[bool, typer.Option("--check", help="Lập thử bảy phiếu bằng các mẫu đang dùng.")]
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="Ghi các PDF vào thư mục này.")]


@app.command("templates", help=TEMPLATES_HELP)
def list_templates(copy: CopyOption = False, check: CheckOption = False, lang: LanguageOption = None) -> None:
    with spoken(lang) as (settings, language):
        own = own_folder(settings.data_dir)
        if copy:
            tell(text("slip-templates-copied", language, count=len(copy_out(own)), folder=own))
        table = Table(show_header=False, box=None)
        for name, template in templates(own).items():
            table.add_row(name, text(f"slip-template-{_whose(template)}", language), str(template.path))
        open_console().print(table)
        if check:
            centre = read_centre(own)
            for slip in _examples(centre.forms):
                render(slip, centre, own)
            tell(text("slip-templates-fine", language))


@app.command("preview", help=PREVIEW_HELP)
def preview(folder: Folder, lang: LanguageOption = None) -> None:
    with spoken(lang) as (settings, language):
        own = own_folder(settings.data_dir)
        centre = read_centre(own)
        shown = centre if centre.name else example_centre().model_copy(update=centre.model_dump(exclude_defaults=True))
        folder.mkdir(parents=True, exist_ok=True)
        for slip in _examples(shown.forms):
            number = form_set(slip.issued.date(), shown.forms).form(slip.kind).number
            path = folder / f"{number}-{slip.kind}.pdf"
            path.write_bytes(render(slip, shown, own))
            tell(text("read-written", language, path=path))


def _examples(forms: str) -> list[Slip]:
    """Those that the set of forms has."""
    return [
        slip
        for slip in example_slips()
        if any(form.kind == slip.kind for form in form_set(slip.issued.date(), forms).slips)
    ]


def _whose(template: Template) -> str:
    if not template.is_own:
        return "shipped"
    return "changed" if template.is_changed else "copied"
