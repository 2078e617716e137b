"""Gives values that could not be read the values that other papers hold of the same fact, for a person to confirm."""

from intake_ai.extraction.prefilling.proposing import as_read, prefilled
from intake_ai.extraction.prefilling.unread_cards import complete_cards

__all__ = ["as_read", "complete_cards", "prefilled"]
