"""Prints sheets that part dossiers in a scanned batch."""

import io
import json
import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import segno
import typst

from intake_ai.inbox.separator import Separator
from intake_ai.messages import LANGUAGES, text
from intake_ai.slips.inert import FONTS, inert

_TEMPLATE = Path(__file__).parent / "sheets" / "separator.typ"


def separator_sheets(separators: Sequence[Separator], procedure_name: str = "", both_sides: bool = False) -> bytes:
    """The sheets as a PDF file for A4, one page each.

    Args:
        separators: What each says.
        procedure_name: Of the procedure on them, for people.
        both_sides: Print each twice, for a scanner that takes both sides: its back is no page of the dossier then.
    """
    pages = [sheet for separator in separators for sheet in [separator] * (2 if both_sides else 1)]
    said = json.dumps({"sheets": [_said(sheet, procedure_name) for sheet in pages]}, ensure_ascii=False)
    compiler = typst.Compiler(
        root=_TEMPLATE.parent,
        font_paths=_faces(),
        ignore_system_fonts=True,
        package_path=Path(os.devnull),
        package_cache_path=Path(os.devnull),
    )
    pdf = compiler.compile(_TEMPLATE, format="pdf", sys_inputs={"sheets": said})
    if not isinstance(pdf, bytes):
        raise TypeError(f"one PDF expected, not {type(pdf)}")
    return pdf


def _said(separator: Separator, procedure_name: str) -> dict[str, Any]:
    lines = []
    if separator.procedure:
        lines.append(_both("separator-procedure", procedure=separator.procedure, name=inert(procedure_name)[:120]))
    if separator.priority:
        lines.append(_both(f"separator-priority-{separator.priority}"))
    title, hint = _both("separator-title"), _both("separator-hint")
    return {
        "qr": _qr(separator.code()),
        "number": "" if separator.number is None else f"{separator.number:04d}",
        "lines": lines,
        **{f"title-{language}": title[language] for language in LANGUAGES},
        **{f"hint-{language}": hint[language] for language in LANGUAGES},
    }


def _both(code: str, **values: object) -> dict[str, str]:
    return {language: text(code, language, **values) for language in LANGUAGES}


def _qr(content: str) -> str:
    drawn = io.BytesIO()
    segno.make_qr(content, error="h").save(drawn, kind="svg", border=4, xmldecl=False, nl=False, svgclass=None)
    return drawn.getvalue().decode("utf-8")


@cache
def _faces() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
