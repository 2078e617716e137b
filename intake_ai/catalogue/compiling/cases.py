"""What a case (trường hợp) is: for everybody, one of several, on top, or only a heading."""

from dataclasses import replace

from intake_ai.catalogue.compiling.grammar import grammar, plain
from intake_ai.catalogue.models import Case, CaseRole


def with_roles(cases: tuple[Case, ...]) -> tuple[Case, ...]:
    """The cases with their roles; a series of dossiers, or of plain titles, for different purposes is a choice."""
    roles = [_role(case.name) for case in cases]
    for series in (_of_series(cases), [index for index, role in enumerate(roles) if role is None]):
        if len(series) > 1:
            roles = [_chosen(role) if index in series else role for index, role in enumerate(roles)]
    if len(cases) == 1 and roles[0] == "alternative":
        roles = ["section"]
    return tuple(replace(case, role=role or "section") for case, role in zip(cases, roles, strict=True))


def _of_series(cases: tuple[Case, ...]) -> list[int]:
    return [index for index, case in enumerate(cases) if grammar().single["case_series"].search(plain(case.name))]


def _chosen(role: CaseRole | None) -> CaseRole:
    return "alternative" if role in {None, "section"} else role


def _role(name: str) -> CaseRole | None:
    """The role that the title tells, None where it tells none."""
    title = plain(name)
    if not title:
        return "common"
    return next((role for role, pattern in grammar().case_roles if pattern.search(title)), None)
