"""Where a value that runs over lines ends shows in how the text of the page flows."""

from page_builder import line, reading

from intake_ai.extraction.flow import flow_of
from intake_ai.extraction.labelled import pairs_of
from intake_ai.extraction.leaders import with_leaders
from ocr.page import Box, Line, Mark

FULL = "Tôi xin cam đoan những lời khai trên đây là đúng sự thật và chịu trách"


def rows(*texts: tuple[str, float]) -> list[Line]:
    return [line(text, 0.1 + 0.03 * number, left) for number, (text, left) in enumerate(texts)]


def value_of(printed: str, lines: list[Line]) -> str:
    return next(pair.value.text for pair in pairs_of(lines) if pair.printed == printed)


def test_the_margins_are_where_more_than_one_line_begins_and_ends() -> None:
    flow = flow_of(rows((FULL, 0.1), (FULL, 0.1), ("Ghi thêm ở lề", 0.02)))
    assert flow.left == 0.1
    assert round(flow.right, 2) == 0.87


def test_a_capital_on_the_next_line_opens_the_next_thing_where_the_line_above_had_room() -> None:
    lines = rows(
        ("Cơ quan quản lý trực tiếp: Trường Cao đẳng Kỹ thuật Mẫu tỉnh", 0.1),
        ("Được cử đi học ở nước ngoài theo Quyết định của cơ quan trên", 0.1),
        (FULL, 0.1),
        (FULL, 0.1),
    )
    assert value_of("Cơ quan quản lý trực tiếp", lines) == "Trường Cao đẳng Kỹ thuật Mẫu tỉnh"


def test_a_capital_on_the_next_line_goes_on_with_a_full_one() -> None:
    lines = rows(
        ("Nơi đăng ký kết hôn trước đây: Ủy ban nhân dân xã Đồng Mẫu, tỉnh Mẫu", 0.1),
        ("Nguyên Thượng, nay là phường Mẫu", 0.1),
        (FULL, 0.1),
        (FULL, 0.1),
    )
    assert value_of("Nơi đăng ký kết hôn trước đây", lines).endswith("tỉnh Mẫu Nguyên Thượng, nay là phường Mẫu")


def test_a_line_that_is_set_in_as_paragraphs_are_opens_one() -> None:
    lines = rows(
        ("Cơ quan quản lý trực tiếp: Trường Cao đẳng Kỹ thuật tỉnh Mẫu", 0.15),
        ("Nghiên cứu sinh được cử đi học ở nước ngoài theo diện học", 0.15),
        ("bổng của Nhà nước và của cơ sở đào tạo nơi tiếp nhận người học theo", 0.1),
        (FULL, 0.1),
    )
    assert value_of("Cơ quan quản lý trực tiếp", lines) == "Trường Cao đẳng Kỹ thuật tỉnh Mẫu"


def test_a_row_of_bare_dots_ends_the_value_above_it() -> None:
    lines = [
        line("Nơi đăng ký trước đây: Ủy ban nhân dân xã Đông Mẫu, tỉnh Tây Thành", 0.1, 0.1),
        line("Đã ly hôn", 0.16, 0.1),
        line(FULL, 0.25, 0.1),
    ]
    dots = Mark("empty_line", Box(0.1, 0.13, 0.87, 0.148), 0.9)
    pairs = pairs_of(with_leaders(reading(lines, marks=(dots,))))
    assert pairs[0].value.text == "Ủy ban nhân dân xã Đông Mẫu, tỉnh Tây Thành"


def test_a_value_goes_on_in_text_that_is_set_wide() -> None:
    texts = ["Cơ quan cấp: Cục Cảnh sát quản lý hành chính về trật tự của toàn xã", "hội và của nhà nước ta"]
    wide = [line(text, 0.1 + 0.06 * number, 0.1) for number, text in enumerate([*texts, *[FULL] * 6])]
    assert value_of("Cơ quan cấp", wide).endswith("toàn xã hội và của nhà nước ta")


def test_a_numbered_label_below_a_heading_is_no_answer_to_it() -> None:
    lines = rows(("III. Nội dung đề nghị:", 0.1), ("1. Tình trạng chỗ ở để đăng ký thường trú:", 0.1), ("Ổn định", 0.1))
    assert any(pair.printed.endswith("đăng ký thường trú") for pair in pairs_of(lines))


def test_a_value_on_dots_stands_below_a_long_label_too() -> None:
    label = "Danh mục tài liệu và hồ sơ kèm theo đơn này gồm có:"
    lines = rows((label, 0.1), ("Giấy chứng nhận kết hôn..........................................", 0.1))
    assert value_of(label.rstrip(":"), lines).startswith("Giấy chứng nhận kết hôn")
