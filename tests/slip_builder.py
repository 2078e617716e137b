"""Slips set in type, and reports to make them from, for tests."""

import io
from dataclasses import dataclass
from datetime import date, datetime

import pdfplumber

from intake_ai.dossier.report import (
    ComponentReport,
    FieldReport,
    PagePlace,
    PaperReport,
    ProblemReport,
    ProcedureChoice,
    Report,
)
from intake_ai.slips.rendering import render

HOSTILE = 'Nguyễn #panic("x") $x^2$ <nhãn> \\ "q" `thô` *đậm* _n_ @ref // chú /* */ [b] {c} = đầu ~ -- … 100%'
MOMENT = datetime.fromisoformat("2026-03-05T09:07")
RECEIVED = date(2026, 3, 5)


@dataclass(frozen=True)
class Shown:
    """A slip set in type: its file, and each page as a reader selects it."""

    pdf: bytes
    pages: tuple[str, ...]

    @property
    def text(self):
        """All words; where a line ends is the type's business."""
        return " ".join(" ".join(self.pages).split())

    def has(self, words):
        return " ".join(words.split()) in self.text


def shown(slip, centre=None, own=None):
    pdf = render(slip, centre, own)
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return Shown(pdf, tuple(page.extract_text() for page in document.pages))


def component(row, state, **more):
    return ComponentReport(row=row, name=more.pop("name", f"Giấy số {row}"), state=state, **more)


def problem(kind, severity="blocking", **more):
    told = {"message": f"Sai: {kind}.", "remedy": f"Sửa: {kind}."}
    return ProblemReport(kind=kind, severity=severity, **{**told, **more})


def paper(identifier, title, pages=1):
    places = [PagePlace(file="quet.pdf", page=number) for number in range(1, pages + 1)]
    return PaperReport(id=identifier, type="other", title=title, pages=places, confidence=0.9)


def known(kind, value, role="applicant", status="accepted", on="p1"):
    place = PagePlace(file="quet.pdf", page=1)
    return FieldReport(
        kind=kind, role=role, label=kind, value=value, confidence=0.9, source="ocr", status=status, paper=on,
        page=place, bbox=(0.1, 0.1, 0.2, 0.2),
    )  # fmt: skip


def report(components=(), problems=(), fields=(), papers=(), verdict="incomplete"):
    return Report(
        schema="intake-report/1",
        dossier_id="mau",
        received=RECEIVED,
        catalogue_version="builtin",
        files=[],
        pages=[],
        papers=list(papers),
        procedure=ProcedureChoice(code="0.000000", name="Thủ tục mẫu", confidence=1, alternatives=[]),
        fields=list(fields),
        components=list(components),
        problems=list(problems),
        questions=[],
        verdict=verdict,
        timings={"total": 0},
    )
