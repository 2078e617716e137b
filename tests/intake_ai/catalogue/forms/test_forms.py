"""The commands `catalogue forms`, with forms drawn as PDF and read by the real reader."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from classifiers.synthetic.layout import Typesetter
from classifiers.synthetic.vector import pdf_of_sheets
from intake_ai.catalogue.commands import app
from intake_ai.catalogue.forms.encoding import decode, encode
from intake_ai.catalogue.forms.repository import FormRepository, NewForm
from intake_ai.catalogue.service import open_catalogue
from intake_ai.settings import get_settings
from intake_ai.storage.engine import open_engine

pytestmark = pytest.mark.usefixtures("own_data")

DOTS = "." * 60
LINES = (
    "<b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b>",
    "<b>TỜ KHAI ĐĂNG KÝ THUYỀN NAN MẪU</b>",
    f"Kính gửi: {DOTS}",
    f"Họ và tên người yêu cầu: {DOTS}",
    f"Ngày, tháng, năm sinh: {DOTS}",
    f"Nơi cư trú: {DOTS}",
    "Làm tại: ................., ngày ....... tháng ....... năm ..........",
    "Người yêu cầu",
    "(Ký, ghi rõ họ tên)",
)


@pytest.fixture
def form(tmp_path: Path) -> Path:
    return drawn(tmp_path / "to-khai.pdf", LINES)


def drawn(path: Path, lines: tuple[str, ...]) -> Path:
    page = Typesetter({})
    for line in lines:
        page.paragraph(line, page.column("center" if line.startswith("<b>") else "left", leading=1.8))
    path.write_bytes(pdf_of_sheets([page.sheet()], "MẪU"))
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["forms", *map(str, arguments)])


def test_a_form_is_added_listed_shown_and_removed(form: Path):
    added = json.loads(run("add", form, "--json").stdout)[0]
    assert added["name"] == "TỜ KHAI ĐĂNG KÝ THUYỀN NAN MẪU"
    assert added["blanks"] == 6
    assert added["signing_places"] == 1
    assert "THUYỀN NAN" in run("list").stdout
    shown = json.loads(run("show", added["id"], "--json").stdout)
    assert [place["kind"] for place in shown["places"]][:4] == [
        "organisation_name",
        "full_name",
        "date_of_birth",
        "address",
    ]
    assert "Họ và tên người yêu cầu" in run("show", added["id"]).stdout
    assert run("remove", added["id"]).exit_code == 0
    assert json.loads(run("list", "--json").stdout) == []


def test_the_same_file_added_again_takes_the_place_of_the_first(form: Path):
    run("add", form, "--procedure", "1.001193")
    run("add", form)
    found = json.loads(run("list", "--json").stdout)
    assert len(found) == 1
    assert found[0]["procedures"] == ["1.001193"]


def test_a_paper_with_nothing_to_fill_in_is_refused_in_one_sentence(tmp_path: Path):
    letter = drawn(
        tmp_path / "thong-bao.pdf", ("<b>THÔNG BÁO</b>", "Chợ nghỉ phiên đầu năm, mời bà con đến phiên sau.")
    )
    result = run("add", letter)
    assert result.exit_code == 2
    assert "không phải biểu mẫu trống" in result.stderr
    assert "not a blank form" in run("add", letter, "--lang", "en").stderr


def kept_readings() -> list[Path]:
    return [path for path in (get_settings().data_dir / "readings").rglob("*") if path.is_file()]


FILLED = {
    "a number": {3: "Số định danh cá nhân: 001090012345"},
    "a name and a day": {3: "Họ và tên người yêu cầu: Nguyễn Văn Mẫu", 4: "Ngày, tháng, năm sinh: 02/03/1990"},
}


@pytest.mark.parametrize("values", FILLED.values(), ids=FILLED)
def test_a_form_that_somebody_filled_in_is_refused_and_nothing_of_it_is_kept(tmp_path: Path, values: dict[int, str]):
    lines = tuple(values.get(number, line) for number, line in enumerate(LINES))
    filled = drawn(tmp_path / "da-dien.pdf", lines)
    result = run("add", filled)
    assert result.exit_code == 2
    assert "đã có người điền" in result.stderr
    assert "filled in by somebody" in run("add", filled, "--lang", "en").stderr
    assert json.loads(run("list", "--json").stdout) == []
    assert not kept_readings()


def test_the_reading_of_a_blank_form_is_kept(form: Path):
    run("add", form)
    assert kept_readings()


def test_a_bad_file_costs_the_others_nothing(form: Path, tmp_path: Path):
    broken = tmp_path / "hong.pdf"
    broken.write_bytes(b"%PDF-1.7 no pages")
    result = run("add", broken, form)
    assert result.exit_code == 1
    assert "hong.pdf" in result.stderr
    assert len(json.loads(run("list", "--json").stdout)) == 1


def test_an_unknown_form_or_procedure_is_told(form: Path):
    assert "forms list" in run("show", 77).stderr
    assert "forms list" in run("remove", 77).stderr
    assert run("add", form, "--procedure", "9.999999").exit_code == 2
    assert json.loads(run("list", "--json").stdout) == []


@pytest.mark.parametrize("number", ["0", "9" * 20, "9" * 4_000])
def test_a_number_that_no_form_can_have_is_told(number: str):
    for command in ("show", "remove"):
        result = run(command, number)
        assert result.exit_code != 0
        assert isinstance(result.exception, SystemExit)
        assert "forms list" in result.stderr


def test_a_template_comes_back_from_the_database_as_it_was_kept(form: Path):
    run("add", form)
    with open_catalogue(get_settings()) as catalogue:
        kept = catalogue.forms.all()[0].template
        assert decode(encode(kept)) == kept
        assert catalogue.forms.templates().templates == (kept,)


def test_the_index_of_templates_follows_what_is_added_and_removed(form: Path):
    run("add", form)
    with open_catalogue(get_settings()) as catalogue:
        first = catalogue.forms.all()[0]
        assert len(catalogue.forms.templates().templates) == 1
        catalogue.forms.remove(first.number)
        assert catalogue.forms.templates().templates == ()
        catalogue.forms.keep([NewForm(first.sha256, 0, "b.pdf", (), first.template)])
        assert len(catalogue.forms.templates().templates) == 1


def test_forms_survive_in_a_database_that_was_made_without_them(tmp_path: Path):
    engine = open_engine(f"sqlite:///{tmp_path / 'alt.sqlite3'}")
    assert FormRepository(engine).all() == []
    engine.dispose()
