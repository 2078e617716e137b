"""Runs the service: one command for API and workers on one machine."""
