"""Prints a report for a person at a terminal."""

from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table

from intake_ai.completeness.situation import CASE_QUESTION
from intake_ai.dossier.report import ComponentReport, PagePlace, QuestionReport, Report
from intake_ai.messages import Language, catalogue, text
from intake_ai.settings import get_settings

VERDICT_STYLES = {"complete": "bold green", "incomplete": "bold red", "review": "bold yellow"}
_STATE_STYLES = {"present": "green", "missing": "bold red", "to_check": "yellow"}
_SEVERITY_STYLES = {"blocking": "red", "check": "yellow", "info": "dim"}
_STATUS_STYLES = {"accepted": "green", "to_check": "yellow", "conflict": "red"}
_MOST_FIELDS = 30
_MOST_QUESTIONS = 8
_LONGEST_NAME = 120


def print_report(report: Report, console: Console, language: Language, written: Path | None = None) -> None:
    """Print the report: procedure, papers, values, components, problems, questions and the verdict last.

    Args:
        written: Where the report was saved, None where it was not.
    """
    printer = _Printer(report, console, language)
    printer.heading()
    printer.papers()
    printer.fields()
    printer.components()
    printer.problems()
    printer.questions()
    printer.verdict(written)


def page_list(pages: list[PagePlace]) -> str:
    """Pages grouped by file: "hoso.pdf 1-2, 4; anh.jpg 1"."""
    numbers: dict[str, list[int]] = {}
    for page in pages:
        numbers.setdefault(page.file, []).append(page.page)
    return "; ".join(f"{file} {_ranges(found)}" for file, found in numbers.items())


def _ranges(numbers: list[int]) -> str:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def shortened(name: str, most: int = _LONGEST_NAME) -> str:
    """The catalogue's rows run to paragraphs; a table line takes their beginning, the JSON report all of it."""
    return name if len(name) <= most else name[: most - 1].rsplit(" ", 1)[0] + " …"


class _Printer:
    def __init__(self, report: Report, console: Console, language: Language) -> None:
        self._report = report
        self._console = console
        self._language = language

    def _text(self, code: str, **values: object) -> str:
        return text(code, self._language, **values)

    def _table(self, title: str, *columns: str) -> Table:
        table = Table(title=self._text(title), title_justify="left", title_style="bold", expand=False)
        for column in columns:
            table.add_column(self._text(column), overflow="fold")
        return table

    def heading(self) -> None:
        report, choice = self._report, self._report.procedure
        lines = []
        if choice is None:
            lines.append(f"{self._text('check-procedure')}: {self._text('check-no-procedure')}")
        else:
            lines.append(f"[bold]{choice.code}[/bold]  {escape(choice.name)}  ({choice.confidence:.0%})")
            if choice.case is not None:
                lines.append(f"{self._text('check-case')}: {escape(choice.case.name)} ({choice.case.confidence:.0%})")
            lines.append(f"{self._text('check-why')}: {escape(choice.reason)}")
            if choice.confidence < get_settings().sure_procedure:
                lines.append(f"[yellow]{self._text('check-unsure')}[/yellow]")
            if choice.confidence < 1 and choice.alternatives:
                others = "; ".join(f"{other.code} {escape(other.name)}" for other in choice.alternatives[:3])
                lines.append(f"[dim]{self._text('check-alternatives')}: {others}[/dim]")
        style = VERDICT_STYLES[report.verdict]
        verdict = f"[{style}]{self._text(f'verdict-{report.verdict}')}[/]"
        title = f"{verdict} · {self._text('check-title', id=report.dossier_id)}"
        self._console.print(Panel("\n".join(lines), title=title, title_align="left"))

    def papers(self) -> None:
        if not self._report.papers:
            return
        table = self._table(
            "check-papers", "column-paper", "column-type", "column-name", "column-pages", "column-owner"
        )
        for paper in self._report.papers:
            kind = self._text(f"paper-{paper.type}")
            table.add_row(
                paper.id, kind, escape(paper.title), escape(page_list(paper.pages)), escape(paper.owner or "")
            )
        self._console.print(table)

    def fields(self) -> None:
        fields = [field for field in self._report.fields if field.kind != "other"]
        if not fields:
            return
        table = self._table("check-fields", "column-paper", "column-label", "column-value", "column-status")
        for field in fields[:_MOST_FIELDS]:
            status = f"[{_STATUS_STYLES[field.status]}]{self._text(f'status-{field.status}')}[/]"
            label = f"{self._text(f'kind-{field.kind}')}" + (f" · {self._role(field.role)}" if field.role else "")
            table.add_row(field.paper, escape(label), escape(field.value), f"{status} {field.confidence:.0%}")
        self._console.print(table)
        rest = len(self._report.fields) - min(len(fields), _MOST_FIELDS)
        if rest:
            self._console.print(self._text("check-more-fields", count=rest), style="dim")

    def _role(self, role: str) -> str:
        """Whose field it is, in words; a role that has none as it is."""
        code = f"role-{role}"
        return self._text(code) if code in catalogue(self._language) else role

    def components(self) -> None:
        if not self._report.components:
            return
        table = self._table("check-components", "column-row", "column-name", "column-state", "column-paper")
        told = [component for component in self._report.components if component.state != "not_applicable"]
        for component in told:
            table.add_row(
                str(component.row),
                escape(shortened(component.name)),
                self._state(component),
                ", ".join(component.papers),
            )
        self._console.print(table)
        left_out = len(self._report.components) - len(told)
        if left_out:
            self._console.print(self._text("check-not-applicable", count=left_out), style="dim")

    def _state(self, component: ComponentReport) -> str:
        style = _STATE_STYLES.get(component.state, "dim")
        state = f"[{style}]{self._text(f'state-{component.state}')}[/]"
        if component.state == "present" or not component.reason:
            return state
        return f"{state}\n[dim]{escape(component.reason)}[/dim]"

    def problems(self) -> None:
        flawed = [page for page in self._report.pages if page.quality.problems]
        if not self._report.problems and not flawed:
            return
        self._console.print(f"[bold]{self._text('check-problems')}[/bold]")
        for page in flawed:
            for code in page.quality.problems:
                advice = self._text(f"page-problem-{code}")
                self._console.print(f" [dim]• {escape(page.file)} {page.page}: {escape(advice)}[/dim]")
        for problem in self._report.problems:
            style = _SEVERITY_STYLES[problem.severity]
            remedy = f" [dim]→ {escape(problem.remedy)}[/dim]" if problem.remedy else ""
            self._console.print(f" [{style}]•[/] {escape(problem.message)}{remedy}")

    def questions(self) -> None:
        unanswered = [question for question in self._report.questions if question.answer is None]
        if not unanswered:
            return
        self._console.print(f"[bold]{self._text('check-questions')}[/bold]")
        for question in unanswered[:_MOST_QUESTIONS]:
            hint = _answer_hint(question)
            self._console.print(f" ? {escape(question.text)} [dim]{escape(self._text(hint, id=question.id))}[/dim]")
            for number, choice in enumerate(question.choices or [], 1):
                # cases carry their own number, which --case takes
                numbered = choice if question.id == CASE_QUESTION else f"{number}. {choice}"
                self._console.print(f"     {escape(numbered)}")

    def verdict(self, written: Path | None) -> None:
        report = self._report
        pages = max(1, len(report.pages))
        total = report.timings["total"]
        seconds = self._text("check-seconds", total=total, per_page=total / pages)
        style = VERDICT_STYLES[report.verdict]
        self._console.print(f"[{style}]{self._text(f'verdict-{report.verdict}')}[/]  [dim]{seconds}[/dim]")
        if written is not None:
            self._console.print(self._text("check-written", path=escape(str(written))), style="dim", soft_wrap=True)


def _answer_hint(question: QuestionReport) -> str:
    """The code of the sentence that tells how to answer."""
    if question.id == CASE_QUESTION:
        return "check-choice-hint"
    return "check-options-hint" if question.choices else "check-answer-hint"
