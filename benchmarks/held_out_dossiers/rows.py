"""Which paper of real life satisfies a row."""

import random
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

from benchmarks.held_out_dossiers.phrases import paper_name
from classifiers.papers import PaperType
from classifiers.vietnamese import fold
from intake_ai.catalogue.models import Procedure, Requirement

PROOF = re.compile(
    r"^(?:(?:cac|nhung|mot trong cac|mot trong so cac|giay to|tai lieu|van ban|hinh anh"
    r"|bang chung|thong tin|ho so)\s*)+"
    r",?.{0,25}?(?:chung minh|lien quan|xac dinh|phap ly|kem theo|khac|ve)\b"
)

NAMES = frozenset(("ban", "van", "giay", "phieu", "so", "bang", "ho", "mau", "ket", "de", "bien", "nghi", "y", "bao"))
"""First words of names of papers that the table does not know."""


@dataclass(frozen=True)
class Concept:
    """A concrete paper: the template that sets it, its type, its title, and the row's own words."""

    template: str
    type: PaperType
    title: str
    row: Requirement


@lru_cache(maxsize=4)
def table(name: str) -> Any:
    """A YAML file of this folder, NFC."""
    text = resources.files("benchmarks.held_out_dossiers").joinpath(name).read_text("utf-8")
    return yaml.safe_load(unicodedata.normalize("NFC", text))


def concept(row: Requirement, rng: random.Random) -> Concept | None:
    """The paper for a row, None where the row names nothing that could be handed in."""
    words = row.name
    if row.options and rng.random() < 0.85:
        words = rng.choice(row.options)
    name = paper_name(words) or paper_name(row.name) or paper_name(row.form_name)
    folded = fold(name)
    if not name:
        return None
    if re.match(r"van ban\b.{0,60}\b(?:de nghi|yeu cau|thong bao)\b", folded):
        return Concept("letter", PaperType.APPLICATION_FORM, name, row)
    if re.match(r"(?:quyet dinh|thong bao|van ban)", folded) and re.match(
        r"[^a-z]*(?:\d+ )?ban (?:sao|chup)", fold(row.name)
    ):
        return Concept(
            "decision" if folded.startswith("quyet") else "certificate",
            PaperType.DECISION if folded.startswith("quyet") else PaperType.OTHER,
            name,
            row,
        )
    if PROOF.match(folded) or (folded.split()[0] in {"tai", "giay"} and "chung minh" in folded):
        return proof(row, fold(row.name), name)
    for entry in table("concepts.yaml")["heads"]:
        if any(re.match(rf"{head}\b", folded) for head in entry["words"]):
            return of_entry(entry, row, name)
    named = len(name.split()) > 3 and folded.split()[0] in NAMES
    return Concept("certificate" if row.stamped else "report", PaperType.OTHER, name, row) if named else None


def proof(row: Requirement, folded: str, name: str) -> Concept | None:
    """The paper that proves what the row wants proved."""
    for entry in table("concepts.yaml")["proofs"]:
        if any(word in folded for word in entry["words"]):
            return of_entry(entry, row, name)
    return Concept("report", PaperType.OTHER, f"Văn bản giải trình về {name[:1].lower()}{name[1:]}", row)


def of_entry(entry: Mapping[str, Any], row: Requirement, name: str) -> Concept:
    title = entry.get("title", name)
    if entry["set"] == "degree" and len(title.split()) < 3:
        title = "Chứng chỉ bồi dưỡng nghiệp vụ" if title.lower().startswith("chứng") else "Bằng tốt nghiệp đại học"
    return Concept(entry["set"], PaperType(entry["type"]), title, row)


def facts(procedure: Procedure, rng: random.Random, most: int) -> list[tuple[str, str]]:
    """Labels and answers of the procedure's field, in the order of the table."""
    field, name = f" {fold(procedure.field)} ", f" {fold(procedure.name)} "
    entries = table("domains.yaml")
    scores = [
        sum(2.5 * (f" {word}" in field) + (f" {word}" in name) for word in entry["words"])
        if entry["words"] != [""]
        else 0.5
        for entry in entries
    ]
    entry = entries[scores.index(max(scores))]
    labels = [label for label in entry["facts"] if rng.random() < 0.75][:most]
    return [(label, str(rng.choice(entry["facts"][label]))) for label in labels]
