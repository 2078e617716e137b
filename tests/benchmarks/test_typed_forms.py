"""Forms filled in with a word processor: leaders of Word files, what is typed over them, and where it stands."""

import re
import shutil
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from benchmarks.filled_forms.annotations import Blank, FormNote
from benchmarks.filled_forms.cast import Cast, some_cast
from benchmarks.filled_forms.leader_places import Found, marked, places_of_leaders
from benchmarks.filled_forms.leaders import BODY, MAIN, word_file
from benchmarks.filled_forms.manners import Manner
from benchmarks.filled_forms.office import converted
from benchmarks.filled_forms.places import pages_of
from benchmarks.filled_forms.typing_habits import Habits
from benchmarks.filled_forms.word_filling import TypedForm, shade, typed_in
from benchmarks.filled_forms.word_forms import WordForm
from benchmarks.filled_forms.word_making import Order, Workshop, made
from benchmarks.filled_forms.word_pages import free_below, kept_pages
from classifiers.synthetic.seeds import seeded
from classifiers.synthetic.sheet import A4, BLACK, Sheet, Style, Text
from classifiers.synthetic.vector import pdf_of_sheets

PRINT = Style("serif", 13.0)
MANNER = Manner(Style("serif", 1.0), None, "covered", 0.8, 0.0, 0.0)
GONE = Habits("gone", tabs=0.0, lines=0.0, broken=0.0, spaced=1.0)
ROWS = (
    "Họ và tên:" + "." * 60,
    "Giấy tờ: " + "." * 70,
    "." * 120,
    "Sinh ngày......tháng......năm 20.....",
    "(Ký tên)",
)
BLANKS = (
    Blank(1, ("r1",), "A.name"),
    Blank(1, ("r2", "r3"), "A.paper"),
    Blank(1, ("r4", "r5", "r6"), "day:born:1-9", "short_date"),
    Blank(1, ("t5",), "sign"),
)
NOTE = FormNote("invented", "development", (), (1,), ("A",), ("residence",), "A", BLANKS)
FOUND: Found = {(1, f"r{number}"): (number,) for number in range(1, 7)}


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def word_bytes(*paragraphs: str) -> bytes:
    """A docx file of paragraphs given as XML of their runs."""
    body = "".join(each if each.startswith("<w:tbl") else f"<w:p>{each}</w:p>" for each in paragraphs)
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/{BODY}" ContentType="{kind}"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{office}" Target="{BODY}"/></Relationships>',
        BODY: f'<w:document xmlns:w="{MAIN}"><w:body>{body}</w:body></w:document>',
    }
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, text in parts.items():
            packed.writestr(name, text)
    return out.getvalue()


def lines_of_word(content: bytes) -> list[str]:
    """The paragraphs of a docx file as text."""
    with zipfile.ZipFile(BytesIO(content)) as packed:
        body = packed.read(BODY).decode()
    return [
        "".join(re.findall(r"<w:t[ >][^<]*?>?([^<>]*)</w:t>", each)) for each in re.findall(r"<w:p>(.*?)</w:p>", body)
    ]


@pytest.fixture
def word(tmp_path: Path) -> Path:
    path = tmp_path / "invented-form.docx"
    path.write_bytes(word_bytes(*map(run, ROWS)))
    return path


@pytest.fixture
def form(word: Path, tmp_path: Path) -> WordForm:
    """The form as Word file and as the pages that were annotated."""
    pdf = tmp_path / "invented-form.pdf"
    marks = tuple(Text(25, 40 + 10 * place, text, PRINT) for place, text in enumerate(ROWS))
    pdf.write_bytes(pdf_of_sheets([Sheet(A4, marks)], "Mẫu"))
    return WordForm(NOTE, pdf, word, FOUND)


def filled(form: WordForm, habits: Habits) -> tuple[TypedForm, Cast]:
    cast = some_cast(seeded(4))
    return typed_in(form, cast, MANNER, habits), cast


def test_leaders_are_cut_out_and_the_print_beside_them_stays(tmp_path: Path) -> None:
    path = tmp_path / "one.docx"
    cell = f"<w:tbl><w:tr><w:tc><w:p>{run('STT')}</w:p></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    tab = "<w:r><w:t>Nơi sinh:</w:t><w:tab/><w:t>(ghi rõ)</w:t></w:r>"
    path.write_bytes(word_bytes(run("Tên: ..") + run("... Ông A."), tab, run("Tôi là {ho_ten} ……"), cell))
    file = word_file(path)
    assert [leader.kind for leader in file.leaders] == ["dots", "tab", "brace", "cell"]
    dots, tab_leader, _, _ = file.leaders
    assert (dots.before, dots.text, dots.after) == ("Tên: ", ".....", " Ông A.")
    assert (tab_leader.before, tab_leader.after) == ("Nơi sinh:", "(ghi rõ)")
    assert lines_of_word(file.saved())[0] == "Tên: ..... Ông A."


def test_a_full_stop_is_no_leader(tmp_path: Path) -> None:
    path = tmp_path / "one.docx"
    path.write_bytes(word_bytes(run("Tôi cam đoan lời khai là đúng. Xin cảm ơn ./")))
    assert word_file(path).leaders == []


def test_values_take_the_place_of_the_dots_with_spaces_where_print_joins(form: WordForm) -> None:
    typed, cast = filled(form, GONE)
    name, paper, birth, signature = lines_of_word(typed.content)
    assert name == f"Họ và tên: {cast.applicant.name}"
    assert paper.startswith("Giấy tờ: ")
    assert cast.applicant.number in paper
    assert re.fullmatch(r"Sinh ngày \d\d tháng \d\d năm 20\d\d", birth)
    assert signature == "(Ký tên)"
    assert [blank.what for blank, _ in typed.drawn] == ["sign"]
    assert len({each.shade for each in typed.typed}) == 3


def test_dots_and_further_lines_may_stay_behind_a_value(form: WordForm) -> None:
    typed, cast = filled(form, replace(GONE, dots="shortened", lines=4.0))
    lines = lines_of_word(typed.content)
    assert re.fullmatch(rf"Họ và tên: {cast.applicant.name}\.{{10,59}}", lines[0])
    assert lines[2] == ROWS[2]


def test_a_long_value_may_be_broken_by_hand_and_go_on_in_the_next_leader(form: WordForm) -> None:
    typed, _ = filled(form, replace(GONE, broken=1.1))
    lines, wanted = lines_of_word(typed.content), typed.typed[1].value.text
    assert lines[2] != ROWS[2]
    assert f"{lines[1]} {lines[2]}" == f"Giấy tờ: {wanted}"


def test_a_blank_without_a_leader_stays_empty(form: WordForm) -> None:
    lost = replace(form, found={place: numbers for place, numbers in FOUND.items() if place[1] != "r5"})
    typed, _ = filled(lost, GONE)
    assert typed.empty == ((1, "Sinh ngày"),)
    assert [blank.places[0] for blank in lost.lost] == ["r4"]


def test_shades_differ_from_each_other_and_from_print() -> None:
    shades = {shade(BLACK, mark) for mark in range(1, 200)}
    assert len(shades) == 199
    assert BLACK not in shades


def test_nobody_signs_where_print_leaves_no_room(tmp_path: Path) -> None:
    path = tmp_path / "room.pdf"
    marks = (Text(120, 100, "(Ký, ghi rõ họ tên)", PRINT), Text(120, 110, "Xác nhận của cơ quan", PRINT))
    path.write_bytes(pdf_of_sheets([Sheet(A4, marks)], "Mẫu"))
    (page,) = pages_of(path)
    under, last = page.place("t1"), page.place("t2")
    assert free_below(page, under, BLANKS[3]) < 12
    assert free_below(page, last, BLANKS[3]) > 100
    assert free_below(page, under, replace(BLANKS[3], options={"at": "0.2"})) > 100


def test_pages_are_handed_in_with_what_spilled_over_and_without_the_guide(tmp_path: Path) -> None:
    def pages(name: str, *texts: tuple[str, ...]) -> Path:
        sheets = [
            Sheet(A4, tuple(Text(25, 40 + 10 * place, text, PRINT) for place, text in enumerate(each)))
            for each in texts
        ]
        (tmp_path / name).write_bytes(pdf_of_sheets(sheets, "Mẫu"))
        return tmp_path / name

    form = ("Đơn đề nghị cấp giấy", "Lời cam đoan của người khai", "Người làm đơn ký tên")
    guide = ("Hướng dẫn cách ghi đơn này", "Ghi rõ số nhà và đường phố")
    old = pages_of(pages("old.pdf", form, guide))
    new = pages_of(pages("new.pdf", form[:1], form[1:], guide))
    assert kept_pages(NOTE, old, new, {0}) == [0, 1]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_typed_values_are_found_on_the_pages_that_libreoffice_lays_out(word: Path, tmp_path: Path) -> None:
    coloured = tmp_path / "dots.docx"
    coloured.write_bytes(marked(word, cells=False))
    pdf, dots = converted([word, coloured], "pdf", tmp_path / "pdf")
    found = places_of_leaders(NOTE, pdf, word, dots, dots)
    assert found == FOUND
    order = Order("dev_000", WordForm(NOTE, pdf, word, found))
    ((name, dossier),) = made([order], Workshop(tmp_path / "typed", seed=3), alone=True)
    assert name == "dev_000"
    truth = dossier.truth
    (tmp_path / "don.pdf").write_bytes(dossier.files["don.pdf"])
    (page,) = pages_of(tmp_path / "don.pdf")
    for field in truth["fields"]:
        if field["shape"] not in ("run", "composite"):
            continue
        line = next(text for box, text, _ in page.lines if box[1] < field["bbox"][3] * A4[1] - 1 < box[3] + 1)
        assert field["value"] in line
    assert {field["kind"] for field in truth["fields"]} >= {"full_name", "id_number"}
