"""Of whom a group of handwritten values speaks: the person whose known facts the reading comes nearest to."""

from collections.abc import Sequence
from dataclasses import dataclass

from intake_ai.extraction.prefilling.known import Known, sort_of_label, words
from intake_ai.extraction.prefilling.likeness import is_readable, likeness
from intake_ai.extraction.prefilling.written import Group, Place
from intake_ai.terms import FieldKind

# Weights of evidence (natural logarithms of odds), assumed and tried on the development forms: a name or number that
# was read nearly right tells a person, an address or sex alone does not.
_LIKE: dict[FieldKind, tuple[tuple[float, float], ...]] = {
    "full_name": ((0.85, 5.0), (0.7, 3.0), (0.55, 1.0), (0.45, -0.5), (0.0, -3.0)),
    "id_number": ((0.8, 6.0), (0.65, 3.5), (0.5, 1.0), (0.4, -0.5), (0.0, -3.0)),
    "date_of_birth": ((0.85, 3.0), (0.7, 1.5), (0.5, 0.0), (0.0, -1.5)),
    "id_issue_date": ((0.85, 2.0), (0.7, 1.0), (0.5, 0.0), (0.0, -0.7)),
    "phone": ((0.8, 3.0), (0.6, 0.0), (0.0, -0.3)),
    "address": ((0.85, 1.0), (0.7, 0.3), (0.0, -0.2)),
    "sex": ((0.9, 0.5), (0.0, -1.5)),
}
_SAME_ROLE = 2.0
_APPLICANT_WITH_CARD = 1.0
_OTHER_SEX = -3.0
_LEAST = 1.5
"""About 4:1 for the person."""
_LEAST_AHEAD = 1.5
_APPLYING = frozenset({"applicant", "subject", None})


@dataclass(frozen=True, slots=True)
class Meant:
    """The person that a group is about, with the weight of evidence for them."""

    known: Known
    weight: float


def whom(group: Group, people: Sequence[Known], *, is_applicant: bool) -> Meant | None:
    """The person that a group of values is about; None where nobody fits, or two fit about as well.

    Args:
        is_applicant: It is the group that speaks of the applicant.
    """
    ranked = sorted((Meant(known, _weight(group, known)) for known in people), key=lambda each: -each.weight)
    if not ranked or ranked[0].weight < _LEAST:
        return _only_holder(group, people) if is_applicant else None
    if len(ranked) > 1 and ranked[0].weight - ranked[1].weight < _LEAST_AHEAD:
        return None
    return ranked[0]


def applicant_among(groups: Sequence[Group]) -> Group | None:
    """The group about the applicant: the first that says so, else the first with a name that is of no role."""
    named = [group for group in groups if group.has("full_name") or group.has("id_number")]
    told = [group for group in named if group.role == "applicant"]
    return next(iter(told or [group for group in named if group.role is None]), None)


def _only_holder(group: Group, people: Sequence[Known]) -> Meant | None:
    """The only person with a card for the applicant, where nothing that was read speaks against it."""
    holders = [known for known in people if known.has_card]
    if len(holders) != 1:
        return None
    weight = _weight(group, holders[0])
    return Meant(holders[0], weight) if weight >= _APPLICANT_WITH_CARD else None


def _weight(group: Group, known: Known) -> float:
    return sum(_best(group, kind, known) for kind in _LIKE) + _of_role(group, known)


def _best(group: Group, kind: FieldKind, known: Known) -> float:
    """The weight of the place of a kind that fits best; several may be of several persons."""
    weights = [weight for place in group.places if place.kind == kind for weight in _of_place(place, known)]
    return max(weights, default=0.0)


def _of_place(place: Place, known: Known) -> list[float]:
    if not is_readable(place.kind, place.read):
        return []
    if place.kind == "address" and sort_of_label(place.label) != "residence":
        return []
    likest = max((likeness(place.kind, place.read, fact.value) for fact in known.values(place.kind)), default=None)
    if likest is None:
        return []
    return [next(weight for least, weight in _LIKE[place.kind] if likest >= least)]


def _of_role(group: Group, known: Known) -> float:
    sex = known.fact("sex")
    wanted = words().sexes.get(group.role or "")
    against = _OTHER_SEX if wanted and sex is not None and sex.field.value != wanted else 0.0
    if group.role and group.role in known.roles and group.role not in ("subject", "owner"):
        return against + _SAME_ROLE
    if group.role in _APPLYING and known.has_card:
        return against + _APPLICANT_WITH_CARD
    return against
