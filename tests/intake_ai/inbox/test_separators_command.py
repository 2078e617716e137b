"""The command `separators` prints sheets that are read again, and none for a procedure that nobody knows."""

import pytest
from typer.testing import CliRunner

from api.cli import app
from intake_ai.inbox.separator import Separator, separator_of
from intake_ai.settings import get_settings
from ocr.limits import Limits
from ocr.opening import open_upload
from ocr.page_codes import codes_of_page


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("INTAKE_AI_DATA_DIR", str(tmp_path / "data"))
    get_settings.cache_clear()
    yield lambda *words: CliRunner().invoke(app, ["separators", *map(str, words)])
    get_settings.cache_clear()


def test_sheets_are_numbered_and_say_what_was_asked_for(tmp_path, run, shared_sandbox_of_tests):
    path = tmp_path / "out" / "sheets.pdf"
    asked = ("--count", 3, "--first", 7, "--procedure", "1.001193", "--priority", "bulk", "--out", path)
    assert run(*asked).exit_code == 0
    upload = open_upload(path, path.name, sandbox=shared_sandbox_of_tests)
    read = [separator_of(codes_of_page(upload, page, Limits(), shared_sandbox_of_tests)) for page in (1, 2, 3)]
    assert read == [Separator("1.001193", "bulk", number) for number in (7, 8, 9)]


def test_a_procedure_that_the_catalogue_has_not_is_refused(tmp_path, run):
    result = run("--procedure", "9.999999", "--out", tmp_path / "x.pdf")
    assert result.exit_code == 2
    assert "9.999999" in result.stderr
    assert not (tmp_path / "x.pdf").exists()
