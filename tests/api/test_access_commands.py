"""The commands for people, keys, the log and personal data."""

import json
import stat
from datetime import UTC, datetime

import pyotp
import pytest
from access_builder import PASSWORD, next_code
from privacy_builder import NAME, NUMBER, OTHER_NAME, decide, read_dossier
from served import serve
from sqlalchemy import text
from typer.testing import CliRunner

from api.cli import app
from intake_ai.access.errors import SignInRefused
from intake_ai.access.keys import actor_of_key
from intake_ai.access.sign_in import Attempt, sign_in
from intake_ai.settings import get_settings
from intake_ai.storage.installation import open_installation
from intake_ai.storage.transactions import writing

pytestmark = pytest.mark.xdist_group("cli")


@pytest.fixture
def data_dir(tmp_path):
    return tmp_path / "data"


@pytest.fixture
def run(data_dir, monkeypatch):
    """Run `intake-ai` with what a person types."""
    monkeypatch.setenv("INTAKE_AI_DATA_DIR", str(data_dir))
    get_settings.cache_clear()
    yield lambda *words, typed=None: CliRunner().invoke(app, [str(word) for word in words], input=typed)
    get_settings.cache_clear()


@pytest.fixture
def installation(run):
    """What the commands work on."""
    with open_installation(get_settings()) as opened:
        yield opened


def add(run, login="quan-tri", role="administrator", typed=PASSWORD):
    return run("users", "add", login, "--name", f"{login} MẪU", "--role", role, typed=f"{typed}\n")


def shown(result):
    return json.loads(result.stdout)


def test_the_first_administrator_types_a_password_and_none_is_printed(run, installation):
    result = add(run)
    assert result.exit_code == 0
    assert PASSWORD not in result.output
    assert sign_in(installation, Attempt("quan-tri", PASSWORD)).actor.role == "administrator"


def test_the_first_administrator_sets_an_app_up_and_is_let_in_again_after_losing_it(run, installation):
    assert "users second-factor quan-tri" in add(run).output
    with serve(get_settings()) as served:
        first = sign_in_at(served)
        assert first.json()["needs"] == "set_up"
        begun = served.client.post("/api/v1/me/second-factor", headers=cookie(first)).json()
        app = pyotp.TOTP(begun["secret"])
        shown_code = {"sealed": begun["sealed"], "code": app.now()}
        assert served.client.put("/api/v1/me/second-factor", json=shown_code, headers=cookie(first)).is_success
        second = sign_in_at(served, code=next_code(app, datetime.now(UTC)))
        assert second.json()["needs"] == "nothing"
        new = {"login": "truong", "name": "Trưởng MẪU", "role": "head", "password": PASSWORD}
        assert served.client.post("/api/v1/people", json=new, headers=cookie(second)).status_code == 201
        assert run("users", "second-factor", "quan-tri", "--remove").exit_code == 0
        assert sign_in_at(served).json()["needs"] == "set_up"


def sign_in_at(served, **asked):
    return served.client.post("/api/v1/sessions", json={"login": "quan-tri", "password": PASSWORD, **asked})


def cookie(response):
    return {"Cookie": response.headers["set-cookie"].partition(";")[0]}


@pytest.mark.parametrize(
    ("typed", "told"),
    [("", "Chưa nhập"), ("ngan", "ít nhất 15"), ("matkhau123456789", "dễ đoán"), ("quan-tri MẪU 2026", "tên")],
)
def test_a_weak_password_or_none_adds_nobody(run, installation, typed, told):
    result = add(run, typed=typed)
    assert result.exit_code == 2
    assert told in result.output
    assert shown(run("users", "list", "--json")) == []


def test_people_are_listed_disabled_enabled_and_given_passwords(run, installation):
    add(run)
    add(run, "lan", "officer")
    assert [(one["login"], one["role"], one["disabled_at"]) for one in shown(run("users", "list", "--json"))] == [
        ("lan", "officer", None),
        ("quan-tri", "administrator", None),
    ]
    assert "lan" in run("users", "list").output
    assert run("users", "disable", "lan").exit_code == 0
    with pytest.raises(SignInRefused):
        sign_in(installation, Attempt("lan", PASSWORD))
    assert run("users", "disable", "lan", "--enable").exit_code == 0
    assert run("users", "password", "lan", typed="một mật khẩu dài khác hẳn\n").exit_code == 0
    assert sign_in(installation, Attempt("lan", "một mật khẩu dài khác hẳn")).needs == "nothing"
    assert run("users", "disable", "quan-tri").exit_code == 2
    assert "không có tài khoản" in run("users", "unlock", "ai-do").output.lower()


def test_who_has_to_wait_is_shown_and_let_in_again(run, installation):
    add(run, "lan", "officer")
    for _ in range(5):
        with pytest.raises(SignInRefused):
            sign_in(installation, Attempt("lan", "sai"))
    assert shown(run("users", "list", "--json"))[0]["waits_until"] is not None
    assert run("users", "unlock", "lan").exit_code == 0
    assert shown(run("users", "list", "--json"))[0]["waits_until"] is None


def test_a_second_factor_needs_a_code_of_the_app_and_can_be_removed(run, installation):
    add(run, "lan", "officer")
    assert run("users", "second-factor", "lan", typed="000000\n").exit_code == 2
    assert run("users", "second-factor", "lan", typed="").exit_code == 2
    assert shown(run("users", "list", "--json"))[0]["has_second_factor"] is False
    assert run("users", "second-factor", "lan", "--remove").exit_code == 0


def test_a_key_is_shown_once_and_revoked_at_once(run, installation):
    made = shown(run("keys", "add", "Hệ thống MẪU", "--scope", "dossier.read", "--days", "3", "--json"))
    assert actor_of_key(installation, made["key"]).scopes == {"dossier.read"}
    listed = run("keys", "list", "--json")
    assert made["key"].partition(".")[2] not in listed.output
    assert made["id"] in run("keys", "list").output
    assert run("keys", "revoke", made["id"]).exit_code == 0
    assert actor_of_key(installation, made["key"]) is None
    assert run("keys", "add", "MẪU", "--scope", "confirmation.make").exit_code == 2
    assert "dossier.read" in run("keys", "scopes").output.split()


def test_the_log_is_whole_until_somebody_changes_it(run, installation, tmp_path):
    add(run)
    anchors = tmp_path / "moc.jsonl"
    assert run("audit", "anchor", "--append", anchors).exit_code == 0
    whole = run("audit", "verify", "--anchors", anchors)
    assert (whole.exit_code, "nguyên vẹn" in whole.output) == (0, True)
    with writing(installation.sessions) as session:
        session.execute(text("UPDATE audit SET actor = 'khac'"))
    broken = run("audit", "verify")
    assert (broken.exit_code, "Mục 1" in broken.output) == (1, True)
    assert [one["kind"] for one in shown(run("audit", "verify", "--json"))["findings"]] == ["altered"]


def test_the_log_is_written_out_for_its_owner_alone(run, installation, tmp_path):
    add(run)
    out = tmp_path / "nhat-ky.jsonl"
    assert run("audit", "export", "--out", out).exit_code == 0
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert [json.loads(line)["action"] for line in out.read_text(encoding="utf-8").splitlines()] == ["person.add"]
    assert [json.loads(line)["action"] for line in run("audit", "export").stdout.splitlines()][-1] == "audit.export"
    assert run("audit", "export", "--since", "hôm qua").exit_code == 2


def test_a_persons_data_are_written_out_and_erased_by_a_number_that_is_typed(run, installation, tmp_path):
    identifier = read_dossier(installation)
    out = tmp_path / "ra"
    assert run("privacy", "export", "--out", out, "--why", "đề nghị", typed=f"{NUMBER}\n").exit_code == 0
    told = (out / identifier / "dossier.json").read_text(encoding="utf-8")
    assert (NAME in told, OTHER_NAME in told) == (True, False)
    refused = run("privacy", "erase", "--why", "đề nghị", typed=f"{NUMBER}\nkhông\n")
    assert refused.exit_code == 1
    assert run("privacy", "erase", "--why", "đề nghị", typed=f"{NUMBER}\ncó\n").exit_code == 0
    again = run("privacy", "erase", "--why", "đề nghị", typed=f"{NUMBER}\n")
    assert (again.exit_code, "Không có hồ sơ" in again.output) == (2, True)
    assert run("privacy", "erase", "--why", " ", typed=f"{NUMBER}\n").exit_code == 2
    assert run("audit", "verify").exit_code == 0


def test_retention_tells_what_went(run, installation):
    decide(installation, read_dossier(installation))
    assert shown(run("privacy", "retain", "--json")) == {"decided": 0, "abandoned": 0}
    assert "0 hồ sơ" in run("privacy", "retain").output


def test_the_log_of_an_older_backup_is_accepted_by_a_person_alone(run, installation):
    add(run)
    assert run("audit", "verify").exit_code == 0
    with writing(installation.sessions) as session:
        session.execute(text("DELETE FROM audit"))
        session.execute(text("DELETE FROM audit_head"))
    assert run("audit", "verify").exit_code == 1
    assert run("audit", "anchor", "--renew").exit_code == 0
    assert run("audit", "verify").exit_code == 0
    assert "audit.renew" in run("audit", "export").stdout


@pytest.mark.parametrize(
    ("login", "role", "told"), [("lan anh", "officer", "lan anh"), ("lan", "boss", "scanning_clerk")]
)
def test_a_wrong_login_or_role_is_told_before_a_password_is_asked_for(run, login, role, told):
    result = add(run, login, role, typed="")
    assert result.exit_code == 2
    assert told in result.output
