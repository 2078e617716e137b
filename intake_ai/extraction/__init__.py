"""Fields with evidence: labels, values and the certain readers."""
