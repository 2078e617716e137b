"""Pages and papers of a dossier, and pictures of them."""
