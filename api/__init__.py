"""The edges: the console script, and the HTTP API that comes with it."""
