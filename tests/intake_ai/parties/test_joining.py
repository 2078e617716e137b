"""Persons and organisations joined over the papers of a dossier."""

import random
from dataclasses import replace

from page_builder import page

from classifiers.papers import Paper, PaperType
from classifiers.vietnamese import fold
from intake_ai.parties.blocking import Blocking
from intake_ai.parties.joining import TESTS, joined
from intake_ai.parties.namings import Naming, namings
from ocr.page import MachineReadableZone, PageRef

from .papers_of import SEAL, card, certificate, form, parties_of, read

NUMBER = "001090000017"


def named(parties):
    return [(party.name, party.papers) for party in parties]


def test_a_number_joins_what_form_and_card_say():
    parties = parties_of(
        form("Họ và tên: Nguyễn Văn Mâu", f"Số định danh cá nhân: {NUMBER}"),
        card("Nguyễn Văn Mẫu", NUMBER, "04051990"),
    )
    assert named(parties) == [("Nguyễn Văn Mẫu", ("p1", "p3"))]
    assert parties[0].births == {"04/05/1990"}


def test_brothers_whose_names_differ_in_one_accent_stay_two():
    papers = (form("Họ và tên: Nguyễn Văn An"), certificate("Họ và tên: Nguyễn Văn Ân"))
    assert named(parties_of(*papers)) == [("Nguyễn Văn An", ("p1",)), ("Nguyễn Văn Ân", ("p2",))]


def test_one_name_with_two_years_of_birth_is_two_people():
    papers = (
        form("Họ và tên: Nguyễn Văn Mẫu", "Ngày sinh: 04/05/1990"),
        certificate("Họ và tên: Nguyễn Văn Mẫu", "Ngày sinh: 01/02/1961"),
    )
    assert len(parties_of(*papers)) == 2


def test_nearly_one_name_with_one_birth_date_is_one_person():
    papers = (
        form("Họ và tên: Nguyễn Thị Mẫu", "Ngày sinh: 04/05/1990"),
        certificate("Họ và tên: Nguyễn Thị Mầu", "Ngày sinh: 04/05/1990"),
    )
    assert [party.papers for party in parties_of(*papers)] == [("p1", "p2")]


def test_two_names_on_one_paper_are_two_people_though_nearly_alike():
    (father, child) = parties_of(form("Họ và tên người yêu cầu: Lê Văn Mẫu", "Họ và tên con: Lê Văn Mầu"))
    assert (father.name, child.name) == ("Lê Văn Mẫu", "Lê Văn Mầu")


def test_the_name_in_a_machine_readable_zone_is_the_holders():
    lines = ("IDVNM0900000170001090000017<<4", "9005040M3205043VNM<<<<<<<<<<<6", "NGUYEN<<VAN<MAU<<<<<<<<<<<<<<<")
    zone = MachineReadableZone("TD1", lines, SEAL.box, True)
    reading = page("CĂN CƯỚC CÔNG DÂN", file="p3.pdf", mrz=zone)
    papers = (
        form("Họ và tên: Nguyễn Văn Mẫu", f"Số định danh cá nhân: {NUMBER}"),
        Paper("p3", PaperType.IDENTITY_CARD, "CĂN CƯỚC", (reading,), 0.9),
    )
    assert named(parties_of(*papers)) == [("Nguyễn Văn Mẫu", ("p1", "p3"))]


def test_a_company_is_one_by_its_name_however_abbreviated():
    papers = (
        form("Tên doanh nghiệp: Công ty TNHH Mẫu Phát"),
        certificate("Bên A: CÔNG TY TRÁCH NHIỆM HỮU HẠN MẪU PHÁT, địa chỉ tại xã A", kind=PaperType.CONTRACT),
    )
    companies = [party for party in parties_of(*papers) if party.is_organisation]
    assert [party.papers for party in companies] == [("p1", "p2")]


def test_an_authority_is_no_party():
    assert parties_of(form("Kính gửi: Ủy ban nhân dân xã Mẫu", "Tên cơ quan: Sở Tư pháp tỉnh Mẫu")) == ()


def test_a_street_that_bears_a_name_is_nobody():
    assert parties_of(certificate("Ông ở số 5 đường Nguyễn Văn Mẫu, phường A")) == ()


SURNAMES, MIDDLE = ("Nguyễn", "Trần", "Lê", "Phạm", "Nguyên"), ("Văn", "Thị", "Đức", "Thị Thu", "Van")
GIVEN = ("Mẫu", "Mâu", "Mẩqu", "Bình", "Bìnhh", "An", "Ân", "Minh Anh", "Hoà")
COMPANIES = ("Công ty TNHH Mẫu Phát", "Cty TNHH Mẫu Phát", "CÔNG TY TNHH MẪU PHÁTT", "Hợp tác xã Mẫu Bình", "Công ty")


def invented(count, seed):
    """Namings of people and companies that are misread, cut off and mixed up in every way that joining knows."""
    rng = random.Random(seed)  # noqa: S311
    return [_invented(place, count, rng) for place in range(count)]


def _invented(place, count, rng):
    is_company = rng.random() < 0.2
    name = rng.choice(COMPANIES) if is_company else f"{rng.choice(SURNAMES)} {rng.choice(MIDDLE)} {rng.choice(GIVEN)}"
    name = rng.choice([name, name, name, name.upper(), fold(name).upper(), name.replace(" ", "", 1), ""])
    digits = [*f"00109000{rng.randrange(60):04d}"]
    digits[rng.randrange(4, 12)] = rng.choice("0123456789")
    told = rng.random() < 0.5
    return Naming(
        f"p{rng.randrange(count // 3)}", name, is_company, frozenset({rng.choice(["signing", "holder", "named"])}),
        rng.choice([0.7, 0.95]), PageRef("scan.pdf", 1), (place, 0.0), by_hand=rng.random() < 0.2,
        numbers=frozenset({"".join(digits)} if told and not is_company else ()),
        births=frozenset({f"0{rng.randrange(1, 9)}/05/1990"} if told and not is_company else ()),
        tax_codes=frozenset({str(rng.randrange(100, 110))} if told and is_company else ()),
    )  # fmt: skip


def everything(found):
    keys = {id(naming): [("all",)] for naming in found}
    return Blocking(keys, keys)


def test_comparing_only_what_shares_a_key_joins_what_comparing_everything_joins():
    for seed in range(25):
        found = invented(36, seed)
        assert joined(found, TESTS) == joined(found, [replace(test, block=everything) for test in TESTS])


def test_twice_as_many_people_on_as_many_papers_take_about_twice_as_many_comparisons():
    compared = []

    def counted(test):
        return replace(test, is_one=lambda one, other: compared.append(one) or test.is_one(one, other))

    def comparisons(count):
        words = ["An", "Bình", "Chi", "Dung", "Hà", "Khanh", "Lan", "Minh", "Nga", "Oanh", "Phúc", "Quân"]
        names = [f"{surname} {one} {two} Mẫu" for surname in ("Nguyễn", "Lê") for one in words for two in words]
        papers = [form(f"Họ và tên: {name}", name=f"p{place}") for place, name in enumerate(names[:count])]
        fields = read(*papers)
        found = [naming for paper in papers for naming in namings(paper, fields)]
        compared.clear()
        assert len(joined(found, [counted(test) for test in TESTS])) == count
        return len(compared)

    assert comparisons(80) < 80
    assert comparisons(160) < 160


def test_a_name_in_the_running_text_of_other_papers_is_found_on_each_of_them():
    papers = (
        form("Họ và tên người yêu cầu: Nguyễn Văn Mẫu"),
        certificate("Gia đình nguyễn văn mẫu đã nộp đủ lệ phí.", name="p2"),
        certificate("Gia đình Nguyễn Văn Mẫunh đã nộp đủ lệ phí.", name="p3"),
        certificate("Hộ (Nguyễn Văn Mẫu) không nợ thuế.", name="p4"),
    )
    assert ("Nguyễn Văn Mẫu", ("p1", "p4", "p2")) in named(parties_of(*papers))
