"""Marks on drawn pages: seals, signatures and portraits are found, print and emblems are not taken for them."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from classifiers.synthetic.fonts import font_file
from classifiers.synthetic.ink import seal, signature
from classifiers.synthetic.pictures import portrait
from classifiers.synthetic.raster import drawn
from classifiers.synthetic.sheet import A4, RED_INK, Area, Mark, Placed, Rule, Sheet, Style, Text
from ocr.cleaning import even_light
from ocr.marks import Marks, Surface, coloured_seals, find_marks
from ocr.page import Box, Line, PageReading, Word
from ocr.page import Mark as PageMark
from ocr.recognition import SeenWord

DPI = 200
MM = DPI / 25.4
GREY_INK = (70, 70, 75)
BODY = Style()
font_file("serif")


def surface_of(*marks: Mark, words: tuple[SeenWord, ...] = (), grey: bool = False) -> Surface:
    """A page at 200 dpi with these marks; `grey` as from a scanner without colour."""
    picture = drawn(Sheet(A4, marks), DPI)
    picture = picture.convert("L").convert("RGB") if grey else picture
    colour = np.array(picture)
    return Surface(colour, even_light(np.asarray(cv2.cvtColor(colour, cv2.COLOR_RGB2GRAY), dtype=np.uint8)), DPI, words)


def kinds(marks: Marks) -> list[str]:
    return sorted(spot.kind for spot in marks.spots)


def paragraph(lines: int = 12) -> tuple[list[Text], tuple[SeenWord, ...]]:
    """Lines of print and the words that a reader finds in them."""
    texts = [Text(25, 60 + 8 * n, "Tôi cam đoan những lời khai trên là đúng sự thật", BODY) for n in range(lines)]
    words = []
    for n, text in enumerate(texts):
        left = 25.0
        for word in text.text.split():
            width = 2.1 * len(word)
            top, bottom = round((text.y - 5) * MM), round((text.y + 1.5) * MM)
            words.append(SeenWord(word, round(left * MM), top, round((left + width) * MM), bottom, 0.95, (1, 1, n)))
            left += width + 1.2
    return texts, tuple(words)


def at(marks: Marks, kind: str) -> tuple[float, float]:
    """The middle of the only mark of a kind, in millimetres."""
    (spot,) = [spot for spot in marks.spots if spot.kind == kind]
    return (spot.left + spot.right) / 2 / MM, (spot.top + spot.bottom) / 2 / MM


@pytest.mark.parametrize("grey", [False, True], ids=["red", "on a grey copy"])
def test_a_round_seal_is_found_with_its_box_and_shape(grey: bool) -> None:
    ring = "ỦY BAN NHÂN DÂN XÃ MẪU * TỈNH MẪU"
    ink = GREY_INK if grey else RED_INK
    marks = find_marks(surface_of(seal((130, 150), ring, colour=ink), grey=grey))
    (spot,) = marks.spots
    assert (spot.kind, spot.detail) == ("seal", "round")
    assert at(marks, "seal") == pytest.approx((130, 150), abs=2)
    assert (spot.right - spot.left) / MM == pytest.approx(31, abs=6)


def test_a_framed_red_stamp_is_a_rectangular_seal() -> None:
    frame = Area((120, 40, 160, 55), outline=(200, 30, 40), width=0.6)
    words = Text(125, 51, "BẢN SAO", Style(size=18, bold=True, colour=(200, 30, 40)))
    (spot,) = find_marks(surface_of(frame, words)).spots
    assert (spot.kind, spot.detail) == ("seal", "rectangular")


def test_round_seals_alone_are_taken_out_before_reading() -> None:
    frame = Area((120, 40, 160, 55), outline=(200, 30, 40), width=0.6)
    surface = surface_of(frame, seal((60, 150), "ỦY BAN NHÂN DÂN XÃ MẪU"))
    (spot,) = coloured_seals(surface.colour, DPI)
    assert spot.left / MM == pytest.approx(60 - 16, abs=3)


def test_a_solid_emblem_a_red_title_and_a_picture_of_dots_are_no_seals() -> None:
    disc = Image.new("RGBA", (300, 300))
    pixels = np.array(disc)
    down, across = np.ogrid[:300, :300]
    pixels[(down - 150) ** 2 + (across - 150) ** 2 < 145**2] = (220, 30, 40, 255)
    emblem = Placed((90, 30, 120, 60), Image.fromarray(pixels))
    title = Text(60, 70, "GIẤY CHỨNG NHẬN", Style(size=22, bold=True, colour=(200, 30, 40)))
    noise = np.random.default_rng(1).integers(0, 2, (30, 30), dtype=np.uint8) * 255
    code = Placed((40, 200, 65, 225), Image.fromarray(np.dstack([noise] * 3)).resize((300, 300), 0).convert("RGBA"))
    assert "seal" not in kinds(find_marks(surface_of(emblem, title, code)))


@pytest.mark.parametrize("colour", [(30, 50, 150), (25, 25, 28)], ids=["blue", "black"])
def test_a_signature_is_found_among_print(colour: tuple[int, int, int]) -> None:
    texts, words = paragraph()
    surface = surface_of(*texts, signature((140, 200), "Nguyễn Văn Mẫu", colour=colour), words=words)
    marks = find_marks(surface)
    assert kinds(marks) == ["signature"]
    assert at(marks, "signature") == pytest.approx((140, 200), abs=8)


@pytest.mark.parametrize("name", ["Hoàng Xuân Hương", "Nguyễn Nhật Bách"])
def test_a_signature_that_loops_around_its_own_zigzag_is_found(name: str) -> None:
    assert kinds(find_marks(surface_of(signature((140, 200), name)))) == ["signature"]


def test_a_signature_across_a_seal_is_found_beside_it() -> None:
    ink = (seal((120, 150), "ỦY BAN NHÂN DÂN XÃ MẪU"), signature((138, 152), "Trần Thị Mẫu"))
    assert kinds(find_marks(surface_of(*ink))) == ["seal", "signature"]


def test_print_frames_and_rules_are_no_signatures() -> None:
    texts, words = paragraph()
    frame = Area((20, 180, 190, 230), outline=(0, 0, 0), width=0.3)
    box = Area((150, 190, 180, 210), outline=(0, 0, 0), width=0.3)
    assert find_marks(surface_of(*texts, frame, box, words=words)).spots == ()


def test_a_portrait_is_a_photo_and_not_a_signature() -> None:
    marks = find_marks(surface_of(Placed((30, 60, 60, 100), portrait("Nguyễn Văn Mẫu", "Nam"))))
    assert kinds(marks) == ["photo"]
    assert at(marks, "photo") == pytest.approx((45, 80), abs=4)


def test_words_under_a_seal_are_those_that_it_covers() -> None:
    words = (Word("CHỦ", Box(0.5, 0.5, 0.6, 0.52), 0.9), Word("Nơi", Box(0.1, 0.5, 0.2, 0.52), 0.9))
    mark = PageMark("seal", Box(0.45, 0.4, 0.7, 0.6), detail="round")
    reading = PageReading(0, 1000, 1400, "ocr", blank=False, lines=(Line(words),), marks=(mark,))
    assert [word.text for word in reading.words_under(mark)] == ["CHỦ"]


def bare_page() -> NDArray[np.uint8]:
    return np.full((200, 150, 3), 255, np.uint8)


def test_a_tiny_or_bare_page_has_no_marks() -> None:
    for colour in (bare_page(), bare_page()[:3, :2]):
        surface = Surface(np.ascontiguousarray(colour), np.ascontiguousarray(colour[:, :, 0]), DPI, ())
        assert find_marks(surface).spots == ()


def sheet_with(*marks: Mark, words: tuple[SeenWord, ...] = ()) -> list[str]:
    return kinds(find_marks(surface_of(*marks, words=words)))


@pytest.mark.parametrize("side", [3.0, 4.0, 5.5])
def test_an_empty_box_and_a_crossed_one_are_told_apart(side: float) -> None:
    def box(x: float) -> Area:
        return Area((x, 100, x + side, 100 + side), outline=(0, 0, 0), width=0.3)

    cross = (Rule((60, 100), (60 + side, 100 + side), 0.5), Rule((60, 100 + side), (60 + side, 100), 0.5))
    marks = find_marks(surface_of(box(40), box(60), *cross))
    assert kinds(marks) == ["empty_box", "ticked_box"]
    assert at(marks, "ticked_box") == pytest.approx((60 + side / 2, 100 + side / 2), abs=0.6)


@pytest.mark.parametrize("side", [3.0, 5.0])
def test_a_pen_stroke_that_overshoots_the_box_ticks_it(side: float) -> None:
    box = Area((60, 100, 60 + side, 100 + side), outline=(0, 0, 0), width=0.3)
    low = (60 + 0.4 * side, 100 + 1.1 * side)
    check = (Rule((59.5, 100 + 0.5 * side), low, 0.5), Rule(low, (60 + 1.5 * side, 100 - 0.5 * side), 0.5))
    assert sheet_with(box, *check) == ["ticked_box"]


def test_a_box_close_to_the_side_of_a_table_stays_empty() -> None:
    box = Area((60, 100, 64, 104), outline=(0, 0, 0), width=0.2)
    assert sheet_with(box, Rule((58.8, 80), (58.8, 140), 0.4)) == ["empty_box"]


def test_bold_capitals_are_no_tick_boxes() -> None:
    style = Style(size=16, bold=True)
    assert sheet_with(Text(40, 100, "H HỒ B BÒ D ĐỎ 8 086 M", style)) == []


def test_cells_of_a_table_and_boxes_for_single_digits_are_no_tick_boxes() -> None:
    walls = [Rule((40 + 6 * n, 100), (40 + 6 * n, 106), 0.3) for n in range(13)]
    rows = [Rule((40, y), (112, y), 0.3) for y in (100.0, 106.0)]
    assert sheet_with(*walls, *rows) == []


def test_letters_in_words_are_no_tick_boxes() -> None:
    texts, words = paragraph()
    assert sheet_with(*texts, words=words) == []


def test_dots_with_text_on_them_are_a_filled_line_and_bare_ones_an_empty_line() -> None:
    dots = [Text(30, y, "." * 90, BODY) for y in (100.0, 130.0)]
    marks = find_marks(surface_of(*dots, Text(45, 99, "Thôn Mẫu, xã Mẫu, tỉnh Mẫu", BODY)))
    assert kinds(marks) == ["empty_line", "filled_line"]
    filled, empty = at(marks, "filled_line"), at(marks, "empty_line")
    assert filled[1] < empty[1]


def label_at(y: float, text: str = "sinh:") -> SeenWord:
    return SeenWord(text, round(20 * MM), round((y - 3.5) * MM), round(29 * MM), round(y * MM), 0.95, (1, 1, round(y)))


def test_the_slashes_of_a_date_do_not_fill_a_line() -> None:
    date = Text(30, 100, "............../............../....................", BODY)
    slash = SeenWord("/", round(45 * MM), round(96 * MM), round(46 * MM), round(101 * MM), 0.9, (1, 1, 100))
    assert set(sheet_with(date, words=(label_at(100), slash))) == {"empty_line"}


def test_a_solid_line_behind_a_label_is_to_be_written_on_and_an_underline_is_not() -> None:
    lines = (Rule((30, 100.3), (120, 100.3), 0.2), Rule((70, 140.3), (120, 140.3), 0.2))
    assert sheet_with(*lines, words=(label_at(100),)) == ["empty_line"]


@pytest.mark.parametrize(
    ("words", "level"), [("MẬT", "secret"), ("TỐI MẬT", "top_secret"), ("TUYỆT MẬT", "absolute_secret")]
)
def test_a_red_secrecy_stamp_is_read_from_its_ink(words: str, level: str) -> None:
    red = (200, 30, 40)
    width = 10 + 4.6 * len(words)
    stamp = (
        Area((40, 50, 40 + width, 60), outline=red, width=0.6),
        Text(45, 57, words, Style(size=16, bold=True, colour=red)),
    )
    (spot,) = [spot for spot in find_marks(surface_of(*stamp)).spots if spot.kind == "secrecy"]
    assert spot.detail == level


def test_another_red_stamp_is_a_seal_and_no_secrecy_mark() -> None:
    red = (200, 30, 40)
    frame = Area((40, 50, 75, 60), outline=red, width=0.6)
    assert sheet_with(frame, Text(45, 57, "BẢN SAO", Style(size=16, bold=True, colour=red))) == ["seal"]


@pytest.mark.parametrize(
    ("text", "framed", "expected"),
    [("MẮT", True, ["secret"]), ("MẮT", False, []), ("MÂT", False, ["secret"]), ("MẠT", False, ["secret"])],
)
def test_a_mark_that_lost_an_accent_is_known_and_one_with_another_accent_by_its_frame(
    text: str, framed: bool, expected: list[str]
) -> None:
    frame = (Rule((38, 50), (60, 50), 0.5), Rule((38, 58), (60, 58), 0.5)) if framed else ()
    word = SeenWord(text, round(42 * MM), round(52 * MM), round(56 * MM), round(56 * MM), 0.5, (1, 1, 1))
    spots = find_marks(surface_of(*frame, words=(word,))).spots
    assert [spot.detail for spot in spots if spot.kind == "secrecy"] == expected


@pytest.mark.parametrize(
    ("text", "gap", "expected"),
    [
        (("Số:", "12", "TUYỆT", "MẬT"), 60, ["secrecy"]),
        (("bảo", "mật", "thông", "tin"), 8, []),
        (("TUYỆT", "MẬT", "LÀ", "GÌ"), 8, []),
        (("BẢO", "MẬT"), 8, []),
        (("1UYE1", "MẠT"), 8, ["secrecy"]),
        (("TIẾT", "MỤC"), 8, []),
    ],
)
def test_a_printed_mark_stands_apart_in_capitals(text: tuple[str, ...], gap: int, expected: list[str]) -> None:
    words, left = [], 100
    for number, word in enumerate(text):
        words.append(SeenWord(word, left, 300, left + 20 * len(word), 330, 0.9, (1, 1, 1)))
        left += 20 * len(word) + (gap if number == 1 else 8)
    assert [kind for kind in sheet_with(words=tuple(words)) if kind == "secrecy"] == expected


def written_line(confidence: float) -> tuple[SeenWord, ...]:
    """A printed label and three words behind it, read with `confidence`."""
    places = (
        (20, 29, "sinh:", 0.95),
        (34, 48, "Lò", confidence),
        (50, 62, "Thị", confidence),
        (64, 80, "Mẫu", confidence),
    )
    return tuple(
        SeenWord(text, round(left * MM), round(96 * MM), round(right * MM), round(100 * MM), sure, (1, 1, 1))
        for left, right, text, sure in places
    )


@pytest.mark.parametrize(
    ("colour", "confidence", "boxes"),
    [((20, 20, 25), 0.3, 1), ((30, 50, 190), 0.95, 1), ((20, 20, 25), 0.95, 0)],
    ids=["doubtful", "blue", "printed"],
)
def test_words_read_badly_or_in_blue_share_a_box_of_handwriting(
    colour: tuple[int, int, int], confidence: float, boxes: int
) -> None:
    texts = (Text(20, 100, "sinh:", BODY), Text(34, 100, "Lò Thị Mẫu Lò Thị Mẫu", Style(colour=colour)))
    marks = find_marks(surface_of(*texts, words=written_line(confidence)))
    found = [spot for spot in marks.spots if spot.kind == "handwriting"]
    assert len(found) == boxes
    assert (marks.handwriting > 0.3) == bool(boxes)
    assert all(round(34 * MM) == spot.left and spot.right == round(80 * MM) for spot in found)
