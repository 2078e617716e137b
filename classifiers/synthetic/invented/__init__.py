"""Dossiers invented for any procedure of a catalogue, for training: forms, supporting papers, and what goes wrong."""

from classifiers.synthetic.invented.planner import Shares
from classifiers.synthetic.invented.plans import invent, invented_dossier, unrelated_stack

__all__ = ["Shares", "invent", "invented_dossier", "unrelated_stack"]
