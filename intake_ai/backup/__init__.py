"""Backups of a whole installation, and their restoring: between SQLite and PostgreSQL, folder and S3 alike."""
