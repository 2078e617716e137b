"""From the words of the catalogue to what stands on papers: titles, requests, receiving agencies."""

import re
import unicodedata

from classifiers.synthetic.people import Commune
from classifiers.vietnamese import fold

BULLET = re.compile(r"^(?:[\s\-–—+•*.·;]+|\(?(?:\d{1,2}|[a-zđ]|[ivxIVX]{1,4})(?:\.\d{1,2})*[).:/](?!\d)\s*)+")
COPY_WORDS = re.compile(
    r"^(?:(?:\d{1,2}|một|hai|các|những)\s+)?(?:\(\d+\)\s*)?(?:bản|bộ|tệp tin|tệp|file)?\s*"
    r"(?:(?:sao|chính|gốc|chụp|scan|photo(?:copy)?|điện tử|in|số hóa)\b[\s,/]*(?:hoặc\s+bản\s+\w+\s*)?)+"
    r"(?:y\s+)?(?:(?:,?\s*(?:có|được|kèm|đã|theo|điện tử|công chứng|chứng thực|xác nhận|hợp lệ|theo quy định|và|hoặc"
    r"|bản|sao|chính|gốc|từ|sổ|không|cần|để|đối chiếu|hợp pháp|biểu mẫu))\b)*"
    r"\s*(?:của|các|một trong các)?\s*(?:\(.*?\)\s*)?[:,\-]?\s*",
    re.IGNORECASE,
)
UNNAMED = (
    "đối với",
    "ngoài ",
    "nội dung quy định",
    "các nội dung",
    "nội dung khác",
    "tên, ",
    "tên ",
    "theo ",
    "trường hợp",
    "thông tin ",
    "thủ tục",
    "số lượng",
    "hồ sơ khác",
    "các loại",
    "những",
)
"""Words with which no name of a paper begins."""
CONDITION = re.compile(
    r"^(?:đối với|trường hợp|trong trường hợp|xuất trình|ngoài)\b[^:;]{3,160}[:;]\s*[-+]?\s*", re.IGNORECASE
)
CUTS = re.compile(
    r"\s*(?:[;:(\[\n]|\.(?:\s|$)|,\s|\s-\s|\btheo (?:mẫu|Mẫu|phụ lục|Phụ lục|quy định|biểu|đúng|hướng dẫn)|\bban hành\b"
    r"|\bđược quy định|\bquy định tại"
    r"|\bđối với\b|\btrong trường hợp|\btrường hợp\b|\bnếu\b|\bkèm theo\b|\bkèm\b|\bcòn (?:hiệu lực|giá trị|thời hạn)"
    r"|\btại Phụ lục|\bbao gồm\b|\bgồm\b"
    r"|\bhoặc\b|\bđể đối chiếu|\bcó (?:xác nhận|chứng thực|công chứng|chữ ký|dấu|đóng dấu|đầy đủ|thời hạn|nội dung|ảnh)"
    r"|\bmẫu số|\bMẫu số|\bdo .{3,80} (?:cấp|lập|ký|xác nhận)\b"
    r"|\bđã được\b|\bđược (?:cấp|công chứng|chứng thực|lập|ký|dịch|hợp pháp)|\btrong đó\b|\bnêu rõ\b|\bvới các nội dung"
    r"|\btheo khoản|\btheo Điều|\btương ứng)",
)
FORM_CUTS = re.compile(
    r"\s*(?:[;:(\n]|\.(?:\s|$)"
    r"|\btheo (?:mẫu|Mẫu|phụ lục|Phụ lục|quy định|biểu|đúng|hướng dẫn|khoản|Điều)|\bban hành\b"
    r"|\bquy định tại|\bđối với (?:trường hợp|cá nhân|tổ chức)|\btrong trường hợp|\bnếu\b"
    r"|,? (?:trong đó|nêu rõ|gồm|kèm)\b|\bmẫu số|\bMẫu số"
    r"|,? (?:có|do) (?:xác nhận|ý kiến|chữ ký|đại diện|người|dán|ảnh)|\btại Phụ lục"
    r"|,? (?:được lập|bao)$| được lập\b|, bao\b)",
)
"""Titles of forms are long and hold commas; these end them."""
ASKING = (
    "đơn",
    "tờ khai",
    "giấy đề nghị",
    "văn bản đề nghị",
    "phiếu",
    "bản khai",
    "công văn",
    "tờ trình",
    "giấy đăng ký",
    "bản đăng ký",
)
VERBS = (
    "cấp lại",
    "cấp đổi",
    "cấp gia hạn",
    "gia hạn",
    "sửa đổi, bổ sung",
    "sửa đổi",
    "bổ sung",
    "điều chỉnh",
    "thay đổi",
    "thu hồi",
    "chấm dứt",
    "xóa",
    "giải thể",
    "tạm ngừng",
    "tạm dừng",
    "chuyển",
    "công nhận",
    "phê duyệt",
    "thẩm định",
    "thành lập",
    "đăng ký",
    "hỗ trợ",
    "trợ cấp",
    "bổ nhiệm",
    "miễn nhiệm",
    "thông báo",
    "xác nhận",
    "chấp thuận",
    "cho phép",
    "cấp",
)


def clean(text: str) -> str:
    """NFC, one space between words, no marks that end a name."""
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text).replace("\n", " "))
    return text.strip(" .;:,-–/")


def paper_name(row: str) -> str:
    """What a row calls its paper, without copies, conditions and sources; empty where nothing sensible is left."""
    text = BULLET.sub("", unicodedata.normalize("NFC", row).strip())
    text = CONDITION.sub("", text)
    text = COPY_WORDS.sub("", COPY_WORDS.sub("", text))
    text = re.sub(r"^\d{1,2}\s+(?=[^\W\d])", "", BULLET.sub("", text))
    text = re.sub(r"^Mẫu hộ tịch điện tử tương tác (?:thực hiện )?", "Tờ khai ", text)
    found = (FORM_CUTS if text.lower().startswith(ASKING) else CUTS).search(text, 6)
    text = clean(text[: found.start()] if found else text)
    words = text.split()
    if text.lower().startswith(UNNAMED):
        return ""
    if not 2 <= len(words) <= 34:
        return ""
    return text[0].upper() + text[1:]


def request(procedure: str) -> str:
    """What the applicant asks for: the procedure's name without "Thủ tục" and without the level of the authority."""
    text = re.sub(
        r"^\s*[\d.\-–\s]*\s*(?:thủ tục|tthc)\s*:?\s*", "", unicodedata.normalize("NFC", procedure), flags=re.IGNORECASE
    )
    text = re.sub(
        r"\s*[(\[-]?\s*\(?\s*(?:cấp (?:tỉnh|xã|huyện|trung ương|bộ)|tỉnh|xã)\s*\)\s*", " ", text, flags=re.IGNORECASE
    )
    text = clean(text)
    return text[:1].lower() + text[1:] if not text[:2].isupper() else text


def same_name(name: str) -> str:
    """Procedures with equal results here cannot be told apart by their names."""
    text = fold(request(name))
    return " ".join(re.sub(r"[^a-z0-9 ]", " ", text).split())


def verb(procedure: str) -> str:
    """What is done: the first known verb of the name."""
    text = request(procedure).lower()
    found = [(text.find(word), -len(word), word) for word in VERBS if word in text[:70]]
    return min(found)[2] if found else ""


def receiver(agency: str, commune: Commune) -> str:
    """Whom the form is addressed to."""
    first = clean(re.split(r"[;,]", unicodedata.normalize("NFC", agency))[0]) or "Ủy ban nhân dân cấp xã"
    province = commune.province_name
    first = re.sub(r"(?: và|,) thành phố trực thuộc [Tt]rung ương", "", first)
    first = re.sub(r"(?:tỉnh|[Tt]hành phố)(?:\s[A-ZĐÀ-Ỹ]\w*)+", "cấp tỉnh", first)
    text = re.sub(r"\b(?:cấp tỉnh|tỉnh, thành phố|tỉnh)\b", province, first)
    text = re.sub(r"\b(?:cấp xã|xã|phường)\b", commune.name, text)
    if text == first and re.match(r"(?i)(sở|ban quản lý|trung tâm|công an|chi cục|văn phòng|bảo hiểm)", first):
        text = f"{first} {province}"
    return text[0].upper() + text[1:]
