"""Draws the paper of a row, as the row's own words name it."""

import random
import re
from dataclasses import dataclass, replace
from datetime import date

from benchmarks.checked_dossiers.sheets import dates_of, issued_on, numbered
from benchmarks.held_out_dossiers.flow import plain, words_of
from benchmarks.held_out_dossiers.persons import Cast
from benchmarks.held_out_dossiers.phrases import BULLET, CONDITION, COPY_WORDS, FORM_CUTS, clean
from benchmarks.held_out_dossiers.rows import Concept, concept, table
from benchmarks.held_out_dossiers.setting import Around, Ready, set_form, set_paper_of
from classifiers.papers import PaperType
from classifiers.synthetic.seeds import seeded
from classifiers.vietnamese import fold
from intake_ai.catalogue.models import Procedure, Requirement

LONGEST = 14
"""Words of a title that is made of a row that names no paper."""
FORM_NUMBER = re.compile(r"[Mm]ẫu(?: số)?\s+(\d+[a-zđ]?(?:[./-][A-ZĐ0-9]+)*)")
WITHIN = re.compile(
    r"(?:khong qua|trong vong|trong thoi han|trong thoi gian|chua qua|con thoi han|thoi han)"
    r"\D{0,12}(\d{1,3})[^a-z0-9]{0,3}"
    r"\(?[^0-9]{0,20}?\b(thang|ngay)\b"
)
"""How old the row allows its paper to be, in its folded words."""
TERM = re.compile(r"(\d{1,2}) năm kể từ ngày ký")
TRIES = 60
SHORTEST = 4
"""Syllables of a title that a person would still know the paper by."""
LONGEST_TITLE = 26
CONDITIONS = ("doi voi", "truong hop", "trong truong hop", "ngoai")
INNER = re.compile(
    r"(?:nộp|gửi|có|bổ sung|kèm theo|thì|thêm|cần)\s+(?:thêm\s+)?"
    r"((?:bản (?:sao|chính|chụp)\s+[^,;]{0,40}?)?(?:giấy|bằng|văn bản|quyết định|hợp đồng|biên bản|danh sách|báo cáo"
    r"|chứng chỉ)\b.*)",
    re.IGNORECASE | re.DOTALL,
)
"""Where a row that begins with its condition names the paper."""
LIST_HEAD = re.compile(
    r"\W*(?:\w{1,3}[.)]\s*)?(?:có |bản (?:sao|chính)[^:;]{0,30}? )?(?:các|một trong (?:các|những|số các)?)\s*"
    r"(?:loại )?(?:giấy tờ|tài liệu|hồ sơ|văn bản)[^:;]{0,90}?:",
    re.IGNORECASE,
)
"""How a row begins that only introduces a list."""
LEADING = re.compile(
    r"^(?:xuất trình bản chính(?: để đối chiếu)?\s*(?:\([^)]*\))?|một trong (?:những|các|số các)|\d{1,2}\s+|\W+)+\s*",
    re.IGNORECASE,
)
"""Words before the name of the paper that name none."""
PORTRAIT = re.compile(r"\d ?(?:cm)? ?[x×] ?\d|chan dung|anh the|anh mau|anh ca nhan")
THINGS = re.compile(r"tac pham|hien vat|pham|tai lieu|cong trinh|hang hoa|tau|nha o|hien trang|khu vuc|phuong tien")
VAGUE = re.compile(
    r"tuong duong|giay to khac|tai lieu khac|van ban khac|hop le khac|thay the|^(?:van ban|giay to|tai lieu)$"
)
"""Options that name no paper."""
DUES = re.compile(r"\b(?:ngan sach|thue|phi|le phi|kho bac)\b")
"""What is paid to the state."""
NAMELESS = re.compile(r"^(?:mau quy dinh|mau so|theo mau|theo quy dinh)\b")
"""Beginnings of own words that name no paper."""
PROVES = r"(?:chung minh|xac nhan|phap ly|can cu)\b.{0,26}"
ASKING = (
    "don ",
    "to khai",
    "giay de nghi",
    "van ban de nghi",
    "de nghi ",
    "giay thong bao",
    "thong bao ",
    "phieu de",
    "to trinh",
)
LISTS = ("bang ke", "bang tong hop", "bang thong ke", "bang danh muc", "bang so lieu")
DAYS_OF_MONTH = 30
IDENTITY = re.compile(r"\b(?:can cuoc|cccd|chung minh nhan dan|ho chieu)\b")


@dataclass(frozen=True)
class Wanted:
    """A row with the paper that is to be drawn for it.

    Attributes:
        most_days: How old the paper may be by the row's own words, None where they say nothing.
    """

    row: Requirement
    concept: Concept
    most_days: int | None


def raw(row: Requirement, options: tuple[str, ...]) -> Requirement:
    """A row as imported, with options as labelled: nothing that the compiler made of it."""
    number = FORM_NUMBER.search(row.name)
    options = tuple(option for option in options if not VAGUE.search(fold(option)))
    return Requirement(
        row.row, row.name, case=row.case, options=options, form_number=f"Mẫu số {number[1]}" if number else ""
    )


def wanted(row: Requirement, rng: random.Random) -> Wanted:
    """The paper for a row."""
    row = replace(row, name=first_of_list(row.name))
    short = " ".join(own_words(row).split()[:LONGEST])
    found = concept(row, rng) or concept(replace(row, name=short), rng)
    found = replace(found, row=row) if found else None
    if found is None or not _credible(found, row):
        tail = INNER.search(row.name) if fold(row.name).startswith(CONDITIONS) else None
        inner = concept(replace(row, name=tail[1]), rng) if tail else None
        found = replace(inner, row=row) if inner and _credible(inner, row) else named(row)
    longer = own_words(row)
    too_short = len(found.title.split()) < SHORTEST
    if not found.title.isupper() and 3 < len(longer.split()) <= LONGEST_TITLE and (too_short or rng.random() < 0.5):
        found = replace(found, title=longer)
    elif too_short and not found.title.isupper() and len(longer.split()) > LONGEST_TITLE:
        found = replace(found, title=clean(" ".join(longer.split()[:LONGEST])))
    return Wanted(row, found, allowed_age(row.name))


def names_a_paper(row: Requirement) -> bool:
    """Whether the row's own words name the paper that it wants."""
    return not NAMELESS.search(fold(own_words(row)))


def first_of_list(words: str) -> str:
    """The first paper of a row that only introduces a list of papers; any other row's own words."""
    found = LIST_HEAD.match(words)
    if not found:
        return words
    first = re.split(r"[;+]|\bhoặc\b|\n|\s-\s", words[found.end() :].lstrip(" -+:\n"))[0]
    return first if len(first.split()) > 2 else words


def _credible(found: Concept, row: Requirement) -> bool:
    """Whether the concrete paper follows from what the row wants, not from a word in passing or a part of a word."""
    folded = re.sub(r"[^a-z0-9]+", " ", f" {fold(row.name)} ")
    title = fold(found.title)
    if title.startswith((*LISTS, "don vi")) or (title.startswith(ASKING) and found.template == "certificate"):
        return False
    if found.template in {"card", "passport"}:
        return bool(IDENTITY.search(folded)) and not title.startswith("tai lieu")
    if found.template == "photo":
        return bool(PORTRAIT.search(fold(row.name))) and not THINGS.search(fold(row.name))
    if found.template == "receipt" and not DUES.search(folded):
        return False
    if found.title.isupper() and title not in folded:
        return _named_among(found, "heads", folded, "") or _named_among(found, "proofs", folded, PROVES)
    return len(found.title.split()) > 1 and not title.startswith("van ban giai trinh ve")


def _named_among(found: Concept, key: str, folded: str, before: str) -> bool:
    entries = [entry for entry in table("concepts.yaml")[key] if entry.get("title") == found.title]
    return any(re.search(rf"{before}\b{word}\b", folded) for entry in entries for word in entry["words"])


def own_words(row: Requirement) -> str:
    """What the row itself calls its paper, up to where it speaks of copies, forms and conditions."""
    text = COPY_WORDS.sub("", COPY_WORDS.sub("", CONDITION.sub("", BULLET.sub("", plain(row.name)))))
    text = LEADING.sub("", BULLET.sub("", text))
    found = FORM_CUTS.search(text, 6)
    text = clean(text[: found.start()] if found else text)
    return text[:1].upper() + text[1:]


def named(row: Requirement) -> Concept:
    """A paper that bears the first words of its row as title, for rows whose words name no kind of paper."""
    name = own_words(row)
    name = clean(" ".join((name if len(name.split()) > 2 else plain(row.name)).split()[:LONGEST]))
    folded = fold(name)
    if folded.startswith(ASKING):
        return Concept("form", PaperType.APPLICATION_FORM, name, row)
    if folded.startswith(LISTS):
        return Concept("listing", PaperType.OTHER, name, row)
    official = folded.startswith(("giay", "chung nhan", "the ", "so ", "chung chi", "hoc ba", "bang"))
    return Concept("certificate" if official else "report", PaperType.OTHER, name, row)


def allowed_age(words: str) -> int | None:
    """Days that a paper may be old by the words of its row."""
    found = WITHIN.search(fold(words))
    if not found:
        return None
    return int(found[1]) * (DAYS_OF_MONTH if found[2] == "thang" else 1)


def drawn(procedure: Procedure, want: Wanted, cast: Cast, seed: str, *, long: bool = False) -> Ready:
    """The paper of a row, in force on the day of the dossier.

    Args:
        long: On more than one sheet where that can be had.
    """
    best: Ready | None = None
    for attempt in range(TRIES):
        made = set_paper_of(procedure, want.concept, cast, seeded("paper", seed, attempt))
        if not in_force(made, cast.today, want.most_days):
            continue
        best = best or made
        if not long or len(made.sheets) > 1:
            return made
        if attempt > TRIES // 2:
            break
    if best is None:
        raise ValueError(f"no paper in force for row {want.row.row} of {procedure.code}")
    return best


def in_force(paper: Ready, today: date, most_days: int | None) -> bool:
    """Whether a paper is young enough, and none of its terms has ended."""
    if paper.paper.type == PaperType.IDENTITY_CARD:
        return True
    text = " ".join(words_of(sheet) for sheet in paper.sheets)
    days = dates_of(paper.sheets)
    term = TERM.search(text)
    if term and any((today - day).days > int(term[1]) * 365 - 60 for day in days):
        return False
    issued = issued_on(paper.sheets)
    return not (most_days and issued and (today - issued).days > most_days - 3)


def drawn_form(
    procedure: Procedure, want: Wanted, cast: Cast, seed: str, enclosed: list[str], *, signed: bool = True
) -> Ready:
    """The application form; the same seed lays it out in the same way, whoever applies."""
    return set_form(procedure, want.concept, cast, seeded("form", seed), Around(), enclosed, signed=signed)


def with_numbers(ready: Ready, manner: str, seed: str) -> Ready:
    """The paper with page numbers in one manner."""
    return replace(ready, sheets=numbered(ready.sheets, manner, seeded("numbers", seed)))
