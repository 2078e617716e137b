"""The edges: the console script `intake-ai`."""
