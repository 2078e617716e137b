"""Papers and procedure as one answer: which of two ways to part pages is taken."""

import math

from page_builder import MOTTO, page

from classifiers.knowing import Knowing
from classifiers.papers import Paper, PaperType
from classifiers.ranking import Candidate, Ranking
from classifiers.ranking.profiles import ProcedureProfile, RowProfile
from classifiers.splitting import PaperPages, Splitting

CONTRACT = (page(*MOTTO, "HỢP ĐỒNG THUÊ NHÀ", "Bên A: Nguyễn Văn Mẫu"), page("Bên B: Lê Thị Mẫu", number=2))
PROFILE = ProcedureProfile(
    "1", "Mua nhà", rows=(RowProfile(0, "Hợp đồng thuê nhà", types=frozenset({PaperType.CONTRACT})),)
)


def known_pages(last):
    """How the pages are parted where the splitting alone would part them by a hair, and no row asks for the last."""
    pages = (*CONTRACT, last)
    parted = Splitting((PaperPages(pages[:2], 0.5), PaperPages(pages[2:], 0.5)), math.log(0.48))
    joined = Splitting((PaperPages(pages, 0.5),), math.log(0.45))

    def named(groups):
        kinds = ((PaperType.CONTRACT, "HỢP ĐỒNG THUÊ NHÀ"), (PaperType.OTHER, ""))
        return tuple(
            Paper(f"p{number}", kind, title, group.pages, 0.9)
            for number, ((kind, title), group) in enumerate(zip(kinds, groups, strict=False))
        )

    ranking = Ranking((Candidate(PROFILE, 0.95),))
    found = Knowing(lambda *_: (parted, joined), named, lambda *_: ranking).know(pages)
    return [[one.ref.page for one in group.pages] for group in found.groups]


def test_a_page_with_motto_and_title_stays_a_paper_though_no_row_asks_for_it():
    assert known_pages(page(*MOTTO, "GIẤY XÁC NHẬN CƯ TRÚ", "Họ và tên: Trần Văn Mẫu", number=3)) == [[1, 2], [3]]


def test_a_page_without_a_head_that_no_row_asks_for_goes_to_the_paper_before():
    assert known_pages(page("Các bên đã đọc và ký tên MẪU dưới đây.", number=3)) == [[1, 2, 3]]
