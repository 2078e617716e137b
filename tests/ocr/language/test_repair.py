import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ocr.language.repair import WordReading, repaired


def _repaired(line: str, confidence: float = 0.9) -> str:
    return " ".join(repaired([WordReading(word, confidence) for word in line.split()], engine="tesseract"))


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("sửa đối, bố sung một số điều", "sửa đổi, bổ sung một số điều"),
        ("cơ quan, tố chức có thấm quyền", "cơ quan, tổ chức có thẩm quyền"),
        ("QUYÉT ĐỊNH", "QUYẾT ĐỊNH"),
        ("(Ban hành kèm theo Quyêt định", "(Ban hành kèm theo Quyết định"),
        ("chuyến đối/bố sung hồ sơ", "chuyển đổi/bổ sung hồ sơ"),
        ("Uỷ ban nhân dân thành phó", "Uỷ ban nhân dân thành phố"),
    ],
)
def test_wrong_tone_marks_are_put_right_in_context(read: str, meant: str) -> None:
    assert _repaired(read) == meant


@pytest.mark.parametrize(
    "line",
    [
        "đối với người nộp hồ sơ",
        "bố, mẹ của người được khai sinh",
        "Số: 1234/QĐ-UBND ngày 12/05/2026",
        "Thư điện tử: hotro.banbien@mau.gov.vn",
        "https://dichvucong.gov.vn/bieu-mau",
        "Họ và tên: Nguyễn Thị Thúy Hiến",
        "Ông Trần Đức Biếu, sinh năm 1990",
        "NGUYỄN VĂN ĐỐI",
        "xã Đăk Tơ Lung, huyện Kon Rẫy",
        "người dân Ba Na ở làng Kon Klor",
        "Certificate of the origin",
        "mã số b1ểu A12đối",
    ],
)
def test_right_words_names_and_codes_stay(line: str) -> None:
    assert _repaired(line) == line
    assert _repaired(line, 0.97) == line


def test_the_picture_outweighs_the_model_where_it_is_clear() -> None:
    said = (("cô", -9.0), ("cỗ", -9.0))
    assert repaired([WordReading("cố", 0.99, said), WordReading("gắng", 0.99)]) == ["cố", "gắng"]


def test_alternatives_of_the_recogniser_decide_between_likely_words() -> None:
    line = [
        WordReading("thẩm", 0.99),
        WordReading("quyên", 0.6, (("quyền", -0.6), ("quyến", -3.0))),
        WordReading("giải", 0.99),
        WordReading("quyết", 0.99),
    ]
    assert repaired(line) == ["thẩm", "quyền", "giải", "quyết"]


def test_case_and_punctuation_are_kept() -> None:
    assert _repaired("“Tố chức, Cơ quan”") == "“Tổ chức, Cơ quan”"


def test_an_empty_line_stays_empty() -> None:
    assert repaired([]) == []


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=50)
@given(
    st.lists(
        st.tuples(
            st.text(st.characters(blacklist_categories=("Cs", "Zs", "Zl", "Zp", "Cc")), min_size=1),
            st.floats(0, 1),
        ),
        max_size=12,
    )
)
def test_any_line_keeps_its_number_of_words_and_their_lengths(words: list[tuple[str, float]]) -> None:
    line = [WordReading(text, confidence) for text, confidence in words]
    assert [len(word) for word in repaired(line)] == [len(reading.text) for reading in line]
