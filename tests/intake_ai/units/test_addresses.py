"""Addresses against the tables of units."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.vietnamese import fold
from intake_ai.units import read_address, repaired, suggestions, units


def test_the_tables_hold_all_provinces_and_communes_of_today_and_before() -> None:
    table = units()
    assert len({commune.province for commune in table.by_code.values()}) == 34
    assert len(table.by_code) == 3321
    assert len(table.provinces) == 63  # of these 34 names go on
    assert sum(map(len, table.former.values())) == 10040


def test_every_former_commune_became_a_commune_of_today() -> None:
    table = units()
    assert all(table.now(old) for entries in table.former.values() for old in entries)


@pytest.mark.parametrize(
    ("written", "now"),
    [
        ("Xóm 3, xã Nghi Kiều, huyện Nghi Lộc, tỉnh Nghệ An", "Xóm 3, Xã Văn Kiều, Tỉnh Nghệ An"),
        ("12 Lê Lợi, P. Bến Thủy, TP. Vinh, Nghệ An", "12 Lê Lợi, Phường Trường Vinh, Tỉnh Nghệ An"),
        ("phường 5, quận 3, Thành phố Hồ Chí Minh", "Phường Bàn Cờ, Thành phố Hồ Chí Minh"),
        ("xã Thanh Hà, tỉnh Hải Dương", "Xã Thanh Hà, Thành phố Hải Phòng"),
        ("thôn 2 xã Thạnh Phú huyện Cờ Đỏ TP Cần Thơ", "thôn 2, Xã Thạnh Phú, Thành phố Cần Thơ"),
    ],
)
def test_an_address_of_before_is_suggested_as_it_is_today(written: str, now: str) -> None:
    assert suggestions(written) == (now,)


def test_a_divided_commune_has_a_suggestion_for_each_part() -> None:
    assert len(suggestions("xã Tân Thạnh, huyện Thới Lai, thành phố Cần Thơ")) == 2


@pytest.mark.parametrize(
    "written",
    [
        "xã Kim Liên, tỉnh Nghệ An",
        "Khối 5 phường Trường Vinh tỉnh Nghệ An",
        "Nghệ An",
        "",
        "Cục Cảnh sát, Hà Nội",
        ",,;",
    ],
)
def test_an_address_of_today_and_what_is_none_has_no_suggestion(written: str) -> None:
    assert suggestions(written) == ()


@pytest.mark.parametrize(
    ("read", "right"),
    [
        ("Xóm 3, xã Nghi Kieu, huyên Nghi Lôc, tỉnh Nghê An", "Xóm 3, xã Nghi Kiều, huyện Nghi Lộc, tỉnh Nghệ An"),
        ("PHƯỜNG BÉN THỦY, THÀNH PHÓ VINH, TỈNH NGHỆ AN", "PHƯỜNG BẾN THỦY, THÀNH PHỐ VINH, TỈNH NGHỆ AN"),
        ("Phường Hoà Khánh, thành phố Đà Nẵng", "Phường Hoà Khánh, thành phố Đà Nẵng"),
        ("thôn Hà Lieu, xã Kim Liên, tỉnh Nghệ An", "thôn Hà Lieu, xã Kim Liên, tỉnh Nghệ An"),
    ],
)
def test_lost_accents_of_units_are_put_back_and_nothing_else(read: str, right: str) -> None:
    assert repaired(read) == right


@given(st.sampled_from(sorted(units().by_code.values(), key=lambda one: one.code)))
def test_every_commune_of_today_is_read_as_itself(commune) -> None:  # type: ignore[no-untyped-def]
    address = read_address(f"Số 1, {commune.name}, {commune.province}")
    assert address is not None
    assert (address.commune, address.is_current, address.detail) == (commune, True, "Số 1")


@given(st.text(alphabet="xã phường tỉnh Nghệ An, Kim Liên; TP.Vinh-đ1\u0301İß", max_size=60))
def test_any_text_is_taken_and_repair_changes_accents_only(text: str) -> None:
    suggestions(text)
    assert fold(repaired(text)).split() == fold(text).split() or repaired(text) == text
