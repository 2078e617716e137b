"""The blank forms that a centre adds: read once, kept as templates, laid on what comes in filled."""
