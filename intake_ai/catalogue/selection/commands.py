"""The commands `catalogue select` and `selection`: which procedures a province receives."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated

import typer

from intake_ai.catalogue.errors import UnreadableCatalogue
from intake_ai.catalogue.importing.lists import codes_in
from intake_ai.catalogue.importing.record import Fault
from intake_ai.catalogue.opening import JsonOption, opened, write_json
from intake_ai.catalogue.selection.selecting import Selected, select_procedures, selected, selection_of
from intake_ai.catalogue.selection.selection import Selection, changed
from intake_ai.catalogue.versions.printing import fault_document, print_faults, print_line
from intake_ai.errors import BadRequest
from intake_ai.messages import Language, text
from intake_ai.terminal import LanguageOption

app = typer.Typer()

_CODES_SHOWN = 20

LevelOption = Annotated[
    list[str] | None, typer.Option("--level", help="Cấp thực hiện: tỉnh, xã hoặc bộ; lặp lại được.")
]
AgencyOption = Annotated[list[str] | None, typer.Option("--agency", help="Cơ quan có tên chứa chữ này; lặp lại được.")]
FieldOption = Annotated[list[str] | None, typer.Option("--field", help="Lĩnh vực có tên chứa chữ này; lặp lại được.")]
ListOption = Annotated[
    Path | None, typer.Option("--list", metavar="FILE", help="Danh sách mã thủ tục: Excel .xlsx, CSV hoặc văn bản.")
]
AddOption = Annotated[list[str] | None, typer.Option("--add", metavar="CODE", help="Thêm thủ tục này; lặp lại được.")]
RemoveOption = Annotated[list[str] | None, typer.Option("--remove", metavar="CODE", help="Bỏ thủ tục này; lặp được.")]
EverythingOption = Annotated[
    bool, typer.Option("--everything", help="Chọn trong cả danh mục, không chỉ phần đánh dấu thuộc tỉnh.")
]
ClearOption = Annotated[bool, typer.Option("--clear", help="Trở về mặc định.")]

SELECT_HELP = """Chọn những thủ tục mà tỉnh tiếp nhận. (Choose the procedures that the province receives.)

Quy tắc được giữ lại và áp dụng cho mỗi lần nhập sau. --add và --remove sửa lựa chọn đang có; các mục khác thay nó.

Ví dụ (examples):

  intake-ai catalogue select --level xa --field "hộ tịch"

  intake-ai catalogue select --list danh-sach-cua-tinh.xlsx

  intake-ai catalogue select --add 1.001193 --remove 2.000815
"""

SELECTION_HELP = """Xem lựa chọn đang áp dụng, hoặc trở về mặc định. (Show the selection, or clear it.)

Ví dụ (examples):

  intake-ai catalogue selection

  intake-ai catalogue selection --clear
"""


@app.command("select", help=SELECT_HELP)
def select(  # noqa: PLR0913, PLR0917  options of a command
    level: LevelOption = None,
    agency: AgencyOption = None,
    field: FieldOption = None,
    codes: ListOption = None,
    add: AddOption = None,
    remove: RemoveOption = None,
    everything: EverythingOption = False,
    as_json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    with opened(lang) as (catalogue, language):
        if not any((level, agency, field, codes, add, remove, everything)):
            raise BadRequest("selection-nothing-said")
        before = selection_of(catalogue.repository)
        listed, faults = _listed(codes)
        if any((level, agency, field, codes, everything)):
            rules = Selection(tuple(level or ()), tuple(agency or ()), tuple(field or ()), listed)
            before = replace(rules, everything=everything, added=before.added, removed=before.removed)
        rules = changed(before, added=add or (), removed=remove or ())
        _tell(select_procedures(catalogue.repository, rules), faults, as_json, language)
        catalogue.prepare()


@app.command("selection", help=SELECTION_HELP)
def selection(clear: ClearOption = False, as_json: JsonOption = False, lang: LanguageOption = None) -> None:
    with opened(lang) as (catalogue, language):
        if clear:
            found = select_procedures(catalogue.repository, Selection())
            catalogue.prepare()
        else:
            found = selected(catalogue.repository, selection_of(catalogue.repository))
        if clear and not as_json:
            print_line(text("selection-cleared", language))
        _tell(found, (), as_json, language)


def _listed(path: Path | None) -> tuple[tuple[str, ...], Sequence[Fault]]:
    if path is None:
        return (), ()
    codes, faults = codes_in(path)
    if not codes:
        raise UnreadableCatalogue("selection-list-empty", path.name)
    return codes, faults


def _tell(found: Selected, faults: Sequence[Fault], as_json: bool, language: Language) -> None:
    if as_json:
        told = {"unusable": [fault_document(fault, language) for fault in faults]} if faults else {}
        write_json({**asdict(found), **told})
        return
    rules = found.selection
    code = "selection-active"
    if rules.is_default:
        code = "selection-default" if found.active < found.procedures else "selection-default-all"
    print_line(text(code, language, active=found.active, procedures=found.procedures))
    for name in ("levels", "agencies", "fields", "added", "removed"):
        values = getattr(rules, name)
        if values:
            print_line(text(f"selection-{name}", language, values=", ".join(values[:_CODES_SHOWN])))
    if rules.codes:
        print_line(text("selection-codes", language, count=len(rules.codes)))
    if rules.everything:
        print_line(text("selection-everything", language))
    if found.unmarked:
        print_line(text("selection-unmarked", language, count=found.unmarked))
    if found.unknown:
        shown = ", ".join(found.unknown[:_CODES_SHOWN])
        print_line(text("selection-unknown", language, count=len(found.unknown), codes=shown))
    print_faults(faults, language)
