"""`intake-ai encryption`: keys are added without losing one, and changed at the command line."""

import json
import stat

import pytest
from typer.testing import CliRunner

from api.cli import app
from intake_ai.settings import Settings, get_settings
from intake_ai.storage.installation import open_installation
from intake_ai.storage.keyring import parse_keys


@pytest.fixture
def settings(settings_on: Settings, monkeypatch: pytest.MonkeyPatch):
    """Of an installation with one file in it."""
    monkeypatch.setenv("INTAKE_AI_DATA_DIR", str(settings_on.data_dir))
    monkeypatch.setenv("INTAKE_AI_DATABASE_URL", settings_on.database_url)
    get_settings.cache_clear()
    with open_installation(settings_on) as installation:
        installation.blobs.put(b"MAU")
    yield settings_on
    get_settings.cache_clear()


def run(*arguments: str, code: int = 0):
    result = CliRunner().invoke(app, ["encryption", *arguments])
    assert result.exit_code == code, result.output
    return result


def test_keys_are_changed_by_two_commands(settings: Settings):
    before = settings.own_key_file.read_text()
    run("new-key")
    after = settings.own_key_file.read_text()
    assert after.endswith(before)
    assert len(parse_keys(after)) == 2
    assert stat.S_IMODE(settings.own_key_file.stat().st_mode) == 0o600
    assert [path.name for path in settings.data_dir.iterdir() if "keys-" in path.name] == []
    assert json.loads(run("reseal", "--json").stdout) == {
        "key": parse_keys(after)[0].id,
        "values": 0,
        "files": 1,
        "broken": [],
        "retired": [],
    }
    listed = json.loads(run("list", "--json").stdout)
    assert [(key["seals"], key["log"], key["needed"]) for key in listed] == [(True, False, True), (False, True, True)]
    shown = run("list").output
    assert all(key["id"] in shown for key in listed)
    assert not any(line.partition(":")[2] in shown for line in after.split())


def test_a_printed_key_changes_no_file(settings: Settings):
    before = settings.own_key_file.read_text()
    assert len(parse_keys(run("new-key", "--print").stdout)) == 1
    assert settings.own_key_file.read_text() == before


def test_no_key_is_added_to_a_file_that_is_lost_or_damaged(settings: Settings):
    kept = settings.own_key_file.read_text()
    settings.own_key_file.unlink()
    run("new-key", code=2)
    assert not settings.own_key_file.exists()
    settings.own_key_file.write_text(kept[:20])
    run("new-key", code=2)
    assert settings.own_key_file.read_text() == kept[:20]
    settings.own_key_file.unlink()
    assert "keys" in run("reseal", code=2).output
    assert not settings.own_key_file.exists()


def test_keys_of_the_environment_are_put_in_front_by_hand(settings: Settings, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("INTAKE_AI_ENCRYPTION_KEYS", settings.own_key_file.read_text().strip())
    get_settings.cache_clear()
    result = run("new-key")
    assert len(parse_keys(result.stdout)) == 1
    assert "INTAKE_AI_ENCRYPTION_KEYS" in result.stderr
