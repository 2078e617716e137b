"""What is found in a dossier becomes slips 01 to 03: everything in one time, nothing decided for an officer."""

from datetime import timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slip_builder import MOMENT, component, known, paper, problem, report

from intake_ai.catalogue.models import Copies, Procedure, Requirement
from intake_ai.dossier.report import PagePlace
from intake_ai.slips.applicant import applicant, unconfirmed
from intake_ai.slips.from_report import Head, receipt, refusal, settled, supplement
from intake_ai.slips.parts import Officer
from intake_ai.terms import ComponentState, ProblemKind, Severity

HEAD = Head(MOMENT, code="MAU.1", officer=Officer(name="Trần Thị Mẫu"))


def procedure(*requirements, times=()):
    return Procedure("0.000000", "Thủ tục mẫu", requirements=requirements, processing_times=times)


def texts(slip):
    return [finding.reason for item in slip.items for finding in item.findings]


def test_every_missing_row_is_asked_for_with_reason_remedy_and_law():
    found = report([
        component(0, "missing", reason="Không thấy.", remedy="Nộp bản chính.", legal_basis="Điều 1"),
        component(1, "present"),
        component(2, "missing", reason="Cũng không thấy.", remedy="Nộp bản sao."),
        component(3, "not_applicable"),
        component(4, "in_database"),
    ])  # fmt: skip
    slip = supplement(found, HEAD)
    assert [item.name for item in slip.items] == ["Giấy số 0", "Giấy số 2"]
    first = slip.items[0].findings[0]
    assert (first.reason, first.guidance, first.legal_basis) == ("Không thấy.", "Nộp bản chính.", "Điều 1")
    assert not slip.is_draft


def test_the_problem_of_a_missing_row_is_not_told_twice():
    slip = supplement(report([component(0, "missing", reason="R")], [problem("missing_paper", row=0)]), HEAD)
    assert texts(slip) == ["R"]


def test_all_that_is_wrong_with_a_paper_stands_under_its_row_with_the_page_in_the_paper():
    found = report(
        [component(0, "present", papers=["p1"])],
        [
            problem("unsigned", paper="p1", page=PagePlace(file="quet.pdf", page=2), legal_basis="Điều 2"),
            problem("unfilled_field", paper="p1"),
        ],
        papers=[paper("p1", "Đơn mẫu", pages=2)],
    )
    (item,) = supplement(found, HEAD).items
    assert item.name == "Giấy số 0"
    assert [(finding.reason, finding.place) for finding in item.findings] == [
        ("Sai: unsigned.", "trang 2"),
        ("Sai: unfilled_field.", ""),
    ]
    assert item.findings[0].legal_basis == "Điều 2"


def test_a_paper_of_no_row_and_the_dossier_as_a_whole_follow():
    found = report([], [problem("illegible"), problem("expired", paper="p9")], papers=[paper("p9", "Thẻ mẫu")])
    assert {item.name for item in supplement(found, HEAD).items} == {"Thẻ mẫu", "Toàn bộ hồ sơ"}


def test_what_is_doubtful_is_only_proposed_until_an_officer_decides():
    found = report(
        [component(0, "to_check", reason="Không chắc.", remedy="Mở giấy tờ."), component(1, "missing")],
        [problem("other", paper="p1")],
    )
    slip = supplement(found, HEAD)
    assert slip.is_draft
    assert [bool(item.check) for item in slip.items] == [True, False, True]
    assert "Mở giấy tờ." in slip.items[0].check
    assert "Mở giấy tờ." not in "".join(finding.guidance for item in slip.items for finding in item.findings)
    decided = settled(slip, keep=frozenset({1}), drop=frozenset({3}))
    assert [item.name for item in decided.items] == ["Giấy số 0", "Giấy số 1"]
    assert not decided.is_draft


def test_nothing_is_asked_for_where_nothing_is_wrong():
    found = report([component(0, "present")], [problem("surplus_paper", paper="p1"), problem("duplicate", "check")])
    assert supplement(found, HEAD) is None
    assert settled(supplement(report([component(0, "missing")]), HEAD), frozenset(), frozenset({1})) is None


def test_a_missing_paper_is_wanted_in_the_form_that_its_row_says():
    rows = (
        Requirement(0, "Giấy số 0", stated_copies=Copies(originals=1)),
        Requirement(1, "Giấy số 1", stated_copies=Copies(certified=1, photocopies=1, any_of=True)),
        Requirement(2, "Giấy số 2"),
    )
    slip = supplement(report([component(row, "missing") for row in range(3)]), HEAD, procedure(*rows))
    counts = [(item.originals, item.certified, item.photocopies) for item in slip.items]
    assert counts == [(1, 0, 0), (0, 0, 0), (0, 0, 0)]


@given(st.data())
def test_whatever_is_wrong_is_asked_for_exactly_once(data):
    states = data.draw(st.lists(st.sampled_from(get_args(ComponentState)), max_size=6))
    rows = [component(row, state, reason=f"hàng {row}", papers=[f"p{row}"]) for row, state in enumerate(states)]
    wrong = data.draw(
        st.lists(
            st.builds(
                problem,
                st.sampled_from(get_args(ProblemKind)),
                st.sampled_from(get_args(Severity)),
                row=st.none() | st.integers(0, 7),
                paper=st.none() | st.sampled_from([f"p{row}" for row in range(8)]),
            ),
            max_size=8,
        )
    )
    wrong = [part.model_copy(update={"message": f"lỗi {number}"}) for number, part in enumerate(wrong)]
    slip = supplement(report(rows, wrong), HEAD)
    told = texts(slip) if slip else []
    never = {"surplus_paper", "duplicate", "secrecy_mark"}
    missing = {row.row for row in rows if row.state == "missing"}
    for part in wrong:
        is_row = part.kind == "missing_paper" and (part.row in missing or _row_of(part, rows) in missing)
        due = part.severity != "info" and part.kind not in never and not is_row
        if part.kind != "unreadable_file":
            assert told.count(part.message) == int(due), part
    unread = [part for part in wrong if part.kind == "unreadable_file" and part.severity != "info"]
    assert sum("không mở được" in reason for reason in told) == len(unread)
    for row in rows:
        assert told.count(f"hàng {row.row}") == int(row.state == "missing")
    assert sum("chưa xác nhận được" in text for text in told) == states.count("to_check")


@pytest.mark.parametrize("files", ["quet_03.pdf", ""])
def test_a_file_that_does_not_open_is_told_in_words_that_help_the_applicant_and_for_an_officer_first(files):
    page = PagePlace(file=files, page=1) if files else None
    broken = problem("unreadable_file", severity="blocking", page=page)
    broken = broken.model_copy(update={"message": "Tệp quet_03.pdf bị hỏng."})
    (item,) = supplement(report(problems=[broken]), HEAD).items
    (finding,) = item.findings
    assert "bị hỏng" not in finding.reason
    assert ("quet_03.pdf" in finding.reason) == bool(files)
    assert "bản giấy" in finding.guidance
    assert item.check.startswith("Tệp quet_03.pdf bị hỏng.")
    assert "quét lại" in item.check


def _row_of(part, rows):
    if part.row is not None:
        return part.row
    return next((row.row for row in rows if part.paper in row.papers), None)


def test_a_receipt_lists_what_is_there_by_form_and_what_was_looked_up():
    found = report([
        component(0, "present", form="original", papers=["p1"]),
        component(1, "present", form="certified_copy", papers=["p2", "p3"]),
        component(2, "present", form=None, papers=["p4"]),
        component(3, "on_vneid"),
        component(4, "missing"),
        component(5, "not_applicable"),
    ])  # fmt: skip
    papers = receipt(found, HEAD).papers
    assert [row.name for row in papers] == [f"Giấy số {row}" for row in range(4)]
    assert [(row.originals, row.certified, row.photocopies) for row in papers] == [
        (1, 0, 0), (0, 2, 0), (0, 0, 0), (0, 0, 0),
    ]  # fmt: skip
    assert papers[3].note == "Có trên VNeID"


@pytest.mark.parametrize(
    ("times", "told"),
    [
        (("trực tuyến: 3 ngày", "trực tiếp: 5 ngày làm việc (kể từ ngày nhận đủ)"), "5 ngày làm việc"),
        (("trực tiếp: 5",), ""),
        (("trực tiếp: 5 ngày", "trực tiếp: 10 ngày"), ""),
        ((), ""),
    ],
)
def test_the_time_that_the_procedure_takes_is_told_only_where_it_is_one(times, told):
    assert receipt(report(), HEAD, procedure(times=times)).processing_time == told


def test_a_receipt_tells_the_hour_only_of_the_day_it_is_written():
    assert receipt(report(), HEAD).received == MOMENT
    later = Head(MOMENT + timedelta(days=1))
    assert receipt(report(), later).received == MOMENT.date()


def test_nobody_is_refused_by_the_service():
    found = report(problems=[problem("wrong_authority", paper="p1"), problem("unsigned", paper="p1")])
    proposed = refusal(found, HEAD)
    assert proposed.is_draft
    assert [reason.text for reason in proposed.reasons] == ["Sai: wrong_authority."]
    assert refusal(report(), HEAD).is_draft
    decided = refusal(found, HEAD, ["Không thuộc thẩm quyền."])
    assert not decided.is_draft
    assert [reason.text for reason in decided.reasons] == ["Không thuộc thẩm quyền."]
    assert refusal(found, Head(MOMENT), ["Không thuộc thẩm quyền."]).is_draft


def test_the_applicant_is_who_the_form_says_with_his_own_cards_values():
    fields = [
        known("full_name", "Nguyễn Văn Mẫu"),
        known("full_name", "NGUYỄN VĂN MẪU", "owner", on="p2"),
        known("id_number", "000000000001", "owner", on="p2"),
        known("full_name", "Người Khác", "owner", on="p3"),
        known("id_number", "000000000002", "owner", on="p3"),
        known("address", "Thôn Mẫu", status="to_check"),
        known("phone", "0900000000", status="conflict"),
        known("full_name", "Lê Thị Mẫu", "representative"),
    ]
    found = report(fields=fields)
    told = applicant(found)
    assert (told.owner, told.submitter, told.id_number) == ("Nguyễn Văn Mẫu", "Lê Thị Mẫu", "000000000001")
    assert (told.address, told.phone, told.email) == ("Thôn Mẫu", "", "")
    assert [field.kind for field in unconfirmed(found)] == ["address"]


def test_an_unknown_applicant_is_left_to_be_written():
    cards = [known("full_name", "Người Khác", "owner", on="p3"), known("id_number", "000000000002", "owner", on="p3")]
    assert set(applicant(report(fields=cards)).model_dump().values()) == {""}


def test_a_request_names_the_page_of_the_paper_and_not_the_file_that_the_centre_made_of_it():
    papers = [paper("p0", "Đơn", 2), paper("p1", "Giấy khai sinh mẫu")]
    papers[1] = papers[1].model_copy(update={"pages": [PagePlace(file="quet.pdf", page=3)]})
    problems = [
        problem("illegible", paper="p1", message="Trang 3 của tệp quet.pdf quá mờ để đọc."),
        problem("mismatch", paper="p0", message="Tên không khớp (trang 2 của tệp quet.pdf)."),
        problem("missing_page", paper="p0", message="The paper on page 9 of file quet.pdf lacks its page 2."),
    ]
    made = supplement(report(problems=problems, papers=papers), HEAD)
    reasons = [finding.reason for item in made.items for finding in item.findings]
    assert reasons == [
        "Trang 1 của “Giấy khai sinh mẫu” quá mờ để đọc.",
        "Tên không khớp (trang 2 của “Đơn”).",
        "The paper on trang 9 của giấy tờ này lacks its page 2.",
    ]
