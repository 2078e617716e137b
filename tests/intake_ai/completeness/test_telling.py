"""What the papers themselves tell of the applicant's situation."""

from datetime import date

import pytest

from classifiers.papers import Paper, PaperType
from intake_ai.catalogue.compiling import compile_procedure
from intake_ai.catalogue.models import Procedure, Requirement
from intake_ai.completeness.telling import PapersRead, told_by_papers
from intake_ai.extraction.fields import Field
from ocr.page import Box, PageRef

RECEIVED = date(2026, 11, 22)


def procedure(*names):
    rows = tuple(Requirement(row, name, originals=1) for row, name in enumerate(names))
    return compile_procedure(Procedure("9.000001", "MẪU", requirements=rows))


def field(kind, value, role="applicant", status="accepted"):
    box = Box(0.1, 0.1, 0.2, 0.2)
    return Field(kind, role, "", value, value, 0.99, "text_layer", status, "p1", PageRef("to-khai.pdf", 1), box)


def told(rows, *fields, papers=()):
    return told_by_papers(procedure(*rows), PapersRead(papers, fields, RECEIVED))


def test_a_letter_of_authorisation_tells_that_somebody_is_authorised():
    letter = Paper("p2", PaperType.POWER_OF_ATTORNEY, "GIẤY ỦY QUYỀN", (), 1.0)
    rows = ["Văn bản ủy quyền trong trường hợp ủy quyền"]
    assert told(rows, papers=[letter]) == {"authorised": True}
    assert told(rows) == {}


@pytest.mark.parametrize(
    ("born", "expected"),
    [("22/11/2012", False), ("23/11/2012", True), ("01/01/2020", True), ("01/01/1990", False)],
)
def test_the_date_of_birth_tells_the_age_on_the_day_of_receipt(born, expected):
    rows = ["Giấy khai sinh (đối với người dưới 14 tuổi)"]
    assert told(rows, field("date_of_birth", born)) == {"under_age:14": expected}


@pytest.mark.parametrize(("nationality", "expected"), [("Việt Nam", False), ("VIỆT NAM", False), ("Lào", True)])
def test_the_nationality_tells_a_foreigner(nationality, expected):
    rows = ["Hộ chiếu (đối với người nước ngoài)"]
    assert told(rows, field("nationality", nationality)) == {"foreign": expected}


def test_the_content_requested_tells_the_choice():
    rows = ["Giấy phép đã cấp (trường hợp bị hỏng)", "Đơn trình báo (trường hợp bị mất)"]
    assert told(rows, field("requested_content", "Cấp lại giấy phép do bị mất")) == {"reissue_reason": "Bị mất"}
    assert told(rows, field("requested_content", "Cấp lại do bị mất hoặc bị hỏng")) == {}
    assert told(rows, field("requested_content", "Cấp giấy phép")) == {}


@pytest.mark.parametrize(("role", "status"), [("applicant", "to_check"), ("child", "accepted"), (None, "accepted")])
def test_only_sure_values_of_the_applicant_tell(role, status):
    rows = ["Hộ chiếu (đối với người nước ngoài)"]
    assert told(rows, field("nationality", "Lào", role, status)) == {}


def test_values_that_contradict_each_other_tell_nothing():
    rows = ["Hộ chiếu (đối với người nước ngoài)"]
    assert told(rows, field("nationality", "Lào"), field("nationality", "Việt Nam")) == {}
