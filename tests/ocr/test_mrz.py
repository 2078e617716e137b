import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ocr.mrz import check_digit, is_valid, looks_like_zone, parse_zone

#: The specimens of ICAO Doc 9303 parts 5 and 4.
TD1 = ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")
TD3 = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")


def vietnamese_card(number: str, birth: str, expiry: str, sex: str) -> tuple[str, str, str]:
    short = number[-9:]
    first = f"IDVNM{short}{check_digit(short)}{number}<<{check_digit(number)}"
    dates = f"{birth}{check_digit(birth)}{sex}{expiry}{check_digit(expiry)}"
    optional = "<" * 11
    composite = check_digit(first[5:] + dates[:7] + dates[8:] + optional)
    return first, f"{dates}VNM{optional}{composite}", "NGUYEN<<THI<MAU".ljust(30, "<")


cards = st.builds(
    vietnamese_card,
    st.from_regex(r"[0-9]{12}", fullmatch=True),
    st.from_regex(r"[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|1[0-9]|2[0-8])", fullmatch=True),
    st.from_regex(r"[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|1[0-9]|2[0-8])", fullmatch=True),
    st.sampled_from("MF"),
)


def test_the_check_digit_is_that_of_the_specification() -> None:
    assert check_digit("520727") == 3
    assert check_digit("D23145890") == 7


@pytest.mark.parametrize("specimen", [TD1, TD3])
def test_the_specimens_of_the_specification_are_valid(specimen: tuple[str, ...]) -> None:
    zone = parse_zone(specimen)
    assert zone is not None
    assert zone[1:] == (specimen, True)


@given(cards)
def test_a_vietnamese_card_is_read_among_other_lines(card: tuple[str, str, str]) -> None:
    zone = parse_zone(["Ngón trỏ trái Ngón trỏ phải", *card])
    assert zone == ("TD1", card, True)


@given(cards)
@example(("IDVNM0000000000000000000000<<0", "5805015M5805015VNM<<<<<<<<<<<4", "NGUYEN<<THI<MAU<<<<<<<<<<<<<<<"))
def test_letters_read_for_digits_are_put_right(card: tuple[str, str, str]) -> None:
    misread = (card[0][:5] + card[0][5:].replace("0", "O").replace("1", "I"), card[1].replace("5", "S"), card[2])
    zone = parse_zone(misread)
    assert zone is not None
    assert zone[1] == card


@given(cards, st.integers(1, 6))
def test_lost_and_doubled_fillers_are_put_right(card: tuple[str, str, str], number: int) -> None:
    shorter = (card[0], card[1].replace("<" * number, "", 1), card[2][:-number])
    assert parse_zone(shorter) == ("TD1", card, True)
    longer = (card[0], card[1], card[2] + "<" * number)
    assert parse_zone(longer) == ("TD1", card, True)


@given(cards, st.integers(5, 13))
def test_one_misread_digit_never_makes_another_valid_number(card: tuple[str, str, str], position: int) -> None:
    other = {"8": "3", "3": "8", "0": "6", "6": "0", "1": "7", "7": "1", "5": "6", "9": "4", "4": "9", "2": "7"}
    first = card[0][:position] + other[card[0][position]] + card[0][position + 1 :]
    zone = parse_zone((first, card[1], card[2]))
    assert zone is not None
    assert zone[1] == card or not zone[2]


def number_of(zone: tuple[str, tuple[str, ...], bool]) -> str:
    return zone[1][0][15:27]


@given(cards, st.integers(5, 13))
def test_a_character_lost_from_the_first_number_never_makes_another_one(
    card: tuple[str, str, str], position: int
) -> None:
    zone = parse_zone((card[0][:position] + card[0][position + 1 :], card[1], card[2]))
    assert zone is not None
    assert number_of(zone) == card[0][15:27] or not zone[2]


@given(cards, st.integers(18, 26), st.integers(1, 9))
def test_no_number_is_proved_by_check_digits_where_its_copies_differ(
    card: tuple[str, str, str], position: int, more: int
) -> None:
    other = str((int(card[0][position]) + more) % 10)
    zone = parse_zone((card[0][:position] + other + card[0][position + 1 :], card[1], card[2]))
    assert zone is not None
    assert number_of(zone) == card[0][15:27] or not zone[2]


def test_the_first_number_is_rebuilt_from_the_second_where_it_lost_a_character() -> None:
    card = vietnamese_card("079090001234", "900412", "350412", "F")
    assert parse_zone((card[0][:5] + card[0][6:], card[1], card[2])) == ("TD1", card, True)


@given(st.lists(st.text(max_size=50), max_size=5))
def test_any_text_is_parsed_or_refused(lines: list[str]) -> None:
    zone = parse_zone(lines)
    assert zone is None or zone[2] <= is_valid(zone[1], zone[0])


def test_ordinary_lines_do_not_look_like_a_zone() -> None:
    assert looks_like_zone("VO<<NGOC<MAU<<<<<<<<<<<<<<<<<<")
    assert not looks_like_zone("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
