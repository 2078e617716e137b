"""Invented dossiers: the same again for the same seed, nothing outside the paper, a truth that names every page."""

import io
from collections import Counter
from collections.abc import Iterator

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from classifiers.papers import PaperType
from classifiers.ranking.profiles import ProcedureProfile, RowProfile
from classifiers.synthetic.dossiers import BLANK, PlannedDossier, PlannedPaper, make
from classifiers.synthetic.fonts import text_width
from classifiers.synthetic.invented import Shares, invent, invented_dossier, unrelated_stack
from classifiers.synthetic.sheet import Placed, Text

FORM = RowProfile(
    0,
    "Đơn đề nghị cấp phép nuôi ong theo Mẫu số 07",
    types=frozenset({PaperType.APPLICATION_FORM}),
    forms=("Mẫu số 07",),
)
BEES = ProcedureProfile(
    "9.000001",
    "Thủ tục cấp phép nuôi ong trong khu dân cư (cấp xã)",
    "Chăn nuôi",
    "Ủy ban nhân dân cấp xã",
    ("Cá nhân", "Tổ chức"),
    (
        FORM,
        RowProfile(1, "Bản sao Giấy chứng nhận tập huấn nuôi ong;"),
        RowProfile(2, "Sơ đồ vị trí đặt đàn ong", case=1),
        RowProfile(3, "Giấy tờ chứng minh quyền sử dụng địa điểm", case=0),
        RowProfile(4, "Hợp đồng thuê địa điểm (nếu có)", due=False),
    ),
)
MILL = ProcedureProfile("9.000002", "Đăng ký lại cối xay gió", "Năng lượng", "Sở Công Thương", (), (FORM,))


def printed(plan: PlannedDossier) -> list[object]:
    """Everything about a plan except the pixels of pictures."""
    papers = [(paper.paper.title, paper.row, paper.owner, paper.look, paper.turns, paper.kept) for paper in plan.papers]
    marks = [
        mark.box if isinstance(mark, Placed) else mark
        for paper in plan.papers
        for sheet in paper.paper.sheets
        for mark in sheet.marks
    ]
    return [papers, marks, plan.arrangement, plan.missing_rows, plan.defects, plan.case]


@pytest.fixture(scope="module")
def plans() -> list[PlannedDossier]:
    return list(invent([BEES, MILL], 14, 5, outside=[MILL]))


def test_the_same_seed_gives_the_same_plans_and_another_seed_gives_others(plans: list[PlannedDossier]) -> None:
    again = list(invent([BEES, MILL], 3, 5, outside=[MILL]))
    assert [printed(plan) for plan in again] == [printed(plan) for plan in plans[:3]]
    assert printed(next(invent([BEES, MILL], 1, 6))) != printed(plans[0])


def test_a_plan_that_is_not_wanted_is_left_out_and_changes_no_other(plans: list[PlannedDossier]) -> None:
    (only,) = invent([BEES, MILL], 3, 5, outside=[MILL], wanted=lambda place, _name: place == 2)
    assert printed(only) == printed(plans[2])


def test_nothing_is_printed_beyond_the_edge_of_its_sheet(plans: list[PlannedDossier]) -> None:
    checked = 0
    for sheet in (sheet for plan in plans for paper in plan.papers for sheet in paper.paper.sheets):
        width, height = sheet.size
        for mark in sheet.marks:
            if isinstance(mark, Text):
                checked += 1
                assert mark.x >= 0
                assert mark.x + text_width(mark.text, mark.style) <= width
                assert 0 < mark.y < height
    assert checked > 1000


def test_every_page_handed_in_is_a_page_of_a_paper_or_a_blank_back(plans: list[PlannedDossier]) -> None:
    for plan in plans:
        handed = Counter(member for _, members in plan.arrangement for member in members if member[1] != BLANK)
        assert handed == Counter((place, page) for place, paper in enumerate(plan.papers) for page in paper.pages)
        assert len({name for name, _ in plan.arrangement}) == len(plan.arrangement)


def test_rows_are_those_of_one_case_and_a_due_row_without_a_paper_is_missing(plans: list[PlannedDossier]) -> None:
    for plan in plans:
        there = {paper.row for paper in plan.papers if paper.row is not None}
        assert set(plan.required_rows) <= there | set(plan.missing_rows)
        assert not {2, 3} <= there
        assert plan.incomplete or not plan.missing_rows


def pages_in(name: str, content: bytes) -> int:
    if not name.endswith(".pdf"):
        return 1
    with pypdfium2.PdfDocument(io.BytesIO(content)) as document:
        return len(document)


@pytest.mark.parametrize("number", range(2))
def test_the_truth_names_every_page_of_every_file(number: int) -> None:
    shares = Shares(blank_backs=1.0, card=1.0, partner=1.0)
    made = make(invented_dossier(f"truth-{number}", MILL, shares))
    named = {(page["file"], page["page"]) for paper in made.truth["papers"] for page in paper["pages"]}
    blank = {(page["file"], page["page"]) for page in made.truth["blank_pages"]}
    there = {(name, page) for name, content in made.files.items() for page in range(1, pages_in(name, content) + 1)}
    assert named | blank == there
    assert not named & blank


def cards_of(plan: PlannedDossier) -> Iterator[PlannedPaper]:
    return (paper for paper in plan.papers if paper.lies_on is not None)


def test_two_cards_on_one_sheet_share_its_pages_in_the_truth() -> None:
    shares = Shares(card=1.0, partner=1.0, no_form=1.0, surplus=0.0, stranger=0.0)
    found = (invented_dossier(f"cards-{number}", MILL, shares) for number in range(40))
    plan = next(plan for plan in found if any(cards_of(plan)))
    card = next(cards_of(plan))
    papers = make(plan).truth["papers"]
    assert card.lies_on is not None
    guest = papers[plan.papers.index(card)]
    assert guest["pages"] == papers[card.lies_on]["pages"]
    assert guest["owner"] != papers[card.lies_on]["owner"]


def test_papers_outside_the_catalogue_and_unrelated_ones_ask_for_no_procedure() -> None:
    outside = next(invent([BEES], 1, 5, outside=[MILL], shares=Shares(outside=1.0, unrelated=0.0)))
    assert (outside.code, outside.procedure) == (None, MILL.name)
    stack = unrelated_stack("stack", [BEES, MILL], Shares())
    assert stack.code is None
    assert stack.papers
    assert all(paper.surplus and paper.row is None for paper in stack.papers)


def test_a_stranger_is_nobody_of_the_dossier() -> None:
    plan = invented_dossier("stranger", BEES, Shares(stranger=1.0))
    (strange,) = [paper for paper in plan.papers if paper.foreign]
    assert strange.owner not in {paper.owner for paper in plan.papers if not paper.foreign}
    assert [dict(defect) for defect in plan.defects if defect["kind"] == "foreign_paper"] == [
        {"kind": "foreign_paper", "paper": plan.papers.index(strange)}
    ]


def test_no_procedure_at_all_is_refused() -> None:
    with pytest.raises(ValueError, match="no procedure"):
        next(invent([], 1, 5))


WORDS = st.text(st.characters(min_codepoint=32, max_codepoint=0x1EF9, exclude_categories=["Cs"]), max_size=160)
ROWS = st.builds(
    RowProfile,
    index=st.integers(0, 40),
    text=WORDS,
    case=st.none() | st.integers(0, 3),
    types=st.frozensets(st.sampled_from(list(PaperType)), max_size=2),
    forms=st.tuples(WORDS),
    is_paper=st.booleans(),
    due=st.booleans(),
)
PROFILES = st.builds(
    ProcedureProfile,
    code=st.just("9.000003"),
    name=WORDS,
    field=WORDS,
    agency=WORDS,
    cases=st.tuples(WORDS, WORDS),
    rows=st.lists(ROWS, max_size=4).map(tuple),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PROFILES)
def test_a_dossier_can_be_made_of_any_profile(profile: ProcedureProfile) -> None:
    plan = invented_dossier("any", profile)
    assert plan.papers
    assert all(paper.paper.title and paper.paper.sheets for paper in plan.papers)
