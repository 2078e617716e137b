"""All templates by name."""

from collections.abc import Callable

from benchmarks.held_out_dossiers import business, civil, dealings, forms, official, personal
from benchmarks.held_out_dossiers.flow import Flow
from benchmarks.held_out_dossiers.task import Task

TEMPLATES: dict[str, Callable[[Task, Flow], None]] = {
    **forms.FORMS,
    "pledge": forms.pledge,
    "decision": official.decision,
    "certificate": official.certificate,
    "confirmation": official.confirmation,
    "birth": civil.civil_status,
    "birth_notice": civil.civil_status,
    "death": civil.civil_status,
    "death_notice": civil.civil_status,
    "marriage": civil.civil_status,
    "single": civil.civil_status,
    "land": official.land,
    "business": official.business,
    "curriculum": personal.curriculum,
    "health": personal.health,
    "criminal": personal.criminal,
    "degree": personal.degree,
    "photo": personal.photo,
    "power": personal.power,
    "passport": personal.passport,
    "report": business.report,
    "plan": business.plan,
    "contract": dealings.contract,
    "minutes": business.minutes,
    "listing": business.listing,
    "invoice": dealings.invoice,
    "receipt": dealings.receipt,
    "drawing": dealings.drawing,
}
SIZES = {"degree": (210.0, 148.0), "photo": (210.0, 148.0), "passport": (210.0, 148.0)}
"""Sheets that are not A4, in millimetres."""
