"""Templates as JSON and back."""

import json
from typing import Any

from intake_ai.extraction.templates.keys import key_of
from intake_ai.extraction.templates.template import Anchor, Place, SigningPlace, Template, TemplateBlank
from ocr.page import Box, Word

_DIGITS = 4


def encode(template: Template) -> str:
    """Boxes are rounded to a ten-thousandth of the page."""
    document = {
        "name": template.name,
        "form_number": template.form_number,
        "form_source": template.form_source,
        "pages": template.pages,
        "anchors": [[anchor.text, anchor.page, *_box(anchor.box)] for anchor in template.anchors],
        "blanks": [_blank(blank) for blank in template.blanks],
        "signing": [[signing.role, signing.place.page, *_box(signing.place.box)] for signing in template.signing],
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def decode(document: str) -> Template:
    """The template that `encode` wrote.

    Raises:
        KeyError, TypeError, ValueError: It is none.
    """
    values = json.loads(document)
    return Template(
        name=values["name"],
        form_number=values["form_number"],
        form_source=values["form_source"],
        pages=values["pages"],
        anchors=tuple(_anchor(text, page, Box(*sides)) for text, page, *sides in values["anchors"]),
        blanks=tuple(_blank_of(blank) for blank in values["blanks"]),
        signing=tuple(SigningPlace(role, Place(page, Box(*sides))) for role, page, *sides in values["signing"]),
    )


def _box(box: Box) -> list[float]:
    return [round(side, _DIGITS) for side in (box.left, box.top, box.right, box.bottom)]


def _anchor(text: str, page: int, box: Box) -> Anchor:
    return Anchor(text, key_of(Word(text, box, 1.0)), page, box)


def _blank(blank: TemplateBlank) -> dict[str, Any]:
    return {
        "label": blank.label,
        "kind": blank.kind,
        "form": blank.form,
        "role": blank.role,
        "shape": blank.shape,
        "gap": [blank.first, blank.last],
        "places": [[place.page, *_box(place.box)] for place in blank.places],
        "optional": blank.is_optional,
        "group": blank.group,
    }


def _blank_of(values: dict[str, Any]) -> TemplateBlank:
    return TemplateBlank(
        label=values["label"],
        kind=values["kind"],
        form=values["form"],
        role=values["role"],
        shape=values["shape"],
        first=values["gap"][0],
        last=values["gap"][1],
        places=tuple(Place(page, Box(*sides)) for page, *sides in values["places"]),
        is_optional=values["optional"],
        group=values["group"],
    )
