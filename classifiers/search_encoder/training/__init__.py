"""Trains the encoder that ships with the search; needs the optional dependency group ``training``."""
