"""Faults told in words."""

import pytest

from intake_ai.catalogue.importing.reasons import part_of, reason
from intake_ai.catalogue.importing.record import Fault

PARTS = {
    ("papers.1.copies", "vi"): "giấy tờ thứ 2, số bản sao",
    ("papers.1.copies", "en"): "paper 2, number of copies",
    ("executionCases.0.profileComponents.3.originalQty", "vi"): "trường hợp thứ 1, giấy tờ thứ 4, số bản chính",
    ("THANHPHANHOSO.2.GIAYTO", "vi"): "trường hợp thứ 3, giấy tờ",
    ("colour", "vi"): "mục “colour”",
}


@pytest.mark.parametrize(("key", "language"), PARTS)
def test_keys_are_named_as_people_name_what_they_hold(key, language):
    assert part_of(key, language) == PARTS[key, language]


def test_a_fault_is_told_without_the_files_keys():
    fault = Fault(1, "line", "catalogue-fault-left-out", {"key": "papers.1.copies"})
    assert reason(fault, "vi") == "đã nhập, nhưng bỏ phần không đọc được: giấy tờ thứ 2, số bản sao"
