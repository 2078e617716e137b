"""Blank forms as templates: their print, where something is to be filled in, and what a filled page holds there."""
