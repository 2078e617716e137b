"""Where papers are signed, and whether they are."""

from intake_ai.completeness.signatures.ink import Ink, ink_in
from intake_ai.completeness.signatures.judging import Unsigned, unsigned
from intake_ai.completeness.signatures.places import SigningPlace, signing_places

__all__ = ["Ink", "SigningPlace", "Unsigned", "ink_in", "signing_places", "unsigned"]
