"""Sets the papers of a dossier: the form, what the rows ask for, cards of persons."""

import random
from dataclasses import dataclass, replace

from rapidfuzz.fuzz import token_set_ratio

from benchmarks.held_out_dossiers.dealings import invoice_title
from benchmarks.held_out_dossiers.faces import some_face
from benchmarks.held_out_dossiers.flow import Flow, plain, some_manner
from benchmarks.held_out_dossiers.official import split_title
from benchmarks.held_out_dossiers.persons import Cast
from benchmarks.held_out_dossiers.phrases import paper_name, receiver, request, same_name
from benchmarks.held_out_dossiers.plans import HeldPaper
from benchmarks.held_out_dossiers.rows import Concept, facts
from benchmarks.held_out_dossiers.task import Task
from benchmarks.held_out_dossiers.templates import SIZES, TEMPLATES
from classifiers.papers import PaperType
from classifiers.synthetic.cards import CardFace, card_faces, card_title
from classifiers.synthetic.people import Person
from classifiers.synthetic.sheet import A4, Mark, Sheet, moved
from intake_ai.catalogue.models import Procedure

PALE = ((255, 255, 255), (255, 255, 255), (255, 255, 255), (252, 250, 242), (248, 248, 246))
GENERIC = (
    "đơn đề nghị",
    "đơn đăng ký",
    "tờ khai",
    "văn bản đề nghị",
    "giấy đề nghị",
    "công văn đề nghị",
    "phiếu đăng ký",
    "đơn xin",
    "đơn yêu cầu",
    "tờ trình",
    "công văn",
    "bản khai",
    "bản đăng ký",
    "thông báo",
    "văn bản",
    "đơn",
)


@dataclass(frozen=True)
class Around:
    """What is known about the procedures beside this one.

    Attributes:
        twins: Procedures whose names are so alike that a form must tell the whole request.
        siblings: Requests that the same form also serves.
    """

    twins: tuple[str, ...] = ()
    siblings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ready:
    """A paper that was set: the truth about it and its sheets."""

    paper: HeldPaper
    sheets: tuple[Sheet, ...]
    form: bool = False


def form_title(concept: Concept, wish: str, rng: random.Random) -> tuple[str, str]:
    """Title of a form and the line below it."""
    title = plain(concept.title)
    own = plain(paper_name(concept.row.form_name))
    if own and 2 <= len(own.split()) <= 30 and rng.random() < 0.6:
        title = own[:1].upper() + own[1:]
    lowered = title.lower()
    if (lowered.startswith(GENERIC) and len(title.split()) <= 4) or lowered.endswith(("theo mẫu", "theo quy định")):
        head = next((word for word in GENERIC if lowered.startswith(word)), "đơn đề nghị")
        if rng.random() < 0.6:
            return (
                head,
                "" if rng.random() < 0.25 else f"V/v {wish}" if rng.random() < 0.5 else f"{wish[:1].upper()}{wish[1:]}",
            )
        return f"{head} {wish.removeprefix('đề nghị ')}" if len(wish.split()) < 22 else head, ""
    if lowered.startswith("đơn đề nghị") and rng.random() < 0.12:
        title = rng.choice(("Đơn xin", "Giấy đề nghị", "Văn bản đề nghị")) + title[11:]
    return title, ""


def set_form(
    procedure: Procedure,
    concept: Concept,
    cast: Cast,
    rng: random.Random,
    around: Around,
    enclosed: list[str],
    *,
    signed: bool | None = None,
) -> Ready:
    """The application form; three in a hundred are unsigned where `signed` is None."""
    wish = request(procedure.name)
    title, below = form_title(concept, wish, rng)
    clear = not around.twins and token_set_ratio(same_name(title), same_name(procedure.name)) >= 88
    ticks = around.siblings if around.siblings and rng.random() < 0.45 else ()
    extras = {
        "below": below,
        "say": "0" if clear and rng.random() < 0.4 else "1",
        "enclosed": "|".join(enclosed),
        "list": rng.choice("01"),
        "phone": f"0900{rng.randrange(10**6):06d}",
        "dots": rng.choice("110"),
        "bullet": rng.choice(("", "", "- ")),
    }
    told = wish if around.twins or rng.random() < 0.5 else worded(wish, rng)
    style = "letter" if concept.template == "letter" else rng.choice(("citizen", "citizen", "parts", "parts", "boxed"))
    task = Task(
        procedure,
        concept,
        cast,
        rng,
        title,
        told,
        receiver(procedure.agency, cast.commune),
        cast.applicant,
        cast.organisation,
        ticks,
        tuple(facts(procedure, rng, rng.choice((3, 4, 5, 6)))),
        (rng.random() > 0.03) if signed is None else signed,
        extras,
    )
    sheets = drawn_paper(style, task)
    shown = (
        f"V/v {plain(told)}"
        if style == "letter" and title.lower().startswith(("văn bản", "công văn"))
        else title.upper()
    )
    paper = HeldPaper(
        PaperType.APPLICATION_FORM, shown, concept.row.row, cast.owner, plain(concept.row.form_name) or title
    )
    return Ready(paper, sheets, form=True)


def worded(wish: str, rng: random.Random) -> str:
    """The request in a person's words: without brackets, sometimes without whose task it is."""
    short = wish.partition("(")[0].partition(" thuộc thẩm quyền")[0].strip()
    short = short if len(short.split()) >= 4 else wish
    changes = (
        ("Ủy ban nhân dân", "UBND"),
        ("giấy chứng nhận", "GCN"),
        ("trách nhiệm hữu hạn", "TNHH"),
        ("quyền sử dụng đất", "QSDĐ"),
    )
    old, new = rng.choice(changes)
    return short.replace(old, new) if rng.random() < 0.4 else short


def set_paper_of(
    procedure: Procedure, concept: Concept, cast: Cast, rng: random.Random, person: Person | None = None
) -> Ready:
    """A supporting paper of a row."""
    if concept.template == "card":
        return card_ready(person or cast.applicant, rng, concept.row.row)[0]
    who = person or cast.applicant
    template, title = concept.template, concept.title
    if template == "form":
        template = rng.choice(("citizen", "parts", "boxed"))
    form = template in {"citizen", "parts", "boxed", "letter"}
    if form:
        title, _ = form_title(concept, request(procedure.name), rng)
    extras = {"say": "0" if form else "1", "dots": rng.choice("110"), "topic": worded(request(procedure.name), rng)}
    organisation = cast.organisation if person is None else None
    task = Task(
        procedure,
        concept,
        cast,
        rng,
        plain(title),
        worded(request(procedure.name), rng),
        receiver(procedure.agency, cast.commune),
        who,
        organisation,
        (),
        tuple(facts(procedure, rng, 5)),
        True,
        extras,
    )
    sheets = drawn_paper(template, task)
    owner = (
        who.name
        if organisation is None
        or template in {"curriculum", "health", "criminal", "degree", "photo", "land", "birth", "passport"}
        else organisation.name
    )
    shown = printed_title(template, task)
    return Ready(
        HeldPaper(concept.type, shown, concept.row.row, owner, plain(concept.row.form_name) if form else ""),
        sheets,
        form=False,
    )


def printed_title(template: str, task: Task) -> str:
    """The title as it stands on the paper."""
    fixed = {
        "health": "GIẤY KHÁM SỨC KHỎE",
        "land": "GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG ĐẤT, QUYỀN SỞ HỮU TÀI SẢN GẮN LIỀN VỚI ĐẤT",
        "passport": "HỘ CHIẾU",
        "photo": "",
    }
    if template in fixed:
        return fixed[template]
    if template == "business":
        plain_name = f"Giấy chứng nhận đăng ký {'doanh nghiệp' if task.organisation else 'hộ kinh doanh'}"
        return (task.title if task.title.lower().startswith("giấy chứng nhận đăng ký") else plain_name).upper()
    if template == "decision":
        head, about = split_title(task.title, "Quyết định")
        return f"{head.upper()} {about or f'Về việc {plain(task.request)}'}"
    if template == "invoice":
        return invoice_title(task).upper()
    if template == "letter" and task.title.lower().startswith(("văn bản", "công văn")):
        return f"V/v {plain(task.request)}"
    return task.title.upper()


def drawn_paper(template: str, task: Task) -> tuple[Sheet, ...]:
    """The sheets of a paper in a manner of its own."""
    rng = task.rng
    family = some_face(rng)
    manner = some_manner(rng, (family, family if rng.random() < 0.6 else some_face(rng, 0.3)))
    size = SIZES.get(template, A4)
    if size != A4:
        manner = replace(manner, margins=(24, 18, 14, 8), size=min(manner.size, 12.0), leading=1.2)
    flow = Flow(task.title, manner, size, rng.choice(PALE) if template != "land" else (252, 226, 226))
    TEMPLATES[template](task, flow)
    return flow.sheets()


def card_ready(person: Person, rng: random.Random, row: int | None) -> tuple[Ready, ...]:
    """An identity card: both sides on a sheet, or a sheet for each."""
    front, back = card_faces(person)
    if rng.random() < 0.55:
        top = rng.uniform(24, 60)
        sheets: tuple[Sheet, ...] = (
            laid(((front, (rng.uniform(30, 70), top)), (back, (rng.uniform(30, 70), top + rng.uniform(78, 110))))),
        )
    else:
        sheets = tuple(laid(((face, (8.0, 8.0)),), (face.size[0] + 16, face.size[1] + 16)) for face in (front, back))
    return (Ready(HeldPaper(PaperType.IDENTITY_CARD, card_title(person), row, person.name), sheets),)


def two_cards(first: Person, second: Person, rng: random.Random) -> tuple[Ready, ...]:
    """Fronts and backs of two persons' cards on one sheet, as copy shops save paper."""
    left, right = rng.uniform(4, 8), rng.uniform(106, 108)
    top = rng.uniform(25, 50)
    spots = []
    for x, person in ((left, first), (right, second)):
        front, back = card_faces(person)
        spots += [(front, (x, top)), (back, (x, top + 80))]
    sheet = laid(tuple(spots))
    papers = [
        Ready(HeldPaper(PaperType.IDENTITY_CARD, card_title(person), None, person.name), (sheet,))
        for person in (first, second)
    ]
    return tuple(papers)


def laid(spots: tuple[tuple[CardFace, tuple[float, float]], ...], size: tuple[float, float] = A4) -> Sheet:
    """Faces of cards on a sheet."""
    marks: list[Mark] = [moved(mark, *at) for face, at in spots for mark in face.marks]
    return Sheet(size, tuple(marks))
