"""Tells what `doctor` found, to people and as JSON."""

from collections.abc import Sequence
from typing import Any

from rich.console import Console

from intake_ai.messages import LANGUAGES, Language
from intake_ai.operating.finding import Finding, Level, worst

EXIT_CODES: dict[Level, int] = {"fine": 0, "note": 0, "warning": 1, "fault": 2}
_MARKS: dict[Level, tuple[str, str]] = {
    "fine": ("✓", "green"),
    "note": ("i", "cyan"),
    "warning": ("!", "yellow"),
    "fault": ("✗", "red"),
}


def print_findings(findings: Sequence[Finding], console: Console, language: Language) -> None:
    """One line for each, and what to do below it."""
    for finding in findings:
        mark, style = _MARKS[finding.level]
        console.print(f"{mark} {finding.name(language)}: {finding.sentence(language)}", style=style, **_PLAIN)
        if remedy := finding.remedy(language):
            console.print(f"    → {remedy}", **_PLAIN)


def as_json(findings: Sequence[Finding]) -> dict[str, Any]:
    """All that was found, in both languages."""
    return {
        "level": worst(tuple(findings)),
        "findings": [
            {
                "check": finding.check,
                "level": finding.level,
                "code": finding.code,
                "values": {name: _plain(value) for name, value in finding.values.items()},
                "sentence": {language: finding.sentence(language) for language in LANGUAGES},
                "remedy": {language: finding.remedy(language) for language in LANGUAGES},
            }
            for finding in findings
        ],
    }


def _plain(value: object) -> object:
    return value if isinstance(value, bool | int | float | str) else str(value)


_PLAIN: dict[str, Any] = {"markup": False, "highlight": False, "soft_wrap": True}
