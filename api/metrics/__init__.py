"""Figures for who watches the service (Prometheus)."""
