import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.abbreviations import Abbreviations
from classifiers.lexical import LexicalIndex
from classifiers.typed_text import TypedTextReader
from classifiers.vietnamese import fold

NAMES = (
    "Cấp giấy phép xây dựng nhà ở riêng lẻ",
    "Điều chỉnh giấy phép xây dựng",
    "Đăng ký kết hôn",
    "Đăng ký khai sinh",
    "Thi tuyển viên chức",
    "Cấp giấy chứng nhận đăng ký đầu tư",
    "Điều chỉnh giấy chứng nhận đăng ký đầu tư",
)


@pytest.fixture(scope="module")
def reader() -> TypedTextReader:
    index = LexicalIndex().fit([{"name": name} for name in NAMES])
    return TypedTextReader(index.frequencies, Abbreviations(NAMES))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ddawng kys keets hoon", "dang ky ket hon"),  # Telex
        ("giaays pheps xaay duwngj", "giay phep xay dung"),
        ("gia6y1 phe1p xa6y", "giay phep xay"),  # VNI
        ("đăng ky khai sihn", "đăng ky khai sinh"),  # swapped
        ("dsng ky kset hon", "dang ky ket hon"),  # a neighbouring key, a letter too many
        ("giayphep xaydung", "giay phep xay dung"),  # run together
        ("đăng ký kết hôn", "đăng ký kết hôn"),  # as it should be
        ("zay phep", "giay phep"),  # as it sounds
    ],
)
def test_slips_are_mended_and_right_words_stay(reader: TypedTextReader, typed: str, meant: str):
    assert reader.read(typed) == meant


def test_of_several_words_a_slip_may_stand_for_the_one_known_beside_its_neighbours_is_taken(reader: TypedTextReader):
    assert reader.read("nhà ở rieng ler").endswith("rieng le")
    assert reader.read("viên chuc thi tuyenr") == "viên chuc thi tuyen"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("xin GPXD", "xin giấy phép xây dựng"),
        ("xin gpxd", "xin giấy phép xây dựng"),
        ("GCNĐKĐT", "giấy chứng nhận đăng ký đầu tư"),
        ("gcndkdt", "giấy chứng nhận đăng ký đầu tư"),
        ("NƠRL", "nhà ở riêng lẻ"),
    ],
)
def test_abbreviations_are_spelled_out_by_list_or_by_known_phrases(typed: str, meant: str):
    names = (*NAMES, "Sửa chữa nhà ở riêng lẻ")
    index = LexicalIndex().fit([{"name": name} for name in names])
    assert TypedTextReader(index.frequencies, Abbreviations(names)).read(typed) == meant


def test_letters_that_begin_no_phrase_are_no_abbreviation():
    assert Abbreviations(NAMES).meaning("qqxz") == ""
    assert Abbreviations(()).meaning("gpnh") == ""


def test_a_word_that_sources_misspell_too_is_mended_where_the_right_one_is_far_more_common():
    documents = [{"name": "thi tuyển viên chức"}] * 30 + [{"name": "xét tuyển vieen chức"}]
    index = LexicalIndex().fit(documents)
    assert TypedTextReader(index.frequencies, Abbreviations(())).read("vieen chức") == "vien chức"


def test_frequencies_count_documents_with_a_syllable_or_pair():
    index = LexicalIndex().fit([{"name": name} for name in NAMES])
    assert index.frequencies(["giay", "giay phep", "phep giay", "xyz"]) == [4, 2, 0, 0]
    assert LexicalIndex().fit([]).frequencies(["giay"]) == [0]


@given(text=st.text(max_size=200))
def test_any_text_is_read_without_losing_known_words(reader: TypedTextReader, text: str):
    read = f" {fold(reader.read(text + ' đăng ký'))} "
    assert read.endswith(" dang ky ")
