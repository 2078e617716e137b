"""Finds procedures by what people ask."""
