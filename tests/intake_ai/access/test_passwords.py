import unicodedata

import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st

from intake_ai.access.errors import PasswordRefused
from intake_ai.access.passwords import check_password, hash_password, is_outdated, is_password

GOOD = "một con vịt xòe ra hai cái cánh"


def refused(password: str, least: int = 15, names: tuple[str, ...] = ()) -> str | None:
    try:
        check_password(password, least, names)
    except PasswordRefused as error:
        return error.code
    return None


@pytest.mark.parametrize(
    "password", [GOOD, "correct pelican dozen stapler", "ạ" * 7 + "bcdefghk", "🐃🌾🐃🌾🐃🌾 trâu ơi bảo"]
)
def test_any_long_sentence_will_do_without_capitals_digits_or_signs(password: str):
    assert refused(password) is None


@pytest.mark.parametrize(
    "password",
    [
        "Matkhau123456789",
        "Mật khẩu 2026 !!!",
        "anh yêu em nhiều lắm",
        "AnhYeuEm123456789",
        "dichvucong12345678",
        "Độc lập Tự do Hạnh phúc",
        "P a s s w o r d 2 0 2 6",
        "passwordpassword",
        "qwertyuiopasdfgh",
        "123456789012345678",
        "aaaaaaaaaaaaaaaaaa",
        "abababababababab",
        "!!!!!!!!!!!!!!!!",
        "9876543210987654",
    ],
)
def test_what_guessers_try_first_is_refused_in_vietnamese_too(password: str):
    assert refused(password) == "password-common"


def test_length_counts_letters_as_people_see_them():
    assert refused("trâu cày ruộng") == "password-too-short"
    assert refused(unicodedata.normalize("NFD", "trâu cày ruộng")) == "password-too-short"
    assert refused("con trâu cày ruộng sâu") is None
    assert refused("x y " * 65) == "password-too-long"


def test_what_everybody_knows_of_the_person_is_refused():
    names = ("lan.nguyen", "Nguyễn Văn Lân")
    assert refused("lan.nguyen@2026", names=names) == "password-like-name"
    assert refused("Nguyễn Văn Lân !!!!", names=names) == "password-like-name"
    assert refused("nguyễn văn lân thích ăn bánh cuốn", names=names) is None


def test_control_characters_are_refused():
    assert refused("con trâu cày\x00 ruộng sâu") == "password-unusable"


def test_a_password_is_the_same_however_a_keyboard_composes_it():
    kept = hash_password(unicodedata.normalize("NFD", GOOD))
    assert is_password(kept, unicodedata.normalize("NFC", GOOD))
    assert not is_password(kept, GOOD.upper())


def test_where_nobody_is_no_password_is_right():
    assert not is_password(None, "nobody's password")


def test_a_hash_of_other_parameters_is_outdated_and_still_taken():
    older = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash(GOOD)
    assert is_password(older, GOOD)
    assert is_outdated(older)
    assert not is_outdated(hash_password(GOOD))


def test_a_damaged_hash_lets_nobody_in():
    assert not is_password("not a hash", GOOD)


@given(st.text(max_size=400))
def test_judging_never_fails_on_any_text(password: str):
    refused(password, names=("mau", "MẪU"))
