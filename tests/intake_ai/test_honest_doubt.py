"""What nothing can be known about is told as such: empty stacks, unrelated papers, unknown procedures, 300 pages."""

from datetime import date

import pytest
from PIL import Image

from intake_ai.catalogue.service import open_catalogue
from intake_ai.pipeline import STAGES, CheckRequest, Services, Work, check_dossier, report_of, run_stage
from intake_ai.settings import Settings
from ocr.page import Box, Line, Page, PageReading, PageRef, Word
from ocr.reader import ReadingResult

DAY = date(2026, 11, 22)
MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")

UNRELATED = (
    ("THỰC ĐƠN TIỆC CƯỚI", "Gỏi ngó sen tôm thịt", "Súp cua trứng bắc thảo", "Gà bó xôi", "Lẩu hải sản", "Trái cây"),
    ("THƯ CẢM ƠN", "Gửi các bạn trong câu lạc bộ cờ vua,", "Cảm ơn các bạn đã đến chơi hôm chủ nhật.", "Thân mến, Mẫu"),
    (
        "HƯỚNG DẪN SỬ DỤNG NỒI CƠM ĐIỆN",
        "1. Vo gạo và đong nước theo vạch.",
        "2. Đậy nắp, bấm nút nấu.",
        "3. Đợi mười phút.",
    ),
)
UNKNOWN = (
    *MOTTO,
    "ĐƠN ĐỀ NGHỊ CẤP PHÉP PHÓNG KHINH KHÍ CẦU QUẢNG CÁO",
    "Kính gửi: Cục Khí cầu Mẫu",
    "Tên tôi là: Trần Văn Mẫu",
    "Đề nghị được phóng khinh khí cầu mang biểu ngữ tại quảng trường Mẫu.",
    "Loại khí cầu, thể tích, chiều cao dự kiến, thời gian bay:",
    "Tôi cam đoan bảo đảm an toàn bay.",
    "Người làm đơn",
    "(Ký, ghi rõ họ tên)",
)
LETTER = tuple(f"Dòng thứ {row} của một văn bản dài về việc rà soát công tác năm {row}" for row in range(18))


@pytest.fixture
def services(tmp_path):
    settings = Settings(data_dir=tmp_path / "data")
    with open_catalogue(settings) as catalogue:
        yield Services(settings, catalogue)


def page(number, lines, file="hoso.pdf"):
    """A page as it is read: centred lines in capitals, the others at the left."""
    rows = []
    for row, line in enumerate(lines):
        width = 0.0095 * len(line)
        left, words, top = 0.5 - width / 2 if line.isupper() else 0.1, [], 0.06 + 0.02 * row
        for word in line.split():
            right = left + 0.009 * len(word)
            words.append(Word(word, Box(left, top, min(right, 1.0), top + 0.013), 0.95))
            left = min(right + 0.006, 0.99)
        rows.append(Line(tuple(words), row))
    return Page(PageRef(file, number), PageReading(0, 1240, 1754, "ocr", blank=False, lines=tuple(rows)))


def report_about(services, pages):
    """The report about pages that were read, through all stages but the reading."""
    work = Work(CheckRequest((), DAY), services, ReadingResult((), tuple(pages)))
    for stage in STAGES[1:]:
        run_stage(stage, work)
    return report_of(work)


def assert_doubtful(report, services):
    if report.procedure is not None:
        assert report.procedure.confidence < services.settings.sure_procedure
    assert report.verdict != "complete"


def test_a_stack_without_files_is_no_dossier_for_anything(services):
    report = check_dossier(CheckRequest((), DAY), services)
    assert (report.procedure, report.papers, report.components) == (None, [], [])
    assert report.verdict == "review"


def test_blank_sheets_are_no_dossier_for_anything(services, tmp_path):
    for name in ("1.png", "2.png"):
        Image.new("L", (1240, 1754), 255).save(tmp_path / name)
    files = tuple((tmp_path / name, name) for name in ("1.png", "2.png"))
    report = check_dossier(CheckRequest(files, DAY), services)
    assert [entry.blank for entry in report.pages] == [True, True]
    assert (report.procedure, report.papers) == (None, [])
    assert report.verdict == "review"


def test_a_file_that_cannot_be_read_is_told_and_nothing_is_guessed(services, tmp_path):
    (tmp_path / "hong.pdf").write_bytes(b"%PDF-1.4 dang do")
    report = check_dossier(CheckRequest(((tmp_path / "hong.pdf", "hong.pdf"),), DAY), services)
    assert report.procedure is None
    assert [problem.kind for problem in report.problems] == ["unreadable_file"]


def test_papers_that_belong_to_no_procedure_leave_doubt(services):
    report = report_about(services, [page(number, lines) for number, lines in enumerate(UNRELATED, start=1)])
    assert_doubtful(report, services)


@pytest.mark.parametrize("lines", UNRELATED)
def test_one_paper_that_belongs_to_no_procedure_leaves_doubt(services, lines):
    assert_doubtful(report_about(services, [page(1, lines)]), services)


def test_a_form_for_a_procedure_outside_the_catalogue_leaves_doubt(services):
    report = report_about(services, [page(1, UNKNOWN)])
    assert_doubtful(report, services)
    assert [str(paper.type) for paper in report.papers] == ["application_form"]


def test_three_hundred_pages_of_one_letter_are_all_told_and_leave_doubt(services):
    letter = [page(number, (f"{number}", *LETTER)) for number in range(1, 301)]
    report = report_about(services, letter)
    assert_doubtful(report, services)
    assert sum(len(paper.pages) for paper in report.papers) == 300


def test_a_form_before_a_long_letter_is_found(services):
    form = (
        *MOTTO,
        "TỜ KHAI ĐĂNG KÝ KHAI TỬ",
        "Kính gửi: Ủy ban nhân dân xã Mẫu",
        "Họ, chữ đệm, tên người yêu cầu: Trần Mẫu",
    )
    pages = [page(1, form, "don.pdf"), *(page(number, (f"{number}", *LETTER), "thu.pdf") for number in range(1, 40))]
    report = report_about(services, pages)
    assert report.procedure is not None
    assert report.procedure.code == "1.000656"
