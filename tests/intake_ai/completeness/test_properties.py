"""What holds of every procedure, dossier and situation: more papers never harm, nor does their order matter."""

from dataclasses import dataclass, replace
from datetime import date

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from page_builder import MOTTO, page

from classifiers.papers import Paper, PaperType
from classifiers.ranking import Ranking
from intake_ai.catalogue.models import Case, Procedure, Requirement
from intake_ai.completeness.checking import Findings, ProcedureAssumed, check
from intake_ai.completeness.held import HeldPaper
from intake_ai.completeness.judging import DossierRead
from intake_ai.completeness.situation import Situation, due, rows_in_force
from intake_ai.extraction.fields import Extracted

BETTER = {"incomplete": 0, "review": 1, "complete": 2}
RECEIVED = date(2026, 11, 20)


@dataclass(frozen=True)
class Kind:
    """A kind of paper: how rows ask for it and what it is called itself."""

    row: str
    type: PaperType
    title: str
    other_types: tuple[PaperType, ...] = ()

    @property
    def types(self) -> tuple[PaperType, ...]:
        return (self.type, *self.other_types)


KINDS = (
    Kind("Tờ khai đăng ký khai sinh theo mẫu", PaperType.APPLICATION_FORM, "TỜ KHAI ĐĂNG KÝ KHAI SINH"),
    Kind("Đơn đề nghị xây dựng theo Mẫu số 01", PaperType.APPLICATION_FORM, "ĐƠN ĐỀ NGHỊ XÂY DỰNG"),
    Kind("Đơn đề nghị theo mẫu", PaperType.APPLICATION_FORM, "ĐƠN ĐỀ NGHỊ"),
    Kind("Bản cam kết nuôi dưỡng", PaperType.APPLICATION_FORM, "BẢN CAM KẾT NUÔI DƯỠNG"),
    Kind("Bản chính Giấy chứng sinh", PaperType.BIRTH_NOTICE, "GIẤY CHỨNG SINH"),
    Kind("Giấy chứng nhận kết hôn của cha, mẹ", PaperType.MARRIAGE_CERTIFICATE, "GIẤY CHỨNG NHẬN KẾT HÔN"),
    Kind("Căn cước công dân hoặc hộ chiếu", PaperType.IDENTITY_CARD, "CĂN CƯỚC CÔNG DÂN", (PaperType.PASSPORT,)),
    Kind("Thẻ căn cước của người được ủy quyền", PaperType.IDENTITY_CARD, "CĂN CƯỚC"),
    Kind("Văn bản ủy quyền được chứng thực", PaperType.POWER_OF_ATTORNEY, "GIẤY ỦY QUYỀN"),
    Kind("Giấy chứng nhận sử dụng đất", PaperType.LAND_USE_CERTIFICATE, "GIẤY CHỨNG NHẬN SỬ DỤNG ĐẤT"),
    Kind("Quyết định công nhận việc giám hộ", PaperType.DECISION, "QUYẾT ĐỊNH Về việc công nhận việc giám hộ"),
    Kind("Hợp đồng thuê nhà ở", PaperType.CONTRACT, "HỢP ĐỒNG THUÊ NHÀ Ở"),
    Kind("Giấy chứng nhận hộ nghèo do xã cấp", PaperType.OTHER, "GIẤY CHỨNG NHẬN HỘ NGHÈO"),
    Kind("Giấy chứng nhận hộ nghèo, hộ cận nghèo", PaperType.OTHER, "GIẤY CHỨNG NHẬN HỘ NGHÈO, HỘ CẬN NGHÈO"),
    Kind("Báo cáo tình hình hoạt động của cơ sở", PaperType.OTHER, "BÁO CÁO TÌNH HÌNH HOẠT ĐỘNG CỦA CƠ SỞ"),
    Kind("Giấy tờ chứng minh chỗ ở hợp pháp", PaperType.OTHER, "GIẤY XÁC NHẬN CHỖ Ở HỢP PHÁP"),
    Kind("Bản vẽ thiết kế xây dựng", PaperType.DRAWING, "BẢN VẼ THIẾT KẾ XÂY DỰNG"),
)
QUESTIONS = {"uy-quyen": (), "o-nuoc-ngoai": (), "doi-tuong": ("người có công", "hộ nghèo", "khác")}
CASES = (Case(0, "", "common"), Case(1, "Cấp mới", "alternative"), Case(2, "Cấp lại", "alternative"))


def _named(kind: Kind) -> Paper:
    text = page(*MOTTO, kind.title, "Người có tên dưới đây")
    return Paper("", kind.type, kind.title, (text,), 0.95)


PAPERS = st.one_of(
    st.sampled_from(KINDS).map(_named),
    st.just(Paper("", PaperType.OTHER, "", (page("trang không rõ"),), 0.4)),
    st.sampled_from(KINDS).map(lambda kind: replace(_named(kind), type=PaperType.OTHER)),
)


@st.composite
def rows(draw, index):
    kind = draw(st.sampled_from(KINDS))
    question = draw(st.sampled_from(["", "", *QUESTIONS]))
    choices = QUESTIONS.get(question, ())
    return Requirement(
        index,
        kind.row,
        case=draw(st.sampled_from([0, 0, 1, 2])),
        need="if" if question else "always",
        when="thuộc trường hợp" if question else None,
        question=("Có thuộc trường hợp này không?", "Is it so?"),
        question_id=question,
        due_if=draw(st.booleans()) if not choices else True,
        choices=choices,
        due_for=choices[: draw(st.integers(1, 2))] if choices else (),
        choice=draw(st.sampled_from([None, None, None, "A", "B"])),
        present_only=draw(st.sampled_from([False, False, False, True])),
        types=kind.types,
        available_in=draw(st.sampled_from([None, None, None, "database"])),
        data_source=draw(st.sampled_from(["", "", "population"])),
    )


@st.composite
def procedures(draw):
    count = draw(st.integers(1, 6))
    requirements = tuple(draw(rows(index)) for index in range(count))
    with_cases = draw(st.booleans())
    if not with_cases:
        requirements = tuple(replace(row, case=None) for row in requirements)
    name = draw(st.sampled_from(["Thủ tục đăng ký khai sinh", "Cấp giấy phép xây dựng", "Xét trợ cấp"]))
    return Procedure("9.000001", name, cases=CASES if with_cases else (), requirements=requirements)


@st.composite
def situations(draw, procedure):
    asked = sorted({row.question_id for row in procedure.requirements if row.question_id})
    possible = {name: st.sampled_from(QUESTIONS[name] or (True, False)) for name in asked}
    known = draw(st.sets(st.sampled_from(asked))) if asked else set()
    numbers = st.sets(st.sampled_from([row.row for row in procedure.requirements]))
    return Situation(
        case=draw(st.sampled_from([None, 1, 2])) if procedure.cases else None,
        answers={name: draw(possible[name]) for name in sorted(known)},
        due_rows=draw(st.one_of(st.none(), st.none(), numbers.map(frozenset))),
        handed_over=frozenset(draw(numbers)) if draw(st.booleans()) else frozenset(),
        connected=draw(st.sampled_from([frozenset(), frozenset({"population"})])),
        held=draw(st.sampled_from([(), (HeldPaper("Giấy chứng nhận kết hôn", "12/2020"),)])),
    )


@st.composite
def dossiers(draw):
    procedure = draw(procedures())
    asked = [row.name for row in procedure.requirements if draw(st.integers(0, 3))]
    suiting = [_named(kind) for name in asked for kind in KINDS if kind.row == name]
    papers = draw(st.permutations([*suiting, *draw(st.lists(PAPERS, max_size=2))]))
    return procedure, papers, draw(situations(procedure))


def numbered(papers):
    """The papers as they are found in files laid in this order."""
    return [
        replace(
            paper,
            id=f"p{number}",
            pages=tuple(replace(page, ref=replace(page.ref, page=number)) for page in paper.pages),
        )
        for number, paper in enumerate(papers, 1)
    ]


def checked(procedure, papers, situation) -> Findings:
    papers = numbered(papers)
    pages = [page for paper in papers for page in paper.pages]
    dossier = DossierRead(RECEIVED, pages, papers, Extracted())
    return check(dossier, ProcedureAssumed(procedure, Ranking(()), is_known=True), situation)


def is_required(row, procedure, situation):
    return due(row, procedure, situation) == "due"


quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@quick
@given(dossiers(), st.data())
def test_adding_a_required_paper_never_makes_the_verdict_worse(dossier, data):
    procedure, papers, situation = dossier
    required = [row for row in rows_in_force(procedure, situation.case) if is_required(row, procedure, situation)]
    assume(required)
    row = data.draw(st.sampled_from(required))
    added = _named(next(kind for kind in KINDS if kind.row == row.name))
    place = data.draw(st.integers(0, len(papers)))
    before = checked(procedure, papers, situation)
    after = checked(procedure, [*papers[:place], added, *papers[place:]], situation)
    assert BETTER[after.verdict] >= BETTER[before.verdict]


@quick
@given(dossiers(), st.data())
def test_removing_a_required_paper_never_makes_the_verdict_better(dossier, data):
    procedure, papers, situation = dossier
    before = checked(procedure, papers, situation)
    in_force = {row.row: row for row in rows_in_force(procedure, situation.case)}
    held = {paper for part in before.components if part.state == "present" for paper in part.papers
            if is_required(in_force[part.row], procedure, situation)}  # fmt: skip
    assume(held)
    gone = data.draw(st.sampled_from(sorted(held)))
    left = [paper for number, paper in enumerate(papers, 1) if f"p{number}" != gone]
    assert BETTER[checked(procedure, left, situation).verdict] <= BETTER[before.verdict]


@quick
@given(dossiers(), st.data())
def test_the_order_of_files_never_matters(dossier, data):
    procedure, papers, situation = dossier
    shuffled = data.draw(st.permutations(papers))

    def told(papers):
        found = checked(procedure, papers, situation)
        titles = {paper.id: (paper.type, paper.title) for paper in numbered(papers)}
        parts = [
            (part.row, part.state, part.reason, sorted(titles[paper] for paper in part.papers))
            for part in found.components
        ]
        return parts, found.questions, found.verdict

    assert told(shuffled) == told(papers)


@quick
@given(dossiers())
def test_answering_a_question_only_changes_the_rows_it_decides(dossier):
    procedure, papers, situation = dossier
    situation = replace(situation, due_rows=None)
    before = checked(procedure, papers, situation)
    states = {part.row: part for part in before.components}
    for question in before.questions:
        if question.id == "case":
            continue
        for answer in question.choices or (True, False):
            answered = replace(situation, answers={**situation.answers, question.id: answer})
            after = checked(procedure, papers, answered)
            changed = {part.row for part in after.components if part != states[part.row]}
            assert changed <= set(question.rows)


@quick
@given(dossiers(), st.data())
def test_an_original_handed_over_satisfies_its_row_and_harms_no_other(dossier, data):
    procedure, papers, situation = dossier
    row = data.draw(st.sampled_from(procedure.requirements))
    before = checked(procedure, papers, situation)
    after = checked(procedure, papers, replace(situation, handed_over=situation.handed_over | {row.row}))
    states = {part.row: part.state for part in after.components}
    assert states.get(row.row, "present") == "present"
    assert BETTER[after.verdict] >= BETTER[before.verdict]


@quick
@given(dossiers())
def test_complete_is_never_said_while_a_required_row_has_nothing(dossier):
    procedure, papers, situation = dossier
    found = checked(procedure, papers, situation)
    by_row = {row.row: row for row in procedure.requirements}
    if found.verdict == "complete":
        satisfied = {"present", "in_database", "on_vneid", "reused", "replaced"}
        letters = {(by_row[part.row].case, by_row[part.row].choice)
                   for part in found.components if part.state in satisfied}  # fmt: skip
        for part in found.components:
            row = by_row[part.row]
            excused = row.choice is not None and (row.case, row.choice) in letters
            assert part.state in satisfied or excused or due(row, procedure, situation) == "not_due"


def test_why_a_dossier_that_hands_nothing_in_is_left_to_a_person_is_told():
    row = Requirement(0, "Giấy tờ chứng minh chỗ ở hợp pháp", available_in="database")
    findings = checked(Procedure("9.000001", "Xét trợ cấp", requirements=(row,)), [], Situation())
    assert findings.verdict == "review"
    assert [problem.code for problem in findings.problems] == ["nothing-handed-in"]
