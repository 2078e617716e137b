"""Celery: which process looks for work when, and what is done when one of them dies."""
