"""What a case (trường hợp) is: for everybody, one of several, on top, or only a heading."""

from dataclasses import replace

from intake_ai.catalogue.compiling.grammar import grammar, plain
from intake_ai.catalogue.models import Case, CaseRole


def with_roles(cases: tuple[Case, ...]) -> tuple[Case, ...]:
    """The cases with their roles; a series of dossiers for different purposes is a choice among them."""
    roles = [_role(case.name) for case in cases]
    series = [index for index, case in enumerate(cases) if grammar().single["case_series"].search(plain(case.name))]
    if len(series) > 1:
        roles = ["alternative" if index in series and role == "section" else role for index, role in enumerate(roles)]
    if roles.count("alternative") == 1 and len(cases) == 1:
        roles = ["section"]
    return tuple(replace(case, role=role) for case, role in zip(cases, roles, strict=True))


def _role(name: str) -> CaseRole:
    title = plain(name)
    if not title:
        return "common"
    return next((role for role, pattern in grammar().case_roles if pattern.search(title)), "section")
