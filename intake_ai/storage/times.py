"""Reads times as databases give them back."""

from datetime import UTC, datetime


def in_utc(stored: datetime) -> datetime:
    """A stored time in UTC: SQLite gives it back without a zone, PostgreSQL in the zone of its session."""
    return stored.replace(tzinfo=UTC) if stored.tzinfo is None else stored.astimezone(UTC)
