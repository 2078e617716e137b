"""Trains the line recogniser that ships with `ocr`; needs the optional dependency group ``training``."""
