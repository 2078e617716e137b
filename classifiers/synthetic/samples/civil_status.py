"""Sample dossiers of civil status (hộ tịch): birth, death, marital status, marriage."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from classifiers.synthetic.blocks import Hand
from classifiers.synthetic.dossiers import PlannedDossier, PlannedPaper, form_paper
from classifiers.synthetic.filling import Filling, authority_lines, hospital_values, person_values, signing
from classifiers.synthetic.numerals import date_in_words
from classifiers.synthetic.people import Person, Population, commune_named, written
from classifiers.synthetic.samples.parts import (
    COLOUR_SCAN,
    GREY_SCAN,
    NEW_CARD,
    OLD_CARD,
    PHONE,
    copied_card,
    photographed_card,
)
from classifiers.synthetic.seeds import seeded

BIRTH = ("1.001193", "Thủ tục đăng ký khai sinh")
DEATH = ("1.000656", "Thủ tục đăng ký khai tử")
SINGLE = ("1.004873", "Thủ tục cấp Giấy xác nhận tình trạng hôn nhân")
MARRIAGE = ("1.000894", "Thủ tục đăng ký kết hôn")
BIRTH_AGAIN = ("1.004884", "Thủ tục đăng ký lại khai sinh")


def complete_birth() -> PlannedDossier:
    """Everything there: form, birth notice, both parents' cards; a scan for each paper."""
    name, day = "khai-sinh-du", date(2026, 10, 20)
    people = Population(seeded(name), commune_named("xã Mây Ngàn"))
    father, mother = people.person("Nam", (1990, 1996), OLD_CARD), people.person("Nữ", (1993, 1999), NEW_CARD)
    mother = replace(mother, house=father.house)
    born = date(2026, 10, 2)
    child = Person(
        people.name("Nữ", father.name.split()[0]), born, "Nữ", "", born, father.commune, father.house, father.ethnicity
    )
    values: Filling = {
        **person_values("requester", father), **person_values("father", father), **person_values("mother", mother),
        **person_values("child", child), **hospital_values(father.commune), **signing(father.commune, day),
        "requester.relationship": "Cha", "child.birth_words": date_in_words(born), "copies": "",
        "child.birth_place": f"Bệnh viện đa khoa {father.commune.short}, {father.commune.province_name}",
        "notice.number": "214", "notice.book": "02/2026", "notice.day": "04/10/2026", "mother.insurance": "",
        "birth.hour": "6 giờ 40 phút", "birth.time": "01", "birth.living": "01", "birth.count": "01",
        "birth.weight": "3.150 gam",
        "birth.health": "Khỏe mạnh", "birth.midwife": "Vi Mẫu Hòa",
    }  # fmt: skip
    papers = (
        PlannedPaper(
            form_paper("birth_registration", values), father.name, 0, "birth_registration", replace(GREY_SCAN, skew=0.6)
        ),
        PlannedPaper(form_paper("birth_notice", values), child.name, 1, look=replace(COLOUR_SCAN, skew=-0.4)),
        copied_card(father, 5),
        copied_card(mother, 5),
    )
    assumptions = ("cha mẹ trẻ đã kết hôn, tra cứu được; cha tự nộp; sinh tại bệnh viện",)
    return PlannedDossier(name, *BIRTH, "files", day, papers, (father, mother), (0, 1), assumptions)


def _death(name: str, day: date, commune: str) -> tuple[Person, Filling]:
    people = Population(seeded(name), commune_named(commune))
    child = people.person("Nữ" if "thieu" in name else "Nam", (1976, 1984), NEW_CARD)
    dead = people.person("Nam", (1943, 1949), OLD_CARD, child.name.split()[0])
    dead = replace(dead, house=child.house, ethnicity=child.ethnicity)
    place = f"Bệnh viện đa khoa {dead.commune.short}, {dead.commune.province_name}"
    values: Filling = {
        **person_values("requester", child), **person_values("deceased", dead), **hospital_values(dead.commune),
        **signing(dead.commune, day), "requester.relationship": "Con đẻ", "copies": "",
        "death.hour": "21 giờ 15 phút", "death.day": written(date(day.year, day.month, day.day - 6)),
        "death.place": place,
        "death.cause": "Suy hô hấp do bệnh phổi mạn tính", "notice.number": "37",
        "notice.issuer": f"Bệnh viện đa khoa {dead.commune.short}",
        "notice.day": written(date(day.year, day.month, day.day - 5)),
    }  # fmt: skip
    return child, values


def death_without_notice() -> PlannedDossier:
    """The death notice that the form names is not among the papers."""
    name, day = "khai-tu-thieu-giay-bao-tu", date(2026, 11, 12)
    child, values = _death(name, day, "xã Hồ Sương")
    papers = (
        PlannedPaper(
            form_paper("death_registration", values),
            child.name,
            0,
            "death_registration",
            replace(GREY_SCAN, skew=-0.7, staple=True),
        ),
        copied_card(child, 4),
    )
    row = "Giấy báo tử hoặc giấy tờ thay cho giấy báo tử"
    defect = {"kind": "missing_paper", "detail": {"row": 1, "row_name": row}}
    assumptions = ("chết tại bệnh viện, có giấy báo tử; con của người chết tự nộp",)
    return PlannedDossier(
        name, *DEATH, "files", day, papers, (child,), (0, 1), assumptions, (1,), (defect,), incomplete=True
    )


def photographed_death() -> PlannedDossier:
    """A complete death registration, photographed with a phone."""
    name, day = "khai-tu-anh-chup", date(2026, 11, 16)
    child, values = _death(name, day, "phường Cầu Lá")
    papers = (
        PlannedPaper(form_paper("death_registration", values), child.name, 0, "death_registration", PHONE),
        PlannedPaper(
            form_paper("death_notice", values),
            str(values["deceased.name"]),
            1,
            look=replace(PHONE, warmth=0.05, table=(96, 98, 100)),
        ),
        photographed_card(child, 4),
    )
    assumptions = ("chết tại bệnh viện, có giấy báo tử; con của người chết tự nộp",)
    return PlannedDossier(name, *DEATH, "phone", day, papers, (child,), (0, 1), assumptions)


def _single(name: str, day: date, person: Person) -> Filling:
    start = date(person.birth.year + 20, person.birth.month, 1)
    return {
        **person_values("requester", person), **person_values("subject", person), **signing(person.commune, day),
        "requester.relationship": "Bản thân", "subject.status": "Chưa kết hôn lần nào",
        "subject.lived": str(person.commune), "lived.from": written(start), "lived.until": written(day),
        "purpose": "Để bổ túc hồ sơ vay vốn mua nhà ở" if "ky" in name else "Để hoàn thiện hồ sơ xin việc làm",
    }  # fmt: skip


def unsigned_single() -> PlannedDossier:
    """The form is filled in but neither signed nor named below."""
    name, day = "hon-nhan-chua-ky", date(2026, 11, 9)
    person = Population(seeded(name), commune_named("xã Gò Diều")).person("Nam", (1994, 2000), NEW_CARD)
    form = form_paper("marital_status_request", _single(name, day, person), Hand(signed=False))
    papers = (
        PlannedPaper(form, person.name, 0, "marital_status_request", replace(GREY_SCAN, skew=0.9)),
        copied_card(person, 4),
    )
    defect = {"kind": "form_unsigned", "detail": "đơn/tờ khai không có chữ ký và họ tên người ký", "paper": 0}
    assumptions = ("chưa kết hôn lần nào; tự nộp; không dùng để kết hôn",)
    return PlannedDossier(
        name, *SINGLE, "pdf", day, papers, (person,), (0,), assumptions, (), (defect,), incomplete=True
    )


def surplus_degree() -> PlannedDossier:
    """A school-leaving certificate lies among the papers that nobody asked for."""
    name, day = "hon-nhan-thua-bang", date(2026, 11, 5)
    person = Population(seeded(name), commune_named("phường Núi Nghiên")).person("Nữ", (1997, 2002), NEW_CARD)
    school: Filling = {
        "school.head_title": f"GIÁM ĐỐC SỞ GIÁO DỤC VÀ ĐÀO TẠO {person.commune.province.upper()}",
        "school.name": f"THPT {person.commune.short}", "school.place": person.commune.province,
        "school.head": "Khổng Mẫu Minh",
        "school.office": f"Sở Giáo dục và Đào tạo {person.commune.province}", "exam.day": f"{person.birth.year + 18}",
        "exam.board": person.commune.province, "degree.number": "A 0990147", "degree.book": "512",
        "degree.day": written(date(person.birth.year + 18, 8, 22)),
    }  # fmt: skip
    values = _single(name, day, person)
    degree = PlannedPaper(form_paper("degree", values | school), person.name, None, look=COLOUR_SCAN, surplus=True)
    form = PlannedPaper(
        form_paper("marital_status_request", values), person.name, 0, "marital_status_request", GREY_SCAN
    )
    defect = {"kind": "surplus_paper", "detail": f"giấy tờ không thuộc thủ tục này: {degree.paper.title}", "paper": 2}
    assumptions = ("chưa kết hôn lần nào; tự nộp",)
    papers = (form, copied_card(person, 4), degree)
    return PlannedDossier(name, *SINGLE, "files", day, papers, (person,), (0,), assumptions, (), (defect,))


def _marriage(day: date, bride: Person, groom: Person, groom_number: str | None = None) -> Filling:
    return {
        **person_values("bride", bride), **person_values("groom", groom, groom_number), **signing(groom.commune, day),
        "bride.time": "Lần thứ nhất", "groom.time": "Lần thứ nhất", "copies": "2", "no_copies": "",
        "subject.status": "Chưa đăng ký kết hôn với ai", "certificate.number": "86",
        "purpose": f"đăng ký kết hôn với ông {groom.name}",
    }  # fmt: skip


def mismatched_marriage() -> PlannedDossier:
    """One digit of the groom's number on the form differs from his card."""
    name, day = "ket-hon-lech-so", date(2026, 10, 28)
    people = Population(seeded(name), commune_named("xã Rừng Trâm"))
    bride, groom = people.person("Nữ", (1996, 2000), NEW_CARD), people.person("Nam", (1992, 1998), OLD_CARD)
    written_number = groom.number[:9] + str((int(groom.number[9]) + 4) % 10) + groom.number[10:]
    form = form_paper("marriage_registration", _marriage(day, bride, groom, written_number))
    papers = (
        PlannedPaper(form, groom.name, 0, "marriage_registration", replace(GREY_SCAN, skew=-0.5)),
        copied_card(bride, 1),
        copied_card(groom, 1),
    )
    detail = {"form": written_number, "card_or_paper": groom.number, "person": groom.name}
    defect = {"kind": "id_mismatch", "detail": detail, "paper": 0}
    assumptions = ("hai bên cùng cư trú tại xã; tình trạng hôn nhân tra cứu được",)
    return PlannedDossier(
        name, *MARRIAGE, "files", day, papers, (bride, groom), (0,), assumptions, (), (defect,), incomplete=True
    )


def expired_marriage() -> PlannedDossier:
    """The groom's card has run out; the bride, of another commune, brings her certificate of marital status."""
    name, day = "ket-hon-the-het-han", date(2026, 11, 18)
    home, away = commune_named("xã Bản Lụa"), commune_named("phường Sông Thêu")
    groom = Population(seeded(name, "groom"), home).person("Nam", (1986, 1986), (date(2021, 6, 1), date(2022, 6, 1)))
    groom = replace(groom, birth=date(1986, 4, 17))
    bride = Population(seeded(name, "the bride"), away).person("Nữ", (1990, 1995), NEW_CARD)
    values = _marriage(day, bride, groom)
    certificate: Filling = {
        **values, **authority_lines(away), **person_values("subject", bride),
        "certificate.day": "03/11/2026", "subject.status": "Chưa đăng ký kết hôn với ai",
    }  # fmt: skip
    papers = (
        PlannedPaper(form_paper("marriage_registration", values), groom.name, 0, "marriage_registration", GREY_SCAN),
        PlannedPaper(form_paper("marital_status_certificate", certificate), bride.name, 2, look=COLOUR_SCAN),
        copied_card(bride, 1),
        copied_card(groom, 1),
    )
    expiry = written(groom.expires)
    defect = {
        "kind": "expired_paper",
        "detail": f"thẻ căn cước có giá trị đến {expiry}, hồ sơ nộp {written(day)}",
        "paper": 3,
    }
    assumptions = ("bên nữ cư trú ở xã khác, tình trạng hôn nhân không tra cứu được",)
    return PlannedDossier(
        name, *MARRIAGE, "pdf", day, papers, (bride, groom), (0, 2), assumptions, (), (defect,), incomplete=True
    )


def born_digital_birth() -> PlannedDossier:
    """The form was never printed: a PDF with a text layer; the old certificate is scanned."""
    name, day = "khai-sinh-lai-ban-dien-tu", date(2026, 11, 3)
    people = Population(seeded(name), commune_named("phường Ngàn Thông"))
    person = people.person("Nữ", (1988, 1993), NEW_CARD)
    father = people.person("Nam", (1958, 1963), OLD_CARD, person.name.split()[0])
    mother = people.person("Nữ", (1960, 1965), OLD_CARD)
    father, mother = replace(father, house=person.house), replace(mother, house=person.house)
    registered = date(person.birth.year, person.birth.month, 28)
    values: Filling = {
        **person_values("requester", person), **person_values("subject", person), **person_values("father", father),
        **person_values("mother", mother), **signing(person.commune, day), "requester.relationship": "Bản thân",
        "subject.birth_place": str(person.commune), "registered.at": f"Ủy ban nhân dân {person.commune.name}",
        "copies": "",
        "registered.day": written(registered), "registered.number": "45", "registered.book": f"01/{registered.year}",
        "certificate.number": "45", "certificate.copy": "(Bản sao)",
    }  # fmt: skip
    form = PlannedPaper(form_paper("birth_reregistration", values), person.name, 0, "birth_reregistration", None)
    papers = (
        form,
        PlannedPaper(form_paper("birth_certificate", values), person.name, 1, look=COLOUR_SCAN),
        copied_card(person, 5),
    )
    assumptions = ("còn bản sao Giấy khai sinh; không phải cán bộ, công chức; tự nộp",)
    return PlannedDossier(name, *BIRTH_AGAIN, "files", day, papers, (person, father, mother), (0, 1), assumptions)


PLANS: tuple[Callable[[], PlannedDossier], ...] = (
    complete_birth, death_without_notice, photographed_death, unsigned_single, surplus_degree,
    mismatched_marriage, expired_marriage, born_digital_birth,
)  # fmt: skip
