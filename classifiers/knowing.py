"""What was handed in, as one joint answer: the papers, what each is, and the procedure that they serve.

Pages alone often leave two ways to part them open (is this head without a title a new paper?). The papers tell the
procedure, and the procedure tells which papers to expect; so where the splitting is in doubt each way is thought to
its end, and the one whose papers the procedure has a use for is taken.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from classifiers.identifying.model import TypingModel
from classifiers.identifying.naming import identify
from classifiers.papers import Paper
from classifiers.ranking import ProcedureRanker, Ranking
from classifiers.ranking.matching import assign
from classifiers.ranking.profiles import ProcedureProfile
from classifiers.splitting import PaperPages, Splitting, SplittingModel, best_splittings
from classifiers.splitting.heads import is_headed
from ocr.page import Page

_DOUBTFUL = 0.9
"""Probability of the likeliest splitting below which others are thought to their end,"""
_RIVAL = 0.1
"""the share of its probability that such another must have,"""
_MOST_WAYS = 3
"""and how many are looked at in all; each costs one more ranking."""

_USED = 2.0
_IDLE = 0.9
"""What a paper that fits a row wholly adds to the logarithm of a splitting's chances, and what every paper without a
head of its own takes away, each in proportion to the confidence in the procedure. Of 46 training dossiers split with
less certainty than `_DOUBTFUL`, 35 were right without this and 39 with it, counted before papers with a head were taken
out (2026-11-23); neighbouring values gave 37 to 40."""


@dataclass(frozen=True)
class Known:
    """What was handed in.

    Attributes:
        groups: The pages of each paper, and how sure they are one.
        papers: Of these groups, in the order of their first pages.
        ranking: The procedures that they may serve.
    """

    groups: tuple[PaperPages, ...] = ()
    papers: tuple[Paper, ...] = ()
    ranking: Ranking = field(default_factory=lambda: Ranking(()))


@dataclass(frozen=True)
class Knowing:
    """The three models at work, each with the weights it is given.

    Attributes:
        ways: The most probable ways to make papers of pages, at most so many.
        identify: Type, title and form of papers.
        rank: Procedures for papers, and for what a person chose.
    """

    ways: Callable[[Sequence[Page], int], Sequence[Splitting]]
    identify: Callable[[Sequence[PaperPages]], tuple[Paper, ...]]
    rank: Callable[[Sequence[Paper], ProcedureProfile | None], Ranking]

    def split(self, pages: Sequence[Page]) -> tuple[PaperPages, ...]:
        """The likeliest splitting, told by the pages alone."""
        ways = self.ways(pages, 1)
        return ways[0].papers if ways else ()

    def know(self, pages: Sequence[Page], chosen: ProcedureProfile | None = None) -> Known:
        """Papers and procedure of a dossier.

        Args:
            pages: Of all files in the order handed in.
            chosen: The procedure that a person chose, in force or not.
        """
        ways = _worth_thinking(self.ways(pages, _MOST_WAYS))
        if not ways:
            return Known(ranking=self.rank((), chosen))
        answers = [self._thought(way.papers, chosen) for way in ways]
        merits = [way.log_probability + _use(answer) for way, answer in zip(ways, answers, strict=True)]
        return answers[merits.index(max(merits))]

    def _thought(self, groups: tuple[PaperPages, ...], chosen: ProcedureProfile | None) -> Known:
        papers = self.identify(groups)
        return Known(groups, papers, self.rank(papers, chosen))


def knowing_by(
    ranker: ProcedureRanker, splitting: SplittingModel | None = None, typing: TypingModel | None = None
) -> Knowing:
    """The models at work.

    Args:
        ranker: Of the procedures in force, with its model.
        splitting, typing: The shipped models where None.
    """
    return Knowing(
        ways=lambda pages, count: best_splittings(pages, count, splitting),
        identify=lambda groups: identify(groups, typing),
        rank=ranker.rank,
    )


def _worth_thinking(ways: Sequence[Splitting]) -> Sequence[Splitting]:
    if not ways or math.exp(ways[0].log_probability) >= _DOUBTFUL:
        return ways[:1]
    least = ways[0].log_probability + math.log(_RIVAL)
    return [way for way in ways if way.log_probability >= least]


def _use(answer: Known) -> float:
    """How much the procedure has a use for these papers, as logarithm of odds."""
    best = answer.ranking.best
    if best is None:
        return 0.0
    fits = sum(match.fit for match in assign(answer.papers, best.profile.rows, best.profile.name))
    # a stranger's paper, too, is a paper of its own where its head says so, whether or not anybody has a use for it
    unheaded = sum(not is_headed(paper.pages[0].reading) for paper in answer.papers)
    return best.confidence * (_USED * fits - _IDLE * unheaded)
