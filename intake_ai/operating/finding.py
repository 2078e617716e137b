"""What `doctor` finds: one fact about the installation, how bad it is, and what to do about it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from intake_ai.messages import Language, text
from intake_ai.settings import Settings

Level = Literal["fine", "note", "warning", "fault"]
"""fine: as it should be; note: to be known; warning: works, but not well or not for long; fault: does not work."""
LEVELS: tuple[Level, ...] = ("fine", "note", "warning", "fault")


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact.

    Attributes:
        check: What was looked at: the part of the code of its name, ``doctor-check-<check>``.
        code: Of the sentence; ``<code>-remedy`` is what to do, where it is not fine.
        values: For both sentences; no secret, nothing of an applicant.
    """

    check: str
    level: Level
    code: str = "doctor-fine"
    values: Mapping[str, object] = field(default_factory=dict)

    def name(self, language: Language) -> str:
        return text(f"doctor-check-{self.check}", language)

    def sentence(self, language: Language) -> str:
        return text(self.code, language, **self.values)

    def remedy(self, language: Language) -> str:
        """What to do; empty where nothing is to be done."""
        return "" if self.level == "fine" else text(f"{self.code}-remedy", language, **self.values)


Check = Callable[[Settings], Iterator[Finding]]


def fine(check: str, **values: object) -> Finding:
    """All is well with something; `detail` says what was found."""
    return Finding(check, "fine", values={"detail": "", **values})


def worst(findings: tuple[Finding, ...]) -> Level:
    """The worst level of all."""
    return LEVELS[max((LEVELS.index(finding.level) for finding in findings), default=0)]
