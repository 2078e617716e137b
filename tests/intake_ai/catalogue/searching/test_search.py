from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.lexical import LexicalIndex
from classifiers.vietnamese import fold
from intake_ai.catalogue.models import Case, Procedure, Requirement
from intake_ai.catalogue.profiles import documents, profile
from intake_ai.catalogue.repository import CatalogueRepository
from intake_ai.catalogue.searching.asked_questions import questions_for
from intake_ai.catalogue.searching.evidence import with_official_words
from intake_ai.catalogue.searching.search import ProcedureSearch
from intake_ai.catalogue.service import Catalogue, open_catalogue
from intake_ai.settings import Settings
from intake_ai.storage.engine import open_engine

PROCEDURES = (
    Procedure("9.000001", "Thủ tục đăng ký khai sinh", requirements=(Requirement(0, "Giấy chứng sinh"),)),
    Procedure("9.000002", "Thủ tục đăng ký khai tử", requirements=(Requirement(0, "Giấy báo tử"),)),
    Procedure("9.000003", "Đăng ký biến động quyền sử dụng đất", results=("Giấy chứng nhận quyền sử dụng đất",)),
)


@pytest.fixture(scope="module")
def search() -> ProcedureSearch:
    return ProcedureSearch(PROCEDURES, LexicalIndex().fit(documents(PROCEDURES, {})))


def codes(search: ProcedureSearch, question: str, limit: int = 10) -> list[str]:
    return [hit.procedure.code for hit in search.find(question, limit)]


def test_a_question_finds_its_procedure_with_and_without_accents(search: ProcedureSearch):
    assert codes(search, "làm giấy khai sinh cho con")[0] == "9.000001"
    assert codes(search, fold("làm giấy khai sinh cho con"))[0] == "9.000001"


def test_a_required_paper_finds_the_procedure(search: ProcedureSearch):
    assert codes(search, "tôi có giấy báo tử")[0] == "9.000002"


def test_everyday_words_are_joined_by_the_official_ones(search: ProcedureSearch):
    assert "giấy chứng nhận quyền sử dụng đất" in with_official_words("sang tên sổ đỏ")
    assert codes(search, "lam so do")[0] == "9.000003"


def test_a_code_in_the_question_finds_that_procedure_alone(search: ProcedureSearch):
    (hit,) = search.find("mã 9.000002.")
    assert (hit.procedure.code, hit.confidence) == ("9.000002", 1.0)


def test_of_two_names_with_the_words_asked_for_the_shorter_comes_first():
    procedures = (Procedure("9.000001", "Đăng ký khai sinh kết hợp nhận cha, mẹ"), Procedure("9.000002", "Khai sinh"))
    search = ProcedureSearch(procedures, LexicalIndex().fit(documents(procedures, {})))
    assert codes(search, "khai sinh") == ["9.000002", "9.000001"]


@pytest.mark.parametrize(
    "question",
    ["9000002", "9.000002", "9.000002.H36", "9.000002.000.00.00.H55", "mã thủ tục 9.000002, nộp ở đâu", "9,000002"],
)
def test_a_code_is_known_in_all_forms_that_people_write(search: ProcedureSearch, question: str):
    assert codes(search, question) == ["9.000002"]


def test_a_national_code_finds_local_procedures_that_begin_with_it():
    procedures = (Procedure("9.000001.H36", "Đăng ký khai sinh"), Procedure("9.000001.H37", "Đăng ký khai tử"))
    search = ProcedureSearch(procedures, LexicalIndex().fit(documents(procedures, {})))
    assert codes(search, "9.000001") == ["9.000001.H36", "9.000001.H37"]
    assert codes(search, "9.000001.H37") == ["9.000001.H37"]


def test_the_code_of_a_copy_finds_the_procedure_that_stands_for_it():
    index = LexicalIndex().fit(documents(PROCEDURES, {}))
    search = ProcedureSearch(PROCEDURES, index, copies={"9.000077.H36": "9.000002", "9.000078": "9.999999"})
    assert codes(search, "9.000077.H36") == ["9.000002"]
    assert codes(search, "9.000078") == []


def test_a_whole_name_finds_its_procedure_before_those_that_add_to_it():
    names = ("Đăng ký lại khai sinh", "Thủ tục đăng ký khai sinh", "Đăng ký khai sinh lưu động", "Khai sinh")
    procedures = tuple(Procedure(f"9.00000{number}", name) for number, name in enumerate(names))
    search = ProcedureSearch(procedures, LexicalIndex().fit(documents(procedures, {})))
    for question, code in (("dang ky khai sinh", "9.000001"), ("Thủ tục khai sinh", "9.000003")):
        hit = search.find(question, 1)[0]
        assert hit.procedure.code == code
        assert hit.confidence > 0.8


def test_a_number_that_is_no_code_is_a_word_among_others(search: ProcedureSearch):
    assert codes(search, "khai tử 9000099 0912345678")[0] == "9.000002"


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("ddawng ksy khai sinh", "9.000001"),  # Telex left off
        ("dang ky khia tu", "9.000002"),  # letters swapped
        ("dangky khaitu", "9.000002"),  # words run together
        ("xin GCNQSDĐ", "9.000003"),  # a usual abbreviation
    ],
)
def test_slips_and_abbreviations_are_understood(search: ProcedureSearch, question: str, code: str):
    assert codes(search, question)[0] == code


@pytest.mark.parametrize("question", ["", "   ", "🙂🙂", "\x00\x07", "?!", "a" * 100_000, "🙂" * 100_000])
def test_what_says_nothing_finds_nothing(search: ProcedureSearch, question: str):
    assert search.find(question) == []


def test_a_very_long_question_is_answered_from_its_beginning(search: ProcedureSearch):
    assert codes(search, "đăng ký khai tử " * 7000)[0] == "9.000002"


def test_clones_that_nobody_could_tell_apart_take_one_place():
    clones = [
        Procedure(f"9.00000{n}", name, agency="Ủy ban nhân dân xã", level=("xa",))
        for n, name in enumerate(("Thủ tục đăng ký khai sinh", "Đăng ký khai sinh", "ĐĂNG KÝ KHAI SINH."))
    ]
    other = Procedure("9.000009", "Đăng ký khai sinh", agency="Sở Tư pháp", level=("tinh",))
    procedures = (*clones, other)
    search = ProcedureSearch(procedures, LexicalIndex().fit(documents(procedures, {})))
    assert sorted(hit.procedure.agency for hit in search.find("khai sinh")) == ["Sở Tư pháp", "Ủy ban nhân dân xã"]


def test_questions_written_for_a_procedure_find_it_by_words_that_it_does_not_have():
    procedures = (Procedure("1.000656", "Thủ tục A"), Procedure("1.001193", "Thủ tục B"))
    search = ProcedureSearch(procedures, LexicalIndex().fit(documents(procedures, {})))
    for procedure in procedures:
        for question in questions_for(procedure.code):
            assert codes(search, question)[0] == procedure.code


def test_every_question_is_plain_text_and_local_codes_have_those_of_the_national_one():
    assert len(questions_for("1.001193")) == 3
    assert questions_for("1.001193.H36") == questions_for("1.001193")
    assert questions_for("9.999999") == ()


def test_nothing_is_found_for_words_that_stand_nowhere(search: ProcedureSearch):
    assert search.find("xyzzy") == []


@given(question=st.text(), limit=st.integers(1, 5))
def test_confidences_fall_and_never_sum_to_more_than_one(search: ProcedureSearch, question: str, limit: int):
    confidences = [hit.confidence for hit in search.find(question, limit)]
    assert confidences == sorted(confidences, reverse=True)
    assert len(confidences) <= limit
    assert sum(confidences) <= 1 + 1e-9


def catalogue(folder: Path) -> Catalogue:
    return Catalogue(CatalogueRepository(open_engine("sqlite://"), PROCEDURES), folder)


def test_the_index_is_kept_for_the_next_opening_and_made_anew_when_broken(tmp_path: Path):
    first = catalogue(tmp_path).index
    (kept,) = tmp_path.iterdir()
    changed = (kept / "index.npz").stat().st_mtime_ns
    assert (catalogue(tmp_path).index.scores("khai sinh") == first.scores("khai sinh")).all()
    assert (kept / "index.npz").stat().st_mtime_ns == changed
    for part, damage in (
        ("index.json", b"{"),
        ("index.npz", b""),
        ("index.npz", (kept / "index.npz").read_bytes()[:900]),
    ):
        (kept / part).write_bytes(damage)
        assert len(catalogue(tmp_path).index) == len(PROCEDURES)
        assert len(LexicalIndex.load(kept)) == len(PROCEDURES)


def test_a_catalogue_opens_on_an_empty_machine_with_the_builtin_procedures(tmp_path: Path):
    with open_catalogue(Settings(data_dir=tmp_path / "moi")) as opened:
        assert opened.find("1.001193") is not None
        assert opened.find("9.999999") is None
        assert opened.search().find("đăng ký khai sinh", 1)[0].procedure.code == "1.001193"
        assert len(opened.profiles) == len(opened.active) == len(opened.index)


def test_profiles_name_a_case_only_where_it_is_one_of_several():
    cases = (Case(0, "Giấy tờ phải nộp", "section"), Case(1, "Đối với tổ chức", "alternative"))
    rows = (Requirement(0, "Đơn", case=0), Requirement(1, "Quyết định", case=1, choice="A"))
    profiled = profile(Procedure("9.000001", "MẪU", cases=cases, requirements=rows))
    assert [(row.case, row.due) for row in profiled.rows] == [(None, True), (1, False)]
