"""Checks for citizens, who need no account."""
