"""Which requirement each paper satisfies, what is missing, and the verdict."""
