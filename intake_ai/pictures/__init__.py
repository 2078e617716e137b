"""Pictures of the pages of a dossier for people to look at."""
