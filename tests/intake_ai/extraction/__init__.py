"""Tests of field extraction, with a builder of papers they share."""
