"""Tiny dossiers with their truth, for tests that train: a paper begins where a motto and a title stand."""

from page_builder import MOTTO, page

from classifiers.learning.examples import Example, TruePaper
from classifiers.papers import PaperType

TITLES = {
    PaperType.APPLICATION_FORM: ("TỜ KHAI ĐĂNG KÝ KHAI TỬ", "ĐƠN ĐỀ NGHỊ CẤP GIẤY PHÉP", "PHIẾU YÊU CẦU THÔNG TIN"),
    PaperType.CONTRACT: ("HỢP ĐỒNG THUÊ NHÀ", "HỢP ĐỒNG LAO ĐỘNG", "HỢP ĐỒNG MUA BÁN"),
    PaperType.DECISION: ("QUYẾT ĐỊNH",) * 3,
}
BODY = tuple(f"nội dung thứ {number} của giấy tờ này được ghi tiếp theo đây" for number in range(12))


def tiny_example(name, code, order=0):
    """A dossier of one file: a form of two pages, a contract of one to three, and a decision."""
    pages, papers = [], []
    for place, (kind, titles) in enumerate(TITLES.items()):
        title = titles[order % 3]
        own = range(len(pages), len(pages) + (2, 1 + order % 3, 1)[place])
        for number in own:
            lines = (*MOTTO, title, *BODY) if number == own.start else BODY
            pages.append(page(*lines, number=number + 1))
        papers.append(TruePaper(kind, title, tuple(own), place, ""))
    return Example(name, tuple(pages), tuple(papers), code, delivery="pdf", hardness=("clean",) * len(pages))
