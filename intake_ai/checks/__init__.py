"""Checks for citizens: no account, consent noted, nothing kept longer than the stated minutes."""
