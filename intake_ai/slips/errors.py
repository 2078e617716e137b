"""What can be wrong with slips, for the person who wants one."""

from intake_ai.errors import BadRequest


class TemplateBroken(BadRequest):
    """A template does not compile; `values` name the file and, where known, the line."""


class CentreUnclear(BadRequest):
    """The centre's settings for slips cannot be read."""
