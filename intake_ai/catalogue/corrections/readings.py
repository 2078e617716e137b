"""What was read of a row or case when an officer looked at it, and what that makes sure today."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from intake_ai.catalogue.models import Case, Evidence, Requirement

SURE: Final = 0.95
"""Confidence from which a fact, row or case counts as sure: at least 97% of such rows are right (docs/catalogue.md)."""

ROW_FACTS: Final = ("kind", "need", "choice", "options", "present_only")
CASE_FACTS: Final = ("role",)
"""The facts that a row, a case, is right or wrong by (contracts/requirements.md)."""

SeenFact = Literal[
    "kind", "need", "when", "choice", "options", "present_only", "role", "originals", "copies", "form_file"
]
_CONFIRMED_OF_ROWS = (*ROW_FACTS, "when")
_FROM_FILE = ("originals", "copies", "form_file")
_OVER_FILE = frozenset({"originals", "copies", "form_number"})
_NEVER_READ = 0.5
"""Of a row that was not taken for a paper nobody read when it is due: no more than a guess."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A fact that is another today than when an officer looked at it."""

    fact: str
    then: Any
    now: Any


def seen_at_confirming(part: Requirement | Case, fields: Mapping[str, Any]) -> dict[str, Any]:
    """What confirming says of `part` (as compiled) beside what `fields` correct already."""
    if isinstance(part, Case):
        return {} if "role" in fields else {"role": part.role}
    if fields.get("kind", "paper") != "paper":
        return {}  # a heading or note asks for nothing else
    return {name: _plain(getattr(part, name)) for name in _CONFIRMED_OF_ROWS if name not in _decided(fields)}


def seen_in_file(part: Requirement | Case, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The file's counts and form, where `fields` override one of them."""
    if isinstance(part, Case) or not _OVER_FILE & set(fields):
        return {}
    return {name: getattr(part, name) for name in _FROM_FILE}


def still_confirmed(seen: Mapping[str, Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    """What was confirmed and is not corrected by `fields`."""
    if fields.get("kind", "paper") != "paper":
        return {}
    decided = _decided(fields)
    return {name: value for name, value in seen.items() if name not in _FROM_FILE and name not in decided}


def changed_since(seen: Mapping[str, Any], part: Requirement | Case) -> tuple[Changed, ...]:
    """The facts of `seen` that `part` (as imported and compiled) has otherwise."""
    now = {name: _plain(getattr(part, name, None)) for name in seen}
    return tuple(Changed(name, then, now[name]) for name, then in seen.items() if now[name] != then)


def readings_changed(seen: Mapping[str, Any], part: Requirement | Case) -> tuple[Changed, ...]:
    """As `changed_since`, without what the file counts: what was confirmed and is read otherwise today."""
    return tuple(one for one in changed_since(seen, part) if one.fact not in _FROM_FILE)


def said_facts(fields: Mapping[str, Any], seen: Mapping[str, Any], part: Requirement | Case) -> frozenset[str]:
    """The facts of `part` that an officer vouches for: corrected, or confirmed and all read as they were then."""
    confirmed = () if readings_changed(seen, part) else seen
    said = {*_decided(fields), *(name for name in confirmed if name not in _FROM_FILE)}
    if "kind" in fields and fields["kind"] != "paper":
        said |= set(ROW_FACTS)
    return frozenset(said)


def made_sure(part: Requirement, said: frozenset[str], compiled: Requirement) -> Requirement:
    """`part` with confidence 1 for the facts said; as a whole where every other fact is sure already.

    Args:
        compiled: The row before it was corrected.
    """
    evidence = certain(part.evidence, said)
    if not said & set(ROW_FACTS):
        return replace(part, evidence=evidence)
    if compiled.kind != "paper" and part.kind == "paper" and "need" not in said:
        evidence = (*evidence, Evidence("need", "", _NEVER_READ))
    left = [found.confidence for found in evidence if found.fact in ROW_FACTS and found.fact not in said]
    known = bool(part.evidence) or said >= set(ROW_FACTS)
    whole = 1.0 if known and all(one >= SURE for one in left) else min([part.confidence, *left])
    return replace(part, evidence=evidence, confidence=whole)


def certain(evidence: tuple[Evidence, ...], said: Collection[str]) -> tuple[Evidence, ...]:
    return tuple(replace(found, confidence=1.0) if found.fact in said else found for found in evidence)


def _decided(fields: Mapping[str, Any]) -> set[str]:
    """Names of `fields`; when a row is due and on what condition are decided together."""
    return {*fields, "need", "when"} if {"need", "when"} & set(fields) else set(fields)


def _plain(value: Any) -> Any:
    """As JSON gives it back."""
    return list(value) if isinstance(value, tuple) else value
