"""The history of the tables (Alembic), from the databases that were made without it to those of today."""
