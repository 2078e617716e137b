"""Papers that are a stranger's, and papers that no row asks for."""

from collections.abc import Iterator

from classifiers.ranking.matching import SATISFIES
from intake_ai.completeness.findings import Problem
from intake_ai.completeness.problems.evidence import Evidence
from intake_ai.completeness.surplus import Placed, surplus_papers
from intake_ai.terms import Severity


def strange_papers(evidence: Evidence) -> Iterator[Problem]:
    """Papers of strangers; cards of people whom no other paper names are for a person to look at."""
    papers = {paper.id: paper for paper in evidence.papers}
    for stranger in evidence.strangers:
        paper = papers[stranger.paper]
        values = {"title": paper.title, "person": stranger.person.name, "about": stranger.about.name}
        where = paper.pages[0].ref
        if stranger.is_sure:
            yield Problem("foreign_paper", "check", "foreign-paper", values, paper.id, page=where)
        else:
            yield Problem("foreign_paper", "info", "maybe-foreign-paper", values, paper.id, page=where)


def surplus(evidence: Evidence) -> Iterator[Problem]:
    """Papers that no row asks for: doubtful where nothing gives a reason for them; a stranger's is told as such.

    A paper that hardly suits a row at which it is not shown, and one that only may be a stranger's, are asked about
    like any other; of the latter only what is sure is told beside.
    """
    papers = {paper.id: paper for paper in evidence.papers}
    shown = {paper for component in evidence.components for paper in component.papers}
    suited = {match.paper for match in evidence.matches if match.fit >= SATISFIES}
    strange = {stranger.paper: stranger.is_sure for stranger in evidence.strangers}
    sure_strangers = {paper for paper, is_sure in strange.items() if is_sure}
    placed = Placed(frozenset(shown | suited | sure_strangers), frozenset(match.row for match in evidence.matches))
    for surplus in surplus_papers(evidence.papers, placed, evidence.fields, evidence.asked):
        paper = papers[surplus.paper]
        if paper.id in strange and not surplus.is_sure:
            continue
        severity: Severity = "check" if surplus.is_sure else "info"
        values = {"title": paper.title}
        yield Problem("surplus_paper", severity, "surplus-paper", values, paper.id, page=paper.pages[0].ref)
