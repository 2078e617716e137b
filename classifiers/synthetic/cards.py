"""Identity cards of invented persons: căn cước công dân (2021) and căn cước (2024), both sides, marked MẪU."""

from dataclasses import dataclass, field

from PIL import Image

from classifiers.synthetic.fonts import ascent, descent, text_width
from classifiers.synthetic.ink import seal, signature
from classifiers.synthetic.machine_readable import expiry_text, mrz, qr_picture, qr_text
from classifiers.synthetic.people import Person, written
from classifiers.synthetic.pictures import chip, emblem, fingerprint, guilloche, portrait
from classifiers.synthetic.seeds import seeded
from classifiers.synthetic.sheet import (
    A4,
    Area,
    Box,
    Colour,
    Mark,
    Placed,
    PrintedValue,
    Sheet,
    Style,
    Text,
    moved,
    moved_box,
)

CARD_SIZE = (85.6, 53.98)
"""Millimetres, ID-1 of ISO/IEC 7810."""
ENLARGED = 1.18
"""Copies of cards are made a little larger than the card."""
GREY_LABEL: Colour = (58, 74, 84)


@dataclass(slots=True)
class CardFace:
    """One side of a card under construction; all measures in millimetres of a card in true size."""

    scale: float = ENLARGED
    marks: list[Mark] = field(default_factory=list)
    values: list[PrintedValue] = field(default_factory=list)

    def text(self, at: tuple[float, float], text: str, style: Style) -> Box:
        """Text that starts at a point on its baseline; returns its box in enlarged millimetres."""
        sized = Style(style.family, style.size * self.scale, style.bold, style.italic, style.colour)
        x, y = at[0] * self.scale, at[1] * self.scale
        self.marks.append(Text(x, y, text, sized))
        return (x, y - ascent(sized), x + text_width(text, sized), y + descent(sized))

    def centred(self, x: float, y: float, text: str, style: Style) -> None:
        self.text((x - text_width(text, style) / 2, y), text, style)

    def value(self, at: tuple[float, float], label: str, kind_and_text: tuple[str, str], style: Style) -> None:
        """A value that the truth remembers."""
        kind, text = kind_and_text
        box = self.text(at, text, style)
        self.values.append(PrintedValue(f"card.{kind}", label, kind, text, (box,)))

    def place(self, box: Box, picture: Image.Image, *, ink: bool = False) -> None:
        left, top, right, bottom = (edge * self.scale for edge in box)
        self.marks.append(Placed((left, top, right, bottom), picture, ink))

    @property
    def size(self) -> tuple[float, float]:
        return (CARD_SIZE[0] * self.scale, CARD_SIZE[1] * self.scale)


LABEL = Style("sans", 4.6, colour=GREY_LABEL)
VALUE = Style("sans", 6.6)
STRONG = Style("sans", 8.6, bold=True)


def front_2021(person: Person) -> CardFace:
    """Front of a căn cước công dân with chip: portrait, QR code, names, addresses."""
    face = _blank_face(person.name, (214, 236, 226))
    _state_head(face, 46.0)
    face.centred(46.0, 17.2, "CĂN CƯỚC CÔNG DÂN", Style("sans", 9.4, bold=True, colour=(196, 30, 40)))
    face.centred(46.0, 19.9, "Citizen Identity Card", Style("sans", 5.2, colour=(196, 30, 40)))
    face.place((68.6, 8.6, 83.2, 23.2), qr_picture(qr_text(person)))
    face.place((4.0, 20.6, 24.6, 47.2), portrait(person.number, person.sex))
    face.text((28.0, 24.2), "Số / No.:", LABEL)
    face.value((37.5, 24.6), "Số", ("id_number", person.number), Style("sans", 10.5, bold=True))
    _labelled(face, (28.0, 27.6), "Họ và tên / Full name:", ("full_name", person.name.upper()), STRONG)
    face.text((28.0, 34.2), "Ngày sinh / Date of birth:", LABEL)
    face.value((49.0, 34.4), "Ngày sinh", ("date_of_birth", written(person.birth)), VALUE)
    face.text((28.0, 37.6), "Giới tính / Sex:", LABEL)
    face.value((41.0, 37.7), "Giới tính", ("sex", person.sex), VALUE)
    face.text((49.5, 37.6), "Quốc tịch / Nationality:", LABEL)
    face.value((69.0, 37.7), "Quốc tịch", ("nationality", person.nationality), VALUE)
    _labelled(face, (28.0, 40.6), "Quê quán / Place of origin:", ("address", str(person.commune)), VALUE)
    _residence(face, person)
    face.text((3.4, 50.0), "Có giá trị đến / Date of expiry:", Style("sans", 3.7, colour=GREY_LABEL))
    face.value((7.0, 52.6), "Có giá trị đến", ("expiry_date", expiry_text(person)), Style("sans", 5.6))
    return _specimen(face)


def back_2021(person: Person) -> CardFace:
    """Back of a căn cước công dân: marks of recognition, day of issue, chip, MRZ."""
    face = _blank_face("back" + person.name, (222, 238, 228))
    trait = seeded("trait", person.number).choice(
        ("Nốt ruồi cách 1,5 cm dưới mắt trái", "Sẹo chấm cách 2 cm trên mép phải")
    )
    face.text((5.0, 5.4), "Đặc điểm nhận dạng / Personal identification:", LABEL)
    face.text((5.0, 8.6), trait, VALUE)
    face.text((5.0, 12.2), "Ngày, tháng, năm / Date, month, year:", LABEL)
    face.value((34.5, 12.4), "Ngày, tháng, năm", ("id_issue_date", written(person.issued)), VALUE)
    office = Style("sans", 4.6, bold=True)
    face.centred(38.0, 15.6, "CỤC TRƯỞNG CỤC CẢNH SÁT", office)
    face.centred(38.0, 17.8, "QUẢN LÝ HÀNH CHÍNH VỀ TRẬT TỰ XÃ HỘI", office)
    _chip(face, (5.0, 17.4))
    _officer(face, (38.0, 24.6), "Phạm Mẫu Thức")
    for left, words in ((61.0, "Ngón trỏ trái / Left"), (72.6, "Ngón trỏ phải / Right")):
        face.place((left, 15.0, left + 10.4, 28.2), fingerprint(person.number + words))
        face.text((left, 30.2), words, Style("sans", 3.2, colour=GREY_LABEL))
    return _specimen(_machine_lines(face, person))


def front_2024(person: Person) -> CardFace:
    """Front of a căn cước of 2024: number, name, birth, sex, nationality; the chip has come to the front."""
    face = _blank_face(person.name, (222, 232, 240))
    _state_head(face, 46.0)
    face.centred(46.0, 17.4, "CĂN CƯỚC", Style("sans", 11.0, bold=True, colour=(196, 30, 40)))
    face.centred(46.0, 20.2, "IDENTITY CARD", Style("sans", 5.6, bold=True, colour=(196, 30, 40)))
    face.place((4.0, 19.6, 25.0, 46.6), portrait(person.number, person.sex))
    _chip(face, (69.6, 19.6))
    label = "Số định danh cá nhân / Personal identification number:"
    _labelled(face, (28.4, 25.0), label, ("id_number", person.number), Style("sans", 10.5, bold=True), drop=4.4)
    _labelled(
        face,
        (28.4, 33.0),
        "Họ, chữ đệm và tên khai sinh / Full name:",
        ("full_name", person.name.upper()),
        STRONG,
        drop=3.8,
    )
    face.text((28.4, 41.4), "Ngày, tháng, năm sinh / Date of birth:", LABEL)
    face.value((58.0, 41.6), "Ngày, tháng, năm sinh", ("date_of_birth", written(person.birth)), VALUE)
    face.text((28.4, 45.4), "Giới tính / Sex:", LABEL)
    face.value((41.0, 45.5), "Giới tính", ("sex", person.sex), VALUE)
    face.text((48.5, 45.4), "Quốc tịch / Nationality:", LABEL)
    face.value((67.5, 45.5), "Quốc tịch", ("nationality", person.nationality), VALUE)
    return _specimen(face)


def back_2024(person: Person) -> CardFace:
    """Back of a căn cước of 2024: residence, place of birth registration, dates, QR code, MRZ."""
    face = _blank_face("back" + person.name, (226, 234, 240))
    _labelled(face, (5.0, 5.0), "Nơi cư trú / Place of residence:", ("address", person.address), VALUE)
    _labelled(face, (5.0, 11.6), "Nơi đăng ký khai sinh / Place of birth:", ("address", str(person.commune)), VALUE)
    face.text((5.0, 18.6), "Ngày, tháng, năm cấp / Date of issue:", LABEL)
    face.value((36.5, 18.8), "Ngày, tháng, năm cấp", ("id_issue_date", written(person.issued)), VALUE)
    face.text((5.0, 22.4), "Ngày, tháng, năm hết hạn / Date of expiry:", LABEL)
    face.value((38.5, 22.6), "Ngày, tháng, năm hết hạn", ("expiry_date", expiry_text(person)), VALUE)
    face.centred(22.0, 27.0, "BỘ CÔNG AN", Style("sans", 6.4, bold=True))
    face.centred(22.0, 29.6, "MINISTRY OF PUBLIC SECURITY", Style("sans", 4.2, bold=True))
    face.place((65.2, 9.8, 81.8, 26.4), qr_picture(qr_text(person)))
    return _specimen(_machine_lines(face, person))


def card_faces(person: Person) -> tuple[CardFace, CardFace]:
    """Front and back of the card that the person holds."""
    if person.new_card:
        return front_2024(person), back_2024(person)
    return front_2021(person), back_2021(person)


def card_title(person: Person) -> str:
    """What the card calls itself."""
    return "CĂN CƯỚC" if person.new_card else "CĂN CƯỚC CÔNG DÂN"


def on_one_sheet(person: Person) -> Sheet:
    """Both sides copied onto one A4 sheet, front above back, as copy shops do."""
    rng = seeded("copy", person.number)
    marks: list[Mark] = []
    values: list[PrintedValue] = []
    for face, top in zip(card_faces(person), (38.0, 118.0), strict=True):
        left = (A4[0] - face.size[0]) / 2 + rng.uniform(-6, 6)
        _lay(face, (left, top + rng.uniform(-4, 4)), marks, values)
    return Sheet(A4, tuple(marks), tuple(values))


def alone(face: CardFace) -> Sheet:
    """One side with a small white surround, for a photo of the card itself."""
    marks: list[Mark] = []
    values: list[PrintedValue] = []
    _lay(face, (7.0, 7.0), marks, values)
    return Sheet((face.size[0] + 14, face.size[1] + 14), tuple(marks), tuple(values))


def _lay(face: CardFace, at: tuple[float, float], marks: list[Mark], values: list[PrintedValue]) -> None:
    marks += [moved(mark, *at) for mark in face.marks]
    for value in face.values:
        lines = tuple(moved_box(line, *at) for line in value.lines)
        values.append(PrintedValue(value.key, value.label, value.kind, value.text, lines))


def _labelled(
    face: CardFace, at: tuple[float, float], label: str, kind_and_text: tuple[str, str], style: Style, drop: float = 3.1
) -> None:
    face.text(at, label, LABEL)
    face.value((at[0], at[1] + drop), label.split(" / ", 1)[0], kind_and_text, style)


def _residence(face: CardFace, person: Person) -> None:
    """The residence, begun beside its label and ended on the last line, as the card prints it."""
    face.text((28.0, 46.8), "Nơi thường trú / Place of residence:", LABEL)
    lines = (face.text((56.6, 46.9), f"{person.house},", VALUE), face.text((28.0, 50.2), str(person.commune), VALUE))
    face.values.append(PrintedValue("card.address", "Nơi thường trú", "address", person.address, lines))


def _state_head(face: CardFace, centre: float) -> None:
    face.place((5.0, 3.6, 17.6, 16.2), emblem())
    face.centred(centre, 5.2, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Style("sans", 6.2, bold=True))
    face.centred(centre, 7.8, "Độc lập - Tự do - Hạnh phúc", Style("sans", 5.6, bold=True))
    face.centred(centre, 10.2, "SOCIALIST REPUBLIC OF VIET NAM", Style("sans", 4.2))
    face.centred(centre, 12.2, "Independence - Freedom - Happiness", Style("sans", 4.2))


def _machine_lines(face: CardFace, person: Person) -> CardFace:
    for place, line in enumerate(mrz(person)):
        face.text((4.2, 38.4 + place * 5.3), line, Style("mono", 12.1, bold=True))
    return face


def _officer(face: CardFace, at: tuple[float, float], name: str) -> None:
    spot = (at[0] * face.scale, at[1] * face.scale)
    face.marks.append(seal((spot[0] - 7, spot[1]), "CỤC CẢNH SÁT MẪU * BỘ CÔNG AN MẪU", diameter=13.0))
    face.marks.append(signature(spot, name, width=22.0))
    face.centred(at[0], at[1] + 6.6, name, Style("sans", 4.8, bold=True))


def _specimen(face: CardFace) -> CardFace:
    """MẪU in pale red across the card, below the words."""
    style = Style("sans", 34, bold=True, colour=(238, 198, 198))
    sized = Style("sans", 34 * face.scale, bold=True, colour=style.colour)
    x, y = 36.0 * face.scale, 38.0 * face.scale
    face.marks.insert(2, Text(x, y, "MẪU", sized))
    return face


def _blank_face(seed: str, tone: Colour) -> CardFace:
    face = CardFace()
    width, height = face.size
    face.marks.append(
        Area((0, 0, width, height), fill=tone, outline=(176, 190, 188), width=0.2, radius=3.2 * face.scale)
    )
    face.place((0.6, 0.6, CARD_SIZE[0] - 0.6, CARD_SIZE[1] - 0.6), guilloche(seed, tone))
    return face


def _chip(face: CardFace, at: tuple[float, float]) -> None:
    face.place((at[0], at[1], at[0] + 11.6, at[1] + 8.9), chip())
