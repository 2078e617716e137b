"""Real blank forms filled in with invented facts: a benchmark of fields on forms that nobody tuned on."""
