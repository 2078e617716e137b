"""One dossier: what came, what was found, and the report about it."""
