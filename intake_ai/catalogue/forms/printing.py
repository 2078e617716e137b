"""Blank forms on a terminal and as JSON documents."""

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from intake_ai.catalogue.forms.repository import BlankForm
from intake_ai.extraction.templates.template import Template, TemplateBlank
from intake_ai.messages import Language, text
from intake_ai.terminal import open_console

_CODES_SHOWN = 3


def summary(form: BlankForm) -> dict[str, Any]:
    """What a list shows of a form."""
    template = form.template
    return {
        "id": form.number,
        "name": template.name,
        "form_number": template.form_number,
        "form_source": template.form_source,
        "file": form.file,
        "sha256": form.sha256,
        "pages": template.pages,
        "blanks": len(template.blanks),
        "doubtful": sum(is_doubtful(blank) for blank in template.blanks),
        "signing_places": len(template.signing),
        "procedures": list(form.procedures),
        "added_at": form.added_at.isoformat(timespec="seconds"),
    }


def document(form: BlankForm) -> dict[str, Any]:
    """All that the template of a form tells."""
    blanks = [
        {
            "label": blank.label,
            "kind": blank.kind,
            "role": blank.role,
            "shape": blank.shape,
            "group": blank.group,
            "optional": blank.is_optional,
            "page": blank.places[0].page + 1,
            "boxes": [[place.box.left, place.box.top, place.box.right, place.box.bottom] for place in blank.places],
            "doubtful": is_doubtful(blank),
        }
        for blank in form.template.blanks
    ]
    return {**summary(form), "places": blanks, "signing": [place.role for place in form.template.signing]}


def is_doubtful(blank: TemplateBlank) -> bool:
    """Whether a person had better look: no line or box shows the place, or nothing names what belongs there."""
    return blank.shape == "space" or not blank.label


def print_added(forms: Sequence[BlankForm], language: Language) -> None:
    for form in forms:
        found = summary(form)
        values = {**found, "name": found["name"] or found["file"], "procedures": _codes(form) or "–"}
        print_line(text("forms-added", language, **values))


def print_forms(forms: Sequence[BlankForm], language: Language) -> None:
    if not forms:
        print_line(text("forms-none", language))
        return
    columns = ("id", "name", "form_number", "blanks", "procedures", "file")
    table = Table(*(text(f"forms-column-{column}", language) for column in columns))
    for form in forms:
        template = form.template
        counted = str(len(template.blanks))
        table.add_row(str(form.number), template.name, template.form_number, counted, _codes(form), form.file)
    open_console().print(table)


def print_form(form: BlankForm, language: Language) -> None:
    template = form.template
    print_line(text("forms-title", language, number=form.number, name=template.name or form.file, file=form.file))
    if form.procedures:
        print_line(text("forms-procedures", language, procedures=", ".join(form.procedures)))
    open_console().print(_blanks(template, language))
    for place in template.signing:
        role = place.role or text("forms-signing-anybody", language)
        print_line(text("forms-signing", language, role=role, page=place.place.page + 1))
    doubtful = sum(is_doubtful(blank) for blank in template.blanks)
    if doubtful:
        print_line(text("forms-doubtful", language, count=doubtful))


def print_line(line: str) -> None:
    Console(highlight=False, soft_wrap=True).print(line, markup=False)


def _blanks(template: Template, language: Language) -> Table:
    columns = ("page", "label", "kind", "role", "shape", "doubt")
    table = Table(*(text(f"forms-column-{column}", language) for column in columns))
    for blank in template.blanks:
        label = f"{blank.group}: {blank.label}" if blank.group else blank.label
        table.add_row(
            str(blank.places[0].page + 1),
            label,
            blank.kind,
            blank.role or "",
            text(f"forms-shape-{blank.shape}", language),
            "?" if is_doubtful(blank) else "",
        )
    return table


def _codes(form: BlankForm) -> str:
    shown = ", ".join(form.procedures[:_CODES_SHOWN])
    return shown + ", …" if len(form.procedures) > _CODES_SHOWN else shown
