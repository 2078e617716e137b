"""What is told in words: a date of birth, an amount, or how many of something."""

import pytest

from intake_ai.extraction.forms import read_form

from .paper_builder import form, values


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Số bản: 03 (bằng chữ: hai bản), mỗi bên giữ một bản", ("other", "hai")),
        ("Số tiền: 2.000.000 (bằng chữ: hai triệu đồng), trả một lần", ("other", "hai triệu đồng")),
        ("Vốn điều lệ (bằng chữ): Năm trăm triệu đồng", ("other", "Năm trăm triệu đồng")),
        ("Ghi bằng chữ: mười tháng tám năm hai nghìn không trăm mười", None),
    ],
)
def test_only_words_of_a_date_are_a_date_of_birth(line: str, expected: tuple[str, str] | None) -> None:
    found = values(read_form(form(line)))
    told = [kind for kind, value in found if kind == "date_of_birth"]
    assert (expected in found and not told) if expected else told
