"""The stages as a whole."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from intake_ai.catalogue.selection.selecting import select_procedures
from intake_ai.catalogue.selection.selection import Selection
from intake_ai.catalogue.service import open_catalogue
from intake_ai.completeness.situation import Situation
from intake_ai.errors import BadRequest
from intake_ai.pipeline import STAGES, CheckRequest, Services, Work, check_dossier
from intake_ai.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
FORM = ROOT / "samples" / "khai-tu-thieu-giay-bao-tu" / "scan_01.pdf"
DAY = date(2026, 11, 22)

pytestmark = pytest.mark.xdist_group("cli")


@pytest.fixture
def services(tmp_path):
    settings = Settings(data_dir=tmp_path / "data")
    with open_catalogue(settings) as catalogue:
        yield Services(settings, catalogue)


def test_every_stage_takes_what_stands_at_the_start_or_what_a_stage_before_gives():
    known = {"request", "services"}
    for stage in STAGES:
        assert set(stage.takes) <= known
        assert stage.gives in Work.__dataclass_fields__
        known.add(stage.gives)


def secret_page(folder, size=40):
    """A page that bears a mark of state secrecy in letters of `size`."""
    picture = Image.new("RGB", (1240, 1754), "white")
    pen = ImageDraw.Draw(picture)
    pen.text((120, 120), "UBND TỈNH MẪU", "black", ImageFont.truetype("DejaVuSerif.ttf", 30))
    pen.text((150, 260), "TUYỆT MẬT", "black", ImageFont.truetype("DejaVuSerif-Bold.ttf", size))
    for row in range(12):
        pen.text(
            (120, 500 + 60 * row),
            "Nội dung của văn bản này không được đọc tiếp.",
            "black",
            ImageFont.truetype("DejaVuSerif.ttf", 28),
        )
    path = folder / "mat.png"
    picture.save(path)
    return path


@pytest.mark.parametrize("size", [40, 56])
def test_a_page_with_a_secrecy_mark_stops_the_way_and_leaves_nothing_behind(services, tmp_path, size):
    path = secret_page(tmp_path, size)
    report = check_dossier(CheckRequest(((path, "mat.png"),), DAY), services)
    assert [problem.kind for problem in report.problems] == ["secrecy_mark"]
    assert (report.verdict, report.papers, report.fields, report.components) == ("review", [], [], [])
    assert [entry for entry in services.settings.reading_cache.rglob("*") if entry.is_file()] == []


def test_a_local_code_is_the_national_procedure(services):
    report = check_dossier(CheckRequest(((FORM, "a.pdf"),), DAY, procedure="1.000656.H40"), services)
    assert report.procedure is not None
    assert (report.procedure.code, report.procedure.confidence) == ("1.000656", 1.0)
    assert all("Thủ tục đã chọn" not in problem.message for problem in report.problems)


@pytest.mark.parametrize(("code", "is_contradicted"), [("1.000656", False), ("2.000720", True)])
def test_a_choice_that_the_province_does_not_receive_is_weighed_against_the_papers(services, code, is_contradicted):
    select_procedures(services.catalogue.repository, Selection(removed=(code,)))
    report = check_dossier(CheckRequest(((FORM, "a.pdf"),), DAY, procedure=code), services)
    assert code not in {profile.code for profile in services.catalogue.profiles}
    assert (report.procedure.code, report.procedure.confidence) == (code, 1.0)
    assert any("“Thủ tục đăng ký khai tử”" in problem.message for problem in report.problems) == is_contradicted


@pytest.mark.parametrize(
    "situation", [Situation(case=3), Situation(answers={"x": True}), Situation(due_rows=frozenset({99}))]
)
def test_what_the_procedure_does_not_have_is_refused_before_reading(services, situation):
    request = CheckRequest(((FORM, "a.pdf"),), DAY, procedure="1.000656", situation=situation)
    with pytest.raises(BadRequest):
        check_dossier(request, services)
    assert not services.settings.reading_cache.exists()


def test_a_missing_row_is_not_called_missing_while_a_file_is_unread(services, tmp_path):
    (tmp_path / "trong.pdf").write_bytes(b"")
    situation = Situation(due_rows=frozenset({1}))
    files = ((FORM, "a.pdf"), (tmp_path / "trong.pdf", "trong.pdf"))
    report = check_dossier(CheckRequest(files, DAY, procedure="1.000656", situation=situation), services)
    assert report.verdict == "review"
    assert next(part.state for part in report.components if part.row == 1) == "to_check"


def test_a_first_look_names_the_procedure_before_the_pages_are_read(services):
    told, read = [], []
    watched = replace(services, first_look=told.append, progress=lambda done, _: read.append((done, len(told))))
    report = check_dossier(CheckRequest(((FORM, "a.pdf"),), DAY), watched)
    (look,) = told
    assert all(looks == 1 for _, looks in read)
    assert look.procedure is not None
    assert report.procedure is not None
    assert look.procedure.code == report.procedure.code
    assert [component.state for component in look.components if component.row == 0] == ["present"]


def test_nothing_is_said_at_first_look_of_a_page_that_bears_a_secrecy_mark(services, tmp_path):
    told = []
    path = secret_page(tmp_path)
    report = check_dossier(CheckRequest(((path, "mat.png"),), DAY), replace(services, first_look=told.append))
    assert told == []
    assert [problem.kind for problem in report.problems] == ["secrecy_mark"]
    assert [entry for entry in services.settings.reading_cache.rglob("*") if entry.is_file()] == []
