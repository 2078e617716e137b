"""One invented dossier in the making: rows, form, supporting papers, cards, what goes wrong."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from classifiers.papers import PaperType
from classifiers.ranking.profiles import ProcedureProfile, RowProfile
from classifiers.synthetic.cards import card_title
from classifiers.synthetic.dossiers import PlannedDossier, PlannedPaper
from classifiers.synthetic.invented.arranging import arranged
from classifiers.synthetic.invented.forms import application, form_title
from classifiers.synthetic.invented.looks import again, paper_look, scanner
from classifiers.synthetic.invented.making import FORMLESS, asks_for_form, card_of, form_head, form_number, made_paper
from classifiers.synthetic.invented.scene import CARD_DAYS, YEARS, Scene, agency_named
from classifiers.synthetic.invented.sharing import shared_cards
from classifiers.synthetic.invented.topics import Topic, kind_of, row_titles, topic_of
from classifiers.synthetic.invented.wordbank import bank
from classifiers.synthetic.papers import SetPaper
from classifiers.synthetic.people import Person, Population, communes
from classifiers.synthetic.seeds import seeded

SUPPORTING = (1, 2, 2, 2, 3, 3, 4, 5)
"""How many supporting papers a dossier holds at most, one of these; what is due beyond them is missing."""
DELIVERIES = {"pdf": 42, "files": 34, "phone": 24}


@dataclass(frozen=True, slots=True)
class Shares:
    """How often things happen, as fractions of dossiers or papers."""

    outside: float = 0.12
    unrelated: float = 0.04
    no_form: float = 0.05
    unasked_form: float = 0.7
    missing_row: float = 0.12
    conditional_row: float = 0.15
    surplus: float = 0.13
    stranger: float = 0.10
    partner: float = 0.2
    card: float = 0.5
    page_missing: float = 0.05
    disorder: float = 0.07
    blank_backs: float = 0.1
    turned: float = 0.06


class DossierPlanner:
    """A dossier in the making."""

    def __init__(self, name: str, profile: ProcedureProfile, shares: Shares) -> None:
        self.name, self.profile, self.shares = name, profile, shares
        self.rng = seeded("invented", name)
        self.topic = topic_of(profile)
        self.commune = self.rng.choice(communes())
        self.people = Population(self.rng, self.commune)
        self.day = self.people.day(date(2025, 9, 1), date(2026, 12, 20))
        self.organised = self.rng.random() < self._organised()
        self.scene = self.scene_of(self.topic)
        self.papers: list[PlannedPaper] = []
        self.persons = [self.scene.applicant]
        self.defects: list[tuple[str, SetPaper]] = []
        self.device = scanner(self.rng)

    def _organised(self) -> float:
        text = " ".join([self.profile.name, *(row.text for row in self.profile.rows)]).lower()
        return 0.7 if any(word in text for word in bank("kinds")["organised"]) else 0.12

    def scene_of(self, topic: Topic) -> Scene:
        """A world with another applicant in the same commune."""
        person = self.people.person(self.rng.choice(("Nam", "Nữ")), YEARS, CARD_DAYS)
        scene = Scene(
            self.rng,
            topic,
            self.people,
            person,
            "",
            agency_named(self.profile.agency, self.commune, self.rng),
            self.day,
        )
        if self.organised:
            scene.org = scene.organisation()
        return scene

    def plan(self) -> PlannedDossier:
        case = self._case()
        due, extra = self._rows(case)
        self.scene.case = self.profile.cases[case] if case is not None else ""
        self._partner()
        form = next((row for row in due + extra if asks_for_form(row)), None)
        self._application(form)
        wanted = [row for row in due + extra if row is not form]
        self.rng.shuffle(wanted)
        most = self.rng.choice(SUPPORTING)
        missing = [row.index for row in wanted[most:] if row.due]
        for row in wanted[:most]:
            if row.due and self.rng.random() < self.shares.missing_row:
                missing.append(row.index)
            else:
                self._supporting(row)
        self._cards(due)
        self._strange_things(due)
        if form and not any(paper.row == form.index for paper in self.papers):
            missing.append(form.index)
        if self.rng.random() < 0.3:
            self.rng.shuffle(self.papers)
        finished = self.finished(tuple(row.index for row in due if row.due), tuple(sorted(missing)))
        return replace(finished, case=(case, self.profile.cases[case]) if case is not None else None)

    def _partner(self) -> None:
        """A second person, whom the form names and who may hand in a card too."""
        if self.rng.random() < self.shares.partner:
            self.scene.partner = self.people.person(self.rng.choice(("Nam", "Nữ")), YEARS, CARD_DAYS)
            self.persons.append(self.scene.partner)

    def _case(self) -> int | None:
        cases = sorted({row.case for row in self.profile.rows if row.case is not None and row.is_paper})
        chosen = self.rng.choice(cases) if cases else None
        return chosen if chosen is not None and chosen < len(self.profile.cases) else None

    def _rows(self, case: int | None) -> tuple[list[RowProfile], list[RowProfile]]:
        fitting = [
            row
            for row in self.profile.rows
            if row.is_paper and row.text.strip() and (row.case is None or row.case == case)
        ]
        due = [row for row in fitting if row.due]
        return due, [row for row in fitting if not row.due and self.rng.random() < self.shares.conditional_row]

    def _application(self, row: RowProfile | None) -> None:
        wanted = 1 - self.shares.no_form if row else self.shares.unasked_form
        if self.rng.random() >= wanted:
            return
        self.scene.form_number = form_number(row)
        title = form_title(self.scene, form_head(row, self.topic, self.rng) if row else "")
        signed = self.rng.random() < 0.96
        paper = application(self.scene, title, paper_look(self.rng), signed=signed)
        if not signed:
            self.defects.append(("unsigned", paper))
        self.add(paper, self.scene.owner, row.index if row else None, form=paper.title)

    def _supporting(self, row: RowProfile) -> None:
        title = row_titles(row, self.topic, self.rng)
        kind = kind_of(title)[0]
        if kind == "application" or (kind in FORMLESS and asks_for_form(row)):
            self.scene.form_number = form_number(row)
            paper = application(self.scene, form_title(self.scene, title), paper_look(self.rng))
            self.add(paper, self.scene.owner, row.index, form=paper.title)
            return
        self.add(*made_paper(self.scene, title), row.index)

    def _cards(self, due: Sequence[RowProfile]) -> None:
        """Identity cards of the applicant and perhaps of another person, copied in one of the usual ways."""
        if (
            any(paper.paper.type is PaperType.IDENTITY_CARD for paper in self.papers)
            or self.rng.random() >= self.shares.card
        ):
            return
        row = next((row.index for row in due if PaperType.IDENTITY_CARD in row.types), None)
        draw, other = self.rng.random(), self.scene.partner
        if other and draw < 0.7:
            if draw < 0.35:
                self._two_on_one_sheet(other, row)
                return
            self.add(card_of(other, self.rng), other.name, row)
        self.add(card_of(self.scene.applicant, self.rng), self.scene.applicant.name, row)

    def _two_on_one_sheet(self, other: Person, row: int | None) -> None:
        mine = self.scene.applicant
        sheet = shared_cards((mine, other), self.rng)
        self.add(SetPaper(PaperType.IDENTITY_CARD, card_title(mine), sheet), mine.name, row)
        host = len(self.papers) - 1
        second = SetPaper(PaperType.IDENTITY_CARD, card_title(other), sheet)
        self.papers.append(replace(self.papers[host], paper=second, owner=other.name, lies_on=host))

    def _strange_things(self, due: Sequence[RowProfile]) -> None:
        rng = self.rng
        if rng.random() < self.shares.surplus:
            title = self.scene.pick("surplus_titles")
            scene = replace(self.scene, topic=topic_of(ProcedureProfile("", self.scene.pick("surplus_titles"))))
            self.add(*made_paper(scene, title), None, surplus=True)
            self.defects.append(("surplus_paper", self.papers[-1].paper))
        if rng.random() < self.shares.stranger:
            self._stranger([row for row in due if not asks_for_form(row)])

    def _stranger(self, rows: Sequence[RowProfile]) -> None:
        """A paper of somebody else, of a kind that is due or an identity card."""
        scene = self.scene_of(self.topic)
        if rows:
            paper, owner = made_paper(scene, row_titles(self.rng.choice(list(rows)), self.topic, self.rng))
        else:
            paper, owner = card_of(scene.applicant, self.rng), scene.applicant.name
        self.add(paper, owner, None, foreign=True)
        self.defects.append(("foreign_paper", paper))

    def add(
        self,
        paper: SetPaper,
        owner: str,
        row: int | None,
        *,
        form: str = "",
        surplus: bool = False,
        foreign: bool = False,
    ) -> None:
        """Put a paper on the pile; things may happen to its pages."""
        rng, count = self.rng, len(paper.sheets)
        kept = list(range(count))
        if count > 1 and rng.random() < self.shares.page_missing:
            kept.remove(rng.choice(kept))
            self.defects.append(("missing_page", paper))
        if len(kept) > 1 and rng.random() < self.shares.disorder:
            rng.shuffle(kept)
        turns = {page: rng.choice((90, 180, 180, 270)) for page in kept if rng.random() < self.shares.turned}
        self.papers.append(
            PlannedPaper(paper, owner, row, form, again(self.device, rng), turns, tuple(kept), surplus, foreign)
        )

    def finished(self, due: tuple[int, ...], missing: tuple[int, ...]) -> PlannedDossier:
        """The dossier with its files."""
        if not self.papers:
            self.add(card_of(self.scene.applicant, self.rng), self.scene.applicant.name, None)
        delivery = self.rng.choices(list(DELIVERIES), list(DELIVERIES.values()))[0]
        self._reorder_hosts()
        files = arranged(self.papers, delivery, self.day, self.rng, self.shares.blank_backs)
        defects = tuple({"kind": kind, "paper": self._place_of(paper)} for kind, paper in self.defects)
        spoilt = any(defect["kind"] in ("unsigned", "missing_page") for defect in defects)
        return PlannedDossier(
            self.name, self.profile.code, self.profile.name, delivery, self.day,
            tuple(self.papers), tuple(self.persons), due, (), missing, defects,
            bool(missing) or spoilt, arrangement=files,
        )  # fmt: skip

    def _place_of(self, paper: SetPaper) -> int:
        return next(place for place, planned in enumerate(self.papers) if planned.paper is paper)

    def _reorder_hosts(self) -> None:
        """After shuffling, papers that lie on another's sheet must find it again."""
        for place, paper in enumerate(self.papers):
            if paper.lies_on is not None:
                host = next(
                    at
                    for at, other in enumerate(self.papers)
                    if other.lies_on is None and other.paper.sheets is paper.paper.sheets
                )
                self.papers[place] = replace(paper, lies_on=host)
