"""Which procedure a dossier is for, over a small catalogue made for the purpose."""

from dataclasses import replace

import numpy as np
import pytest
from page_builder import page

from classifiers.lexical import LexicalIndex
from classifiers.papers import Paper, PaperType
from classifiers.ranking import ProcedureRanker
from classifiers.ranking.known import KnownProcedures
from classifiers.ranking.profiles import ProcedureProfile, RowProfile

MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
CARD = Paper("p9", PaperType.IDENTITY_CARD, "CĂN CƯỚC", (page("CĂN CƯỚC", "Họ và tên: Nguyễn Văn Mẫu"),), 0.9)


def form(title, *lines, number="", identifier="p1"):
    return Paper(identifier, PaperType.APPLICATION_FORM, title, (page(MOTTO, title, *lines),), 0.9, form_number=number)


def paper(title, *lines, identifier="p2", kind=PaperType.OTHER):
    return Paper(identifier, kind, title, (page(title, *lines),), 0.9)


def row(index, text, *types, **more):
    return RowProfile(index, text, types=frozenset(types), **more)


def procedure(code, name, *rows, level=("xa",), **more):
    return ProcedureProfile(code, name, rows=tuple(rows), level=level, **more)


DEATH_NOTICE = paper("GIẤY BÁO TỬ", kind=PaperType.DEATH_NOTICE)
APPLICATION = PaperType.APPLICATION_FORM
PROCEDURES = (
    procedure(
        "1",
        "Thủ tục đăng ký khai sinh",
        row(0, "Tờ khai đăng ký khai sinh", APPLICATION),
        row(1, "Giấy chứng sinh", PaperType.BIRTH_NOTICE),
        field="Hộ tịch",
    ),
    procedure(
        "2",
        "Thủ tục đăng ký lại khai sinh",
        row(0, "Tờ khai đăng ký lại khai sinh", APPLICATION),
        row(1, "Bản sao giấy khai sinh đã cấp trước đây", PaperType.BIRTH_CERTIFICATE),
        field="Hộ tịch",
    ),
    procedure(
        "3",
        "Thủ tục đăng ký khai tử",
        row(0, "Tờ khai đăng ký khai tử", APPLICATION),
        row(1, "Giấy báo tử", PaperType.DEATH_NOTICE),
        field="Hộ tịch",
    ),
    procedure(
        "4",
        "Cấp lại chứng chỉ hành nghề dược bị mất hoặc hỏng",
        row(0, "Đơn đề nghị cấp lại chứng chỉ hành nghề dược", APPLICATION),
        level=("tinh",),
        field="Dược phẩm",
        agency="Sở Y tế",
    ),
    procedure(
        "5",
        "Cấp chứng chỉ hành nghề dược",
        row(0, "Đơn đề nghị cấp chứng chỉ hành nghề dược", APPLICATION),
        row(1, "Bằng tốt nghiệp chuyên ngành dược", PaperType.DEGREE),
        level=("tinh",),
        field="Dược phẩm",
        agency="Sở Y tế",
    ),
    procedure(
        "6",
        "Đăng ký thường trú",
        row(0, "Tờ khai thay đổi thông tin cư trú", APPLICATION, forms=("Mẫu CT01",)),
        row(1, "Giấy tờ chứng minh chỗ ở hợp pháp"),
        field="Cư trú",
    ),
    procedure(
        "7",
        "Đăng ký tạm trú",
        row(0, "Tờ khai thay đổi thông tin cư trú", APPLICATION, forms=("Mẫu CT01",)),
        row(1, "Giấy tờ chứng minh chỗ ở hợp pháp"),
        field="Cư trú",
    ),
    procedure(
        "8",
        "Xét học bổng chính sách cho sinh viên học theo chế độ cử tuyển",
        row(0, "Đơn đề nghị có xác nhận của nhà trường", APPLICATION),
        level=("tinh",),
        field="Giáo dục",
    ),
)


def known(procedures=PROCEDURES):
    documents = [
        {"name": profile.name, "rows": "\n".join(row.text for row in profile.rows), "field": profile.field}
        for profile in procedures
    ]
    return KnownProcedures(procedures, LexicalIndex().fit(documents))


@pytest.fixture(scope="module")
def ranker():
    return ProcedureRanker(known())


def best(ranker, *papers):
    return ranker.rank(papers).best.profile.code


def test_the_title_of_the_form_tells_the_procedure(ranker):
    assert best(ranker, form("TỜ KHAI ĐĂNG KÝ KHAI TỬ", "Kính gửi: Ủy ban nhân dân xã Mẫu")) == "3"


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("TỜ KHAI ĐĂNG KÝ KHAI SINH", "1"),
        ("TỜ KHAI ĐĂNG KÝ LẠI KHAI SINH", "2"),
        ("ĐƠN ĐỀ NGHỊ CẤP CHỨNG CHỈ HÀNH NGHỀ DƯỢC", "5"),
        ("ĐƠN ĐỀ NGHỊ CẤP LẠI CHỨNG CHỈ HÀNH NGHỀ DƯỢC", "4"),
    ],
)
def test_one_word_tells_twins_apart(ranker, title, code):
    assert best(ranker, form(title)) == code


@pytest.mark.parametrize(("asked", "code"), [("Đăng ký thường trú", "6"), ("Đăng ký tạm trú", "7")])
def test_what_a_form_asks_for_tells_which_of_its_procedures_is_meant(ranker, asked, code):
    one = form("TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ", f"Nội dung đề nghị: {asked}", number="CT01")
    ranking = ranker.rank([one, CARD])
    assert ranking.best.profile.code == code
    assert ranking.request == asked
    assert {candidate.profile.code for candidate in ranking.candidates[:2]} == {"6", "7"}


def test_a_form_whose_title_says_nothing_is_known_by_what_it_says(ranker):
    commitment = form(
        "BẢN CAM KẾT",
        "Tôi xin cam kết thực hiện các nội dung về học bổng chính sách",
        "đối với sinh viên học theo chế độ cử tuyển theo quy định.",
    )
    odd = paper("BIÊN BẢN KIỂM TRA", "Về phòng cháy, chữa cháy")
    assert best(ranker, commitment, CARD, odd) == "8"


def test_papers_without_a_form_tell_the_procedure_by_the_rows_they_fit(ranker):
    assert best(ranker, paper("GIẤY BÁO TỬ", kind=PaperType.DEATH_NOTICE), CARD) == "3"


def test_the_papers_that_speak_for_the_procedure_are_named(ranker):
    ranking = ranker.rank(
        [
            form("TỜ KHAI ĐĂNG KÝ KHAI SINH", "Kính gửi: Ủy ban nhân dân xã Mẫu"),
            paper("GIẤY CHỨNG SINH", kind=PaperType.BIRTH_NOTICE),
        ]
    )
    assert [fitting.title for fitting in ranking.fitting] == ["GIẤY CHỨNG SINH"]
    assert ranking.addressee == "Ủy ban nhân dân xã Mẫu"


def test_probabilities_of_candidates_and_of_none_are_no_more_than_one(ranker):
    ranking = ranker.rank([form("TỜ KHAI ĐĂNG KÝ KHAI SINH")])
    assert 0 < sum(candidate.confidence for candidate in ranking.candidates) + ranking.none <= 1 + 1e-6


def test_papers_of_something_else_are_more_likely_none_of_these_than_those_of_a_procedure(ranker):
    strange = ranker.rank([paper("THỰC ĐƠN TUẦN", "Thứ hai: cơm, canh chua, cá kho")])
    usual = ranker.rank([form("TỜ KHAI ĐĂNG KÝ KHAI SINH")])
    assert strange.none > usual.none
    assert strange.best.confidence < 0.5


def test_no_papers_tell_nothing(ranker):
    ranking = ranker.rank([])
    assert ranking.best is None
    assert ranking.none == 1.0


def test_what_a_person_chose_comes_first_whatever_the_papers_say(ranker):
    ranking = ranker.rank([form("TỜ KHAI ĐĂNG KÝ KHAI TỬ")], chosen=PROCEDURES[4])
    assert ranking.best.profile.code == "5"
    assert ranking.best.confidence == 1.0
    assert ranking.candidates[1].profile.code == "3"


def test_a_choice_that_the_papers_speak_for_is_not_contradicted(ranker):
    ranking = ranker.rank([form("TỜ KHAI ĐĂNG KÝ KHAI TỬ")], chosen=PROCEDURES[2])
    assert not ranking.contradicted
    assert ranking.better is None


def test_a_local_copy_that_was_chosen_comes_first_by_what_the_papers_say_of_its_original():
    copy = replace(PROCEDURES[2], code="3.H99", name="Thủ tục đăng ký khai tử tại xã MẪU")
    ranker = ProcedureRanker(replace(known(), copies={"3.H99": "3"}))
    ranking = ranker.rank([form("TỜ KHAI ĐĂNG KÝ KHAI TỬ")], chosen=copy)
    assert ranking.best == replace(ranking.best, profile=copy, confidence=1.0)
    assert "3" not in {candidate.profile.code for candidate in ranking.candidates}
    assert not ranking.contradicted


def test_a_local_copy_is_contradicted_by_papers_of_another_procedure():
    ranker = ProcedureRanker(replace(known(), copies={"5.H99": "5"}))
    ranking = ranker.rank([form("TỜ KHAI ĐĂNG KÝ KHAI TỬ"), DEATH_NOTICE], chosen=replace(PROCEDURES[4], code="5.H99"))
    assert (ranking.best.profile.code, ranking.best.confidence) == ("5.H99", 1.0)
    assert ranking.contradicted
    assert ranking.better.code == "3"


def test_a_choice_that_is_not_in_force_comes_first_and_is_contradicted_only_by_papers_of_another(ranker):
    papers = [form("TỜ KHAI ĐĂNG KÝ KHAI TỬ"), DEATH_NOTICE]
    strange, meant = (
        ranker.rank(papers, chosen=replace(PROCEDURES[place], code=code)) for place, code in ((4, "x"), (2, "y"))
    )
    assert [(one.best.profile.code, one.best.confidence) for one in (strange, meant)] == [("x", 1.0), ("y", 1.0)]
    assert (strange.contradicted, meant.contradicted) == (True, False)
    assert strange.better.code == "3"
    assert strange.candidates[1].profile.code == "3"
    assert meant.fitting == (DEATH_NOTICE,)
    assert strange.fitting == ()


def test_procedures_of_one_name_share_their_probability():
    twins = (*PROCEDURES, replace(PROCEDURES[2], code="3b", level=("tinh",)))
    alone = ProcedureRanker(known()).rank([form("TỜ KHAI ĐĂNG KÝ KHAI TỬ")])
    shared = ProcedureRanker(known(twins)).rank([form("TỜ KHAI ĐĂNG KÝ KHAI TỬ")])
    assert {candidate.profile.code for candidate in shared.candidates[:2]} == {"3", "3b"}
    assert shared.best.confidence >= alone.best.confidence - 0.15


def test_of_procedures_of_one_name_the_one_whose_level_is_addressed_comes_first():
    twins = (*PROCEDURES, replace(PROCEDURES[2], code="3b", level=("tinh",)))
    addressed = form("TỜ KHAI ĐĂNG KÝ KHAI TỬ", "Kính gửi: Sở Tư pháp tỉnh Mẫu")
    assert best(ProcedureRanker(known(twins)), addressed) == "3b"


def test_the_case_is_the_one_whose_papers_are_there():
    cases = procedure(
        "9",
        "Xóa đăng ký thường trú",
        row(0, "Tờ khai xóa đăng ký thường trú", APPLICATION),
        row(1, "Giấy báo tử", PaperType.DEATH_NOTICE, case=0),
        row(2, "Quyết định hủy bỏ đăng ký thường trú", PaperType.DECISION, case=1, keywords=("hủy bỏ",)),
        cases=("Người chết", "Có quyết định hủy bỏ đăng ký"),
    )
    ranker = ProcedureRanker(known((*PROCEDURES, cases)))
    papers = [form("TỜ KHAI XÓA ĐĂNG KÝ THƯỜNG TRÚ"), paper("GIẤY BÁO TỬ", kind=PaperType.DEATH_NOTICE)]
    assert ranker.rank(papers, chosen=cases).best.case == 0
    papers[1] = paper("QUYẾT ĐỊNH Về việc hủy bỏ đăng ký thường trú", kind=PaperType.DECISION)
    assert ranker.rank(papers, chosen=cases).best.case == 1


def test_the_same_papers_give_the_same_ranking(ranker):
    papers = [form("TỜ KHAI ĐĂNG KÝ KHAI SINH"), CARD]
    first, second = (
        [(candidate.profile.code, candidate.confidence) for candidate in ranker.rank(papers).candidates]
        for _ in range(2)
    )
    assert np.array_equal(first, second)
