"""The command `demo`: checks every dossier of a folder whose truth is known and shows verdicts and times."""

import json
import time
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from intake_ai.catalogue.service import open_catalogue
from intake_ai.completeness.situation import Situation
from intake_ai.dossier.printing import VERDICT_STYLES, page_list, shortened
from intake_ai.dossier.report import Report
from intake_ai.errors import BadRequest
from intake_ai.messages import Language, text
from intake_ai.pipeline import CheckRequest, Services, check_dossier
from intake_ai.terminal import LanguageOption, open_console, spoken, write_private

HELP = """Chạy thử trên các hồ sơ mẫu đã biết kết quả đúng. (Checks sample dossiers whose truth is known.)

Mỗi hồ sơ được kiểm tra như sau khi cán bộ đã trả lời các câu hỏi tình huống; thủ tục do hệ thống tự tìm.

Ví dụ (example):

  intake-ai demo samples --out out/demo
"""


_LONGEST_NAME = 60


@dataclass(frozen=True)
class Sample:
    """A dossier with its truth (format of truth.json)."""

    folder: Path
    truth: dict[str, Any]

    @property
    def expected(self) -> str:
        return "complete" if self.truth["complete"] else "incomplete"

    def request(self, language: Language) -> CheckRequest:
        """What is asked about it: the officer has said which conditional rows apply, not which procedure it is."""
        truth = self.truth
        handed_in = {paper["row"] for paper in truth["papers"] if paper["row"] is not None}
        return CheckRequest(
            files=tuple((self.folder / name, name) for name in truth["files"]),
            received=_day(truth["submitted_on"]),
            situation=Situation(due_rows=frozenset(truth["required_rows"]) | handed_in),
            language=language,
        )


def demo(
    folder: Annotated[Path, typer.Argument(help="Thư mục chứa các hồ sơ mẫu.")] = Path("samples"),
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Nơi ghi báo cáo JSON.")] = Path("out/demo"),
    lang: LanguageOption = None,
) -> None:
    with spoken(lang, "interrupted") as (settings, language), open_catalogue(settings) as catalogue:
        samples = find_samples(folder)
        _make(out)
        services = Services(settings, catalogue)
        began = time.perf_counter()
        results = [(sample, _checked(sample, services, out, language)) for sample in samples]
        _print(results, time.perf_counter() - began, out, language)
        raise typer.Exit(0 if all(_is_right(sample, report) for sample, report in results) else 1)


def _make(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadRequest("error-out-folder", str(error), path=out, reason=error.strerror) from error


def find_samples(folder: Path) -> list[Sample]:
    """The dossiers in the sub-folders of `folder`, by name.

    Raises:
        BadRequest: There is none.
    """
    paths = sorted(folder.glob("*/truth.json"))
    if not paths:
        raise BadRequest("error-no-samples", path=folder)
    return [Sample(path.parent, json.loads(path.read_text(encoding="utf-8"))) for path in paths]


def _checked(sample: Sample, services: Services, out: Path, language: Language) -> Report:
    report = check_dossier(sample.request(language), services)
    write_private(out / f"{sample.folder.name}.json", report.to_json() + "\n")
    return report


def _is_right(sample: Sample, report: Report) -> bool:
    """Right verdict, right procedure, and the missing rows named are the missing rows."""
    truth = sample.truth
    missing = {component.row for component in report.components if component.state == "missing"}
    procedure = report.procedure.code if report.procedure else None
    right_procedure = procedure in {truth["procedure"]["code"], *truth["same_name_codes"]}
    return report.verdict == sample.expected and right_procedure and missing == set(truth["missing_rows"])


def _print(results: list[tuple[Sample, Report]], seconds: float, out: Path, language: Language) -> None:
    table = Table()
    columns = ("dossier", "procedure", "papers", "missing", "verdict", "expected", "seconds")
    for column in columns:
        code = {"procedure": "check-procedure", "papers": "check-papers"}.get(column, f"column-{column}")
        table.add_column(text(code, language), overflow="fold", justify="right" if column == "seconds" else "left")
    for sample, report in results:
        table.add_row(*_row(sample, report, language), end_section=True)
    console = open_console()
    console.print(table)
    pages = sum(len(report.pages) for _, report in results)
    right = sum(_is_right(sample, report) for sample, report in results)
    values = {"right": right, "total": len(results), "pages": pages, "seconds": seconds, "path": escape(str(out))}
    console.print(text("demo-summary", language, per_page=seconds / max(1, pages), **values), soft_wrap=True)


def _row(sample: Sample, report: Report, language: Language) -> tuple[str, ...]:
    procedure = report.procedure
    wrong = [problem.message for problem in report.problems if problem.severity != "info"]
    verdict = f"[{VERDICT_STYLES[report.verdict]}]{text(f'verdict-{report.verdict}', language)}[/]"
    mark = "✓" if _is_right(sample, report) else "✗"
    return (
        escape(sample.folder.name),
        f"{procedure.code}\n{escape(shortened(procedure.name, _LONGEST_NAME))}" if procedure else "—",
        "\n".join(
            escape(f"{text(f'paper-{paper.type}', language)}: {page_list(paper.pages)}") for paper in report.papers
        ),
        escape("\n".join(f"• {message}" for message in wrong)),
        verdict,
        f"{mark} {text(f'verdict-{sample.expected}', language)}",
        f"{report.timings['total'] / max(1, len(report.pages)):.2f}",
    )


def _day(value: str) -> date:
    """A day written dd/mm/yyyy."""
    return datetime.strptime(value, "%d/%m/%Y").date()  # noqa: DTZ007  a calendar day has no time zone
