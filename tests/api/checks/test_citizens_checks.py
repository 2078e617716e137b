"""Citizens' checks: no account, consent noted, one's own check alone, gone without a trace, taken over by a code."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from served import Served, serve
from service_builder import settings_of, work_all
from sqlalchemy import inspect, text, update
from worker_builder import typed_file

from intake_ai.audit.repository import AuditRepository, EntryFilter
from intake_ai.checks import service as checks
from intake_ai.checks.service import CONSENT
from intake_ai.dossier.tables import DossierRow
from intake_ai.storage.transactions import reading, writing
from intake_ai.work.purging import purge

V1 = "/api/v1"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve(settings_of(tmp_path_factory.mktemp("checks"), check_mb=1, check_files=3, checks_per_hour=0)) as running:
        yield running


def begun(served: Served) -> tuple[str, dict[str, str]]:
    """A check's id, and what opens it."""
    response = served.client.post(f"{V1}/checks", json={"consent": CONSENT})
    assert response.status_code == 201, response.text
    return response.json()["dossier"]["id"], {"Authorization": f"Bearer {response.json()['token']}"}


def with_file(served: Served, tmp_path: Path) -> tuple[str, dict[str, str]]:
    """A check of one typed page that was read and looked at."""
    dossier, citizen = begun(served)
    file = typed_file(tmp_path, 1, pages=1)
    sent = {"files": [("files", (file.name, file.read_bytes()))], "headers": citizen}
    assert served.client.post(f"{V1}/dossiers/{dossier}/files", **sent).status_code == 201  # type: ignore[arg-type]
    assert served.client.post(f"{V1}/dossiers/{dossier}/submit", headers=citizen).status_code == 202
    work_all(served.installation)
    return dossier, citizen


def get(served: Served, dossier: str, path: str, who: dict[str, str]) -> Any:
    return served.client.get(f"{V1}/dossiers/{dossier}{path}", headers=who)


def test_the_text_to_agree_to_is_told_in_the_citizen_s_language(served: Served) -> None:
    told = served.client.get(f"{V1}/checks/consent", headers={"Accept-Language": "en"}).json()
    assert told["version"] == CONSENT
    assert "30 minutes" in told["text"]
    assert "30 phút" in served.client.get(f"{V1}/checks/consent").json()["text"]


def test_consent_to_the_text_in_force_is_needed_and_noted(served: Served) -> None:
    outdated = served.client.post(f"{V1}/checks", json={"consent": "2020-01"})
    assert (outdated.status_code, outdated.json()["code"]) == (422, "check-consent-outdated")
    assert served.client.post(f"{V1}/checks", json={}).status_code == 422
    dossier, _ = begun(served)
    with reading(served.installation.sessions) as session:
        wanted = EntryFilter(action="check.create", subject=dossier)
        (entry,) = AuditRepository(session).in_order(wanted)
    assert entry.detail == {"consent": CONSENT}


def test_a_citizen_sees_the_own_check_alone(served: Served, tmp_path: Path) -> None:
    dossier, citizen = with_file(served, tmp_path)
    for path in ("", "/report", "/files", "/pages", "/papers", "/fields", "/events"):
        assert get(served, dossier, path, citizen).status_code == 200, path
    _, stranger = begun(served)
    for path in ("", "/report", "/files", "/pages"):
        assert get(served, dossier, path, stranger).status_code == 404, path
        assert get(served, dossier, path, served.person("officer")).status_code == 404, path
        assert get(served, dossier, path, {}).status_code == 401, path
    assert served.client.get(f"{V1}/dossiers", headers=citizen).status_code == 403
    said = {"report": "0" * 64, "decision": "complete"}
    refused = served.client.post(f"{V1}/dossiers/{dossier}/confirmations", json=said, headers=citizen)
    assert refused.status_code == 403


def test_pictures_of_a_check_are_kept_by_no_browser(served: Served, tmp_path: Path) -> None:
    dossier, citizen = with_file(served, tmp_path)
    (page,) = get(served, dossier, "/pages", citizen).json()["items"]
    picture = served.client.get(page["images"][0]["href"], headers=citizen)
    assert Image.open(io.BytesIO(picture.content)).format == "JPEG"
    assert picture.headers["cache-control"] == "no-store"


def test_a_check_takes_little(served: Served) -> None:
    dossier, citizen = begun(served)
    large = [("files", ("a.pdf", bytes(2 << 20)))]
    assert served.client.post(f"{V1}/dossiers/{dossier}/files", files=large, headers=citizen).status_code == 413
    many = [("files", (f"{number}.pdf", b"x")) for number in range(4)]
    assert served.client.post(f"{V1}/dossiers/{dossier}/files", files=many, headers=citizen).status_code == 413


@pytest.mark.parametrize("how", ["asked", "expired"])
def test_nothing_is_left_of_a_check(served: Served, tmp_path: Path, how: str) -> None:
    """Rows, files, readings, pictures, parts of files under way: only that there was a check, and when, is kept."""
    files_before, rows_before = _blobs(served), _rows(served)
    dossier, citizen = with_file(served, tmp_path)
    (page,) = get(served, dossier, "/pages", citizen).json()["items"]
    assert served.client.get(page["images"][1]["href"], headers=citizen).status_code == 200
    headers = {**citizen, "Tus-Resumable": "1.0.0", "Upload-Length": "10"}
    part = {**headers, "Content-Type": "application/offset+octet-stream"}
    served.client.post(f"{V1}/dossiers/{dossier}/resumable-files", headers=part, content=b"abc")
    assert _blobs(served) != files_before
    if how == "asked":
        assert served.client.delete(f"{V1}/checks/{dossier}", headers=citizen).status_code == 204
    else:
        _age(served, dossier, DossierRow.expires_at, timedelta(hours=1))
    assert get(served, dossier, "", citizen).status_code == 401
    purge(served.installation)
    assert _blobs(served) == files_before
    _age(served, dossier, DossierRow.changed_at, timedelta(hours=1))
    purge(served.installation)
    assert _rows(served) == rows_before


def _age(served: Served, dossier: str, column: Any, by: timedelta) -> None:
    with writing(served.installation.sessions) as session:
        session.execute(update(DossierRow).where(DossierRow.id == dossier).values({column: datetime.now(UTC) - by}))


def _blobs(served: Served) -> set[str]:
    return {name for folder in ("content/", "named/") for name in served.installation.blobs.objects.names(folder)}


def _rows(served: Served) -> dict[str, int]:
    """Rows by table; what is counted over all time and the log aside."""
    lasting = {"audit", "audit_head", "work_count", "worker_process", "lead", "session", "person"}
    with reading(served.installation.sessions) as session:
        tables = set(inspect(session.get_bind()).get_table_names()) - lasting
        return {table: session.scalar(text(f'SELECT count(*) FROM "{table}"')) or 0 for table in tables}  # noqa: S608


def test_an_officer_takes_a_check_over_by_its_code(served: Served, tmp_path: Path) -> None:
    dossier, citizen = with_file(served, tmp_path)
    shown = served.client.post(f"{V1}/checks/{dossier}/code", headers=citizen)
    assert shown.status_code == 201, shown.text
    officer = served.person("officer")
    code = shown.json()["code"].lower().replace("-", " ")
    taken = served.client.post(f"{V1}/checks/take-over", json={"code": code}, headers=officer)
    assert taken.status_code == 200, taken.text
    assert (taken.json()["id"], taken.json()["purpose"], taken.json()["expires_at"]) == (dossier, "counter", None)
    assert get(served, dossier, "/report", officer).status_code == 200
    assert get(served, dossier, "/report", citizen).status_code == 401
    again = served.client.post(f"{V1}/checks/take-over", json={"code": code}, headers=officer)
    assert (again.status_code, again.json()["code"]) == (404, "check-code-unknown")
    purge(served.installation)
    assert get(served, dossier, "/report", officer).status_code == 200


def test_a_code_is_good_once_and_not_for_long(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier, citizen = begun(served)
    officer = served.person("officer")
    first = served.client.post(f"{V1}/checks/{dossier}/code", headers=citizen).json()["code"]
    served.client.post(f"{V1}/checks/{dossier}/code", headers=citizen)
    assert served.client.post(f"{V1}/checks/take-over", json={"code": first}, headers=officer).status_code == 404
    monkeypatch.setattr(checks, "_CODE_LASTS", timedelta(seconds=-1))
    late = served.client.post(f"{V1}/checks/{dossier}/code", headers=citizen).json()["code"]
    assert served.client.post(f"{V1}/checks/take-over", json={"code": late}, headers=officer).status_code == 404


def test_who_has_no_account_here_takes_nothing_over(served: Served) -> None:
    dossier, citizen = begun(served)
    code = served.client.post(f"{V1}/checks/{dossier}/code", headers=citizen).json()["code"]
    assert served.client.post(f"{V1}/checks/take-over", json={"code": code}, headers=citizen).status_code == 403
    assert served.client.post(f"{V1}/checks/take-over", json={"code": code}).status_code == 401


def test_a_citizen_deletes_no_other_check(served: Served) -> None:
    dossier, _ = begun(served)
    _, stranger = begun(served)
    assert served.client.delete(f"{V1}/checks/{dossier}", headers=stranger).status_code == 404


def test_checks_from_one_address_are_limited(tmp_path: Path) -> None:
    with serve(settings_of(tmp_path, checks_per_hour=2)) as served:
        answers = [served.client.post(f"{V1}/checks", json={"consent": CONSENT}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert 0 < int(answers[2].headers["retry-after"]) <= 3600
    assert answers[2].json()["code"] == "check-too-many"


def test_two_api_processes_count_together(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, checks_per_hour=2)
    with serve(settings) as one, serve(settings) as other:
        answers = [each.client.post(f"{V1}/checks", json={"consent": CONSENT}) for each in (one, other, one, other)]
    assert [answer.status_code for answer in answers] == [201, 201, 429, 429]


def test_all_checks_under_way_are_limited_whatever_the_addresses(tmp_path: Path) -> None:
    with serve(settings_of(tmp_path, checks_per_hour=0, checks_at_once=2)) as served:
        first, _ = begun(served)
        begun(served)
        refused = served.client.post(f"{V1}/checks", json={"consent": CONSENT})
        assert (refused.status_code, refused.json()["code"]) == (429, "check-busy")
        _age(served, first, DossierRow.expires_at, timedelta(minutes=1))
        begun(served)
