"""Versions of the catalogue: importing them, what differs between them, which is in force."""
