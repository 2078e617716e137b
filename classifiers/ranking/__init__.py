"""Which procedure of a catalogue, and which of its cases, the papers of a dossier serve."""

from classifiers.ranking.ranker import Candidate, ProcedureRanker, Ranking

__all__ = ["Candidate", "ProcedureRanker", "Ranking"]
