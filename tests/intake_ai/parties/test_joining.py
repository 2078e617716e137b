"""Persons and organisations joined over the papers of a dossier."""

from page_builder import page

from classifiers.papers import Paper, PaperType
from ocr.page import MachineReadableZone

from .papers_of import SEAL, card, certificate, form, parties_of

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
