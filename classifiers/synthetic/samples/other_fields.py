"""Sample dossiers beyond civil status: residence, household business, land."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from classifiers.synthetic.dossiers import PlannedDossier, PlannedPaper, form_paper
from classifiers.synthetic.filling import Filling, authority_lines, person_values, signing
from classifiers.synthetic.people import Person, Population, commune_named
from classifiers.synthetic.samples.parts import COLOUR_SCAN, GREY_SCAN, NEW_CARD, OLD_CARD, copied_card
from classifiers.synthetic.seeds import seeded

RESIDENCE = ("1.004222", "Đăng ký thường trú")
BUSINESS = ("1.001612", "Đăng ký thành lập hộ kinh doanh")
LAND = ("1.012796", "Đính chính Giấy chứng nhận đã cấp lần đầu có sai sót")


def _land(holder: Person) -> Filling:
    commune = holder.commune
    return {
        "holder.title": "Ông" if holder.sex == "Nam" else "Bà", **person_values("holder", holder),
        "land.serial": "AA 09900214", "land.book": "VP 00931", "land.parcel": "118", "land.map": "27",
        "land.area": "164,5 m²", "land.area_words": "bằng chữ: một trăm sáu mươi tư phẩy năm mét vuông",
        "land.address": holder.address, "land.purpose": "Đất ở tại nông thôn", "land.term": "Lâu dài",
        "land.origin": "Công nhận quyền sử dụng đất như giao đất có thu tiền sử dụng đất", "land.day": "14/08/2025",
        "land.office": f"Văn phòng đăng ký đất đai {commune.province_name}", "land.head": "Cao Mẫu Địa",
        **authority_lines(commune),
    }  # fmt: skip


def upside_down_residence() -> PlannedDossier:
    """The form CT01 lies upside down in the scan of all papers; the home belongs to the applicant."""
    name, day = "thuong-tru-trang-nguoc", date(2026, 11, 10)
    people = Population(seeded(name), commune_named("xã Đồi Quế Hạ"))
    owner = people.person("Nam", (1983, 1989), OLD_CARD)
    wife = replace(people.person("Nữ", (1985, 1991), NEW_CARD), house=owner.house)
    values: Filling = {
        **person_values("requester", owner), **person_values("head", owner), **person_values("member1", wife),
        **signing(owner.commune, day), **_land(owner), "authority": f"Công an {owner.commune}",
        "requester.phone": people.phone(), "requester.email": "", "requester.relationship": "Chủ hộ",
        "member1.relationship": "Vợ",
        "request": "Đăng ký thường trú vào chỗ ở hợp pháp thuộc quyền sở hữu của mình",
    }  # fmt: skip
    papers = (
        PlannedPaper(form_paper("residence_change", values), owner.name, 0, "residence_change", GREY_SCAN, {0: 180}),
        PlannedPaper(form_paper("land_certificate", values), owner.name, 1, look=COLOUR_SCAN),
        copied_card(owner, None),
    )
    assumptions = ("chỗ ở thuộc sở hữu của người đăng ký, không tra cứu được trong cơ sở dữ liệu",)
    case = (1, "Chỗ ở thuộc sở hữu của mình")
    return PlannedDossier(name, *RESIDENCE, "pdf", day, papers, (owner, wife), (0, 1), assumptions, case=case)


def business_in_one_file() -> PlannedDossier:
    """All papers in one PDF: a form of two pages, a letter of authorisation, the owner's card."""
    name, day = "ho-kinh-doanh-mot-tep", date(2026, 10, 15)
    people = Population(seeded(name), commune_named("phường Bến Gốm"))
    owner, agent = people.person("Nữ", (1987, 1995), NEW_CARD), people.person("Nam", (1990, 1998), NEW_CARD)
    shop = f"Số 21 đường Lò Bát, {owner.commune}"
    values: Filling = {
        **person_values("requester", owner), **person_values("giver", owner), **person_values("taker", agent),
        **signing(owner.commune, day), "requester.phone": people.phone(), "requester.email": "",
        "business.name": f"Hộ kinh doanh Gốm Nhỏ {owner.name.split()[-1]}", "business.address": shop,
        "business.phone": "",
        "business.email": "gomnho@example.com", "business.capital": "150.000.000", "business.workers": "02",
        "business.start": "01/11/2026", "business.tax": "Kê khai", "alone": "X", "family": "",
        "trade1.name": "Bán lẻ đồ gốm, sứ, thủy tinh trong các cửa hàng chuyên doanh", "trade1.code": "4759",
        "trade2.name": "Sản xuất sản phẩm gốm sứ khác", "trade2.code": "2393",
        "place.full": str(owner.commune), "term": "từ ngày ký đến khi nhận được kết quả",
        "purpose": "nộp hồ sơ đăng ký thành lập hộ kinh doanh và nhận kết quả tại Trung tâm Phục vụ hành chính công",
    }  # fmt: skip
    papers = (
        PlannedPaper(
            form_paper("household_business", values),
            owner.name,
            0,
            "household_business",
            replace(GREY_SCAN, show_through=0.06),
        ),
        PlannedPaper(form_paper("power_of_attorney", values), owner.name, 2, look=replace(GREY_SCAN, skew=0.5)),
        copied_card(owner, 6),
    )
    assumptions = ("cá nhân thành lập; ủy quyền cho cá nhân nộp hồ sơ; người ủy quyền chưa có tài khoản định danh",)
    return PlannedDossier(name, *BUSINESS, "pdf", day, papers, (owner, agent), (0, 2, 6), assumptions)


def land_correction() -> PlannedDossier:
    """A land certificate with a wrong year of birth, and the decision that proves it; three papers, five pages."""
    name, day = "dinh-chinh-dat", date(2026, 11, 2)
    people = Population(seeded(name), commune_named("xã Cồn Nắng"))
    holder = people.person("Nam", (1971, 1979), OLD_CARD)
    wrong = str(holder.birth.year - 3)
    values: Filling = {
        **person_values("requester", holder), **person_values("subject", holder), **signing(holder.commune, day),
        **_land(holder),
        "authority": f"Chi nhánh Văn phòng đăng ký đất đai {holder.commune.province_name}",
        "requester.phone": people.phone(), "requester.email": "", "holder.birth_year": wrong,
        "request": f"Đính chính Giấy chứng nhận đã cấp lần đầu, sai năm sinh: từ {wrong} thành {holder.birth.year}",
        "attached1": "Giấy chứng nhận đã cấp (bản gốc)", "attached2": "Quyết định về việc cải chính hộ tịch",
        "decision.number": "118", "decision.day": "21/09/2026", "decision.what": "năm sinh", "decision.old": wrong,
        "decision.new": str(holder.birth.year), "decision.why": "có sai sót khi đăng ký khai sinh trước đây",
    }  # fmt: skip
    papers = (
        PlannedPaper(
            form_paper("land_change", values), holder.name, 0, "land_change", replace(GREY_SCAN, edge=1.2, skew=0.4)
        ),
        PlannedPaper(form_paper("land_certificate", values), holder.name, 1, look=COLOUR_SCAN),
        PlannedPaper(form_paper("decision", values), holder.name, 2, look=replace(GREY_SCAN, skew=-0.6)),
    )
    assumptions = ("người được cấp giấy tự nộp; căn cứ là quyết định cải chính hộ tịch",)
    return PlannedDossier(name, *LAND, "files", day, papers, (holder,), (0, 1, 2), assumptions)


PLANS: tuple[Callable[[], PlannedDossier], ...] = (upside_down_residence, business_in_one_file, land_correction)
