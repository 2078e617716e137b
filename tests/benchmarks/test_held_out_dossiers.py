from dataclasses import replace

import numpy as np
import pytest

from benchmarks.held_out_dossiers import faces
from benchmarks.held_out_dossiers.choosing import held_out, near, neighbourhoods
from benchmarks.held_out_dossiers.flow import overflows, words_of
from benchmarks.held_out_dossiers.making import make_held, truth_of
from benchmarks.held_out_dossiers.persons import some_commune
from benchmarks.held_out_dossiers.phrases import paper_name, receiver, request, same_name
from benchmarks.held_out_dossiers.planning import plan_core, plan_mixed
from benchmarks.held_out_dossiers.plans import HeldPlan
from benchmarks.held_out_dossiers.setting import Around
from benchmarks.held_out_dossiers.wear import Wear, picture
from classifiers.papers import PaperType
from classifiers.synthetic.seeds import seeded
from intake_ai.catalogue.compiling import compile_procedure
from intake_ai.catalogue.models import Procedure, Requirement

ROWS = (
    "Đơn đề nghị cấp Giấy phép nuôi ong lấy mật trên mái nhà theo Mẫu số 03 kèm theo Nghị định số 7/2026/NĐ-CP",
    "Bản sao có chứng thực Quyết định giao mái nhà cho tổ ong",
    "Hợp đồng thuê mái nhà còn thời hạn ít nhất 02 năm",
    "Giấy khám sức khỏe của người nuôi ong",
    "Sơ đồ vị trí đặt tổ ong",
)


@pytest.fixture(autouse=True)
def faces_of_every_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """The benchmark's own families need packages that a machine for tests may lack."""
    monkeypatch.setattr(faces, "families", lambda: (("Liberation Serif",), ("Liberation Sans",)))


def bees(name: str = "Cấp Giấy phép nuôi ong lấy mật trên mái nhà", code: str = "9.000001") -> Procedure:
    rows = tuple(Requirement(place, words) for place, words in enumerate(ROWS))
    return compile_procedure(
        Procedure(code, name, field="Chăn nuôi", agency="Ủy ban nhân dân cấp xã", requirements=rows)
    )


def planned(number: int) -> HeldPlan:
    plan = plan_core(bees(), number, 1, Around(), ())
    assert plan is not None
    return plan


def test_the_same_seed_gives_the_same_bytes_and_another_gives_another_dossier():
    first, again = make_held(planned(3)), make_held(planned(3))
    assert first == again
    assert make_held(planned(4)).files != first.files


def test_no_word_of_a_template_stands_outside_its_sheet():
    for number in range(8):
        plan = planned(number)
        for leaf in plan.leaves:
            card = any(plan.papers[at].type == PaperType.IDENTITY_CARD for at in leaf.papers)
            assert leaf.sheet is None or card or not overflows(leaf.sheet)


def test_a_sheet_whose_words_leave_it_is_told():
    sheet = next(leaf.sheet for leaf in planned(0).leaves if leaf.sheet)
    assert overflows(replace(sheet, size=(sheet.size[0], 40.0)))


def test_the_form_says_what_is_asked_and_each_paper_answers_its_row():
    plan = planned(0)
    assert plan.papers[0].form
    assert plan.papers[0].type == PaperType.APPLICATION_FORM
    printed = " ".join(words_of(leaf.sheet) for leaf in plan.leaves if leaf.sheet and 0 in leaf.papers)
    assert "nuôi ong" in printed.lower()
    kinds = {1: PaperType.DECISION, 2: PaperType.CONTRACT, 3: PaperType.OTHER, 4: PaperType.DRAWING}
    told = {paper.row: paper.type for number in range(6) for paper in planned(number).papers if paper.row in kinds}
    assert told == kinds


def test_every_paper_of_the_truth_has_pages_that_its_files_hold():
    for number in range(8):
        plan = planned(number)
        held = {(file.name, place) for file in plan.files for place, _ in enumerate(file.leaves, start=1)}
        for paper in truth_of(plan)["papers"]:
            assert paper["pages"]
            assert {(page["file"], page["page"]) for page in paper["pages"]} <= held


def test_a_mixed_stack_belongs_to_no_procedure_and_holds_no_form():
    plan = plan_mixed([bees(), bees("Cấp Giấy phép thả diều", "9.000002")], "mix_test", 1)
    assert plan is not None
    assert plan.code is None
    assert not any(paper.form for paper in plan.papers)


def test_a_bitonal_copy_is_darker_in_strokes_and_white_between():
    sheet = next(leaf.sheet for leaf in planned(0).leaves if leaf.sheet)
    worn = picture(sheet, None, Wear("hard", copy="bitonal", blur=0.35, noise=1.0), "seed", sheet.size)
    assert np.median(worn) > 235
    assert worn.min() < 60


def test_names_of_papers_lose_copies_sources_and_conditions():
    assert paper_name("b) Bản sao có chứng thực Giấy khai sinh (nếu có)") == "Giấy khai sinh"
    assert paper_name("1. Đơn đề nghị cấp, cấp lại giấy phép theo Mẫu số 02") == "Đơn đề nghị cấp, cấp lại giấy phép"
    assert paper_name("Đối với trường hợp thừa kế: Văn bản phân chia di sản") == "Văn bản phân chia di sản"


def test_names_alike_but_for_the_level_are_the_same_and_others_are_not():
    assert same_name("Thủ tục cấp Giấy phép nuôi ong (Cấp tỉnh)") == same_name("Cấp giấy phép nuôi ong")
    assert request("Thủ tục Cấp Giấy phép nuôi ong (Cấp xã).") == "cấp Giấy phép nuôi ong"
    assert same_name("Cấp lại giấy phép nuôi ong") != same_name("Cấp giấy phép nuôi ong")


def test_a_form_is_addressed_to_the_authority_of_the_place():
    commune = some_commune(seeded("place"))
    assert receiver("Sở Tư pháp", commune).endswith(commune.province_name)
    assert receiver("Ủy ban nhân dân cấp xã", commune) == f"Ủy ban nhân dân {commune.name}"


def test_equal_names_are_equally_right_and_like_names_are_told_in_full():
    mine, clone = bees(), bees("Thủ tục cấp Giấy phép nuôi ong lấy mật trên mái nhà (Cấp xã)", "9.000002")
    like = bees("Cấp lại Giấy phép nuôi ong lấy mật trên mái nhà", "9.000003")
    around, same = neighbourhoods([mine], [mine, clone, like])[mine.code]
    assert same == (clone.code,)
    assert like.code in around.twins


def test_a_procedure_outside_is_far_from_every_name_of_the_catalogue():
    names = [same_name("Thủ tục thay đổi, cải chính, bổ sung thông tin hộ tịch, xác định lại dân tộc")]
    assert near(same_name("Đăng ký việc thay đổi, cải chính, bổ sung thông tin hộ tịch, xác định lại dân tộc"), names)
    assert not near(same_name("Cấp giấy phép nuôi ong"), names)


def test_sides_follow_the_name_alone():
    assert held_out(bees()) == held_out(bees(code="9.000009"))
    assert {held_out(bees(f"Cấp giấy phép số {number}")) for number in range(20)} == {True, False}
