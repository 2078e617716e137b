from pathlib import Path

import pytest
from catalogue_builder import BUILTIN, TODAY, file_of, imported, record
from sqlalchemy import Engine

from intake_ai.catalogue.models import Case, Procedure, Requirement
from intake_ai.catalogue.repository import CatalogueRepository
from intake_ai.catalogue.selection.clones import clones
from intake_ai.catalogue.selection.selecting import select_procedures, selected, selection_of
from intake_ai.catalogue.selection.selection import Selection, changed
from intake_ai.catalogue.service import Catalogue

RECORDS = (
    record("9.000001", level=["xa"], agency="Ủy ban nhân dân cấp xã", field="Hộ tịch", provincial_core=True),
    record("9.000002", level=["tinh"], agency="Sở Tư pháp", field="Hộ tịch", provincial_core=True),
    record("9.000003", level=["tinh"], agency="Sở Xây dựng", field="Nhà ở", provincial_core=True),
    record("9.000004", level=["tinh", "bo"], agency="Sở Xây dựng", field="Hải quan", provincial_core=False),
)


@pytest.fixture
def repository(engine: Engine, tmp_path: Path) -> CatalogueRepository:
    repository = CatalogueRepository(engine, BUILTIN, lambda: TODAY)
    imported(repository, file_of(tmp_path, *RECORDS))
    return repository


def active(repository: CatalogueRepository) -> set[str]:
    return {procedure.code[-1] for procedure in repository.active() if not procedure.code.startswith("9.9")}


@pytest.mark.parametrize(
    ("selection", "chosen"),
    [
        (Selection(), "123"),
        (Selection(levels=("tinh",)), "23"),
        (Selection(levels=("xa", "bo")), "1"),
        (Selection(agencies=("so xay dung",)), "3"),
        (Selection(fields=("hộ tịch",), levels=("tinh",)), "2"),
        (Selection(levels=("tinh",), everything=True), "234"),
        (Selection(everything=True), "1234"),
        (Selection(codes=("9.000004", "9.000001")), "14"),
        (Selection(codes=("9.000004",), levels=("xa",)), "14"),
        (Selection(added=("9.000004",), removed=("9.000001",)), "234"),
    ],
)
def test_procedures_are_chosen_by_level_agency_field_and_list(
    repository: CatalogueRepository, selection: Selection, chosen: str
):
    told = select_procedures(repository, selection)
    assert told == selected(repository, selection)
    assert active(repository) == set(chosen)
    assert told.active == len(repository.active())
    assert next(iter(repository.versions())).active == len(chosen)


def test_the_rules_are_applied_to_later_imports(repository: CatalogueRepository, tmp_path: Path):
    select_procedures(repository, Selection(levels=("tinh",), removed=("9.000003",)))
    more = record("9.000005", level=["tinh"], provincial_core=True)
    imported(repository, file_of(tmp_path, *RECORDS, more, name="moi.jsonl"))
    assert active(repository) == {"2", "5"}


def test_cleared_rules_give_back_what_the_file_marks(repository: CatalogueRepository):
    select_procedures(repository, Selection(levels=("xa",)))
    assert active(repository) == {"1"}
    select_procedures(repository, Selection())
    assert active(repository) == {"1", "2", "3"}
    assert selection_of(repository).is_default


def test_a_selection_tells_what_it_does_not_know_and_what_is_not_marked(repository: CatalogueRepository):
    told = select_procedures(repository, Selection(levels=("bo",), added=("9.777777", "9.900001")))
    assert (told.unknown, told.unmarked, told.procedures) == (("9.777777",), 1, 5)


def test_a_selection_changes_the_name_of_the_content(repository: CatalogueRepository):
    before = repository.content_version()
    select_procedures(repository, Selection(levels=("xa",)))
    assert repository.content_version() != before
    assert repository.get("9.000002", version=before).code == "9.000002"


def test_what_is_added_is_no_longer_removed():
    selection = changed(Selection(removed=("9.000001", "9.000002")), added=("9.000001",))
    assert (selection.added, selection.removed) == (("9.000001",), ("9.000002",))
    selection = changed(selection, removed=("9.000001",))
    assert (selection.added, selection.removed) == ((), ("9.000002", "9.000001"))


def test_local_procedures_are_received_whatever_the_rules(repository: CatalogueRepository, tmp_path: Path):
    select_procedures(repository, Selection(levels=("xa",)))
    imported(repository, file_of(tmp_path, record("9.800008"), name="tinh.jsonl"), layer="local")
    assert active(repository) == {"1", "8"}
    select_procedures(repository, Selection(removed=("9.800008",)))
    assert active(repository) == {"1", "2", "3"}


def procedure(code: str, name: str, *rows: str) -> Procedure:
    requirements = tuple(Requirement(number, row, case=0) for number, row in enumerate(rows))
    return Procedure(code, name, cases=(Case(0, "", "common"),), requirements=requirements)


def test_codes_with_a_suffix_are_copies_of_the_national_one():
    found = clones(
        [
            procedure("1.012796.H36", "Tên riêng"),
            procedure("1.012796", "Tên"),
            procedure("1.012797.H36", "Khác"),
            procedure("1.012797.000.00.00.H55", "Khác nữa"),
            procedure("1.012798", "Không có bản sao"),
        ]
    )
    assert found == {"1.012796.H36": "1.012796", "1.012797.000.00.00.H55": "1.012797.H36"}


def test_a_code_with_a_suffix_but_another_name_and_other_rows_is_a_procedure_of_its_own():
    national = procedure("1.012796", "Cấp phép thử", "Đơn", "Ảnh", "Bản vẽ")
    renamed = procedure("1.012796.H36", "Cấp phép thử tại Mẫu", "Đơn", "Ảnh", "Bản vẽ")
    shorter = procedure("1.012796.H37", "Cấp phép thử", "Đơn")
    own = procedure("1.012796.H38", "Cấp phép thử tại nhà", "Biên bản họp", "Hợp đồng")
    found = clones([national, renamed, shorter, own])
    assert found == {"1.012796.H36": "1.012796", "1.012796.H37": "1.012796"}


def test_a_list_with_local_codes_selects_the_national_procedures(repository: CatalogueRepository):
    told = select_procedures(repository, Selection(codes=("9.000004.H36", "9.000001.000.00.00.H21", "9.000009.H36")))
    assert active(repository) == {"1", "4"}
    assert told.selection.codes == ("9.000004", "9.000001", "9.000009.H36")
    assert told.unknown == ("9.000009.H36",)


def test_a_local_procedure_of_the_same_name_and_rows_is_a_copy_and_one_with_other_rows_is_not():
    rows = ("Đơn", "Ảnh", "Bản vẽ", "Hợp đồng", "Giấy phép")
    national = procedure("1.012796", "Thủ tục cấp phép thử", *rows)
    copy = procedure("TINH-01", "Cấp phép thử", *rows[::-1], "Phụ lục")
    other = procedure("TINH-02", "Cấp phép thử", "Đơn", "Biên bản họp", "Báo cáo")
    again = procedure("TINH-03", "Cấp phép thử", "Đơn", "Biên bản họp", "Báo cáo")
    assert clones([copy, national, other, again]) == {"TINH-01": "1.012796", "TINH-03": "TINH-02"}


def test_two_national_procedures_of_one_name_are_no_copies_unless_the_province_added_one():
    both = [procedure("1.012796", "Cấp phép", "Đơn"), procedure("1.012797", "Cấp phép", "Đơn")]
    assert clones(both) == {}
    assert clones(both, local={"1.012796"}) == {"1.012796": "1.012797"}


def test_search_shows_one_of_the_copies(repository: CatalogueRepository, tmp_path: Path):
    local = [record(f"9.000002.H{number}", name="Thủ tục 9.000002 MẪU", field="Hộ tịch") for number in (36, 55)]
    imported(repository, file_of(tmp_path, *local, name="tinh.jsonl"), layer="local")
    catalogue = Catalogue(repository, tmp_path / "index")
    assert catalogue.groups == {"9.000002.H36": "9.000002", "9.000002.H55": "9.000002"}
    assert len(catalogue.active) == len(catalogue.distinct) + 2
    assert catalogue.get("9.000002.H36").code == "9.000002.H36"
    found = [hit.procedure.code for hit in catalogue.search().find("Thủ tục 9.000002 MẪU hộ tịch")]
    assert "9.000002" in found
    assert not {"9.000002.H36", "9.000002.H55"} & set(found)
