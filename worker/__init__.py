"""Celery: which stage runs where."""
