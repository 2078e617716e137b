"""Settings come from the environment, files of secrets and a settings file, and a wrong one is told with its place."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app
from intake_ai.settings import Settings, get_settings, groups
from intake_ai.settings_sources import FILE_VARIABLE, WrongSettings, read_settings

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _bare(monkeypatch, tmp_path):
    """No setting of the machine that runs the tests, and no .env of the checkout."""
    for name in [name for name in os.environ if name.startswith("INTAKE_AI_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


def settings_file(tmp_path, monkeypatch, content):
    path = tmp_path / "centre.toml"
    path.write_text(content, encoding="utf-8")
    monkeypatch.setenv(FILE_VARIABLE, str(path))
    return path


def problems():
    with pytest.raises(WrongSettings) as raised:
        read_settings(Settings)
    return [problem.told("en") for problem in raised.value.problems]


def test_a_settings_file_sets_values_in_tables_of_any_name(tmp_path, monkeypatch):
    settings_file(tmp_path, monkeypatch, 'language = "en"\n[reading]\nmax_pages = 7\n')
    read = read_settings(Settings)
    assert (read.language, read.max_pages) == ("en", 7)


def test_a_setting_that_is_a_table_itself_is_none_of_the_readers_tables(tmp_path, monkeypatch):
    for content in ('retention_days_of = {"1.001193" = 30}\n', '[retention]\nretention_days_of = {"1.001193" = 30}\n'):
        settings_file(tmp_path, monkeypatch, content)
        assert read_settings(Settings).retention_days_of == {"1.001193": 30}


def test_a_table_in_the_environment_that_is_no_json_is_told_with_its_variable(monkeypatch):
    monkeypatch.setenv("INTAKE_AI_RETENTION_DAYS_OF", "nonsense")
    (told,) = problems()
    assert told.startswith("INTAKE_AI_RETENTION_DAYS_OF (environment)")


def test_the_environment_counts_before_the_file(tmp_path, monkeypatch):
    settings_file(tmp_path, monkeypatch, "max_pages = 7\n")
    monkeypatch.setenv("INTAKE_AI_MAX_PAGES", "9")
    assert read_settings(Settings).max_pages == 9


def test_a_file_beside_the_program_counts_before_the_settings_file(tmp_path, monkeypatch):
    settings_file(tmp_path, monkeypatch, "max_pages = 7\n")
    (tmp_path / ".env").write_text("INTAKE_AI_MAX_PAGES=8\nOTHER=1\n")
    assert read_settings(Settings).max_pages == 8


def test_a_secret_is_read_from_the_file_that_its_variable_names(tmp_path, monkeypatch):
    secret = tmp_path / "database"
    secret.write_text("postgresql://intake:mat-khau@localhost/intake\n")
    monkeypatch.setenv("INTAKE_AI_DATABASE_URL_FILE", str(secret))
    assert read_settings(Settings).database == "postgresql://intake:mat-khau@localhost/intake"


def test_a_secret_is_read_from_the_credentials_of_systemd(tmp_path, monkeypatch):
    (tmp_path / "database_url").write_text("sqlite:////srv/intake.sqlite3")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert read_settings(Settings).database_url == "sqlite:////srv/intake.sqlite3"


def test_a_secret_is_read_from_the_file_that_the_settings_file_names(tmp_path, monkeypatch):
    (tmp_path / "broker").write_text("redis://localhost/1")
    settings_file(tmp_path, monkeypatch, f'broker_url_file = "{tmp_path / "broker"}"\n')
    assert read_settings(Settings).broker_url == "redis://localhost/1"


def test_a_file_of_a_secret_that_is_not_there_is_told(tmp_path, monkeypatch):
    monkeypatch.setenv("INTAKE_AI_DATABASE_URL_FILE", str(tmp_path / "none"))
    assert [str(tmp_path / "none") in told for told in problems()] == [True]


def test_an_unknown_variable_is_told_with_the_nearest_right_one(monkeypatch):
    monkeypatch.setenv("INTAKE_AI_DATABASE_ULR", "x")
    (told,) = problems()
    assert "INTAKE_AI_DATABASE_ULR" in told
    assert "INTAKE_AI_DATABASE_URL " in told


def test_an_unknown_name_in_the_file_is_told_with_the_file(tmp_path, monkeypatch):
    path = settings_file(tmp_path, monkeypatch, "[reading]\nmax_pagse = 3\n")
    (told,) = problems()
    assert str(path) in told
    assert "max_pages" in told


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("PROCESSES", "two", "whole number"),
        ("PROCESSES", "0", "at least 1"),
        ("PAGE_SECONDS", "0", "more than 0"),
        ("SURE_PROCEDURE", "2", "at most 1"),
        ("LANGUAGE", "fr", "one of vi, en"),
    ],
)
def test_a_value_that_cannot_be_is_told_with_its_variable(monkeypatch, variable, value, said):
    monkeypatch.setenv(f"INTAKE_AI_{variable}", value)
    (told,) = problems()
    assert told.startswith(f"INTAKE_AI_{variable} (environment)")
    assert said in told
    assert value in told


def test_all_wrong_values_are_told_at_once_each_with_its_own_place(tmp_path, monkeypatch):
    path = settings_file(tmp_path, monkeypatch, "max_pages = 0\n")
    monkeypatch.setenv("INTAKE_AI_PROCESSES", "0")
    told = sorted(problems())
    assert told[0].startswith("INTAKE_AI_PROCESSES (environment)")
    assert told[1].startswith(f"max_pages ({path})")


def test_a_settings_file_that_is_no_toml_or_not_there_is_told(tmp_path, monkeypatch):
    path = settings_file(tmp_path, monkeypatch, "max_pages == 3\n")
    assert [str(path) in told for told in problems()] == [True]
    path.unlink()
    assert [str(path) in told and "no such file or folder" in told for told in problems()] == [True]


def test_every_setting_stands_in_one_group():
    names = [name for group in groups() for name in group.__annotations__]
    assert sorted(names) == sorted(Settings.model_fields)


def test_settings_are_printed_with_their_origin_and_without_secrets(tmp_path, monkeypatch):
    settings_file(tmp_path, monkeypatch, "max_pages = 7\n")
    monkeypatch.setenv("INTAKE_AI_DATABASE_URL", "postgresql://intake:mat-khau@localhost/intake")
    result = CliRunner().invoke(app, ["settings", "--json"])
    shown = {line["name"]: line for line in json.loads(result.stdout)}
    assert shown["max_pages"]["origin"] == {"kind": "file", "place": str(tmp_path / "centre.toml")}
    assert shown["database_url"]["value"] == "postgresql://intake:***@localhost/intake"
    assert shown["database_url"]["origin"] == {"kind": "environment", "place": "INTAKE_AI_DATABASE_URL"}
    assert "mat-khau" not in CliRunner().invoke(app, ["settings"]).stdout + result.stdout


def test_a_wrong_setting_ends_a_command_with_one_sentence_and_no_trace(monkeypatch):
    monkeypatch.setenv("INTAKE_AI_PROCESES", "2")
    result = CliRunner().invoke(app, ["settings"])
    assert result.exit_code == 2
    assert "INTAKE_AI_PROCESSES" in result.stderr
    assert "Traceback" not in result.output


_FROM_A_CLOSED_FOLDER = """
import os
from intake_ai.settings import get_settings
os.chdir({folder!r})
os.chmod({folder!r}, 0)
if os.geteuid() == 0:
    os.setuid(65534)
print(get_settings().port)
"""


def test_a_folder_that_we_may_not_enter_has_no_dotenv_for_us(tmp_path):
    """As where root becomes the service's user by sudo, in root's own folder."""
    (tmp_path / "closed").mkdir()
    (tmp_path / "closed" / ".env").write_text("INTAKE_AI_PORT=9999\n")
    script = _FROM_A_CLOSED_FOLDER.format(folder=str(tmp_path / "closed"))
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False, capture_output=True, text=True)
    (tmp_path / "closed").chmod(0o700)
    assert run.stdout == "8000\n", run.stderr
