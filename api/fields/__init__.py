"""Values read from a dossier: corrected by officers, who then decide."""
