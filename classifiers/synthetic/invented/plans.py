"""Plans of invented dossiers: which papers of which procedure are handed in, in what order, how scanned, what goes wrong."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from classifiers.papers import PaperType
from classifiers.ranking.profiles import ProcedureProfile, RowProfile
from classifiers.synthetic.cards import alone, card_faces, card_title, on_one_sheet
from classifiers.synthetic.dossiers import BLANK, Member, PlannedDossier, PlannedPaper
from classifiers.synthetic.invented.forms import application, form_title
from classifiers.synthetic.invented.known_papers import OWNERS, known_paper
from classifiers.synthetic.invented.looks import again, paper_look, phone, scanner
from classifiers.synthetic.invented.scene import CARD_DAYS, YEARS, Scene, agency_named
from classifiers.synthetic.invented.sharing import shared_cards
from classifiers.synthetic.invented.supporting import supporting
from classifiers.synthetic.invented.topics import Topic, kind_of, row_titles, topic_of
from classifiers.synthetic.invented.wordbank import bank, plain, raised
from classifiers.synthetic.papers import SetPaper
from classifiers.synthetic.people import Person, Population, communes
from classifiers.synthetic.seeds import seeded

SUPPORTING = (1, 2, 2, 2, 3, 3, 4, 5)
"""How many supporting papers a dossier holds at most, one of these; what is due beyond them is missing."""
PERSONAL = frozenset({"card", "photo", "degree", "medical", "curriculum", "passport"})
"""Kinds of papers about the person even where an organisation applies."""
ORGANISED = (
    "tổ chức",
    "doanh nghiệp",
    "công ty",
    "cơ sở",
    "hợp tác xã",
    "trường",
    "chủ đầu tư",
    "dự án",
    "đơn vị",
    "trung tâm",
)


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


def invent(
    profiles: Sequence[ProcedureProfile],
    count: int,
    seed: int,
    *,
    outside: Sequence[ProcedureProfile] = (),
    shares: Shares | None = None,
) -> Iterator[PlannedDossier]:
    """Plans of dossiers, spread evenly over the procedures.

    Args:
        profiles: Procedures that may be asked for.
        count: How many plans.
        seed: Decides everything; plan number n depends on nothing but this and n.
        outside: Procedures that the catalogue in use does not hold: their dossiers have no code.
        shares: How often things happen.

    Raises:
        ValueError: No procedure is given.
    """
    if not profiles:
        raise ValueError("no procedure to invent dossiers of")
    shares = shares or Shares()
    order, other = list(profiles), list(outside)
    seeded("order", seed).shuffle(order)
    seeded("outside", seed).shuffle(other)
    for place in range(count):
        name = f"inv-{seed}-{place:05d}"
        draw = seeded("sort", name).random()
        if draw < shares.unrelated:
            yield unrelated_stack(name, order, shares)
        elif draw < shares.unrelated + shares.outside and other:
            yield replace(invented_dossier(name, other[place % len(other)], shares), code=None)
        else:
            yield invented_dossier(name, order[place % len(order)], shares)


def invented_dossier(name: str, profile: ProcedureProfile, shares: Shares | None = None) -> PlannedDossier:
    """A dossier for a procedure; the same name gives the same dossier."""
    return _Planner(name, profile, shares or Shares()).plan()


def unrelated_stack(name: str, profiles: Sequence[ProcedureProfile], shares: Shares) -> PlannedDossier:
    """Papers that belong together in no way and ask for nothing."""
    rng = seeded("stack", name)
    planner = _Planner(name, rng.choice(list(profiles)), shares)
    for _ in range(rng.randrange(1, 6)):
        scene = planner.scene_of(topic_of(rng.choice(list(profiles))))
        title = rng.choice(bank("phrases")["surplus_titles"])
        planner.add(*_made(scene, title), None, surplus=True)
    return replace(planner.finished((), ()), code=None, procedure="")


class _Planner:
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
        self.defects: list[dict[str, Any]] = []
        self.device = scanner(self.rng)

    def _organised(self) -> float:
        text = " ".join([self.profile.name, *(row.text for row in self.profile.rows)]).lower()
        return 0.7 if any(word in text for word in ORGANISED) else 0.12

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
        form = next((row for row in due + extra if _is_form(row)), None)
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
        self.scene.form_number = _form_number(row)
        title = form_title(self.scene, _form_head(row, self.topic, self.rng) if row else "")
        signed = self.rng.random() < 0.96
        paper = application(self.scene, title, paper_look(self.rng), signed=signed)
        if not signed:
            self.defects.append({"kind": "unsigned", "paper": 0})
        self.add(paper, self.scene.owner, row.index if row else None, form=paper.title)

    def _supporting(self, row: RowProfile) -> None:
        title = row_titles(row, self.topic, self.rng)
        if _is_form(row) or kind_of(title)[0] == "application":
            self.scene.form_number = _form_number(row)
            paper = application(self.scene, form_title(self.scene, title), paper_look(self.rng))
            self.add(paper, self.scene.owner, row.index, form=paper.title)
            return
        self.add(*_made(self.scene, title), row.index)

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
            self.add(_card(other, self.rng), other.name, row)
        self.add(_card(self.scene.applicant, self.rng), self.scene.applicant.name, row)

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
            scene = replace(
                self.scene, topic=topic_of(ProcedureProfile("", rng.choice(bank("phrases")["surplus_titles"])))
            )
            self.add(*_made(scene, rng.choice(bank("phrases")["surplus_titles"])), None, surplus=True)
            self.defects.append({"kind": "surplus_paper", "paper": len(self.papers) - 1})
        if rng.random() < self.shares.stranger:
            scene = self.scene_of(self.topic)
            row = rng.choice([row for row in due if not _is_form(row)] or [None])
            paper, owner = (
                (_card(scene.applicant, rng), scene.applicant.name)
                if row is None
                else _made(scene, row_titles(row, self.topic, rng))
            )
            self.add(paper, owner, None, foreign=True)
            self.defects.append({"kind": "foreign_paper", "paper": len(self.papers) - 1})

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
            self.defects.append({"kind": "missing_page", "paper": len(self.papers)})
        if len(kept) > 1 and rng.random() < self.shares.disorder:
            rng.shuffle(kept)
        turns = {page: rng.choice((90, 180, 180, 270)) for page in kept if rng.random() < self.shares.turned}
        self.papers.append(
            PlannedPaper(paper, owner, row, form, again(self.device, rng), turns, tuple(kept), surplus, foreign)
        )

    def finished(self, due: tuple[int, ...], missing: tuple[int, ...]) -> PlannedDossier:
        """The dossier with its files."""
        if not self.papers:
            self.add(_card(self.scene.applicant, self.rng), self.scene.applicant.name, None)
        delivery = self.rng.choices(("pdf", "files", "phone"), (42, 34, 24))[0]
        self._reorder_hosts()
        if delivery == "phone":
            self._photographed()
        arrangement = self._arranged(delivery)
        return PlannedDossier(
            self.name,
            self.profile.code,
            self.profile.name,
            delivery,
            self.day,
            tuple(self.papers),
            tuple(self.persons),
            due,
            (),
            missing,
            tuple(self.defects),
            bool(missing),
            arrangement=arrangement,
        )

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

    def _photographed(self) -> None:
        device = phone(self.rng)
        for place, paper in enumerate(self.papers):
            wide = paper.paper.sheets[0].size[0] > paper.paper.sheets[0].size[1]
            look = again(device, self.rng)
            self.papers[place] = replace(paper, look=replace(look, size=device.size[::-1] if wide else device.size))

    def _arranged(self, delivery: str) -> tuple[tuple[str, tuple[Member, ...]], ...]:
        rng = self.rng
        piles = [[(place, page) for page in paper.pages] for place, paper in enumerate(self.papers) if paper.pages]
        if delivery == "phone":
            start = self.day.strftime("%Y%m%d")
            second = rng.randrange(28800, 61200)
            moments = [second + 17 * place for place in range(sum(map(len, piles)))]
            names = [
                f"IMG_{start}_{moment // 3600:02d}{moment % 3600 // 60:02d}{moment % 60:02d}.jpg" for moment in moments
            ]
            return tuple(
                (name, (member,))
                for name, member in zip(names, (member for pile in piles for member in pile), strict=True)
            )
        if rng.random() < self.shares.blank_backs:
            piles = [[side for member in pile for side in self._with_back(member)] for pile in piles]
        if delivery == "pdf":
            name = rng.choice(
                ("hoso.pdf", "scan.pdf", "Scan0001.pdf", f"SCAN_{self.day:%Y%m%d}.pdf", "ho_so_day_du.pdf")
            )
            return ((name, tuple(member for pile in piles for member in pile)),)
        return tuple(_named(self.papers, list(_filed(piles, rng)), rng))

    def _with_back(self, member: Member) -> list[Member]:
        return [member, (member[0], BLANK)] if self.rng.random() < 0.75 else [member]


def _filed(piles: Sequence[Sequence[Member]], rng: random.Random) -> Iterator[tuple[str, tuple[Member, ...]]]:
    """A file for each paper; now and then two papers in one, or one paper's pages in files of their own."""
    place, number = 0, 1
    while place < len(piles):
        pile = list(piles[place])
        if rng.random() < 0.15 and place + 1 < len(piles):
            place += 1
            pile += piles[place]
        parts = [[member] for member in pile] if rng.random() < 0.06 else [pile]
        for part in parts:
            yield f"scan_{number:02d}.pdf", tuple(part)
            number += 1
        place += 1


def _named(
    papers: list[PlannedPaper], files: Sequence[tuple[str, tuple[Member, ...]]], rng: random.Random
) -> Iterator[tuple[str, tuple[Member, ...]]]:
    """A page that is alone in its file may be a picture: a scan, or a photo among the scans."""
    device = phone(rng)
    for name, members in files:
        place = members[0][0]
        alone_there = len(members) == 1 and len(papers[place].pages) == 1
        if alone_there and rng.random() < 0.3:
            if rng.random() < 0.5:
                papers[place] = replace(papers[place], look=again(device, rng))
            yield name.replace(".pdf", ".jpg"), members
        else:
            yield name, members


def _form_number(row: RowProfile | None) -> str:
    """The number by which the row names its form, such as "Mẫu số 02"; not the name of a file."""
    numbers = [
        plain(form) for form in (row.forms if row else ()) if len(form) < 24 and not re.search(r"\.\w{3,4}$", form)
    ]
    return numbers[0] if numbers else ""


def _is_form(row: RowProfile) -> bool:
    return PaperType.APPLICATION_FORM in row.types and not row.text.lower().lstrip("-+ ").startswith("bản sao")


def _form_head(row: RowProfile, topic: Topic, rng: random.Random) -> str:
    title = row_titles(row, topic, rng)
    return title if kind_of(title)[0] == "application" or rng.random() < 0.5 else ""


def _card(person: Person, rng: random.Random) -> SetPaper:
    """Both sides on one sheet, each on a sheet of its own, or only the front."""
    draw = rng.random()
    sheets = (on_one_sheet(person),) if draw < 0.6 else tuple(alone(face) for face in card_faces(person))
    return SetPaper(PaperType.IDENTITY_CARD, card_title(person), sheets[:1] if draw > 0.95 else sheets)


def _made(scene: Scene, title: str) -> tuple[SetPaper, str]:
    """A supporting paper by its title, and whose it is."""
    kind, paper_type = kind_of(title)
    if kind == "card":
        return _card(scene.applicant, scene.rng), scene.applicant.name
    if kind == "application":
        return application(scene, form_title(scene, title), paper_look(scene.rng)), scene.owner
    if kind in OWNERS and kind not in ("decision", "degree") and scene.rng.random() < 0.85:
        return known_paper(kind, scene)
    paper = supporting(scene, raised(title), kind, paper_type)
    return paper, scene.applicant.name if kind in PERSONAL else scene.owner
