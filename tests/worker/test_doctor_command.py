"""The command `doctor`: exit codes, JSON, and a message sent through the real broker."""

import json
import time

import pytest
from typer.testing import CliRunner

from api.cli import app
from intake_ai.settings import Settings, get_settings
from intake_ai.storage.installation import open_installation
from worker.round_trip import round_trip


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("INTAKE_AI_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("TZ", "Asia/Ho_Chi_Minh")
    time.tzset()
    get_settings.cache_clear()
    yield lambda *words: CliRunner().invoke(app, ["doctor", *words])
    get_settings.cache_clear()
    monkeypatch.undo()
    time.tzset()


def test_what_is_found_is_told_as_json_in_both_languages(run):
    with open_installation(get_settings()):
        pass
    result = run("--json")
    told = json.loads(result.stdout)
    assert result.exit_code == {"fine": 0, "note": 0, "warning": 1, "fault": 2}[told["level"]]
    checks = {finding["check"] for finding in told["findings"]}
    assert {"settings", "tesseract", "database", "keys", "blobs", "catalogue", "people", "workers", "broker"} <= checks
    assert all(finding["sentence"]["vi"] and finding["sentence"]["en"] for finding in told["findings"])


def test_a_wrong_setting_is_a_fault_with_its_variable(run, monkeypatch):
    monkeypatch.setenv("INTAKE_AI_PROCESSES", "many")
    result = run("--lang", "en")
    assert result.exit_code == 2
    assert "INTAKE_AI_PROCESSES" in result.stdout


def test_a_fault_is_printed_with_what_to_do(run):
    with open_installation(get_settings()):
        pass
    get_settings().own_key_file.chmod(0o666)
    result = run()
    assert result.exit_code == 2
    assert "✗ Khóa mã hóa" in result.stdout
    assert "chmod 600" in result.stdout


def test_a_message_goes_through_the_broker_and_leaves_nothing(tmp_path, broker_url):
    settings = Settings(data_dir=tmp_path, broker_url=broker_url)
    assert 0 < round_trip(settings) < 5
    assert list((tmp_path / "queue").glob("doctor*")) == []


@pytest.mark.parametrize("server", ["redis_server", "rabbitmq"])
def test_a_message_goes_through_real_brokers(tmp_path, request, server):
    with request.getfixturevalue(server).queues() as url:
        assert 0 < round_trip(Settings(data_dir=tmp_path, broker_url=url)) < 5


@pytest.mark.parametrize("url", ["redis://127.0.0.1:1/0", "amqp://intake:mat-khau@127.0.0.1:1//"])
def test_a_broker_out_of_reach_is_a_fault_that_tells_no_password(run, monkeypatch, url):
    monkeypatch.setenv("INTAKE_AI_BROKER_URL", url)
    result = run()
    assert result.exit_code == 2
    assert "✗ Máy chuyển việc" in result.stdout
    assert "mat-khau" not in result.output


@pytest.mark.parametrize("url", ["foo://ten:mat-khau@may", "may-chu:6379", "http://may"])
@pytest.mark.parametrize("command", [["serve", "--port", "0"], ["worker"], ["watch", "quet", "--once"], ["doctor"]])
def test_what_is_no_broker_is_told_with_its_setting_before_anything_starts(run, monkeypatch, url, command):
    monkeypatch.setenv("INTAKE_AI_BROKER_URL", url)
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 2
    assert "INTAKE_AI_BROKER_URL" in result.output
    assert "mat-khau" not in result.output
    assert not isinstance(result.exception, KeyError)
