"""Dossiers: made, listed, sent on their way, decided on."""
