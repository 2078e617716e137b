"""From papers to values with evidence: forms, cards, certificates and letters, joined over one person."""
