"""The commands `catalogue correct`, `corrections` and `review`."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from intake_ai.catalogue.corrections import printing
from intake_ai.catalogue.corrections.corrections import Action, Correction, Scope
from intake_ai.catalogue.corrections.exchange import exported, take_over
from intake_ai.catalogue.corrections.reviewing import to_review
from intake_ai.catalogue.corrections.store import (
    Review,
    carry,
    close,
    corrections_in_force,
    find_target,
    history,
    keep,
)
from intake_ai.catalogue.errors import CorrectionRefused
from intake_ai.catalogue.opening import JsonOption, opened, read_day, write_json
from intake_ai.catalogue.versions.printing import print_line
from intake_ai.messages import text
from intake_ai.terminal import LanguageOption

app = typer.Typer()

CodeArgument = Annotated[str, typer.Argument(metavar="CODE", help="Mã thủ tục.")]
RowArgument = Annotated[int | None, typer.Argument(metavar="ROW", help="Số dòng, như catalogue show in ra.")]
CaseOption = Annotated[int | None, typer.Option("--case", min=0, help="Sửa vai trò của trường hợp số này.")]
KindOption = Annotated[str | None, typer.Option("--kind", help="paper, heading hoặc note.")]
NeedOption = Annotated[str | None, typer.Option("--need", help="always (luôn phải nộp) hoặc if (khi có điều kiện).")]
WhenOption = Annotated[str | None, typer.Option("--when", help="Điều kiện phải nộp.")]
ChoiceOption = Annotated[str | None, typer.Option("--choice", help="Chữ của nhóm chọn một; '' là không nhóm.")]
OptionOption = Annotated[
    list[str] | None,
    typer.Option("--option", help="Giấy tờ thay thế nêu trong dòng; lặp lại được; '' là không."),
]
PresentOption = Annotated[bool | None, typer.Option("--present-only/--hand-in", help="Chỉ xuất trình, hay phải nộp.")]
TypeOption = Annotated[list[str] | None, typer.Option("--type", help="Loại giấy tờ; lặp lại cho mỗi loại.")]
OriginalsOption = Annotated[int | None, typer.Option("--originals", help="Số bản chính.")]
CopiesOption = Annotated[int | None, typer.Option("--copies", help="Số bản sao.")]
ValidityOption = Annotated[int | None, typer.Option("--validity-months", help="Có giá trị mấy tháng; 0 là không hạn.")]
FormOption = Annotated[str | None, typer.Option("--form-number", help="Số mẫu, ví dụ Mẫu số 01.")]
RoleOption = Annotated[
    str | None, typer.Option("--role", help="Vai trò của trường hợp: common, alternative, additional, section, note.")
]
ConfirmOption = Annotated[bool, typer.Option("--confirm", help="Đã xem, dòng này đúng.")]
OnOption = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="Theo danh mục sẽ áp dụng vào ngày này; mặc định hôm nay.")
]
ByOption = Annotated[str, typer.Option("--by", help="Người sửa.")]
ReasonOption = Annotated[str, typer.Option("--reason", help="Lý do.")]
DropOption = Annotated[int | None, typer.Option("--drop", metavar="NUMBER", help="Bỏ chỉnh sửa số này.")]
TakeOption = Annotated[int | None, typer.Option("--take", metavar="NUMBER", help="Chuyển chỉnh sửa này sang dòng mới.")]
OneCodeArgument = Annotated[str | None, typer.Argument(metavar="CODE", help="Chỉ của thủ tục này.")]
HistoryOption = Annotated[bool, typer.Option("--history", help="Cả những chỉnh sửa đã thay hoặc bỏ.")]
ExportOption = Annotated[Path | None, typer.Option("--export", metavar="FILE", help="Ghi ra tệp JSON Lines.")]
ImportOption = Annotated[Path | None, typer.Option("--import", metavar="FILE", help="Nhận chỉnh sửa của nơi khác.")]

CORRECT_HELP = """Sửa hoặc xác nhận một dòng thành phần hồ sơ đã phân tích. (Correct or confirm a compiled row.)

Chỉnh sửa giữ nguyên khi nhập danh mục mới, trừ khi chữ của dòng đã đổi; khi đó xem lại bằng catalogue review.

Ví dụ (examples):

  intake-ai catalogue correct 1.001193 2 --need if --when "có ủy quyền" --by "Cán bộ MẪU" --reason "theo luật"

  intake-ai catalogue correct 1.001193 0 --confirm --by "Cán bộ MẪU"

  intake-ai catalogue correct 1.001193 --case 1 --role additional --by "Cán bộ MẪU"
"""

CORRECTIONS_HELP = """Liệt kê, chia sẻ, nhận hoặc bỏ chỉnh sửa. (List, share, receive or drop corrections.)

Ví dụ (examples):

  intake-ai catalogue corrections 1.001193 --history

  intake-ai catalogue corrections --export chinh-sua.jsonl

  intake-ai catalogue corrections --import chinh-sua.jsonl
"""

REVIEW_HELP = """Xem lại những chỉnh sửa mà dòng gốc đã thay đổi. (Review corrections whose row has changed.)

Ví dụ (examples):

  intake-ai catalogue review

  intake-ai catalogue review --take 12 --by "Cán bộ MẪU"
"""


@app.command("correct", help=CORRECT_HELP)
def correct(  # noqa: PLR0913, PLR0917  options of a command
    code: CodeArgument,
    row: RowArgument = None,
    case: CaseOption = None,
    kind: KindOption = None,
    need: NeedOption = None,
    when: WhenOption = None,
    choice: ChoiceOption = None,
    option: OptionOption = None,
    present_only: PresentOption = None,
    paper_type: TypeOption = None,
    originals: OriginalsOption = None,
    copies: CopiesOption = None,
    validity_months: ValidityOption = None,
    form_number: FormOption = None,
    role: RoleOption = None,
    confirm: ConfirmOption = False,
    by: ByOption = "",
    reason: ReasonOption = "",
    as_json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    said = {
        "kind": kind,
        "need": need,
        "when": when,
        "choice": choice,
        "options": _listed(option),
        "present_only": present_only,
        "types": _listed(paper_type),
        "originals": originals,
        "copies": copies,
        "validity_months": validity_months,
        "form_number": form_number,
        "role": role,
    }
    fields = {name: value for name, value in said.items() if value is not None}
    with opened(lang) as (catalogue, language), printing.refused_in_words(language):
        scope, index = _place(row, case)
        target = find_target(catalogue.repository.source(code), scope, index)
        with catalogue.repository.writing() as session:
            action: Action = "confirm" if confirm and not fields else "correct"
            kept = keep(session, target, action, fields, by, reason)
        if as_json:
            write_json(printing.correction_document(kept))
        else:
            printing.print_kept(kept, index, language)


@app.command("corrections", help=CORRECTIONS_HELP)
def corrections(  # noqa: PLR0913, PLR0917  options of a command
    code: OneCodeArgument = None,
    everything: HistoryOption = False,
    export: ExportOption = None,
    taken: ImportOption = None,
    drop: DropOption = None,
    by: ByOption = "",
    reason: ReasonOption = "",
    as_json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    with opened(lang) as (catalogue, language), printing.refused_in_words(language):
        if drop is not None:
            with catalogue.repository.writing() as session:
                correction = _in_force(corrections_in_force(session).values(), drop)
                close(session, correction, "drop", by, reason)
            print_line(text("correction-dropped", language, number=drop))
        elif taken:
            with catalogue.repository.writing() as session:
                done = take_over(session, _lines(taken))
            printing.print_exchanged(done, as_json, language)
        elif export:
            with catalogue.repository.reading() as session:
                lines = list(exported(session))
            export.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
            print_line(text("correction-exported", language, count=len(lines), file=export.name))
        else:
            with catalogue.repository.reading() as session:
                found = history(session, code) if everything else _all(corrections_in_force(session), code)
            printing.print_corrections(found, as_json, language)


@app.command("review", help=REVIEW_HELP)
def review(
    take: TakeOption = None,
    drop: DropOption = None,
    on: OnOption = None,
    by: ByOption = "",
    reason: ReasonOption = "",
    as_json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    with opened(lang) as (catalogue, language), printing.refused_in_words(language):
        found = to_review(catalogue.repository.on(read_day(on)) if on else catalogue.repository)
        if take is not None:
            with catalogue.repository.writing() as session:
                carried = carry(session, _reviewed(found, take), by, reason)
            print_line(text("correction-carried", language, old=take, number=carried.number))
        elif drop is not None:
            with catalogue.repository.writing() as session:
                close(session, _reviewed(found, drop).correction, "drop", by, reason)
            print_line(text("correction-dropped", language, number=drop))
        else:
            printing.print_reviews(found, as_json, language)


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise CorrectionRefused("correction-file-line", line=1, reason="") from error


def _place(row: int | None, case: int | None) -> tuple[Scope, int]:
    if row is not None and case is None:
        return "row", row
    if case is not None and row is None:
        return "case", case
    raise CorrectionRefused("correction-one-place")


def _listed(values: Sequence[str] | None) -> tuple[str, ...] | None:
    """One empty value stands for none at all."""
    return None if values is None else tuple(value for value in values if value)


def _all(found: dict[str, dict[Any, Correction]], code: str | None) -> list[Correction]:
    chosen = [found.get(code, {})] if code else found.values()
    return sorted((one for of_one in chosen for one in of_one.values()), key=lambda one: one.number)


def _in_force(found: Any, number: int) -> Correction:
    for of_procedure in found:
        for correction in of_procedure.values():
            if correction.number == number:
                return correction  # type: ignore[no-any-return]
    raise CorrectionRefused("correction-not-in-force", number=number)


def _reviewed(found: Sequence[Review], number: int) -> Review:
    for one in found:
        if one.correction.number == number:
            return one
    raise CorrectionRefused("correction-unknown", number=number)
