"""The audit log, read and proven."""
