"""The parts of an identity card that machines read: MRZ lines and QR code."""

import io
import unicodedata
from datetime import date

import segno
from PIL import Image

from classifiers.synthetic.people import Person, written

MRZ_WEIGHTS = (7, 3, 1)
NO_EXPIRY = "991231"


def check_digit(field: str) -> str:
    """The check digit of ICAO 9303: weights 7-3-1 over digits, letters from A = 10, filler 0."""
    values = (int(sign, 36) if sign != "<" else 0 for sign in field)
    return str(sum(value * MRZ_WEIGHTS[place % 3] for place, value in enumerate(values)) % 10)


def mrz(person: Person) -> tuple[str, str, str]:
    """The three lines of 30 signs on the back of a chip card (TD1; domain.md section 5)."""
    nine = person.number[-9:]
    first = f"IDVNM{nine}{check_digit(nine)}{person.number}<<"
    first += check_digit(first[5:])
    birth = _six(person.birth)
    expires = _six(person.expires) if person.expires else NO_EXPIRY
    sex = "M" if person.sex == "Nam" else "F"
    second = f"{birth}{check_digit(birth)}{sex}{expires}{check_digit(expires)}VNM".ljust(29, "<")
    composite = first[5:30] + second[0:7] + second[8:15] + second[18:29]
    return first, second + check_digit(composite), _names(person.name)


def passport_mrz(person: Person, number: str, expires: date) -> tuple[str, str]:
    """The two lines of 44 signs on the data page of a passport (TD3 of ICAO 9303)."""
    family, *given = without_accents(person.name).split()
    first = f"P<VNM{family}<<{'<'.join(given)}"[:44].ljust(44, "<")
    birth, end = _six(person.birth), _six(expires)
    sex = "M" if person.sex == "Nam" else "F"
    own = person.number.ljust(14, "<")
    head = f"{number.ljust(9, '<')}{check_digit(number.ljust(9, '<'))}"
    second = f"{head}VNM{birth}{check_digit(birth)}{sex}{end}{check_digit(end)}{own}{check_digit(own)}"
    return first, second + check_digit(second[0:10] + second[13:20] + second[21:43])


def qr_text(person: Person) -> str:
    """What the code on the card says: number, old number, name, birth, sex, residence, day of issue."""
    days = person.birth.strftime("%d%m%Y"), person.issued.strftime("%d%m%Y")
    return "|".join((person.number, "", person.name, days[0], person.sex, person.address, days[1]))


def qr_picture(text: str) -> Image.Image:
    """The code as RGBA, black on white with a quiet zone."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False, boost_error=False).save(out, kind="png", scale=12, border=2)
    return Image.open(io.BytesIO(out.getvalue())).convert("RGBA")


def without_accents(text: str) -> str:
    """Plain Latin letters in upper case, as machine-readable lines have them."""
    split = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(sign for sign in split if not unicodedata.combining(sign)).upper()


def expiry_text(person: Person) -> str:
    """The last day of validity as the card prints it."""
    return written(person.expires)


def _names(name: str) -> str:
    family, *given = without_accents(name).split()
    return f"{family}<<{'<'.join(given)}"[:30].ljust(30, "<")


def _six(day: date) -> str:
    return day.strftime("%y%m%d")
