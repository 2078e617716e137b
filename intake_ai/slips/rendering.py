"""A slip as PDF/A-1b: its values, made inert, set in type by Typst with the templates in use.

Typst was chosen by trying (docs/slips.md): what it writes passes PDFBox Preflight, it takes some 20 ms a slip, and a
value handed over as text stays text, whatever it holds. Same slip, same bytes.
"""

import io
import json
import os
import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import segno
import typst

from intake_ai.slips.centre import Centre
from intake_ai.slips.errors import TemplateBroken
from intake_ai.slips.form_sets import form_set
from intake_ai.slips.inert import FONTS, inert
from intake_ai.slips.templates import expect_template, stage
from intake_ai.slips.values import Slip

STANDARD: Literal["a-1b"] = "a-1b"
_VIETNAM = timezone(timedelta(hours=7))
_PLACE = re.compile(r"┌─ (?P<file>.+?):(?P<line>\d+):(?P<column>\d+)")


def render(slip: Slip, centre: Centre | None = None, own: Path | None = None) -> bytes:
    """The slip as a PDF file.

    Args:
        slip: What it says.
        centre: Facts of the centre; without them its places are dotted lines.
        own: The centre's folder of templates (`templates.own_folder`); without it the shipped ones are used.

    Raises:
        TemplateBroken: A template does not compile; the shipped one is never taken in its place unasked.
        BadRequest: The set of forms in force has no such slip.
    """
    said = json.dumps(_said(slip, centre or Centre()), ensure_ascii=False)
    name = f"{slip.kind}.typ"
    template = expect_template(name, own)
    with TemporaryDirectory(prefix="intake-ai-slip-") as folder:
        root = Path(folder)
        stage(own, root)
        compiler = typst.Compiler(
            root=root,
            font_paths=_faces(),
            ignore_system_fonts=True,
            package_path=Path(os.devnull),  # no folder: no package is found, none can be kept
            package_cache_path=Path(os.devnull),
        )
        try:
            pdf = compiler.compile(
                root / name,
                format="pdf",
                sys_inputs={"slip": said},
                pdf_standards=[STANDARD],
                timestamp=slip.issued if slip.issued.tzinfo else slip.issued.replace(tzinfo=_VIETNAM),
            )
        except typst.TypstError as error:
            raise _broken(error, template.path, own) from error
    if not isinstance(pdf, bytes):
        raise TypeError(f"one PDF expected, not {type(pdf)}")
    return pdf


def _said(slip: Slip, centre: Centre) -> dict[str, Any]:
    """Everything that a template may print, as plain values."""
    forms = form_set(slip.issued.date(), centre.forms)
    form = forms.form(slip.kind)
    return {
        "slip": _plain(slip.model_dump()),
        "centre": _plain(centre.model_dump()),
        "title": form.title,
        "form": form.number,
        "paper": centre.paper or forms.paper,
        "draft": slip.is_draft,
        "qr": _qr(slip.code),
    }


def _plain(value: Any) -> Any:
    """Days as their parts, so that a template writes them as the centre likes; texts inert."""
    if isinstance(value, str):
        return inert(value)
    if isinstance(value, datetime):
        return {**_plain(value.date()), "hour": value.hour, "minute": value.minute}
    if isinstance(value, date):
        return {"year": value.year, "month": value.month, "day": value.day}
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list | tuple) else value


def _qr(code: str) -> str:
    """A QR code of the dossier's code alone as SVG, empty where there is none."""
    if not code:
        return ""
    drawn = io.BytesIO()
    segno.make_qr(code, error="m").save(drawn, kind="svg", border=2, xmldecl=False, nl=False, svgclass=None)
    return drawn.getvalue().decode("utf-8")


@cache
def _faces() -> typst.Fonts:
    """The faces that come with the slips, and no others: the same letters on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def _broken(error: typst.TypstError, template: Path, own: Path | None) -> TemplateBroken:
    place = _PLACE.search(error.diagnostic)
    if place is None:
        return TemplateBroken("error-template", error.diagnostic, file=template, reason=error.message)
    return TemplateBroken(
        "error-template-line",
        error.diagnostic,
        file=expect_template(Path(place["file"]).name, own).path,
        line=place["line"],
        column=place["column"],
        reason=error.message,
    )
