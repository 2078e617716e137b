"""Which papers are a stranger's: they name people, and nothing ties any of them to whom the dossier is about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from classifiers.papers import Paper, PaperType
from classifiers.vietnamese import fold
from classifiers.wording import similarity
from intake_ai.extraction.people import CARDS
from intake_ai.parties.cues import Part, cues
from intake_ai.parties.joining import contradict
from intake_ai.parties.names import possibly_same, same_organisation
from intake_ai.parties.namings import Naming
from intake_ai.parties.party import Party

_CREDIBLE = 0.6
"""Confidence of a name from which it is taken for read well enough to call its bearer a stranger."""
_AS_PRINTED = 0.97
"""The same where it was taken for handwriting: a pen's strokes are hardly ever read so surely (as `surety`)."""
_STANDS_IN_TEXT = 0.88
_LEGIBLE = 0.4
_ON_PAPER_BY_OFFICE: frozenset[Part] = frozenset({"official", "witness"})
_TIES_NOBODY: frozenset[Part] = frozenset({"official", "witness", "signing", "mentioned"})
_LONGEST_SHARED = 2


@dataclass(frozen=True, slots=True)
class Stranger:
    """A paper of somebody whom no other paper ties to the dossier.

    Attributes:
        paper: Its id.
        person: Whose it is.
        about: Whom the dossier is about.
        is_sure: Nothing explains it; otherwise a person had better look before anything is said to anybody.
    """

    paper: str
    person: Party
    about: Party
    is_sure: bool


@dataclass(frozen=True)
class _Dossier:
    papers: Sequence[Paper]
    parties: Sequence[Party]
    owners: Mapping[str, Party]

    @cached_property
    def texts(self) -> dict[str, str]:
        """The folded text of each paper in one line."""
        return {paper.id: " ".join(fold(paper.text).split()) for paper in self.papers}

    @cached_property
    def forms(self) -> list[Paper]:
        """The papers that tell whom the dossier is about: the forms, else the first that names who handed in a card."""
        forms = [paper for paper in self.papers if paper.type is PaperType.APPLICATION_FORM]
        cards = {paper.id for paper in self.papers if paper.type in CARDS}
        others = (paper for paper in self.papers if paper.id not in cards and self._holders_on(paper, cards))
        return forms or list(others)[:1]

    def about(self) -> Party | None:
        """Whom the dossier is about: the owner of a form, or who handed in a card where there is no form."""
        owner = next((self.owners[form.id] for form in self.forms if form.id in self.owners), None)
        if owner is not None or not self.forms:
            return owner
        cards = {paper.id for paper in self.papers if paper.type in CARDS}
        return next(iter(self._holders_on(self.forms[0], cards)), None)

    def _holders_on(self, paper: Paper, cards: set[str]) -> list[Party]:
        """The holders of cards whom a paper names, by its words and not only somewhere in its text."""
        holders = [party for party in self.parties if not cards.isdisjoint(party.papers)]
        return [p for p in holders if any(n.paper == paper.id and n.parts != {"mentioned"} for n in p.namings)]

    def on(self, paper: Paper) -> list[tuple[Party, Naming]]:
        return [(party, naming) for party in self.parties for naming in party.namings if naming.paper == paper.id]


def strangers(papers: Sequence[Paper], parties: Sequence[Party], owners: Mapping[str, Party]) -> tuple[Stranger, ...]:
    """The papers of strangers, in the order of the dossier.

    Who is named on the form belongs to the dossier; so does everybody who is named on a paper together with somebody
    who belongs to it, officials and signers aside. A paper that is tied in no such way is a stranger's. Nothing is said
    where no form tells whom the dossier is about, or where names were read badly.
    """
    dossier = _Dossier(papers, parties, owners)
    core = _core(dossier)
    about = dossier.about()
    if about is None:
        return ()
    tied = _tied(dossier, core)
    is_known = _is_known(core, tied)
    loose = [paper for paper in papers if paper.id not in tied]
    found = []
    for paper in loose:
        person = _whose(dossier, paper)
        if person is not None:
            is_sure = is_known and _is_sure(paper, person, loose)
            found.append(Stranger(paper.id, person, about, is_sure))
    return tuple(found)


def _core(dossier: _Dossier) -> list[Party]:
    """Everybody whom a form names, whatever their part; who only signs it, where it is his: others may be of an office.

    Where that leaves nobody the signers are all that is known of whom the form is about.
    """
    forms = {paper.id for paper in dossier.forms}
    named = [party for party in dossier.parties if party.name]
    core = [party for party in named if any(each.paper in forms and _is_core(each) for each in party.namings)]
    owners = [dossier.owners[form] for form in forms if form in dossier.owners]
    own = [party for party in core if party in owners or any(map(_brings_in, party.namings))]
    return own or core


def _is_core(naming: Naming) -> bool:
    """Whether a form names somebody as of the dossier: who signs it does, who only signs as an official does not."""
    return not naming.parts <= {*_ON_PAPER_BY_OFFICE, "mentioned"}


def _tied(dossier: _Dossier, core: Sequence[Party]) -> set[str]:
    """The papers that are tied to the dossier; whoever is named on one of them belongs to it."""
    belonging = list(core)
    tied = {paper.id for paper in dossier.forms}
    changed = True
    while changed:
        changed = False
        for paper in dossier.papers:
            if paper.id not in tied and _ties(dossier, paper, belonging, tied):
                tied.add(paper.id)
                belonging += [party for party, naming in dossier.on(paper) if _brings_in(naming)]
                changed = True
    return tied


def _brings_in(naming: Naming) -> bool:
    return bool(naming.name) and not naming.parts <= _TIES_NOBODY


def _ties(dossier: _Dossier, paper: Paper, belonging: Sequence[Party], tied: set[str]) -> bool:
    """Whether the paper names somebody who belongs to the dossier, or is of somebody whom a tied paper names."""
    here = [(party, naming) for party, naming in dossier.on(paper) if not naming.parts <= _ON_PAPER_BY_OFFICE]
    if any(party is other for party, _ in here for other in belonging):
        return True
    if any(_may_be(naming, other) for _, naming in here for other in belonging):
        return True
    text = dossier.texts[paper.id]
    of_office = [party for party, naming in dossier.on(paper) if naming.parts <= _ON_PAPER_BY_OFFICE]
    if any(_stands_in(other, text) for other in belonging if other not in of_office):
        return True
    rest = " ".join(dossier.texts[other] for other in tied)
    return any(_stands_in(party, rest) for party, naming in here if _brings_in(naming))


def _may_be(naming: Naming, party: Party) -> bool:
    """Whether a naming may be of the party after all, read or written badly."""
    if naming.is_organisation != party.is_organisation:
        return False
    if naming.is_organisation:
        return any(same_organisation(naming.name, name) for name in party.names)
    if naming.numbers & party.numbers:
        return True
    return any(
        bool(naming.name and other.name)
        and possibly_same(naming.name, other.name, by_hand=naming.by_hand or other.by_hand)
        and not contradict(naming, other)
        for other in party.namings
    )


def _stands_in(party: Party, text: str) -> bool:
    """Whether the party's name or number stands anywhere in a folded text."""
    names = (fold(name) for name in party.names if len(name.split()) > _LONGEST_SHARED)
    if any(similarity(name, text) >= _STANDS_IN_TEXT for name in names):
        return True
    short = (fold(name) for name in party.names if len(name.split()) == _LONGEST_SHARED)
    return any(name in text for name in short) or any(number in text for number in (*party.numbers, *party.tax_codes))


def _whose(dossier: _Dossier, paper: Paper) -> Party | None:
    """Whom a paper is about where that was read well enough, None otherwise."""
    owner = dossier.owners.get(paper.id)
    if owner is None or any(page.reading.legible < _LEGIBLE for page in paper.pages):
        return None
    mine = [naming for naming in owner.namings if naming.paper == paper.id]
    well_read = any(map(_is_well_read, mine))
    is_about = any(not naming.parts.isdisjoint(cues().principal) for naming in mine)
    return owner if well_read and is_about else None


def _is_well_read(naming: Naming) -> bool:
    return naming.confidence >= (_AS_PRINTED if naming.by_hand else _CREDIBLE)


def _is_known(core: Sequence[Party], tied: set[str]) -> bool:
    """Whether somebody of the form was read well: printed and clear there, or named in print on another paper too."""
    namings = [naming for party in core for naming in party.namings if naming.paper in tied and naming.name]
    return any(_is_well_read(naming) for naming in namings if _brings_in(naming))


def _is_sure(paper: Paper, person: Party, loose: Sequence[Paper]) -> bool:
    """Whether nothing explains a paper that is tied to none of the others.

    A card alone may be that of a representative, parent or spouse whom no paper needs to name; and where several papers
    speak of one such person, it may be the form that was read badly.
    """
    others = [other for other in loose if other.id != paper.id and other.id in person.papers]
    return paper.type not in CARDS and not others
