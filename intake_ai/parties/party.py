"""A person or organisation of a dossier."""

from dataclasses import dataclass

from intake_ai.parties.cues import Part
from intake_ai.parties.namings import Naming, surety


@dataclass(frozen=True, slots=True)
class Party:
    """A person or organisation of the dossier, with everything that its papers say of them."""

    namings: tuple[Naming, ...]

    @property
    def is_organisation(self) -> bool:
        return self.namings[0].is_organisation

    @property
    def name(self) -> str:
        """The name by the surest reading, with accents where one has them; empty where none was read."""
        named = [naming for naming in self.namings if naming.name]
        return max(named, key=surety).name if named else ""

    @property
    def names(self) -> tuple[str, ...]:
        """The different names as read."""
        return tuple(dict.fromkeys(naming.name for naming in self.namings if naming.name))

    @property
    def numbers(self) -> frozenset[str]:
        return frozenset().union(*(naming.numbers for naming in self.namings))

    @property
    def births(self) -> frozenset[str]:
        return frozenset().union(*(naming.births for naming in self.namings))

    @property
    def tax_codes(self) -> frozenset[str]:
        return frozenset().union(*(naming.tax_codes for naming in self.namings))

    @property
    def papers(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(naming.paper for naming in self.namings))

    @property
    def parts(self) -> frozenset[Part]:
        return frozenset().union(*(naming.parts for naming in self.namings))
