"""From a procedure and a seed to a planned dossier, with the mishaps of real life."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from rapidfuzz.fuzz import token_set_ratio

from benchmarks.held_out_dossiers.delivering import Stack, delivered
from benchmarks.held_out_dossiers.persons import Cast, some_commune, some_organisation, some_person
from benchmarks.held_out_dossiers.phrases import same_name
from benchmarks.held_out_dossiers.plans import HeldPlan
from benchmarks.held_out_dossiers.rows import Concept, concept
from benchmarks.held_out_dossiers.setting import Around, Ready, card_ready, set_form, set_paper_of, two_cards
from classifiers.papers import PaperType
from classifiers.synthetic.seeds import seeded
from classifiers.vietnamese import fold
from intake_ai.catalogue.models import Procedure, Requirement

MOST_PAPERS = 6
KINDS = (
    (("truong tieu hoc", "truong pho thong", "truong trung hoc", "truong mam non", "nha truong"), "Trường Phổ thông"),
    (("trung tam ngoai ngu", "trung tam", "co so giao duc"), "Trung tâm Giáo dục"),
    (("van phong luat su", "luat su", "cong ty luat"), "Văn phòng Luật sư"),
    (("van phong cong chung", "cong chung"), "Văn phòng Công chứng"),
    (("thua phat lai", "thua hanh"), "Văn phòng Thừa phát lại"),
    (("hoi ", "hiep hoi"), "Hội Doanh nhân"),
    (("quy ",), "Quỹ Từ thiện"),
    (("hop tac xa", "lien hiep hop tac"), "Hợp tác xã"),
    (("phong kham", "benh vien", "kham benh"), "Phòng khám Đa khoa"),
    (("bao chi", "tap chi"), "Tạp chí"),
)
PERSONAL = (
    "ho tich",
    "khai sinh",
    "ket hon",
    "khai tu",
    "quoc tich",
    "con nuoi",
    "hoc sinh",
    "sinh vien",
    "thuong binh",
    "liet si",
    "nguoi co cong",
    "tro cap",
    "ho ngheo",
    "bo nhiem",
    "chung chi hanh nghe",
    "the ",
    "thi sinh",
)


def cast_of(procedure: Procedure, rng: random.Random) -> Cast:
    """Who applies for such a procedure."""
    today = date(2026, 3, 1) + timedelta(days=rng.randrange(260))
    commune = some_commune(rng)
    applicant = some_person(rng, commune, today)
    others = tuple(some_person(rng, commune, today) for _ in range(4))
    stranger = some_person(rng, some_commune(rng), today)
    body = (
        some_organisation(rng, kind_of(procedure, rng), applicant, today) if by_organisation(procedure, rng) else None
    )
    return Cast(commune, applicant, others, stranger, body, today)


def by_organisation(procedure: Procedure, rng: random.Random) -> bool:
    subjects = fold(" ".join(procedure.subjects))
    folded = fold(f"{procedure.field} {procedure.name}")
    person = "cong dan" in subjects or not subjects
    body = any(word in subjects for word in ("doanh nghiep", "to chuc", "hop tac xa"))
    if person and body:
        return rng.random() < (0.15 if any(word in folded for word in PERSONAL) else 0.65)
    return body and not person


def kind_of(procedure: Procedure, rng: random.Random) -> str:
    folded = fold(procedure.name) + " "
    for words, kind in KINDS:
        if any(word in folded for word in words):
            return kind
    return rng.choice(("Công ty TNHH", "Công ty Cổ phần", "Công ty TNHH MTV", "Công ty CP Đầu tư", "Hợp tác xã"))


def due_rows(procedure: Procedure, rng: random.Random) -> tuple[list[Requirement], tuple[int, str] | None]:
    """Rows due for this applicant, and the case where there are several."""
    cases = {case.index: case for case in procedure.cases}
    alternatives = [
        case for case in procedure.cases if case.role == "alternative" and has_papers(procedure, case.index)
    ]
    chosen = rng.choice(alternatives) if alternatives else None
    letters: set[tuple[int | None, str]] = set()
    shuffled = list(procedure.requirements)
    rng.shuffle(shuffled)
    wanted: set[int] = set()
    for row in shuffled:
        role = cases[row.case].role if row.case in cases else "common"
        if (
            row.kind != "paper"
            or role == "note"
            or (role == "alternative" and (chosen is None or row.case != chosen.index))
        ):
            continue
        if role == "additional" and rng.random() < 0.75:
            continue
        if row.choice and (row.case, row.choice) in letters:
            continue
        if (row.need == "if" and rng.random() < 0.72) or (row.available_in and rng.random() < 0.6):
            continue
        letters.add((row.case, row.choice or ""))
        wanted.add(row.row)
    rows = [row for row in procedure.requirements if row.row in wanted]
    return rows, (chosen.index, chosen.name) if chosen and len(alternatives) > 1 else None


def has_papers(procedure: Procedure, case: int) -> bool:
    return any(row.case == case and row.kind == "paper" for row in procedure.requirements)


def main_form(concepts: Sequence[Concept], procedure: Procedure) -> Concept | None:
    """The form that asks for the procedure: of the papers that ask, the one named most like it."""
    forms = [
        each for each in concepts if each.template in {"form", "letter"} and each.type == PaperType.APPLICATION_FORM
    ]
    name = same_name(procedure.name)
    return max(
        forms,
        key=lambda each: (
            token_set_ratio(fold(each.title), name)
            + 8 * fold(each.title).startswith(("don", "to khai", "giay de nghi", "van ban de nghi"))
        ),
        default=None,
    )


def askable(procedure: Procedure) -> bool:
    """Whether one of the procedure's papers asks for it: without a form nobody could tell what is wanted."""
    rng = seeded("askable", procedure.code)
    return any(
        (found := concept(row, rng)) and found.template in {"form", "letter"}
        for row in procedure.requirements
        if row.kind == "paper"
    )


def plan_core(procedure: Procedure, number: int, seed: int, around: Around, same: tuple[str, ...]) -> HeldPlan | None:
    """A dossier for a procedure, None where nothing of it could be told from papers."""
    return plan_for(procedure, f"held_{number:04d}", seed, around, same)


def plan_for(
    procedure: Procedure, name: str, seed: int, around: Around, same: tuple[str, ...], *, outside: bool = False
) -> HeldPlan | None:
    """A dossier for a procedure of the catalogue, or of one outside it."""
    rng = seeded("held", seed, name, procedure.code)
    cast = cast_of(procedure, rng)
    rows, case = due_rows(procedure, rng)
    concepts = [found for row in rows if (found := concept(row, rng))]
    form = main_form(concepts, procedure)
    if form is None:
        return None
    others = distinct([each for each in concepts if each is not form])
    rng.shuffle(others)
    kept = sorted(others[: rng.choice((2, 3, 4, MOST_PAPERS - 1))], key=lambda each: each.row.row)
    enclosed = [each.title for each in kept]
    lost: tuple[int, ...] = ()
    if kept and rng.random() < 0.12:
        kept.remove(gone := rng.choice(kept))
        lost = (gone.row.row,)
    ready = [
        set_form(procedure, form, cast, rng, around, enclosed),
        *(set_paper_of(procedure, each, cast, rng) for each in kept),
    ]
    stack = Stack(ready, [], ["missing_paper"] if lost else [])
    stack = with_cards(stack, cast, rng)
    stack = with_strangers(stack, procedure, cast, rng)
    missing = tuple(row.row for row in rows if row.row not in {each.row.row for each in (form, *kept)})
    plan = delivered(stack, name, cast.today, rng)
    return replace(
        plan,
        kind="outside" if outside else "core",
        code=None if outside else procedure.code,
        procedure=procedure.name,
        same=same,
        case=None if outside else case,
        required=tuple(row.row for row in rows),
        missing=missing,
    )


def distinct(concepts: list[Concept]) -> list[Concept]:
    """One paper a template and title: a dossier seldom holds the same paper twice."""
    seen: dict[tuple[str, str], Concept] = {}
    for each in concepts:
        seen.setdefault(
            (
                each.template if each.template not in {"report", "certificate", "decision", "plan"} else "",
                fold(each.title),
            ),
            each,
        )
    return list(seen.values())


def with_cards(stack: Stack, cast: Cast, rng: random.Random) -> Stack:
    """The cards that people add to be identified by."""
    if any(each.paper.type == PaperType.IDENTITY_CARD for each in stack.ready):
        return stack
    lot = rng.random()
    if lot < (0.5 if cast.organisation is None else 0.2):
        stack.ready.extend(card_ready(cast.applicant, rng, None))
    elif lot < (0.6 if cast.organisation is None else 0.24):
        stack.ready.extend(two_cards(cast.applicant, cast.others[0], rng))
        stack.shared.append((len(stack.ready) - 2, len(stack.ready) - 1))
    return stack


def with_strangers(stack: Stack, procedure: Procedure, cast: Cast, rng: random.Random) -> Stack:
    """A surplus paper, or one of somebody else that slipped in."""
    lot = rng.random()
    row = Requirement(0, "")
    if lot < 0.07:
        extra = rng.choice(
            (
                Concept("health", PaperType.OTHER, "Giấy khám sức khỏe", row),
                Concept("receipt", PaperType.OTHER, "GIẤY NỘP TIỀN VÀO NGÂN SÁCH NHÀ NƯỚC", row),
                Concept("confirmation", PaperType.OTHER, "Giấy chứng nhận hộ cận nghèo", row),
                Concept("degree", PaperType.DEGREE, "Bằng tốt nghiệp đại học", row),
            )
        )
        if extra.title.lower() not in {each.paper.title.lower() for each in stack.ready} and not any(
            each.paper.type == extra.type == PaperType.DEGREE for each in stack.ready
        ):
            made = set_paper_of(procedure, extra, cast, rng)
            stack.ready.append(replace(made, paper=replace(made.paper, row=None, surplus=True)))
            stack.defects.append("surplus_paper")
    elif lot < 0.12:
        kind = rng.choice(
            (
                Concept("birth", PaperType.BIRTH_CERTIFICATE, "TRÍCH LỤC KHAI SINH", row),
                Concept("confirmation", PaperType.OTHER, "Giấy xác nhận thông tin về cư trú", row),
                Concept("single", PaperType.MARITAL_STATUS_CERTIFICATE, "GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN", row),
            )
        )
        made = set_paper_of(
            procedure, kind, replace(cast, applicant=cast.stranger, organisation=None), rng, cast.stranger
        )
        stack.ready.append(replace(made, paper=replace(made.paper, row=None, foreign=True)))
        stack.defects.append("other_person_page")
    return stack


def plan_mixed(procedures: Sequence[Procedure], name: str, seed: int) -> HeldPlan | None:
    """Papers of several procedures and several people, without any form: they belong to no procedure."""
    rng = seeded("mixed", seed, name)
    ready: list[Ready] = []
    for procedure in procedures:
        cast = cast_of(procedure, rng)
        found = [
            each
            for row in procedure.requirements
            if row.kind == "paper"
            and (each := concept(row, rng))
            and each.template not in {"form", "letter", "pledge", "card"}
        ]
        if found:
            made = set_paper_of(procedure, rng.choice(found), cast, rng)
            ready.append(replace(made, paper=replace(made.paper, row=None)))
    if len(ready) < 2:
        return None
    plan = delivered(Stack(ready, [], []), name, date(2026, 6, 1) + timedelta(days=rng.randrange(120)), rng)
    return replace(plan, kind="mixed")
