from intake_ai.catalogue.compiling import compile_procedure
from intake_ai.catalogue.models import Case, Procedure, Requirement


def letters(*names: str, case: str = "") -> list[str | None]:
    rows = tuple(Requirement(row, text, case=0, originals=1) for row, text in enumerate(names))
    procedure = Procedure("9.000001", "Thủ tục MẪU", cases=(Case(0, case, "common"),), requirements=rows)
    return [row.choice for row in compile_procedure(procedure).requirements]


def test_a_substitute_stands_in_for_the_paper_that_it_names():
    rows = ("Tờ khai theo mẫu", "Giấy chứng sinh", "Trường hợp không có Giấy chứng sinh thì nộp văn bản làm chứng")
    assert letters(*rows) == [None, "A", "A"]


def test_papers_that_prove_the_right_to_land_are_alternatives():
    rows = ("Đơn đề nghị", "Giấy chứng nhận quyền sử dụng đất", "Quyết định giao đất", "Bản vẽ thiết kế")
    assert letters(*rows) == [None, "A", "A", None]


def test_a_title_announces_a_choice_of_papers_but_not_of_situations():
    assert letters("Hợp đồng", "Hóa đơn", case="Một trong các giấy tờ sau:") == ["A", "A"]
    assert letters("Hợp đồng", "Hóa đơn", case="Thuộc một trong các trường hợp bị thu hồi") == [None, None]


def test_rows_behind_a_heading_with_a_condition_are_due_on_it():
    names = ("Đơn đề nghị", "Trường hợp thay đổi trụ sở, hồ sơ bao gồm:", "Hợp đồng thuê trụ sở")
    rows = tuple(Requirement(row, text, case=0, originals=1) for row, text in enumerate(names))
    procedure = Procedure("9.000001", "MẪU", cases=(Case(0, "", "common"),), requirements=rows)
    application, _, contract = compile_procedure(procedure).requirements
    assert application.need == "always"
    assert (contract.need, contract.when) == ("if", "Trường hợp thay đổi trụ sở")


def test_headings_in_a_scrambled_order_say_nothing_of_the_rows_behind_them():
    names = ("Trường hợp hết hạn, hồ sơ gồm:", "Trường hợp bị mất, hồ sơ gồm:", "Đơn đề nghị cấp lại")
    rows = tuple(Requirement(row, text, case=0, originals=1) for row, text in enumerate(names))
    procedure = Procedure("9.000001", "MẪU", cases=(Case(0, "", "common"),), requirements=rows)
    assert compile_procedure(procedure).requirements[2].need == "always"
