import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from classifiers.vietnamese import fold, is_plain_syllable, normalise, syllables


def test_folding_takes_every_accent_away():
    assert fold("Giấy chứng nhận ĐĂNG KÝ quyền sử dụng đất") == "giay chung nhan dang ky quyen su dung dat"


def test_composed_and_decomposed_letters_fold_and_split_alike():
    composed = unicodedata.normalize("NFC", "Đơn đề nghị cấp lại")
    decomposed = unicodedata.normalize("NFD", composed)
    assert fold(composed) == fold(decomposed)
    assert syllables(composed) == syllables(decomposed) == ["đơn", "đề", "nghị", "cấp", "lại"]


def test_punctuation_and_underscores_part_syllables():
    assert syllables("- Mẫu CT01_mới (bản chính).") == ["mẫu", "ct01", "mới", "bản", "chính"]


@given(st.text())
def test_folding_twice_changes_no_vietnamese_more_than_folding_once(text: str):
    assert not any(unicodedata.combining(letter) and letter < "\u0370" for letter in fold(text))
    assert normalise(normalise(text)) == normalise(text)


def test_plain_syllables_are_what_accents_folded_away_leave():
    assert all(is_plain_syllable(fold(word)) for word in syllables("giấy chứng nhận quyền sử dụng đất ở nghiêng xoay"))
    assert not any(is_plain_syllable(word) for word in ("vieen", "dda", "gpxd", "khaisinh", "w", ""))
