"""What happens to a dossier, told to those who watch it."""
