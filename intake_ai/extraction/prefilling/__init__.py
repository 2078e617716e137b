"""Gives handwritten fields the values that other papers hold of the same fact, for a person to confirm."""

from intake_ai.extraction.prefilling.proposing import as_read, prefilled

__all__ = ["as_read", "prefilled"]
