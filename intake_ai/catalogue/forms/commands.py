"""The commands `catalogue forms add`, `list`, `show` and `remove`."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from intake_ai.catalogue.forms import printing
from intake_ai.catalogue.forms.adding import new_forms, read_form_file
from intake_ai.catalogue.forms.repository import BlankForm
from intake_ai.catalogue.opening import JsonOption, write_json
from intake_ai.catalogue.service import Catalogue, open_catalogue
from intake_ai.errors import BadRequest
from intake_ai.messages import Language, text
from intake_ai.settings import Settings, reading_options
from intake_ai.terminal import LanguageOption, named_files, progress_bar, say, spoken
from ocr.errors import IntakeError

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    help="Biểu mẫu trống, để đọc chắc hơn các tờ đã điền. (Blank forms, to read filled ones better.)",
)

_REFUSED = 1

Files = Annotated[list[Path], typer.Argument(metavar="FILE...", help="DOCX, DOC, ODT, PDF hoặc ảnh quét.")]
ProcedureOption = Annotated[
    list[str] | None, typer.Option("--procedure", metavar="CODE", help="Thủ tục dùng biểu mẫu này; lặp lại được.")
]
NumberArgument = Annotated[int, typer.Argument(metavar="ID", help="Số của biểu mẫu, như forms list in ra.")]

ADD_HELP = """Thêm biểu mẫu trống. (Add blank forms.)

Nhãn, chỗ điền, ô đánh dấu và chỗ ký thành khuôn; tờ khai đã điền trên mẫu này sau đó được đọc theo khuôn.
Thêm lại cùng một tệp thì thay khuôn cũ của tệp ấy.

Mã thoát: 0 thêm được hết, 1 có tệp không thêm được, 2 không thêm được tệp nào.

Ví dụ (examples):

  intake-ai catalogue forms add to-khai.docx --procedure 1.001193

  intake-ai catalogue forms add bieu-mau/*.pdf
"""


@app.command("add", help=ADD_HELP)
def add(
    files: Files, procedure: ProcedureOption = None, as_json: JsonOption = False, lang: LanguageOption = None
) -> None:
    with spoken(lang) as (settings, language), open_catalogue(settings) as catalogue:
        codes = [_code(catalogue, code) for code in procedure or ()]
        added, refused = _add(files, codes, catalogue, settings, language)
        if as_json:
            write_json([printing.summary(form) for form in added])
        else:
            printing.print_added(added, language)
        if refused:
            raise typer.Exit(_REFUSED if added else 2)


@app.command("list", help="Liệt kê các biểu mẫu đã thêm. (List the forms that were added.)")
def list_forms(as_json: JsonOption = False, lang: LanguageOption = None) -> None:
    with spoken(lang) as (settings, language), open_catalogue(settings) as catalogue:
        found = catalogue.forms.all()
        if as_json:
            write_json([printing.summary(form) for form in found])
        else:
            printing.print_forms(found, language)


@app.command("show", help="Xem nhãn và chỗ điền của một biểu mẫu. (Show the labels and blanks of a form.)")
def show(number: NumberArgument, as_json: JsonOption = False, lang: LanguageOption = None) -> None:
    with spoken(lang) as (settings, language), open_catalogue(settings) as catalogue:
        form = catalogue.forms.get(number)
        if as_json:
            write_json(printing.document(form))
        else:
            printing.print_form(form, language)


@app.command("remove", help="Bỏ một biểu mẫu. (Remove a form.)")
def remove(number: NumberArgument, lang: LanguageOption = None) -> None:
    with spoken(lang) as (settings, language), open_catalogue(settings) as catalogue:
        form = catalogue.forms.remove(number)
        printing.print_line(text("forms-removed", language, number=number, name=form.template.name or form.file))


def _add(
    files: Sequence[Path], codes: Sequence[str], catalogue: Catalogue, settings: Settings, language: Language
) -> tuple[list[BlankForm], int]:
    """The forms added, and how many files were refused; each refusal is told in a sentence, the others go on."""
    added: list[BlankForm] = []
    refused = 0
    for path, name in named_files(files):
        try:
            with progress_bar(text("check-reading", language)) as progress:
                read = read_form_file(path, name, reading_options(settings), progress)
        except IntakeError as error:
            say(text(error.code, language, **error.values))
            refused += 1
            continue
        added += catalogue.forms.keep(new_forms(read, codes, catalogue.active))
    return added, refused


def _code(catalogue: Catalogue, code: str) -> str:
    procedure = catalogue.find(code)
    if procedure is None:
        raise BadRequest("error-procedure-unknown", procedure=code)
    return procedure.code
