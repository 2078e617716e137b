"""What a case (trường hợp) is: for everybody, one of several, on top, or only a heading."""

from dataclasses import replace

from classifiers.vietnamese import syllables
from intake_ai.catalogue.compiling.grammar import grammar, plain
from intake_ai.catalogue.compiling.model import row_model
from intake_ai.catalogue.compiling.rows import Finding, shortened
from intake_ai.catalogue.models import Case, CaseRole, Evidence, Procedure

_SAME_NAME = 0.8
"""Share of a title's syllables that the procedure's name has too where it is that name."""


def with_roles(procedure: Procedure) -> tuple[Case, ...]:
    """The cases of `procedure` with their roles and how sure they are."""
    return tuple(_with_role(case, role) for case, role in zip(procedure.cases, roles_of(procedure), strict=True))


def roles_of(procedure: Procedure) -> list[Finding[CaseRole | None]]:
    """The roles by the titles; a series of dossiers, or of plain titles, for different purposes is a choice.

    The only case is for everybody where its title is the procedure's name again.
    """
    cases = procedure.cases
    if len(cases) == 1 and cases[0].name and _repeats(cases[0].name, procedure.name):
        return [Finding("common", shortened(cases[0].name), "name")]
    roles = [_role(case.name) for case in cases]
    for series in (_of_series(cases), [index for index, role in enumerate(roles) if role.value is None]):
        if len(series) > 1:
            roles = [_chosen(role) if index in series else role for index, role in enumerate(roles)]
    if len(roles) == 1 and roles[0].value == "alternative":
        roles = [replace(roles[0], value="section", rule=f"only-{roles[0].rule}")]
    if all(role.value == "alternative" for role in roles):
        roles = [replace(role, rule="all-alternative") for role in roles]  # surer than one beside other roles
    return roles


def _with_role(case: Case, role: Finding[CaseRole | None]) -> Case:
    shares = row_model().roles
    sure = shares.get(role.rule, shares["other"])
    return replace(
        case,
        role=role.value or "section",
        confidence=sure,
        evidence=(Evidence("role", role.words or shortened(case.name), sure),),
    )


def _repeats(title: str, name: str) -> bool:
    said, known = (set(syllables(plain(text))) for text in (title, name))
    return len(said & known) >= _SAME_NAME * max(1, len(said))


def _of_series(cases: tuple[Case, ...]) -> list[int]:
    return [index for index, case in enumerate(cases) if grammar().single["case_series"].search(plain(case.name))]


def _chosen(role: Finding[CaseRole | None]) -> Finding[CaseRole | None]:
    if role.value not in {None, "section"}:
        return role
    return replace(role, value="alternative", rule="series")


def _role(name: str) -> Finding[CaseRole | None]:
    """The role that the title tells, None where it tells none."""
    title = plain(name)
    if not title:
        return Finding("common", "", "untitled")
    for number, (role, pattern) in enumerate(grammar().case_roles):
        if hit := pattern.search(title):
            return Finding(role, shortened(name[hit.start() : hit.end()]), f"{role}-{number}")
    return Finding(None, "", "unknown")
