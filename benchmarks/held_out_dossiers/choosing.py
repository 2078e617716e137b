"""Which procedures the benchmark is about: side 1 of the active catalogue, some outside it, and their neighbours."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from rapidfuzz import process
from rapidfuzz.fuzz import token_set_ratio, token_sort_ratio

from benchmarks.held_out_dossiers.phrases import request, same_name
from benchmarks.held_out_dossiers.planning import askable
from benchmarks.held_out_dossiers.setting import Around
from classifiers.vietnamese import fold
from intake_ai.catalogue.compiling import compile_procedure
from intake_ai.catalogue.importing.file import CatalogueFile
from intake_ai.catalogue.models import Procedure

TWIN = 78
"""Names more alike than this (token-sort ratio, 0-100) need the whole request on the form."""
NEAR = 85
"""A procedure is near one of the catalogue whose name is as alike as this (token-sort ratio, 0-100)."""
HOLDS = (97, 5)
"""It is also near where one name holds all words of the other (token-set ratio) and that has more than so many."""
MARK = re.compile(r"[\W_]+")


def held_out(procedure: Procedure) -> bool:
    """Whether a procedure is of the side that no model may learn from."""
    return hashlib.sha256(fold(procedure.name).encode()).digest()[0] % 2 == 1


def neighbourhoods(
    chosen: Sequence[Procedure], active: Sequence[Procedure]
) -> dict[str, tuple[Around, tuple[str, ...]]]:
    """For each chosen procedure what stands around it, and the codes equally right."""
    names = [same_name(procedure.name) for procedure in active]
    equal: Mapping[str, list[str]] = _grouped(
        [(name, procedure.code) for name, procedure in zip(names, active, strict=True)]
    )
    forms = _grouped([(key, procedure.code) for procedure in active for key in form_keys(procedure)])
    by_code = {procedure.code: procedure for procedure in active}
    found = {}
    for procedure in chosen:
        name = same_name(procedure.name)
        scores = process.cdist([name], names, scorer=token_sort_ratio, dtype=np.uint8)[0]
        twins = tuple(
            active[place].code for place in np.flatnonzero(scores >= TWIN) if active[place].code != procedure.code
        )
        codes = {code for key in form_keys(procedure) for code in forms[key]} - {procedure.code}
        siblings = tuple(dict.fromkeys(request(by_code[code].name) for code in sorted(codes)))
        same = tuple(code for code in equal[name] if code != procedure.code)
        found[procedure.code] = (Around(twins, siblings[:4] if len(siblings) <= 7 else ()), same)
    return found


def form_keys(procedure: Procedure) -> set[tuple[str, str, str]]:
    """A form by name, number and annex; forms without a number are told apart by field."""
    rows = (row for row in procedure.requirements if row.form_name and len(row.form_name.split()) > 3)
    return {(MARK.sub(" ", fold(row.form_name)), fold(row.form_number), fold(procedure.field)) for row in rows}


def outside(national: Path, active: Sequence[Procedure], count: int) -> list[Procedure]:
    """Procedures of the whole country that the active catalogue does not hold, nor one named nearly like it.

    Raises:
        UnreadableCatalogue: The file holds no catalogue.
    """
    codes = {procedure.code for procedure in active}
    names = [same_name(procedure.name) for procedure in active]
    others = [entry.procedure for entry in CatalogueFile(national) if entry.procedure.code not in codes]
    others.sort(key=lambda procedure: hashlib.sha256(procedure.code.encode()).digest())
    far: list[Procedure] = []
    for procedure in others:
        if len(far) == count:
            break
        if not held_out(procedure) or not procedure.requirements:
            continue
        if not near(same_name(procedure.name), names):
            compiled = compile_procedure(procedure)
            far += [compiled] if askable(compiled) else []
    return far


def near(name: str, names: Sequence[str]) -> bool:
    """Whether a name is so like one of the others that a person would take it for that procedure."""
    if process.extractOne(name, names, scorer=token_sort_ratio, score_cutoff=NEAR):
        return True
    core = without_authority(name)
    if process.extractOne(
        core, [without_authority(other) for other in names], scorer=token_sort_ratio, score_cutoff=NEAR
    ):
        return True
    holding = process.extract(name, names, scorer=token_set_ratio, score_cutoff=HOLDS[0], limit=None)
    return any(min(len(name.split()), len(other.split())) > HOLDS[1] for other, _, _ in holding)


def without_authority(name: str) -> str:
    """A folded name without whose task it is."""
    return name.partition(" thuoc tham quyen")[0]


def _grouped(pairs: Sequence[tuple[object, str]]) -> dict[object, list[str]]:
    groups: dict[object, list[str]] = defaultdict(list)
    for key, code in pairs:
        groups[key].append(code)
    return groups
