"""The words that the report uses for kinds, states and verdicts (contracts/report.schema.json)."""

from typing import Literal

FieldKind = Literal[
    "full_name", "date_of_birth", "sex", "id_number", "id_issue_date", "id_issue_place", "address", "phone", "email",
    "ethnicity", "nationality", "requested_content", "tax_code", "organisation_name", "relationship", "issue_date",
    "document_number", "issuer", "signer", "expiry_date", "other",
]  # fmt: skip
FieldSource = Literal["qr", "mrz", "text_layer", "ocr", "model", "officer", "applicant"]
FieldStatus = Literal["accepted", "to_check", "conflict"]
ComponentState = Literal[
    "present", "in_database", "on_vneid", "reused", "replaced", "not_applicable", "missing", "to_check"
]  # fmt: skip
PaperForm = Literal["original", "certified_copy", "photocopy", "electronic"]
ProblemKind = Literal[
    "missing_paper", "missing_page", "unsigned", "unstamped", "expired", "mismatch", "foreign_paper", "surplus_paper",
    "unfilled_field", "illegible", "unreadable_file", "duplicate", "secrecy_mark", "wrong_authority", "other",
]  # fmt: skip
Severity = Literal["blocking", "check", "info"]
Verdict = Literal["complete", "incomplete", "review"]
