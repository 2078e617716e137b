"""Celery: the pipeline as a task."""
