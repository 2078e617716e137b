"""Where a kept dossier stands on its way through this service, and what an officer can decide."""

from typing import Literal

State = Literal["open", "reading", "read", "failed", "cancelled", "confirmed", "erased"]
"""open: files may be added, nothing was asked yet; reading: work is under way; read: a report is there;
failed: work was set aside, a person can start it again; confirmed: an officer decided."""

Decision = Literal["complete", "supplement", "refuse"]
"""Taken over as complete, sent back for a supplement, or a refusal drafted."""

Priority = Literal["citizen", "counter", "bulk"]
"""Whose work goes first: somebody waiting at a screen, a clerk, an archive."""

PRIORITIES: tuple[Priority, ...] = ("citizen", "counter", "bulk")
