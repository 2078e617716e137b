"""Any paper of any recipe with random persons in it, for training and benchmarks."""

import random
from datetime import date, timedelta

from classifiers.synthetic.filling import Filling, authority_lines, hospital_values, person_values, signing
from classifiers.synthetic.machine_readable import passport_mrz
from classifiers.synthetic.numerals import date_in_words
from classifiers.synthetic.papers import SetPaper, set_paper
from classifiers.synthetic.people import Commune, Person, Population, Sex, anniversary, communes, written
from classifiers.synthetic.seeds import seeded

ADULTS = (
    "requester",
    "father",
    "mother",
    "head",
    "member1",
    "subject",
    "bride",
    "groom",
    "holder",
    "owner",
    "tenant",
    "giver",
    "taker",
)
WOMEN = frozenset({"mother", "member1", "bride", "tenant"})
CARD_DAYS = (date(2021, 6, 1), date(2026, 5, 30))
YEARS = (1962, 2003)


def any_paper(recipe: str, *seed: object) -> SetPaper:
    """A paper of a recipe with every value filled in; the same seed gives the same paper.

    Args:
        recipe: See `papers.recipe_names`.
        seed: Words that decide persons, places and dates.
    """
    return set_paper(recipe, any_values(seeded(recipe, *seed)))


def any_values(rng: random.Random) -> Filling:
    """Values for every name that any recipe uses, of persons of one commune."""
    commune = rng.choice(communes())
    people = Population(rng, commune)
    day = people.day(date(2026, 1, 5), date(2026, 12, 20))
    values: Filling = {**signing(commune, day), **hospital_values(commune), **authority_lines(commune)}
    for role in ADULTS:
        person = people.person("Nữ" if role in WOMEN else rng.choice(("Nam", "Nữ")), YEARS, CARD_DAYS)
        values |= person_values(role, person)
        if role == "subject":
            values |= _passport(people, person, day)
    values |= person_values("deceased", people.person("Nam", (1935, 1955), CARD_DAYS))
    values |= _child(people, day)
    return values | _events(people, commune, day) | _property(people, commune, day) | _numbers(rng, day)


def _passport(people: Population, person: Person, day: date) -> Filling:
    number = f"P0{people.rng.randrange(10**7):07d}"
    issued = people.day(day - timedelta(days=2500), day - timedelta(days=30))
    expires = anniversary(issued, 10)
    first, second = passport_mrz(person, number, expires)
    return {
        "passport.number": number, "passport.day": written(issued), "passport.expires": written(expires),
        "passport.line1": first, "passport.line2": second,
    }  # fmt: skip


def _child(people: Population, day: date) -> Filling:
    born = people.day(day - timedelta(days=50), day - timedelta(days=5))
    sex: Sex = "Nam" if people.rng.random() < 0.5 else "Nữ"
    child = Person(people.name(sex), born, sex, "", born, people.commune, people.house())
    return {**person_values("child", child), "child.birth_words": date_in_words(born)}


def _events(people: Population, commune: Commune, day: date) -> Filling:
    rng = people.rng
    died = people.day(day - timedelta(days=20), day - timedelta(days=4))
    place = f"Bệnh viện đa khoa {commune.short}, {commune.province_name}"
    return {
        "requester.relationship": rng.choice(("Bản thân", "Cha", "Mẹ", "Con đẻ", "Ông nội")),
        "member1.relationship": rng.choice(("Vợ", "Con", "Em")),
        "child.birth_place": place, "subject.birth_place": str(commune), "subject.status": "Chưa kết hôn lần nào",
        "subject.lived": str(commune), "lived.from": "01/05/2010", "lived.until": written(day),
        "purpose": rng.choice(("Để đăng ký kết hôn", "Để làm thủ tục vay vốn ngân hàng", "Để bổ sung hồ sơ xin việc")),
        "death.hour": f"{rng.randrange(24)} giờ {rng.randrange(60)} phút", "death.day": written(died),
        "death.place": place,
        "death.cause": rng.choice(("Tuổi già", "Bệnh tim mạch", "Tai nạn giao thông")),
        "notice.issuer": str(hospital_values(commune)["hospital.name"]), "notice.day": written(died),
        "notice.book": "01/2026",
        "birth.hour": f"{rng.randrange(24)} giờ {rng.randrange(60)} phút", "birth.time": "02", "birth.living": "02",
        "birth.count": "01", "birth.weight": f"{rng.randrange(25, 40)}00 gam", "birth.health": "Bình thường",
        "birth.midwife": "Vi Mẫu Hòa", "bride.time": "Lần thứ nhất", "groom.time": "Lần thứ hai",
        "copies": str(rng.randrange(1, 9)),
        "registered.at": f"Ủy ban nhân dân {commune.name}", "registered.day": "16/03/1998",
        "registered.book": "02/1998",
        "decision.what": "tên đệm", "decision.old": "Văn", "decision.new": "Vân", "decision.why": "sổ hộ tịch ghi sai",
        "confirmation.content": "Đang cư trú thực tế tại địa chỉ nêu trên", "term": "06 tháng kể từ ngày ký",
        "place.full": str(commune), "no_copies": "",
    }  # fmt: skip


def _property(people: Population, commune: Commune, day: date) -> Filling:
    rng = people.rng
    area = rng.randrange(60, 400)
    return {
        "holder.title": "Ông/bà", "land.area": f"{area},0 m²", "land.area_words": "bằng chữ: như ghi trên sơ đồ",
        "land.parcel": str(rng.randrange(5, 400)), "land.map": str(rng.randrange(2, 90)),
        "land.address": f"{people.house()}, {commune}",
        "land.purpose": "Đất ở", "land.term": "Lâu dài", "land.origin": "Nhà nước giao đất có thu tiền sử dụng đất",
        "land.day": written(day - timedelta(days=200)),
        "land.office": f"Văn phòng đăng ký đất đai {commune.province_name}",
        "land.head": "Cao Mẫu Địa", "request": "Đính chính thông tin trên Giấy chứng nhận đã cấp",
        "attached1": "Giấy chứng nhận đã cấp", "attached2": "Bản sao căn cước", "lease.area": f"{area // 3} m²",
        "lease.purpose": "ở", "lease.term": "24 tháng", "lease.start": written(day),
        "lease.price": f"{rng.randrange(2, 9)}.500.000 đồng",
        "business.name": f"Hộ kinh doanh Tạp hóa {people.name('Nữ').split()[-1]}",
        "business.address": f"{people.house()}, {commune}",
        "business.phone": people.phone(), "business.email": "cuahang@example.com", "business.capital": "80.000.000",
        "business.workers": "01", "business.start": written(day + timedelta(days=10)), "business.tax": "Kê khai",
        "trade1.name": "Bán lẻ lương thực, thực phẩm trong các cửa hàng chuyên doanh", "trade1.code": "4722",
        "trade2.name": "Dịch vụ phục vụ đồ uống khác", "trade2.code": "5630", "alone": "X",
        "requester.phone": people.phone(), "requester.email": "nguoinop@example.com",
    }  # fmt: skip


def _numbers(rng: random.Random, day: date) -> Filling:
    office = rng.choice(("Công an xã Mẫu", "Công an phường Mẫu"))
    school = rng.choice(("Bến Chữ", "Đồi Sách", "Sông Mực"))
    return {
        "notice.number": str(rng.randrange(3, 400)), "certificate.number": str(rng.randrange(3, 400)),
        "certificate.day": written(day), "certificate.copy": "(Bản sao)",
        "registered.number": str(rng.randrange(3, 200)),
        "decision.number": str(rng.randrange(20, 900)), "decision.day": written(day),
        "contract.number": str(rng.randrange(2, 80)),
        "contract.day": written(day), "confirmation.number": str(rng.randrange(10, 900)),
        "confirmation.day": written(day),
        "land.serial": f"AA 0990{rng.randrange(1000):03d}0", "land.book": f"VP 00{rng.randrange(100, 999)}",
        "mother.insurance": f"099{rng.randrange(10**7):07d}", "police.line1": "Công an tỉnh Mẫu",
        "police.line2": office,
        "police.head": "Chu Mẫu An", "school.head_title": "GIÁM ĐỐC SỞ GIÁO DỤC VÀ ĐÀO TẠO",
        "school.name": f"THPT {school}",
        "school.place": "Tỉnh Mẫu", "school.head": "Khổng Mẫu Minh", "school.office": "Sở Giáo dục và Đào tạo",
        "exam.day": "27/06/2019", "exam.board": school, "degree.number": f"A 0990{rng.randrange(1000):03d}",
        "degree.book": str(rng.randrange(100, 999)), "degree.day": "15/08/2019",
    }  # fmt: skip
