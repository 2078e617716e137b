"""Sheets that are drawn rather than written: plans with a title block, portraits."""

from dataclasses import replace
from itertools import pairwise

from classifiers.synthetic.fonts import text_width
from classifiers.synthetic.invented.looks import PaperLook
from classifiers.synthetic.invented.scene import Scene
from classifiers.synthetic.invented.wordbank import raised
from classifiers.synthetic.layout import Frame, Setting, Typesetter
from classifiers.synthetic.pictures import portrait
from classifiers.synthetic.sheet import A4, BLACK, Area, Placed, Rule, Sheet, Style, Text

ROOMS = (
    "P. KHÁCH",
    "BẾP",
    "P. NGỦ",
    "KHO",
    "SÂN",
    "WC",
    "XƯỞNG",
    "HÀNH LANG",
    "VĂN PHÒNG",
    "LỐI VÀO",
    "LÔ A",
    "LÔ B",
    "ĐƯỜNG ĐI",
)

SCALES = (50, 100, 200, 500, 1000)


def plan_sheet(scene: Scene, title: str, look: PaperLook, number: int) -> Sheet:
    """A plan: a frame, rooms or parcels with measures, a north arrow, a title block."""
    rng = scene.rng
    size = rng.choice(((297.0, 210.0), (420.0, 297.0), A4))
    page = Typesetter({}, Frame(size, 15, 15, 14), Style(look.family, min(look.size, 12.0)))
    page.marks.append(Area((8, 8, size[0] - 8, size[1] - 8), outline=BLACK, width=0.6))
    if rng.random() < 0.7:
        page.paragraph(f"<b>{title.upper()}</b>", page.column("centre", leading=1.2))
    _rooms(page, scene, (24.0, page.y + 16, size[0] * rng.uniform(0.6, 0.85), size[1] - 62))
    _title_block(page, scene, title, number)
    return page.sheet()


def _rooms(page: Typesetter, scene: Scene, box: tuple[float, float, float, float]) -> None:
    """A rectangle cut into rooms; lengths along the edges."""
    rng, small = scene.rng, replace(page.style, size=9)
    left, top, right, bottom = box
    page.marks.append(Area(box, outline=BLACK, width=0.7))
    columns = [left, *sorted(rng.uniform(left + 15, right - 15) for _ in range(rng.randrange(1, 4))), right]
    for start, end in pairwise(columns):
        level = rng.uniform(top + 18, bottom - 18)
        page.marks += [Rule((end, top), (end, bottom), 0.4), Rule((start, level), (end, level), 0.4)]
        for middle in ((top + level) / 2, (level + bottom) / 2):
            word = rng.choice(ROOMS)
            page.marks.append(Text((start + end - text_width(word, small)) / 2, middle, word, small))
        page.marks.append(Text((start + end) / 2 - 4, top - 3, str(rng.randrange(12, 90) * 100), small))
        page.marks.append(Rule((start, top - 6), (end, top - 6), 0.2))
    page.marks.append(Text(left - 9, (top + bottom) / 2, str(rng.randrange(12, 90) * 100), small))
    arrow = (right + 8, top + 14)
    page.marks += [Rule(arrow, (arrow[0], arrow[1] - 12), 0.4), Text(arrow[0] - 1, arrow[1] - 13, "B", small)]


def _title_block(page: Typesetter, scene: Scene, title: str, number: int) -> None:
    """The block in the lower right corner that names drawing, scale, author."""
    width, height = page.frame.size
    left, top = width - 8 - min(150.0, width * 0.55), height - 44
    page.marks.append(Area((left, top, width - 8, height - 8), outline=BLACK, width=0.4))
    page.y = top + 1.5
    column = Setting(left + 2, width - 12 - left, leading=1.15)
    rng = scene.rng
    for line in (
        f"<b>{raised(title)[:90]}</b>",
        f"Chủ đầu tư: {scene.owner}",
        f"Địa điểm: {scene.commune}",
        f"Tỷ lệ: 1/{rng.choice(SCALES)}    Bản vẽ số: {rng.choice(('KT', 'KC', 'MB', 'BV'))}-{number:02d}",
        f"Người vẽ: {scene.stranger().name}",
    ):
        if page.y < height - 13:
            page.paragraph(line, column, size=8.5)


def portrait_sheet(scene: Scene) -> Sheet:
    """One to six portraits of the applicant, alone or stuck on a sheet."""
    rng, person = scene.rng, scene.applicant
    picture = portrait(person.number, person.sex)
    if rng.random() < 0.4:
        return Sheet((70.0, 95.0), (Placed((5, 5, 65, 90), picture),))
    marks = [
        Placed((20 + 46 * (place % 3), 25 + 66 * (place // 3), 60 + 46 * (place % 3), 85 + 66 * (place // 3)), picture)
        for place in range(rng.choice((1, 2, 3, 4, 6)))
    ]
    return Sheet(A4, tuple(marks))
