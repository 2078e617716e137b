"""Finds procedures that a province copied from a national one, so that a search need not show each copy."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from classifiers.vietnamese import fold
from intake_ai.catalogue.importing.columns import NATIONAL_CODE
from intake_ai.catalogue.models import Procedure
from intake_ai.catalogue.repository import LOCAL_CODE
from intake_ai.catalogue.versions.row_matching import comparable, match

_NEARLY_ALL = 0.8
"""Share of rows, of both procedures together, that must have a partner."""


def clones(procedures: Sequence[Procedure], local: Collection[str] = ()) -> dict[str, str]:
    """The code that stands for each copy; procedures that are no copies are not in it.

    A copy has a national code with a suffix (1.012796.H36) and the name or nearly all rows of that procedure, or is
    local and has the name and nearly all rows of another one. Two national procedures of one name are no copies:
    provinces and communes have their own.

    Args:
        local: Codes of procedures that the province added.
    """
    by_code = {procedure.code: procedure for procedure in procedures}
    stands_for: dict[str, str] = {}
    for base, group in _by_base(procedures).items():
        first = by_code.get(base, group[0])
        copies = (copy for copy in group if copy is not first and _is_copy(copy, first))
        stands_for |= {copy.code: first.code for copy in copies}
    for group_of_name in _by_name(procedures).values():
        stands_for |= _same_rows(group_of_name, local, stands_for)
    return {code: stands_for.get(first, first) for code, first in stands_for.items()}


def _is_copy(procedure: Procedure, of: Procedure) -> bool:
    return _name(procedure) == _name(of) or _nearly_same(procedure, of)


def _name(procedure: Procedure) -> str:
    return comparable(fold(procedure.name)).removeprefix("thu tuc ")


def _by_base(procedures: Iterable[Procedure]) -> dict[str, list[Procedure]]:
    found: dict[str, list[Procedure]] = defaultdict(list)
    for procedure in procedures:
        suffixed = LOCAL_CODE.fullmatch(procedure.code)
        if suffixed:
            found[suffixed[1]].append(procedure)
    return found


def _by_name(procedures: Iterable[Procedure]) -> dict[str, list[Procedure]]:
    found: dict[str, list[Procedure]] = defaultdict(list)
    for procedure in procedures:
        found[_name(procedure)].append(procedure)
    return {name: group for name, group in found.items() if len(group) > 1}


def _same_rows(group: Sequence[Procedure], local: Collection[str], known: Collection[str]) -> dict[str, str]:
    originals = [procedure for procedure in group if not _is_local(procedure, local) and procedure.code not in known]
    found: dict[str, str] = {}
    for procedure in group:
        if procedure.code not in known and _is_local(procedure, local):
            first = next((original for original in originals if _nearly_same(procedure, original)), None)
            if first:
                found[procedure.code] = first.code
            else:
                originals.append(procedure)
    return found


def _is_local(procedure: Procedure, local: Collection[str]) -> bool:
    return procedure.code in local or not NATIONAL_CODE.fullmatch(procedure.code)


def _nearly_same(left: Procedure, right: Procedure) -> bool:
    rows = [[row.name for row in procedure.requirements] for procedure in (left, right)]
    pairs = match(rows[0], rows[1], [comparable], words=str).pairs
    return 2 * len(pairs) >= _NEARLY_ALL * (len(rows[0]) + len(rows[1]))
