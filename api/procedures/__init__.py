"""Procedures: found in people's own words, shown with what they ask for."""
