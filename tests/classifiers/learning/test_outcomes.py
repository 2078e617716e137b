"""What counts as right, by the rules of the project's scoring."""

import pytest

from classifiers.knowing import Knowing
from classifiers.learning.examples import Example, TruePaper
from classifiers.learning.figures import figures
from classifiers.learning.outcomes import Certainty, outcome, right_codes
from classifiers.papers import Paper, PaperType
from classifiers.ranking import Candidate, Ranking
from classifiers.ranking.profiles import ProcedureProfile, RowProfile
from classifiers.splitting import PaperPages, Splitting
from ocr.page import Page, PageReading, PageRef

FORM, CARD, OTHER = PaperType.APPLICATION_FORM, PaperType.IDENTITY_CARD, PaperType.OTHER
PAGES = tuple(Page(PageRef("a.pdf", number), PageReading(0, 1, 1, "ocr", blank=False)) for number in range(1, 6))
TWO_CASES = tuple(RowProfile(index, "Giấy MẪU", case=index) for index in (0, 1))


def example(code="1", case=None, same=(), hardness=("clean",) * 5):
    papers = (
        TruePaper(FORM, "Đơn", (0, 1), 0, ""),
        TruePaper(CARD, "Thẻ", (2,), 1, ""),
        TruePaper(OTHER, "", (3,), 2, ""),
    )
    return Example("d", PAGES, papers, code, same, case, "pdf", hardness)


def knowing(groups, types, codes, confidences=(0.7, 0.2, 0.1), case=None):
    split = tuple(PaperPages(tuple(PAGES[page] for page in pages), 0.9) for pages in groups)
    papers = tuple(
        Paper(f"p{i}", kind, "", group.pages, 0.8) for i, (kind, group) in enumerate(zip(types, split, strict=True))
    )
    candidates = tuple(
        Candidate(ProcedureProfile(code, code, rows=TWO_CASES), told, case, 0.6)
        for code, told in zip(codes, confidences, strict=False)
    )
    way = Splitting(split, 0.0)
    return Knowing(lambda *_: (way,), lambda _: papers, lambda *_: Ranking(candidates))


def test_what_is_right_is_counted_right():
    found = outcome(example(), knowing([(0, 1), (2,), (3,)], [FORM, CARD, OTHER], "123"), {"1", "2"})
    assert found.place == 1
    assert found.first == Certainty(0.7, right=True)
    assert found.counts.is_split_exactly
    assert (found.counts.pages, found.counts.pages_typed_right) == (4, 4)
    assert all(certainty.right for certainty in found.splits + found.papers)


def test_a_paper_cut_in_two_costs_precision_and_one_joined_to_another_recall():
    cut = outcome(example(), knowing([(0,), (1,), (2,), (3,)], [FORM, FORM, CARD, OTHER], "1"), {"1"}).counts
    joined = outcome(example(), knowing([(0, 1, 2), (3,)], [FORM, OTHER], "1"), {"1"}).counts
    assert (cut.boundaries_true, cut.boundaries_told, cut.boundaries_right) == (3, 4, 3)
    assert (joined.boundaries_true, joined.boundaries_told, joined.boundaries_right) == (3, 2, 2)
    assert (joined.pages, joined.pages_typed_right) == (4, 3)


def test_a_blank_page_that_opens_a_paper_does_not_count():
    counts = outcome(example(), knowing([(0, 1), (2,), (3,), (4,)], [FORM, CARD, OTHER, OTHER], "1"), {"1"}).counts
    assert counts.is_split_exactly


def test_a_paper_with_the_right_pages_and_another_type_is_a_right_split_and_a_wrong_paper():
    found = outcome(example(), knowing([(0, 1), (2,), (3,)], [FORM, OTHER, OTHER], "1"), {"1"})
    assert [certainty.right for certainty in found.splits] == [True, True, True]
    assert [certainty.right for certainty in found.papers] == [True, False, True]


def test_a_procedure_of_the_same_name_is_as_right():
    found = outcome(example(same=("2",)), knowing([(0,)], [FORM], "31 2".replace(" ", "")), {"1", "2", "3"})
    assert found.place == 2
    assert not found.first.right
    assert right_codes(example(same=("2",)), {"2"}) == {"2"}


@pytest.mark.parametrize(("code", "active"), [(None, {"1"}), ("1", {"2"})])
def test_nothing_is_right_for_a_dossier_outside_the_catalogue(code, active):
    found = outcome(example(code), knowing([(0,)], [FORM], "12"), active)
    assert (found.procedure, found.place, found.first.right) == (None, None, False)


@pytest.mark.parametrize(("said", "right"), [(1, True), (0, False)])
def test_the_case_counts_where_the_right_procedure_leaves_a_choice(said, right):
    case = outcome(example(case=1), knowing([(0,)], [FORM], "1", case=said), {"1"}).case
    assert case == Certainty(0.6, right)


def test_the_case_of_another_procedure_does_not_count():
    assert outcome(example(case=1), knowing([(0,)], [FORM], "21", case=1), {"1", "2"}).case is None
    assert outcome(example(case=None), knowing([(0,)], [FORM], "1", case=1), {"1"}).case is None


def test_a_dossier_is_as_hard_as_its_hardest_page():
    hard = example(hardness=("clean", "hard", "medium", "clean", "clean"))
    assert outcome(hard, knowing([(0,)], [FORM], "1"), {"1"}).hardness == "hard"


def test_places_are_told_over_dossiers_with_a_procedure_and_certainty_over_all():
    inside = outcome(example(), knowing([(0, 1), (2,), (3,)], [FORM, CARD, OTHER], "1", (0.99,)), {"1"})
    outside = outcome(example(None), knowing([(0, 1), (2,), (3,)], [FORM, CARD, OTHER], "1", (0.99,)), {"1"})
    told = figures([inside, outside])
    assert (told["procedure_top_1"], told["procedure_top_5"]) == (1, 1)
    assert (told["sure_share"], told["sure_right"], told["sure_and_wrong"]) == (1, 0.5, 1)
    assert told["procedure_ece"] > 0.4
    assert told["splits_exact"] == told["paper_type_by_page"] == 1
