"""Changing the keys that everything kept of people is sealed with: a new one in front, then all sealed anew."""
