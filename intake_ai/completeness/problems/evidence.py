"""Everything that the checks of papers look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from classifiers.papers import Paper
from classifiers.ranking.matching import Match
from intake_ai.catalogue.models import Procedure
from intake_ai.completeness.findings import Component
from intake_ai.completeness.surplus import Asked
from intake_ai.extraction.fields import Blank, Field
from intake_ai.extraction.mismatches import Mismatch
from intake_ai.parties.strangers import Stranger
from ocr.page import Page

CREDIBLE = 0.5
"""Confidence from which a value read is gone by."""


@dataclass(frozen=True)
class Evidence:
    """Everything that the checks look at.

    Attributes:
        received: Day of receipt; validity is judged on it.
        matches: Papers given to rows.
        mismatches: Values about one person that contradict each other.
        strangers: Papers of people whom nothing ties to the dossier.
        asked: The procedures that the dossier may serve, the one assumed first; none where nothing is known.
        blanks: Places of the forms that wait for a value.
    """

    received: date
    pages: Sequence[Page]
    papers: Sequence[Paper]
    fields: Sequence[Field]
    procedure: Procedure | None
    components: Sequence[Component]
    matches: Sequence[Match]
    mismatches: Sequence[Mismatch]
    strangers: Sequence[Stranger] = ()
    asked: Sequence[Asked] = ()
    blanks: Sequence[Blank] = ()

    @property
    def is_sure_procedure(self) -> bool:
        """Whether a person chose the procedure, or its rank leaves no other in question."""
        return len(self.asked) == 1
