"""Dossiers that no model has seen: a generator of its own for measuring how well papers and procedures are known."""
