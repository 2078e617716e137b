from intake_ai.catalogue.models import Case, Evidence, Procedure, Requirement
from intake_ai.catalogue.showing.doubts import SURE, doubts_of, is_fully_sure


def row(confidence: float, **facts: float) -> Requirement:
    evidence = tuple(Evidence(fact, f"lời {fact}", share) for fact, share in facts.items())
    return Requirement(0, "Giấy phép", confidence=confidence, evidence=evidence)


def facts(part: Requirement | Case) -> list[str]:
    return [doubt.fact for doubt in doubts_of(part)]


def test_a_sure_row_has_no_doubts_whatever_single_facts_say():
    assert facts(row(SURE, kind=0.5)) == []


def test_an_unsure_row_names_its_doubtful_facts_the_weakest_first():
    assert facts(row(0.6, kind=0.9, need=0.7, choice=0.99)) == ["need", "kind"]


def test_facts_that_do_not_decide_the_row_are_no_doubts():
    assert facts(row(0.9, types=0.1, need=0.9)) == ["need"]


def test_facts_sure_each_but_not_together_name_the_weakest():
    assert facts(row(0.94, kind=0.97, need=0.96)) == ["need"]


def test_a_row_that_says_nothing_of_its_facts_is_doubtful_as_a_whole():
    assert facts(row(0.5)) == ["whole"]


def test_a_case_is_doubtful_in_its_role():
    case = Case(0, "Hồ sơ", "section", 0.8, (Evidence("role", "Hồ sơ", 0.8),))
    assert facts(case) == ["role"]
    assert not is_fully_sure(Procedure("9.1", "Thủ tục", cases=(case,), requirements=(row(1.0),)))
    assert is_fully_sure(Procedure("9.1", "Thủ tục", requirements=(row(SURE),)))
