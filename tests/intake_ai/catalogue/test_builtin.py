"""The catalogue that ships with the package: whole, in its own words, and decidable by the papers people bring."""

import gzip
import json
import unicodedata
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from classifiers.papers import Paper, PaperType
from classifiers.ranking.matching import SATISFIES, assign
from classifiers.vietnamese import fold, syllables
from intake_ai.catalogue.builtin import DIRECTORY, BuiltinCatalogueBroken, load_builtin, read_catalogue
from intake_ai.catalogue.models import Procedure, Requirement
from intake_ai.catalogue.profiles import profile

PROCEDURES = {procedure.code: procedure for procedure in load_builtin()}
ROWS = [(procedure, row) for procedure in PROCEDURES.values() for row in procedure.requirements]

# One health certificate is of the adopter and one of the child: only the name on the paper tells them apart.
INDISTINCT = {("2.001263", 2, 7)}

MINIMAL = """
field: Hộ tịch
field_code: G15-TP07
agency: Ủy ban nhân dân cấp xã
level: [xa]
procedures:
  - code: "1.001193"
    name: Đăng ký khai sinh
    context: làm giấy khai sinh
    papers:
      - name: Tờ khai
        types: [application_form]
"""


@pytest.fixture(scope="module")
def national(shared: Path) -> dict[str, dict[str, Any]]:
    with gzip.open(shared / "data/catalogue/national-2026-07.jsonl.gz", "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    return {record["code"]: record for record in records if record["code"] in PROCEDURES}


def broken(folder: Path, content: str) -> str:
    (folder / "field.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(BuiltinCatalogueBroken) as caught:
        read_catalogue(folder)
    return caught.value.detail


def may_be_due_together(procedure: Procedure, one: Requirement, other: Requirement) -> bool:
    exclusive = {case.index for case in procedure.cases if case.role == "alternative"}
    if one.case != other.case and one.case in exclusive and other.case in exclusive:
        return False
    if one.choice is not None and (one.choice, one.case) == (other.choice, other.case):
        return False
    return not (one.question_id and one.question_id == other.question_id and one.due_if != other.due_if)


def share_a_keyword(one: Requirement, other: Requirement) -> bool:
    first, second = ([fold(word) for word in row.keywords] for row in (one, other))
    return not first or not second or any(a in b or b in a for a in first for b in second)


def test_holds_at_least_thirty_four_procedures_in_the_order_of_their_codes() -> None:
    codes = [procedure.code for procedure in load_builtin()]
    assert len(codes) >= 34
    assert codes == sorted(set(codes))


def test_says_where_it_comes_from() -> None:
    assert {procedure.origin for procedure in load_builtin()} == {"builtin"}


@pytest.mark.parametrize("procedure", PROCEDURES.values(), ids=PROCEDURES)
def test_every_procedure_is_described(procedure: Procedure) -> None:
    assert all([procedure.field, procedure.field_code, procedure.agency, procedure.level, procedure.subjects])
    assert all([procedure.results, procedure.legal_basis, procedure.context])
    assert [row.row for row in procedure.requirements] == list(range(len(procedure.requirements)))
    assert [case.index for case in procedure.cases] == list(range(len(procedure.cases)))


@pytest.mark.parametrize("procedure", PROCEDURES.values(), ids=PROCEDURES)
def test_every_case_has_a_row_and_every_row_a_case(procedure: Procedure) -> None:
    cases: set[int | None] = {case.index for case in procedure.cases}
    assert {row.case for row in procedure.requirements} == (cases or {None})


def test_every_paper_says_its_types_and_how_many_are_handed_in() -> None:
    assert all(row.types and set(row.types) <= set(PaperType) for _, row in ROWS)
    assert all(row.originals + row.copies > 0 for _, row in ROWS)


def test_every_conditional_row_asks_in_both_languages() -> None:
    conditional = [row for _, row in ROWS if row.need == "if"]
    assert conditional
    for row in conditional:
        assert row.when
        assert row.question_id
        assert all(text.endswith("?") for text in row.question)
    assert all(row.question_id == "" for _, row in ROWS if row.need == "always")


@pytest.mark.parametrize("procedure", PROCEDURES.values(), ids=PROCEDURES)
def test_rows_that_share_a_question_ask_it_alike(procedure: Procedure) -> None:
    asked: dict[str, tuple[str, str]] = {}
    for row in procedure.requirements:
        assert asked.setdefault(row.question_id, row.question) == row.question


@pytest.mark.parametrize("procedure", PROCEDURES.values(), ids=PROCEDURES)
def test_alternatives_come_in_groups(procedure: Procedure) -> None:
    groups = [(row.case, row.choice) for row in procedure.requirements if row.choice is not None]
    assert all(groups.count(group) >= 2 for group in groups)
    assert all(len(row.options) != 1 for row in procedure.requirements)


def test_what_is_only_shown_or_looked_up_is_never_a_form() -> None:
    shown = [row for _, row in ROWS if row.present_only or row.available_in]
    assert shown
    assert all(PaperType.APPLICATION_FORM not in row.types for row in shown)


def test_forms_are_signed() -> None:
    forms = [row for _, row in ROWS if row.types == (PaperType.APPLICATION_FORM,)]
    assert forms
    assert all(row.signed for row in forms)


def test_a_coarse_type_is_told_by_keywords() -> None:
    coarse = {PaperType.DECISION, PaperType.CONTRACT, PaperType.OTHER}
    vague = [(procedure.code, row.row) for procedure, row in ROWS if set(row.types) & coarse and not row.keywords]
    assert vague == [("2.000815", 0), ("2.000884", 1)]  # any paper may be copied, or signed before the officer


def test_one_paper_does_not_fit_two_rows_by_accident() -> None:
    accidents = {
        (procedure.code, one.row, other.row)
        for procedure in PROCEDURES.values()
        for one, other in combinations(procedure.requirements, 2)
        if set(one.types) & set(other.types)
        and may_be_due_together(procedure, one, other)
        and share_a_keyword(one, other)
    }
    assert accidents == INDISTINCT


@pytest.mark.parametrize("path", sorted(DIRECTORY.glob("*.yaml")), ids=lambda path: path.name)
def test_all_text_is_composed(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)


@pytest.mark.parametrize(
    ("code", "paper_type", "title", "row"),
    [
        ("1.001193", "application_form", "TỜ KHAI ĐĂNG KÝ KHAI SINH", 0),
        ("1.001193", "birth_notice", "GIẤY CHỨNG SINH", 1),
        ("1.001193", "other", "GIẤY CAM ĐOAN VỀ VIỆC SINH", 1),
        ("1.001193", "other", "BIÊN BẢN VỀ VIỆC TRẺ BỊ BỎ RƠI", 2),
        ("1.001193", "power_of_attorney", "GIẤY ỦY QUYỀN", 4),
        ("1.001193", "identity_card", "CĂN CƯỚC CÔNG DÂN", 5),
        ("1.001193", "marriage_certificate", "GIẤY CHỨNG NHẬN KẾT HÔN", 6),
        ("1.000656", "application_form", "TỜ KHAI ĐĂNG KÝ KHAI TỬ", 0),
        ("1.000656", "death_notice", "GIẤY BÁO TỬ", 1),
        ("1.004873", "application_form", "TỜ KHAI CẤP GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN", 0),
        ("1.004873", "decision", "QUYẾT ĐỊNH CÔNG NHẬN THUẬN TÌNH LY HÔN", 1),
        ("1.004873", "other", "TRÍCH LỤC KHAI TỬ", 1),
        ("1.000894", "application_form", "TỜ KHAI ĐĂNG KÝ KẾT HÔN", 0),
        ("1.000894", "marital_status_certificate", "GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN", 2),
        ("1.001612", "application_form", "GIẤY ĐỀ NGHỊ ĐĂNG KÝ HỘ KINH DOANH", 0),
        ("1.001612", "power_of_attorney", "VĂN BẢN ỦY QUYỀN LÀM CHỦ HỘ KINH DOANH", 1),
        ("1.004222", "application_form", "TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ", 0),
        ("1.004222", "land_use_certificate", "GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG ĐẤT", 1),
        ("1.004222", "contract", "HỢP ĐỒNG THUÊ NHÀ Ở", 3),
        ("1.004884", "application_form", "TỜ KHAI ĐĂNG KÝ LẠI KHAI SINH", 0),
        ("1.004884", "birth_certificate", "GIẤY KHAI SINH", 1),
        ("1.004884", "other", "HỌC BẠ TRUNG HỌC PHỔ THÔNG", 2),
        ("1.012796", "application_form", "ĐƠN ĐĂNG KÝ BIẾN ĐỘNG ĐẤT ĐAI, TÀI SẢN GẮN LIỀN VỚI ĐẤT", 0),
        ("1.012796", "land_use_certificate", "GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG ĐẤT", 1),
        ("1.013227", "other", "GIẤY PHÉP XÂY DỰNG", 1),
        ("1.001731", "other", "TRÍCH LỤC KHAI TỬ", 1),
        ("1.014748", "other", "SỔ BẢO HIỂM XÃ HỘI", 2),
    ],
)
def test_a_typical_paper_satisfies_its_row(code: str, paper_type: str, title: str, row: int) -> None:
    paper = Paper(id="p1", type=PaperType(paper_type), title=title, pages=(), confidence=1.0)
    [match] = assign([paper], profile(PROCEDURES[code]).rows)
    assert match.row == row
    assert match.fit >= SATISFIES


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("1.001193", "TỜ KHAI ĐĂNG KÝ KẾT HÔN"),
        ("1.000894", "TỜ KHAI ĐĂNG KÝ KHAI SINH"),
        ("1.004873", "TỜ KHAI ĐĂNG KÝ KHAI TỬ"),
        ("1.001612", "ĐƠN ĐỀ NGHỊ CẤP GIẤY PHÉP XÂY DỰNG"),
    ],
)
def test_the_form_of_another_procedure_satisfies_no_row(code: str, title: str) -> None:
    paper = Paper(id="p1", type=PaperType.APPLICATION_FORM, title=title, pages=(), confidence=1.0)
    assert all(match.fit < SATISFIES for match in assign([paper], profile(PROCEDURES[code]).rows))


def test_a_key_that_the_schema_does_not_know_is_refused_with_file_and_procedure(tmp_path: Path) -> None:
    detail = broken(tmp_path, MINIMAL + "        colour: red\n")
    assert "field.yaml, 1.001193" in detail
    assert "papers.0.colour" in detail


def test_a_condition_without_a_question_is_refused(tmp_path: Path) -> None:
    assert "go together" in broken(tmp_path, MINIMAL + "        when: có ủy quyền\n")


def test_an_unknown_shared_paper_is_refused(tmp_path: Path) -> None:
    assert "no shared paper 'passport'" in broken(tmp_path, MINIMAL + "      - use: passport\n")


def test_a_row_outside_the_cases_is_refused(tmp_path: Path) -> None:
    assert "names case 2" in broken(tmp_path, MINIMAL + "        case: 2\n")


def test_a_code_that_comes_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "earlier.yaml").write_text(MINIMAL, encoding="utf-8")
    assert "1.001193 is there twice" in broken(tmp_path, MINIMAL)


def test_what_is_not_yaml_is_refused(tmp_path: Path) -> None:
    assert "field.yaml" in broken(tmp_path, "field: [")


@pytest.mark.shared
def test_codes_names_and_fields_are_those_of_the_national_catalogue(national: dict[str, dict[str, Any]]) -> None:
    assert national.keys() == PROCEDURES.keys()
    for code, record in national.items():
        procedure = PROCEDURES[code]
        assert syllables(procedure.name) == syllables(record["name"])
        assert (procedure.field, procedure.field_code) == (record["field"], record["field_code"])
        assert procedure.decision == record["decision"]


@pytest.mark.shared
def test_paper_codes_are_those_of_the_same_procedure(national: dict[str, dict[str, Any]]) -> None:
    for procedure, row in ROWS:
        known = {paper["paper_code"] for paper in national[procedure.code]["papers"]}
        assert row.paper_code in known | {""}, f"{procedure.code} row {row.row}"


@pytest.mark.shared
def test_no_row_is_copied_from_the_national_catalogue(national: dict[str, dict[str, Any]]) -> None:
    for procedure, row in ROWS:
        source = [paper["name"] for paper in national[procedure.code]["papers"]]
        runs = {run for text in source for run in runs_of(text)}
        copied = runs & {run for text in (row.name, row.when or "", row.question[0]) for run in runs_of(text)}
        assert not copied, f"{procedure.code} row {row.row}"


def runs_of(text: str, length: int = 12) -> set[tuple[str, ...]]:
    words = syllables(text)
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}
