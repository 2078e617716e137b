"""Who the papers of a dossier are about: persons and organisations joined over papers, owners, strangers."""

from intake_ai.parties.joining import find_parties
from intake_ai.parties.owners import owners
from intake_ai.parties.party import Party
from intake_ai.parties.strangers import Stranger, strangers

__all__ = ["Party", "Stranger", "find_parties", "owners", "strangers"]
