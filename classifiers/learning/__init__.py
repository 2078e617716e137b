"""What the models of this package learn from: dossiers with the truth about them, read back from their pixels."""
