"""Writes what a glance at the pages told as it is kept."""

from intake_ai.dossier.assembling import paper_report
from intake_ai.dossier.first_look import FirstLookReport, LikelyProcedure, SeenComponent
from intake_ai.pipeline import FirstLook


def first_look_report(look: FirstLook) -> FirstLookReport:
    """A first look as it is kept; how long it took depends on the machine and is left out."""
    return FirstLookReport(
        schema="intake-first-look/1",
        papers=[paper_report(paper) for paper in look.papers],
        procedure=_procedure(look),
        components=[
            SeenComponent(row=each.row, name=each.name, state=each.state, papers=list(each.papers))
            for each in look.components
        ],
    )


def _procedure(look: FirstLook) -> LikelyProcedure | None:
    if look.procedure is None:
        return None
    confidence = None if look.confidence is None else round(look.confidence, 4)
    return LikelyProcedure(code=look.procedure.code, name=look.procedure.name, confidence=confidence)
