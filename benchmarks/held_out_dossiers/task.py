"""What a template needs to know to set one paper."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from benchmarks.held_out_dossiers.flow import MOTTO, Flow, Signer
from benchmarks.held_out_dossiers.persons import Cast, Organisation
from benchmarks.held_out_dossiers.rows import Concept
from classifiers.synthetic.layout import Setting
from classifiers.synthetic.people import Person, written
from intake_ai.catalogue.models import Procedure


@dataclass(frozen=True)
class Task:
    """A paper to set.

    Attributes:
        title: As it will be printed, before capitals.
        request: What the procedure is about, in the words of a person who asks for it.
        siblings: Requests that the same form also serves.
        facts: Of the field: labels and answers.
        person: Whom the paper is about.
        signed: Whether the paper carries its signatures.
        extras: What only some templates use.
    """

    procedure: Procedure
    concept: Concept
    cast: Cast
    rng: random.Random
    title: str
    request: str
    receiver: str
    person: Person
    organisation: Organisation | None = None
    siblings: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    signed: bool = True
    extras: Mapping[str, str] = field(default_factory=dict)

    @property
    def owner(self) -> str:
        return self.organisation.name if self.organisation else self.person.name

    @property
    def place(self) -> str:
        return self.cast.commune.short if self.rng.random() < 0.5 else self.cast.commune.province

    def earlier(self, least: int, most: int) -> date:
        """A day some days before the dossier was handed in."""
        return self.cast.today - timedelta(days=self.rng.randrange(least, most))

    def chance(self, share: float) -> bool:
        return self.rng.random() < share


def long_date(day: date) -> str:
    return f"ngày {day.day:02d} tháng {day.month:02d} năm {day.year}"


def dated(task: Task, day: date) -> str:
    return f"{task.place}, {long_date(day)}"


def number(task: Task, mark: str) -> str:
    """A running number with the mark of the kind of paper."""
    return f"{task.rng.randrange(2, 990)}/{mark}"


def motto(flow: Flow, day: str = "") -> None:
    """The state's name and motto over the whole width, perhaps with place and day below."""
    flow.centred(f"<b>{MOTTO[0]}</b>", after=0)
    flow.centred(f"<b>{MOTTO[1]}</b>", after=0)
    frame = flow.page.frame
    flow.underline(frame.left + frame.width / 2 - 32, 64)
    if day:
        flow.p(f"<i>{day}</i>", "right", after=2)
    flow.gap(2.5)


def heading(flow: Flow, left: tuple[str, ...], below_left: str = "", day: str = "", share: float = 0.42) -> None:
    """Who writes on the left, the state on the right, number and day below."""
    page, frame = flow.page, flow.page.frame
    whole, start, top = frame.width + 8, frame.left - 5, flow.page.y
    setting = Setting(start, whole * share, "centre", leading=1.16)
    for place, line in enumerate(left):
        bold = place == len(left) - 1
        page.paragraph(f"<b>{line}</b>" if bold else line, setting, 11.5)
    flow.underline(setting.left + setting.width / 2 - 11, 22)
    if below_left:
        page.paragraph(below_left, setting, 12)
    lowest, page.y = page.y, top
    right = Setting(start + whole * share, whole * (1 - share) + 2, "centre", leading=1.16)
    page.paragraph(f"<b>{flow.spelt(MOTTO[0])}</b>", right, 11)
    page.paragraph(f"<b>{MOTTO[1]}</b>", right, 12)
    flow.underline(right.left + right.width / 2 - 27, 54)
    if day:
        page.paragraph(f"<i>{day}</i>", right, 12)
    page.y = max(lowest, page.y) + 4


def titled(flow: Flow, title: str, below: str = "", size: float = 1.0) -> None:
    """The title in capitals, and a line below it."""
    flow.centred(f"<b>{title.upper()}</b>", flow.manner.size + size, after=0.4)
    if below:
        flow.centred(f"<b>{below}</b>", after=0.4)
    flow.gap(2.4)


def identity(person: Person, rng: random.Random) -> str:
    """Kind, number, day and place of a person's card."""
    name = rng.choice(("CCCD", "Căn cước công dân", "Thẻ căn cước")) if not person.new_card else "Căn cước"
    return f"{name} số {person.number} cấp ngày {written(person.issued)}"


def head_signer(task: Task, lines: tuple[str, ...] = ()) -> Signer:
    """The column in which the applicant signs."""
    if task.organisation:
        body = task.organisation
        words = lines or (f"<b>{body.position.upper()}</b>", "<i>(Ký, ghi rõ họ tên, đóng dấu)</i>")
        return Signer(words, body.head.name, body.name if task.signed else "", inked=task.signed)
    words = lines or (
        f"<b>{task.rng.choice(('Người làm đơn', 'NGƯỜI ĐỀ NGHỊ', 'NGƯỜI KHAI', 'Người yêu cầu'))}</b>",
        "<i>(Ký, ghi rõ họ tên)</i>",
    )
    return Signer(words, task.person.name if task.signed else "", "", inked=task.signed)
