"""The commands `catalogue requirements`, `show` and `stats`."""

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Annotated

import typer

from intake_ai.catalogue.corrections.corrections import Correction, Key
from intake_ai.catalogue.corrections.store import corrections_in_force, find_reviews
from intake_ai.catalogue.models import Procedure
from intake_ai.catalogue.opening import JsonOption, opened, write_json
from intake_ai.catalogue.service import Catalogue
from intake_ai.catalogue.showing.arrangement import narrowed
from intake_ai.catalogue.showing.documents import (
    officers_document,
    procedure_document,
    requirements_document,
)
from intake_ai.catalogue.showing.doubts import marks_of
from intake_ai.catalogue.showing.lines import print_lines
from intake_ai.catalogue.showing.procedure import Shown, procedure_lines
from intake_ai.catalogue.showing.statistics import statistics
from intake_ai.catalogue.showing.statistics_printing import print_statistics, statistics_document
from intake_ai.catalogue.showing.summary import print_requirements
from intake_ai.messages import text
from intake_ai.terminal import UNUSABLE, LanguageOption, say

app = typer.Typer()

CodesArgument = Annotated[
    list[str] | None, typer.Argument(metavar="[CODE]...", help="Mã thủ tục; không nêu là cả danh mục.")
]
CodeArgument = Annotated[str, typer.Argument(metavar="CODE", help="Mã thủ tục, ví dụ 1.001193.")]
CaseOption = Annotated[
    int | None, typer.Option("--case", metavar="N", min=0, help="Chỉ cho người thuộc trường hợp số này.")
]
FullOption = Annotated[bool, typer.Option("--full", help="In đủ các lời dài, không rút gọn.")]
WhyOption = Annotated[bool, typer.Option("--why", help="Nêu mọi điều đã hiểu, độ chắc và lời gốc.")]
InForceOption = Annotated[bool, typer.Option("--in-force", help="Chỉ những thủ tục đang áp dụng.")]
WorstOption = Annotated[
    int, typer.Option("--worst", metavar="N", min=0, max=10_000, help="Số thủ tục nên xem trước được nêu ra.")
]

REQUIREMENTS_HELP = """In thành phần hồ sơ đã phân tích, mỗi thủ tục một dòng JSON. (Print compiled requirements.)

Không có --json: chỉ in tóm tắt. Mã không có trong danh mục được nêu ra, các mã khác vẫn in, mã thoát là 2.

Ví dụ (examples):

  intake-ai catalogue requirements 1.001193 1.000894 --json

  intake-ai catalogue requirements --json > requirements.jsonl
"""

SHOW_HELP = """Xem một thủ tục: trường hợp, thành phần hồ sơ, điều kiện, chỗ chưa chắc. (Show one procedure.)

Ví dụ (examples):

  intake-ai catalogue show 1.001193

  intake-ai catalogue show 1.011441 --case 2 --full

  intake-ai catalogue show 1.001193 --why

  intake-ai catalogue show 1.001193 --json
"""

STATS_HELP = """Danh mục đã phân tích chắc đến đâu, còn thiếu gì, nên xem thủ tục nào trước. (How sure it is.)

Ví dụ (examples):

  intake-ai catalogue stats

  intake-ai catalogue stats --in-force --worst 50

  intake-ai catalogue stats --json
"""


@app.command("requirements", help=REQUIREMENTS_HELP)
def requirements(
    codes: CodesArgument = None,
    in_force: InForceOption = False,
    as_json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    with opened(lang) as (catalogue, language):
        chosen, unknown = _named(catalogue, codes) if codes else (_every(catalogue, in_force), [])
        if as_json:
            corrections = _corrections(catalogue)
            for procedure in chosen:
                write_json(requirements_document(procedure, marks_of(procedure, corrections.get(procedure.code, {}))))
        elif chosen:
            print_requirements(chosen, catalogue.version(), language, one_by_one=bool(codes))
        for code in unknown:
            say(text("procedure-unknown", language, procedure=code))
        if unknown:
            raise typer.Exit(UNUSABLE)


@app.command("show", help=SHOW_HELP)
def show(
    code: CodeArgument,
    case: CaseOption = None,
    full: FullOption = False,
    why: WhyOption = False,
    as_json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    with opened(lang) as (catalogue, language):
        procedure = catalogue.get(code)
        said = _corrections(catalogue).get(procedure.code, {})
        marks = marks_of(procedure, said)
        if as_json:
            write_json({**procedure_document(procedure), **officers_document(marks)})
            return
        told = procedure if case is None else narrowed(procedure, case)
        shown = Shown(
            procedure=told,
            language=language,
            catalogue_version=catalogue.version(),
            full=full,
            why=why,
            marks=marks,
            to_review=_to_review(catalogue, procedure, said),
            names=_names_of_results(catalogue, told),
        )
        print_lines(procedure_lines(shown))


@app.command("stats", help=STATS_HELP)
def stats(
    worst: WorstOption = 10, in_force: InForceOption = False, as_json: JsonOption = False, lang: LanguageOption = None
) -> None:
    with opened(lang) as (catalogue, language), _many_objects():
        procedures = _every(catalogue, in_force)
        found = statistics(procedures, _corrections(catalogue), worst)
        if as_json:
            write_json(statistics_document(found, catalogue.version()))
        else:
            print_statistics(found, catalogue.version(), language)


def _named(catalogue: Catalogue, codes: list[str]) -> tuple[list[Procedure], list[str]]:
    """The procedures of the codes, each once, in the order asked for; and the codes that are unknown."""
    found = {code: catalogue.find(code) for code in dict.fromkeys(codes)}
    known = {procedure.code: procedure for procedure in found.values() if procedure}
    return list(known.values()), [code for code, procedure in found.items() if procedure is None]


def _every(catalogue: Catalogue, in_force: bool) -> list[Procedure]:
    return list(catalogue.active if in_force else catalogue.repository.all())


def _corrections(catalogue: Catalogue) -> dict[str, dict[Key, Correction]]:
    with catalogue.repository.reading() as session:
        return corrections_in_force(session)


def _to_review(catalogue: Catalogue, procedure: Procedure, said: Mapping[Key, Correction]) -> int:
    """How many corrections of the procedure no longer find their row."""
    code = procedure.code
    return len(find_reviews({code: said}, {code: catalogue.repository.source(code)})) if said else 0


def _names_of_results(catalogue: Catalogue, procedure: Procedure) -> Mapping[str, str]:
    codes = {code for row in procedure.requirements for code in row.result_of}
    return {code: found.name for code in codes if (found := catalogue.find(code))}


@contextmanager
def _many_objects() -> Iterator[None]:
    """Without passes over hundreds of thousands of live objects, which double the time that decoding takes."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
