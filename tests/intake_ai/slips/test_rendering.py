"""What a reader of a slip sees: the facts it must hold, whatever the values are."""

import io
import re
import unicodedata
from datetime import date

import pdfplumber
import pikepdf
import pypdfium2
import pytest
import zxingcpp
from slip_builder import HOSTILE, MOMENT, shown

from intake_ai.slips.centre import Centre
from intake_ai.slips.examples import example_centre, example_slips
from intake_ai.slips.form_sets import form_set
from intake_ai.slips.parts import Applicant, Officer
from intake_ai.slips.rendering import render
from intake_ai.slips.values import (
    Apology,
    Control,
    Finding,
    HandOver,
    Receipt,
    ReceivedPaper,
    Refusal,
    Register,
    RegisterRow,
    SecondStage,
    Stop,
    Supplement,
    SupplementItem,
)

EMPTY = (
    Receipt(issued=MOMENT),
    Supplement(issued=MOMENT, items=(SupplementItem(name="Giấy mẫu", findings=(Finding(reason="Không có."),)),)),
    Refusal(issued=MOMENT),
    Apology(issued=MOMENT, due=date(2026, 3, 6)),
    Stop(issued=MOMENT),
    Control(issued=MOMENT, blank_rows=2),
    Register(issued=MOMENT, first=date(2026, 3, 1), last=date(2026, 3, 5)),
)


@pytest.fixture(scope="module")
def examples():
    return {slip.kind: shown(slip, example_centre()) for slip in example_slips()}


def kinds(slip):
    return slip.kind


@pytest.mark.parametrize("slip", example_slips(), ids=kinds)
def test_every_slip_has_its_name_the_motto_the_heading_the_place_and_the_day(slip, examples):
    words = examples[slip.kind]
    title = form_set(slip.issued.date()).form(slip.kind).title
    assert words.has(title.upper())
    assert words.has("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    assert words.has("Độc lập - Tự do - Hạnh phúc")
    assert words.has("ỦY BAN NHÂN DÂN XÃ MẪU")
    assert words.has(f"Xã Mẫu, ngày {slip.issued.day} tháng {slip.issued.month} năm 2026")


@pytest.mark.parametrize("slip", example_slips(), ids=kinds)
def test_the_text_can_be_selected_as_composed_vietnamese(slip, examples):
    for page in examples[slip.kind].pages:
        assert page.strip()
        assert unicodedata.is_normalized("NFC", page)


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        (
            "receipt",
            (
                "Quyển số: 01", "Số thứ tự: 01/TNHS", "Bộ phận tiếp nhận:", "Hồ sơ của: Nguyễn Văn Mẫu",
                "Người nộp hồ sơ: Lê Thị Mẫu", "000000000001", "0900 000 000", "nguyenvanmau@mau.example",
                "Đăng ký khai sinh", "4 Văn bản ủy quyền được chứng thực 1", "Khai thác từ", "Số lượng hồ sơ: 1 bộ",
                "theo quy định: 01 ngày làm việc", "nhận hồ sơ: 08 giờ 40 phút, ngày 23 tháng 11 năm 2026",
                "trả kết quả giải quyết hồ sơ: 08 giờ 40 phút, ngày 25 tháng 11 năm 2026",
                "Nhận trực tiếp tại Trung tâm", "NGƯỜI NỘP HỒ SƠ", "NGƯỜI TIẾP NHẬN HỒ SƠ", "Trần Thị Mẫu",
            ),
        ),
        (
            "supplement",
            (
                "1 Bản sao Giấy chứng nhận kết hôn được cấp trước đây 1", "Lý do: Không có trong hồ sơ.",
                "Cách bổ sung: Nộp bản sao;", "Lý do (trang 2): Chưa có chữ ký của người khai.",
                "Ghi đủ 12 chữ số.", "ngày 07 tháng 12 năm 2026", "liên hệ với Trần Thị Mẫu",
                "0200 000 0001", "NGƯỜI HƯỚNG DẪN",
            ),
        ),
        (
            "refusal",
            (
                "Hồ sơ của: Nguyễn Văn Mẫu", "Cấp giấy phép xây dựng", "nộp hồ sơ: 09 giờ 15 phút",
                "1. Công trình không thuộc thẩm quyền", "mau.example", "NGƯỜI TỪ CHỐI TIẾP NHẬN",
            ),
        ),
        (
            "apology",
            (
                "Kính gửi: Nguyễn Văn Mẫu", "Ngày 10 tháng 11 năm 2026", "mã hồ sơ MAU.26.1110.0004",
                "hẹn trả kết quả giải quyết hồ sơ: 16 giờ 30 phút, ngày 25 tháng 11 năm 2026", "chậm: Phòng Mẫu",
                "Phải xác minh thông tin", "xin lỗi ông/bà", "ngày 02 tháng 12 năm 2026", "GIÁM ĐỐC",
            ),
        ),
        (
            "stop",
            (
                "Yêu cầu dừng của: Nguyễn Văn Mẫu, ngày 24 tháng 11 năm 2026", "ở bước: Thẩm định",
                "Lý do dừng: Người nộp xin rút hồ sơ.", "Quyết định: Dừng giải quyết", "Trả lại toàn bộ 100.000 đồng",
                "2 Bản sao hợp đồng thuê nhà",
            ),
        ),
        (
            "control",
            (
                "Quyển số: 01", "Số thứ tự: 0001", "Kèm theo hồ sơ của: Nguyễn Văn Mẫu", "hẹn trả kết quả: 08 giờ 40",
                "Cơ quan giải quyết: Phòng Mẫu", "Cơ quan phối hợp: Công an xã Mẫu", "1. Giao: Bộ phận",
                "Trước hạn", "Đúng hạn", "Quá hạn", "Trần Thị Mẫu", "Đỗ Văn Mẫu",
            ),
        ),
        (
            "register",
            (
                "Quyển số: 01", "Từ ngày 23 tháng 11 năm 2026 đến ngày 30 tháng 11 năm 2026", "Trích yếu hồ sơ",
                "23/11/2026 25/11/2026 25/11/2026", "Tổng số: 2 hồ sơ.", "NGƯỜI LẬP SỔ",
            ),
        ),
    ],
)  # fmt: skip
def test_each_slip_holds_its_own_facts(kind, facts, examples):
    assert [fact for fact in facts if not examples[kind].has(fact)] == []


@pytest.mark.parametrize("paper", ["a4", "a5"])
@pytest.mark.parametrize("slip", EMPTY, ids=kinds)
def test_what_is_not_known_is_a_dotted_line_to_write_on(slip, paper):
    words = shown(slip, Centre(paper=paper))
    assert "....." in words.text
    assert "None" not in words.text
    assert "none" not in words.text


def test_a_centre_without_a_name_gets_no_name_of_another():
    assert "MẪU" not in shown(Receipt(issued=MOMENT)).text.upper()


@pytest.mark.parametrize("slip", [slip for slip in example_slips() if slip.kind != "register"], ids=kinds)
def test_the_qr_code_holds_the_code_of_the_dossier_and_nothing_else(slip):
    page = pypdfium2.PdfDocument(render(slip, example_centre()))[0]
    codes = zxingcpp.read_barcodes(page.render(scale=3).to_pil())
    assert [code.text for code in codes] == [slip.code]


def test_a_slip_without_a_code_has_no_qr_code():
    page = pypdfium2.PdfDocument(render(Receipt(issued=MOMENT)))[0]
    assert zxingcpp.read_barcodes(page.render(scale=3).to_pil()) == []


@pytest.mark.parametrize("slip", example_slips(), ids=kinds)
def test_the_same_slip_is_the_same_file(slip):
    assert render(slip, example_centre()) == render(slip, example_centre())


@pytest.mark.parametrize("slip", example_slips(), ids=kinds)
def test_every_face_is_in_the_file(slip, tmp_path):
    target = tmp_path / "slip.pdf"
    target.write_bytes(render(slip, example_centre()))
    with pikepdf.open(target) as document:
        assert document.pdf_version == "1.4"
        fonts = [font for page in document.pages for font in page.Resources.Font.values()]
        descriptors = [font.DescendantFonts[0].FontDescriptor for font in fonts]
        faces = {str(font.FontName).partition("+")[2] for font in descriptors if "/FontFile2" in font}
        assert len(descriptors) == len(fonts)
        assert {"LiberationSerif", "LiberationSerif-Bold"} <= faces
        assert all("/FontFile2" in font for font in descriptors)


@pytest.mark.parametrize(
    "slip",
    [
        Receipt(
            issued=MOMENT,
            code="MAU.1",
            applicant=Applicant(owner=HOSTILE),
            papers=(ReceivedPaper(name=HOSTILE, originals=1, note=HOSTILE),),
        ),
        Supplement(
            issued=MOMENT,
            applicant=Applicant(owner=HOSTILE),
            items=(SupplementItem(name=HOSTILE, findings=(Finding(reason=HOSTILE, guidance=HOSTILE),)),),
        ),
        Refusal(issued=MOMENT, applicant=Applicant(owner=HOSTILE), guidance=HOSTILE),
        Apology(issued=MOMENT, due=MOMENT, applicant=Applicant(owner=HOSTILE), cause=HOSTILE),
        Stop(issued=MOMENT, applicant=Applicant(owner=HOSTILE), returned=(HOSTILE,)),
        Control(issued=MOMENT, applicant=Applicant(owner=HOSTILE), hand_overs=(HandOver(giver=HOSTILE),)),
        Register(issued=MOMENT, first=MOMENT.date(), last=MOMENT.date(), rows=(RegisterRow(owner=HOSTILE),)),
    ],
    ids=kinds,
)
def test_a_value_is_printed_letter_by_letter_and_never_obeyed(slip):
    printed = "".join(shown(slip, Centre(name=HOSTILE)).text.split())
    assert "".join(HOSTILE.split()) in printed or slip.kind in {"register", "control"}
    assert all(sign in printed for sign in ("#panic(", "$x^2$", "<nhãn>", "\\", "`thô`", "*đậm*", "@ref", "//", "/*"))


def test_forty_missing_papers_run_over_pages_and_none_is_lost():
    items = tuple(
        SupplementItem(
            name=f"Giấy thứ {number} " + "có tên rất dài " * (40 if number % 7 == 0 else 1),
            findings=(Finding(reason=f"Lý do {number}.", guidance=f"Cách {number}.", legal_basis=f"Điều {number}."),),
        )
        for number in range(1, 41)
    )
    words = shown(Supplement(issued=MOMENT, code="MAU.1", items=items), example_centre())
    assert len(words.pages) > 3
    for number in range(1, 41):
        assert words.has(f"Giấy thứ {number} có")
        assert words.has(f"Lý do: Lý do {number}. Cách bổ sung: Cách {number}. Căn cứ: Điều {number}.")
    assert all("STT" in page for page in words.pages[1:-1])
    assert f"Trang {len(words.pages)}/{len(words.pages)}" in words.pages[-1]


@pytest.mark.parametrize("paper", ["a4", "a5"])
def test_no_letter_of_a_name_of_three_hundred_letters_is_lost_or_off_the_page(paper):
    name = "W" * 300
    slip = Receipt(
        issued=MOMENT, applicant=Applicant(owner=name, email=name), papers=(ReceivedPaper(name=name, note=name),)
    )
    with pdfplumber.open(io.BytesIO(render(slip, Centre(paper=paper, name=name)))) as document:
        letters = [(letter, page) for page in document.pages for letter in page.chars]
    assert sum(letter["text"] == "W" for letter, _ in letters) >= 7 * 300
    assert all(letter["x0"] > 0 and letter["x1"] < page.width for letter, page in letters)
    assert all(letter["top"] > 0 and letter["bottom"] < page.height for letter, page in letters)


def test_a_hand_over_with_long_names_goes_on_over_pages():
    name = "Phòng có tên rất dài " * 60
    slip = Control(issued=MOMENT, hand_overs=(HandOver(giver=name, taker=name, note=name),))
    words = shown(slip, Centre(paper="a5"))
    assert words.text.replace(" ", "").count("Phòng") >= 3 * 60


def test_a_signature_never_stands_alone_on_a_page():
    for rows in range(4, 28, 2):
        slip = Receipt(issued=MOMENT, papers=tuple(ReceivedPaper(name=f"Giấy {row}") for row in range(rows)))
        last = shown(slip, Centre(paper="a5")).pages[-1]
        assert "NGƯỜI TIẾP NHẬN HỒ SƠ" in last
        assert "Nơi, cách nhận kết quả" in last


def test_a_second_stage_has_its_own_times():
    slip = Receipt(issued=MOMENT, second_stage=SecondStage(received=MOMENT, due=date(2026, 12, 1)))
    words = shown(slip)
    assert words.has("6. Thời gian nhận hồ sơ giai đoạn 2: 09 giờ 07 phút, ngày 05 tháng 3 năm 2026.")
    assert words.has("7. Thời gian trả kết quả giai đoạn 2: ngày 01 tháng 12 năm 2026.")
    assert words.has("8. Nơi, cách nhận kết quả")


def test_electronic_copies_have_a_column_only_where_there_are_any():
    without = Receipt(issued=MOMENT, papers=(ReceivedPaper(name="Giấy mẫu", originals=1),))
    some = without.model_copy(update={"papers": (ReceivedPaper(name="Giấy mẫu", electronic=3),)})
    assert "điện tử" not in re.sub("Thư điện tử", "", shown(without).text)
    assert "tử" in re.sub("Thư điện tử", "", shown(some).text)


@pytest.mark.parametrize("slip", EMPTY, ids=kinds)
def test_what_tells_a_decision_is_a_draft_until_somebody_decides(slip):
    named = slip.model_copy(update={"officer": Officer(name="Trần Thị Mẫu")})
    if slip.kind == "refusal":
        assert "DỰ THẢO" in shown(named).text, "nobody is refused without a reason"
        named = Refusal.model_validate({**named.model_dump(), "reasons": [{"text": "Không thuộc thẩm quyền."}]})
    assert ("DỰ THẢO" in shown(slip).text) == (slip.kind in {"supplement", "refusal", "apology", "stop"})
    assert "DỰ THẢO" not in shown(named).text


def test_a_request_stays_a_draft_as_long_as_an_officer_has_to_look():
    item = SupplementItem(name="Giấy mẫu", findings=(Finding(reason="Chưa rõ."),), check="Mở giấy tờ ra xem.")
    slip = Supplement(issued=MOMENT, officer=Officer(name="Trần Thị Mẫu"), items=(item,))
    words = shown(slip)
    assert slip.is_draft
    assert words.has("Công chức kiểm tra trước khi phát hành: Mở giấy tờ ra xem.")
    assert "DỰ THẢO" in words.text


def test_the_title_and_format_are_those_of_the_set_in_force_or_chosen():
    slip = Apology(issued=MOMENT, due=MOMENT)
    now, before = shown(slip), shown(slip.model_copy(update={"issued": MOMENT.replace(year=2024)}))
    chosen = shown(slip, Centre(forms="2018"))
    assert now.has("VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT")
    assert before.has("PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ")
    assert chosen.has("PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ")
