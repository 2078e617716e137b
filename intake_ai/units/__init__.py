"""Administrative units: the provinces and communes since 1 July 2025, and what the former ones became."""

from intake_ai.units.addresses import Address, read_address, repaired, suggestions
from intake_ai.units.breaks import breaks_name
from intake_ai.units.tables import Commune, FormerCommune, Units, units

__all__ = [
    "Address",
    "Commune",
    "FormerCommune",
    "Units",
    "breaks_name",
    "read_address",
    "repaired",
    "suggestions",
    "units",
]
