"""Copies of authorities' papers: certified as the row asks, or plain where it asks for a certified one."""

import random
import re
from dataclasses import replace

from benchmarks.checked_dossiers.changing import with_defect
from benchmarks.checked_dossiers.plans import Checked, Piece
from benchmarks.checked_dossiers.sheets import is_ink, is_seal
from classifiers.synthetic.fonts import text_width
from classifiers.synthetic.ink import seal, signature
from classifiers.synthetic.seeds import seeded
from classifiers.synthetic.sheet import BLACK, Mark, Placed, Sheet, Style, Text
from classifiers.vietnamese import fold

ASKS_CERTIFIED = re.compile(
    r"\b(?:ban )?sao\b[^;.]{0,30}\b(?:chung thuc|cong chung)\b|\bsao y\b|\bchung thuc ban sao\b"
)
TAKES_OTHERS = re.compile(r"\bban chinh\b|\bdoi chieu\b|\bban chup\b|\bphoto|\bdien tu\b|\bkhong can chung thuc\b")
"""Words of rows by which another form of the paper does as well."""
BLOCK = 66.0
"""Millimetres that a certification takes."""
MARGIN = 14.0
WORDS = ("CHỨNG THỰC BẢN SAO ĐÚNG VỚI BẢN CHÍNH", "BẢN SAO ĐÚNG VỚI BẢN CHÍNH", "SAO Y BẢN CHÍNH")
SIGNERS = ("TM. ỦY BAN NHÂN DÂN", "CÔNG CHỨNG VIÊN", "KT. TRƯỞNG PHÒNG")


def certified_copy(plan: Checked) -> Checked | None:
    """A copy that somebody certified, for a row that asks for one."""
    rng = seeded("certified", plan.name)
    pieces = [piece for piece in sealed_for(plan, ASKS_CERTIFIED) if room_below(piece.ready.sheets[-1]) >= BLOCK]
    if not pieces:
        return None
    piece = rng.choice(pieces)
    sheets = (*as_copied(piece)[:-1], certified(as_copied(piece)[-1], rng))
    new = piece.changed(f"{piece.key}-certified", replace(piece.ready, sheets=sheets))
    return with_defect(plan, "certified_copy", piece, new, piece.ready.paper.title, complete=True)


def plain_copy(plan: Checked) -> Checked | None:
    """A copy that nobody certified, for a row that takes nothing but certified ones."""
    pieces = [piece for piece in sealed_for(plan, ASKS_CERTIFIED) if not TAKES_OTHERS.search(words_of_row(plan, piece))]
    if not pieces:
        return None
    piece = seeded("plain copy", plan.name).choice(pieces)
    new = piece.changed(f"{piece.key}-plain", replace(piece.ready, sheets=as_copied(piece)))
    return with_defect(plan, "plain_copy", piece, new, piece.ready.paper.title, complete=False)


def sealed_for(plan: Checked, asked: re.Pattern[str]) -> list[Piece]:
    """The sealed papers of rows whose words ask for a form."""
    return [
        piece
        for piece in plan.pieces
        if piece.row is not None
        and asked.search(words_of_row(plan, piece))
        and any(is_seal(mark) for sheet in piece.ready.sheets for mark in sheet.marks)
        and not piece.ready.form
    ]


def words_of_row(plan: Checked, piece: Piece) -> str:
    return next((fold(row.name) for row in plan.procedure.requirements if row.row == piece.row), "")


def as_copied(piece: Piece) -> tuple[Sheet, ...]:
    """The sheets as a copier prints them: seals and signatures without their colour."""
    return tuple(replace(sheet, marks=tuple(map(greyed, sheet.marks))) for sheet in piece.ready.sheets)


def greyed(mark: Mark) -> Mark:
    if not isinstance(mark, Placed) or not is_ink(mark):
        return mark
    return replace(mark, picture=mark.picture.convert("LA").convert("RGBA"))


def room_below(sheet: Sheet) -> float:
    """Millimetres between the last mark and the foot."""
    lowest = max((mark.y if isinstance(mark, Text) else _bottom(mark) for mark in sheet.marks), default=0.0)
    return sheet.size[1] - MARGIN - lowest


def _bottom(mark: Mark) -> float:
    return mark.box[3] if isinstance(mark, Placed) else 0.0


def certified(sheet: Sheet, rng: random.Random) -> Sheet:
    """The sheet with words, number, day, seal and signature of whoever certified it, in colour."""
    width, height = sheet.size
    top, middle = height - MARGIN - BLOCK + 8, width * 0.68
    day = f"Ngày {rng.randrange(10, 29)} tháng {rng.randrange(10, 13)} năm 2025"
    number = f"Số chứng thực: {rng.randrange(100, 9999)}   Quyển số: 0{rng.randrange(1, 9)}/2025-SCT/BS"
    rows = [rng.choice(WORDS), number, day, rng.choice(SIGNERS)]
    style = Style("serif", 12, bold=True, colour=BLACK)
    marks: list[Mark] = []
    for at, row in enumerate(rows):
        own = replace(style, bold=at in (0, 3))
        marks.append(Text(middle - text_width(row, own) / 2, top + 6 * at, row, own))
    name = rng.choice(("Nguyễn Văn Mẫu", "Trần Thị Mẫu"))
    marks.append(signature((middle + 8, top + 34), name))
    marks.append(seal((middle - 10, top + 34), "MẪU * MẪU"))
    marks.append(Text(middle - text_width(name, style) / 2, top + 50, name, style))
    return replace(sheet, marks=(*sheet.marks, *marks))
