"""Papers that the recipes of papers/ already describe, about the applicant and in a font of the training set."""

import random
from dataclasses import replace

from classifiers.synthetic.filling import person_values
from classifiers.synthetic.fonts import text_width
from classifiers.synthetic.invented.looks import families
from classifiers.synthetic.invented.scene import Scene
from classifiers.synthetic.papers import SetPaper, recipe, set_paper
from classifiers.synthetic.sheet import Style
from classifiers.synthetic.variety import any_values

OWNERS = {
    "birth_certificate": "subject",
    "birth_notice": "child",
    "death_notice": "deceased",
    "degree": "subject",
    "passport": "subject",
    "land_certificate": "holder",
    "lease_contract": "owner",
    "marital_status_certificate": "subject",
    "marriage_certificate": "groom",
    "power_of_attorney": "giver",
    "residence_confirmation": "subject",
    "decision": "subject",
}
"""Recipe to the role that the paper is about."""
OTHERS = frozenset({"child", "deceased"})
"""Roles in which nobody hands in papers about themselves."""
AVERAGE = "Cộng hòa xã hội chủ nghĩa Việt Nam, họ, chữ đệm, tên"


def known_paper(name: str, scene: Scene) -> tuple[SetPaper, str]:
    """A paper of a recipe, and whose it is."""
    rng, role = scene.rng, OWNERS[name]
    values = any_values(rng)
    owner = scene.applicant
    if role in OTHERS:
        found = values[f"{role}.name"]
        return _set(name, values, rng), found if isinstance(found, str) else found.text
    role = "bride" if role == "groom" and owner.sex == "Nữ" else role
    return _set(name, {**values, **person_values(role, owner)}, rng), owner.name


def _set(name: str, values: dict, rng: random.Random) -> SetPaper:  # type: ignore[type-arg]
    """In a font of the training set, smaller until every page fits."""
    family = rng.choice([name for name in families() if "Mono" not in name and name != "Cousine"] or list(families()))
    look = recipe(name).look
    base = Style(look.get("family", "serif"))
    size = look.get("size", 13.0) * min(
        1.0, text_width(AVERAGE, base) / text_width(AVERAGE, replace(base, family=family))
    )
    for shrink in (1.0, 0.95, 0.9, 0.84, 0.78, 0.7):
        try:
            return set_paper(
                name,
                values,
                look={"family": family, "size": size * shrink, "leading": look.get("leading", 1.55) * shrink},
            )
        except ValueError:
            continue
    return set_paper(name, values)
