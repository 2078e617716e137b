import gzip
import json
import re
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from classifiers.papers import PaperType
from intake_ai.catalogue.compiling import compile_procedure
from intake_ai.catalogue.importing import national
from intake_ai.catalogue.models import Case, Copies, Evidence, Procedure, Requirement
from intake_ai.catalogue.showing.procedure import Shown, procedure_lines

DOUBTED = Requirement(
    2,
    "Văn bản ủy quyền",
    1,
    need="if",
    when="Trường hợp ủy quyền",
    question=("Có ủy quyền không?", "Is it authorised?"),
    question_id="authorised",
    confidence=0.8,
    evidence=(
        Evidence("kind", "Văn bản", 0.99),
        Evidence("need", "Trường hợp ủy quyền", 0.9),
        Evidence("options", "ủy quyền", 0.85),
    ),
)
PROCEDURE = Procedure(
    "9.000001",
    "Thủ tục MẪU",
    "Thử nghiệm",
    agency="Cơ quan MẪU",
    level=("xa", "khac"),
    fees=("trực tuyến: phí 5.000 đồng", "trực tiếp: phí 10.000 đồng"),
    processing_times=("trực tuyến: 3 ngày", "trực tiếp: 3 ngày", "5 ngày khi phải xác minh"),
    cases=(
        Case(0, "", "common"),
        Case(1, "Đối với người nộp lần đầu", "alternative", 0.7, (Evidence("role", "Đối với", 0.7),)),
        Case(2, "Cấp lại", "alternative"),
        Case(3, "Có yếu tố nước ngoài", "additional"),
    ),
    requirements=(
        Requirement(0, "Giấy khai sinh", 0, choice="A", stated_copies=Copies(certified=1, photocopies=1, any_of=True)),
        Requirement(1, "Sổ hộ khẩu", 0, choice="A", originals=1, data_source="population"),
        DOUBTED,
        Requirement(3, "Hộ chiếu", 2, present_only=True, available_in="database", validity_months=6),
        Requirement(4, "Bản dịch", 3, originals=1, stated_copies=Copies(originals=2, contradiction="number")),
        Requirement(5, "Giấy tờ gồm:", 0, kind="heading"),
        Requirement(6, "Người nộp được trả lại bản chính", 0, kind="note"),
        Requirement(7, "Ảnh", 0, options=("Ảnh 3x4", "Ảnh 4x6"), signed=True, stamped=True, result_of=("9.000009",)),
    ),
)


def shown(procedure: Procedure = PROCEDURE, **values: object) -> str:
    told = Shown(procedure, values.pop("language", "vi"), "v1", **values)  # type: ignore[arg-type]
    return "\n".join(part for line in procedure_lines(told) for part in line.wrapped(200))


def test_the_heading_tells_who_decides_how_long_it_takes_and_what_it_costs():
    told = shown()
    assert "9.000001  Thủ tục MẪU" in told
    assert "Cơ quan MẪU" in told
    assert "xã, cơ quan khác" in told
    assert "trực tuyến, trực tiếp: 3 ngày" in told
    assert "5 ngày khi phải xác minh" in told
    assert "trực tiếp: phí 10.000 đồng" in told


def test_each_role_of_a_case_is_told_in_words():
    told = shown()
    assert "CHUNG CHO MỌI NGƯỜI" in told
    assert "CHỌN ĐÚNG MỘT TRONG 2 TRƯỜNG HỢP" in told
    assert "NỘP THÊM KHI THUỘC TRƯỜNG HỢP" in told
    assert "luôn cần trong trường hợp này" in told


def test_a_procedure_without_variants_needs_no_word_on_cases():
    told = shown(replace(PROCEDURE, cases=(Case(0, "", "common"),), requirements=PROCEDURE.requirements[:2]))
    assert "THÀNH PHẦN HỒ SƠ" in told
    assert "[0]" not in told


def test_papers_of_a_choice_stand_under_one_line():
    told = shown().splitlines()
    start = told.index("  Luôn cần một trong các giấy tờ sau (nhóm A):")
    assert "└ Giấy khai sinh" in told[start + 1]
    assert any("└ Sổ hộ khẩu" in line for line in told[start + 2 : start + 5])
    assert "luôn cần" not in "".join(told[start + 1 : start + 5])


def test_a_choice_among_papers_due_on_conditions_is_not_said_to_be_always_needed():
    rows = tuple(replace(DOUBTED, row=number, case=0, choice="A") for number in (0, 1))
    told = shown(replace(PROCEDURE, requirements=rows))
    assert "  Một trong các giấy tờ sau (nhóm A):" in told
    assert told.count("có điều kiện: trường hợp ủy quyền") == 2


def test_a_long_row_told_before_is_not_told_again_in_full():
    long = Requirement(0, "Giấy chứng nhận " + "rất dài " * 30, 1, options=("Ảnh 3x4", "Ảnh 4x6"))
    told = shown(replace(PROCEDURE, requirements=(long, replace(long, row=1, case=2, choice="B"))))
    assert "chi tiết như dòng 0" in told
    assert told.count("Ảnh 3x4") == 1
    another = replace(long, row=1, case=2, need="if", when="nếu có")
    assert "chi tiết như dòng" not in shown(replace(PROCEDURE, requirements=(long, another)))


def test_every_fact_is_told_with_its_words_when_asked_why():
    assert "đã hiểu:" not in shown()
    assert "đã hiểu: loại dòng 99% “Văn bản” · khi nào phải nộp 90% “Trường hợp ủy quyền”" in shown(why=True)


def test_forms_of_copies_are_told_and_counts_alone_stand_in_parentheses():
    told = shown()
    assert "1 bản sao có chứng thực hoặc 1 bản chụp" in told
    assert "→ (1 bản chính)" in told
    assert "(…) số bản theo số đếm của danh mục" in told
    assert "Mâu thuẫn: lời văn nói 2 bản chính, danh mục đếm 1 bản chính và 0 bản sao." in told


def test_what_data_make_needless_and_what_is_only_shown_is_told():
    told = shown()
    assert "Không cần nộp khi tra được trong Cơ sở dữ liệu quốc gia về dân cư." in told
    assert "chỉ xuất trình, không nộp · cấp không quá 6 tháng" in told
    assert "khoản 2a Điều 4 Nghị định 118/2025" in told
    assert "Là kết quả của thủ tục: 9.000009 Cấp ảnh MẪU" in shown(names={"9.000009": "Cấp ảnh MẪU"})


def test_of_many_procedures_that_issue_a_paper_a_few_are_named():
    many = replace(PROCEDURE.requirements[7], result_of=tuple(f"9.00000{number}" for number in range(5)))
    procedure = replace(PROCEDURE, requirements=(many,))
    assert "Là kết quả của 5 thủ tục, như: 9.000000; 9.000001; 9.000002" in shown(procedure)
    assert "9.000004" in shown(procedure, full=True)


def test_headings_and_notes_are_set_apart_from_papers():
    told = shown()
    assert "▸ Giấy tờ gồm:" in told
    assert "Ghi chú: Người nộp được trả lại bản chính" in told


def test_doubtful_facts_are_marked_with_how_sure_and_the_words_they_came_from():
    told = shown()
    assert "?    2  Văn bản ủy quyền" in told
    assert "chưa chắc giấy tờ thay thế trong dòng (85%): không nêu giấy tờ thay thế – “ủy quyền”" in told
    assert "khi nào phải nộp (90%)" in told
    assert "loại dòng" not in told
    assert "vai trò của trường hợp (70%) – “Đối với”" in told
    assert "2 trong 12 dòng và trường hợp chưa chắc" in told


def test_a_sure_procedure_has_no_marks_of_doubt():
    sure = replace(PROCEDURE, cases=PROCEDURE.cases[2:], requirements=PROCEDURE.requirements[3:5])
    told = shown(sure)
    assert "Mọi dòng và trường hợp đều chắc chắn." in told
    assert "chưa chắc" not in told


def test_questions_are_told_with_the_rows_that_each_answer_calls_for():
    assert "có: cần dòng 2 · --answer authorised=…" in shown()
    assert "yes: rows 2 are needed" in shown(language="en")
    chosen = replace(DOUBTED, choices=("bán", "tặng cho"), due_for=("bán",))
    other = replace(DOUBTED, row=8, choices=("bán", "tặng cho"), due_for=("bán",), due_if=False)
    told = shown(replace(PROCEDURE, requirements=(chosen, other)))
    assert "bán: cần dòng 2 · khác bán: cần dòng 8" in told


def test_which_variant_applies_is_asked_where_there_are_several():
    assert "  ? Trường hợp nào đúng với anh/chị?" in shown()
    one = replace(PROCEDURE, cases=(PROCEDURE.cases[0], *PROCEDURE.cases[2:]))
    assert "thuộc trường hợp nào" not in shown(one)


def test_how_the_dossier_comes_in_is_not_asked():
    online = replace(DOUBTED, question_id="channel:online")
    assert "Có ủy quyền không?" not in shown(replace(PROCEDURE, requirements=(online,)))


def test_what_the_papers_tell_is_not_asked():
    assert "Có ủy quyền không?" not in shown(replace(PROCEDURE, requirements=(replace(DOUBTED, decided_by="paper"),)))


def test_long_texts_are_cut_unless_all_is_asked_for():
    long = replace(PROCEDURE, requirements=(Requirement(0, "Giấy tờ " * 100 + "cuối cùng", 0),))
    assert "cuối cùng" not in shown(long)
    assert "--full" in shown(long)
    assert "cuối cùng" in shown(long, full=True)
    assert "--full" not in shown(long, full=True)


def test_every_type_of_case_row_and_paper_has_words_in_both_languages():
    rows = [replace(PROCEDURE.requirements[3], types=(kind,)) for kind in PaperType]
    for language in ("vi", "en"):
        assert shown(replace(PROCEDURE, requirements=tuple(rows)), language=language)


def test_facts_that_are_sure_each_but_not_together_are_told_as_such():
    evidence = (Evidence("kind", "Văn bản", 0.98), Evidence("need", "khi", 0.9599))
    told = shown(replace(PROCEDURE, requirements=(replace(DOUBTED, confidence=0.9499, evidence=evidence),)))
    assert "chưa chắc cả dòng (94%), kém chắc nhất ở khi nào phải nộp (95%) – “khi”" in told


@pytest.mark.shared
@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_row_of_the_national_catalogue_is_lost_or_too_wide_for_a_terminal(shared: Path, language: str):
    with gzip.open(shared / "data/catalogue/national-2026-07.jsonl.gz", "rt", encoding="utf-8") as file:
        procedures = [
            compile_procedure(national.read(json.loads(line)).procedure) for line in islice(file, 0, None, 50)
        ]
    assert len(procedures) > 100
    for procedure in procedures:
        told = Shown(procedure, language, "v1")  # type: ignore[arg-type]
        lines = [part for line in procedure_lines(told) for part in line.wrapped(80)]
        assert all(len(line) <= 80 for line in lines)
        numbers = {int(found[1]) for line in lines if (found := re.match(r"[ ?✓] ( *\d+)  \S", line))}
        assert numbers >= {row.row for row in procedure.requirements}
