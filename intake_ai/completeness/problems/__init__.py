"""What is wrong with the papers handed in: missing, unsigned, expired, contradictory, strange or unreadable."""

from intake_ai.completeness.problems.evidence import Evidence
from intake_ai.completeness.problems.finding import doubted_papers, find_problems
from intake_ai.completeness.problems.validity import as_date, expired_papers, issue_days

__all__ = ["Evidence", "as_date", "doubted_papers", "expired_papers", "find_problems", "issue_days"]
