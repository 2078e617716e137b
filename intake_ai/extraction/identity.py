"""Identity numbers, the QR code and the machine-readable zone of Vietnamese cards (domain.md, section 5)."""

import re
from dataclasses import dataclass
from typing import Literal

from classifiers.vietnamese import normalise
from intake_ai.extraction.runs import fold
from intake_ai.extraction.values import as_date
from ocr.page import MachineReadableZone

Sex = Literal["Nam", "Nữ"]
WITHOUT_END = "991231"
"""What the zone of a card says that has no last day."""
_INSURANCE_NUMBER = re.compile(r"(?:[A-Z]{2}\d)?\d{10,12}")
_INSURED_SEX: dict[str, Sex] = {"1": "Nam", "2": "Nữ"}
_TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


@dataclass(frozen=True, slots=True)
class CardText:
    """What a QR code or MRZ states; empty where it states nothing. Dates are dd/mm/yyyy.

    Attributes:
        name: With accents from a QR code; without, in capitals, from an MRZ.
        insurance_number: Of a health insurance card.
        extras: Further fields of a QR code, as they stand.
    """

    id_number: str
    name: str = ""
    date_of_birth: str = ""
    sex: str = ""
    address: str = ""
    issued: str = ""
    expires: str = ""
    old_number: str = ""
    extras: tuple[str, ...] = ()
    insurance_number: str = ""


def sex_of(text: str) -> Sex | None:
    """Nam or Nữ as written, accents or not, English letters M and F too."""
    word = fold(text).strip(" .,;:")
    if word in ("nam", "m", "male"):
        return "Nam"
    return "Nữ" if word in ("nu", "f", "female") else None


def is_personal_number(number: str) -> bool:
    """Twelve digits with a province code (001-096) and a century digit (0-5) that there can be."""
    return bool(re.fullmatch(r"\d{12}", number)) and 1 <= int(number[:3]) <= 96 and number[3] in "012345"


def fits_birth(number: str, date_of_birth: str = "", sex: str = "") -> bool | None:
    """Whether the century, sex and year digits of a personal number agree with birth date and sex.

    Args:
        number: Twelve digits.
        date_of_birth: dd/mm/yyyy or yyyy; empty where unknown, in words it tells nothing.
        sex: Nam, Nữ or empty.

    Returns:
        None where neither birth date nor sex is known.
    """
    year = re.search(r"\d{4}$", date_of_birth)
    if not is_personal_number(number) or not (year or sex):
        return None
    century, female = divmod(int(number[3]), 2)
    if year and int(year.group()) != 1900 + 100 * century + int(number[4:6]):
        return False
    return not sex or (sex == "Nữ") == bool(female)


def is_tax_code(number: str) -> bool:
    """Ten digits with a right check digit, or thirteen: ten and a branch number (weights of domain.md, section 5)."""
    digits = re.sub(r"\D", "", number)
    if len(digits) not in (10, 13):
        return False
    check = 10 - sum(int(digit) * weight for digit, weight in zip(digits, _TAX_WEIGHTS, strict=False)) % 11
    return check == int(digits[9])


def _joined_date(digits: str) -> str:
    if not re.fullmatch(r"\d{8}", digits):
        return ""
    return as_date(int(digits[:2]), int(digits[2:4]), int(digits[4:])) or ""


def read_card_qr(text: str) -> CardText | None:
    """The QR code of a chip card: number|old number|name|ddMMyyyy|sex|address|ddMMyyyy of issue|extras; else None."""
    parts = [part.strip() for part in text.split("|")]
    if len(parts) < 7 or not is_personal_number(parts[0]) or not _joined_date(parts[3]):
        return None
    return CardText(
        id_number=parts[0],
        old_number=parts[1],
        name=" ".join(parts[2].split()),
        date_of_birth=_joined_date(parts[3]),
        sex=sex_of(parts[4]) or "",
        address=parts[5],
        issued=_joined_date(parts[6]),
        extras=tuple(parts[7:]),
    )


def read_insurance_qr(text: str) -> CardText | None:
    """The QR code of a health insurance card: number|name in hexadecimal|birth|1 or 2|address so|…; else None.

    The layout is that of domain.md, section 5; a code of another layout is passed over.
    """
    parts = [part.strip() for part in text.split("|")]
    if len(parts) < 5 or not _INSURANCE_NUMBER.fullmatch(parts[0]) or parts[3] not in _INSURED_SEX:
        return None
    name, address = _from_hexadecimal(parts[1]), _from_hexadecimal(parts[4])
    born = re.fullmatch(r"(\d{2})/(\d{2})/(\d{4})", parts[2])
    if not name:
        return None
    return CardText(
        id_number="",
        name=name,
        date_of_birth=(as_date(*map(int, born.groups())) or "") if born else "",
        sex=_INSURED_SEX[parts[3]],
        address=address,
        insurance_number=parts[0],
        extras=tuple(parts[5:]),
    )


def _from_hexadecimal(digits: str) -> str:
    """Text whose UTF-8 bytes are written in hexadecimal; empty where it is none."""
    try:
        return normalise(bytes.fromhex(digits).decode("utf-8"))
    except ValueError:
        return ""


def read_mrz(zone: MachineReadableZone) -> CardText | None:
    """What an MRZ states whose check digits are right; None for others (ICAO 9303, parts 4 and 5)."""
    count, length = {"TD1": (3, 30), "TD3": (2, 44)}[zone.format]
    if not zone.valid or [len(line) for line in zone.lines] != [length] * count:
        return None
    return _identity_card(zone.lines) if zone.format == "TD1" else _passport(zone.lines)


def _identity_card(lines: tuple[str, ...]) -> CardText:
    optional = lines[0][15:30].split("<")[0]
    document = "" if lines[0].startswith("IDVNM") else lines[0][5:14].rstrip("<")  # of these it is a part of the number
    number = optional if is_personal_number(optional[:12]) else document
    return CardText(
        id_number=number[:12],
        name=_name(lines[2]),
        date_of_birth=_short_date(lines[1][:6], number[:12]),
        sex=sex_of(lines[1][7]) or "",
        expires="" if lines[1][8:14] == WITHOUT_END else _short_date(lines[1][8:14], "", future=True),
    )


def _passport(lines: tuple[str, ...]) -> CardText:
    return CardText(
        id_number=lines[1][:9].rstrip("<"),
        name=_name(lines[0][5:]),
        date_of_birth=_short_date(lines[1][13:19], lines[1][28:40]),
        sex=sex_of(lines[1][20]) or "",
        expires=_short_date(lines[1][21:27], "", future=True),
    )


def _name(zone: str) -> str:
    return " ".join(zone.replace("<", " ").split())


def _short_date(digits: str, number: str, *, future: bool = False) -> str:
    """YYMMDD as dd/mm/yyyy; the century comes from the personal number, else from what is likely."""
    if not re.fullmatch(r"\d{6}", digits):
        return ""
    if is_personal_number(number):
        century = 1900 + 100 * (int(number[3]) // 2)
    else:
        century = 2000 if future or int(digits[:2]) <= 30 else 1900
    return as_date(int(digits[4:]), int(digits[2:4]), century + int(digits[:2])) or ""
