"""Signing in and out, and the own profile."""
