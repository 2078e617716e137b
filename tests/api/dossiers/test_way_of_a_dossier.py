"""A dossier's way through the API, from making it to the officer's decision."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from httpx import Response
from PIL import Image
from served import Served, serve
from service_builder import files_of, settings_of, work_all

from intake_ai.audit.repository import AuditRepository, EntryFilter
from intake_ai.audit.verifying import verify
from intake_ai.dossier.report import Report
from intake_ai.storage.transactions import reading

SAMPLE = "khai-sinh-du"
V1 = "/api/v1"


@dataclass
class Read:
    """A sample dossier that was read, and who works with it."""

    served: Served
    id: str
    officer: dict[str, str]
    clerk: dict[str, str]

    def get(self, path: str, who: dict[str, str] | None = None, **more: Any) -> Response:
        return self.served.client.get(f"{V1}/dossiers/{self.id}{path}", headers={**(who or self.officer), **more})

    def json(self, path: str, who: dict[str, str] | None = None) -> Any:
        response = self.get(path, who)
        assert response.status_code == 200, response.text
        return response.json()

    def items(self, path: str, who: dict[str, str] | None = None) -> list[Any]:
        listed: list[Any] = self.json(path, who)["items"]
        return listed

    def ask(self, method: str, path: str, who: dict[str, str] | None = None, **more: Any) -> Response:
        headers = {**(who or self.officer), **more.pop("headers", {})}
        return self.served.client.request(method, f"{V1}/dossiers/{self.id}{path}", headers=headers, **more)

    def audited(self, action: str) -> list[Any]:
        with reading(self.served.installation.sessions) as session:
            wanted = EntryFilter(action=action, subject_kind="dossier", subject=self.id)
            return list(AuditRepository(session).in_order(wanted))


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Read]:
    with serve(settings_of(tmp_path_factory.mktemp("served"))) as served:
        officer, clerk = served.person("officer"), served.person("scanning_clerk")
        made = served.client.post(f"{V1}/dossiers", json={"received": "2026-11-22"}, headers=clerk)
        assert made.status_code == 201, made.text
        dossier = made.json()
        assert made.headers["location"] == f"{V1}/dossiers/{dossier['id']}"
        files = [("files", (path.name, path.read_bytes())) for path in files_of(SAMPLE)]
        added = served.client.post(f"{V1}/dossiers/{dossier['id']}/files", files=files, headers=clerk)
        assert added.status_code == 201, added.text
        sent = served.client.post(f"{V1}/dossiers/{dossier['id']}/submit", headers=clerk)
        assert (sent.status_code, sent.json()["state"]) == (202, "reading"), sent.text
        work_all(served.installation)
        yield Read(served, dossier["id"], officer, clerk)


def test_the_report_is_the_contract_s(read: Read) -> None:
    response = read.get("/report")
    assert response.status_code == 200
    report = Report.model_validate_json(response.content)
    assert report.procedure is not None
    assert read.json("")["report"] == response.headers["etag"].strip('"')


@pytest.mark.parametrize("path", ["", "/procedure", "/first-look", "/report", "/pages", "/papers", "/fields"])
def test_who_knows_the_version_is_not_told_it_again(read: Read, path: str) -> None:
    told = read.get(path)
    again = read.get(path, **{"If-None-Match": told.headers["etag"]})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", told.headers["etag"])


def test_a_first_look_came_before(read: Read) -> None:
    assert read.json("/first-look")["schema"] == "intake-first-look/1"
    kinds = [event["kind"] for event in read.items("/events")]
    assert kinds.index("looked") < kinds.index("checked")
    assert kinds.count("page-read") == read.json("")["pages"]


def test_events_are_asked_for_from_a_number_on(read: Read) -> None:
    events = read.items("/events")
    assert read.items(f"/events?after={events[3]['id']}") == events[4:]


def test_papers_and_pages_point_to_each_other(read: Read) -> None:
    pages = read.items("/pages")
    papers = read.items("/papers")
    known = {(page["file_id"], page["page"]) for page in pages}
    assert papers
    assert all((point["file_id"], point["page"]) in known for paper in papers for point in paper["pages"])
    assert {page["state"] for page in pages} == {"read"}


def test_pages_are_shown_in_all_sizes_and_kept_by_no_browser(read: Read) -> None:
    page = read.items("/pages")[0]
    for image in page["images"]:
        response = read.served.client.get(image["href"], headers=read.officer)
        assert response.status_code == 200, response.text
        assert response.headers["content-type"] == "image/jpeg"
        assert max(Image.open(io.BytesIO(response.content)).size) <= image["side"]
        assert response.headers["cache-control"] == "no-store"
        same = {**read.officer, "If-None-Match": response.headers["etag"]}
        assert read.served.client.get(image["href"], headers=same).status_code == 304


def test_an_address_that_leaves_the_direction_open_is_asked_for_anew(read: Read) -> None:
    file_id = read.items("/pages")[0]["file_id"]
    response = read.get(f"/files/{file_id}/pages/1/image?side=240&format=png")
    assert response.headers["content-type"] == "image/png"
    assert response.headers["cache-control"] == "no-store"
    assert Image.open(io.BytesIO(response.content)).format == "PNG"


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/files/{file}/pages/1/image?side=241", 422, "picture-side"),
        ("/files/{file}/pages/1/image?side=100000", 422, "http-422"),
        ("/files/{file}/pages/1/image?turned=45", 422, "http-422"),
        ("/files/{file}/pages/99/image", 404, "page-unknown"),
        ("/files/{file}/pages/0/image", 422, "http-422"),
        ("/files/" + "0" * 32 + "/pages/1/image", 404, "upload-unknown"),
        ("/fields/" + "0" * 32 + "/image", 404, "field-unknown"),
    ],
)
def test_a_picture_that_is_not_there_is_told_so(read: Read, path: str, status: int, code: str) -> None:
    file_id = read.items("/pages")[0]["file_id"]
    response = read.get(path.replace("{file}", file_id))
    assert (response.status_code, response.json()["code"]) == (status, code)


def test_a_value_shows_its_place(read: Read) -> None:
    field = next(field for field in read.items("/fields") if field["image"])
    response = read.served.client.get(field["image"], headers=read.officer)
    assert response.status_code == 200, response.text
    width, height = Image.open(io.BytesIO(response.content)).size
    left, top, right, bottom = field["bbox"]
    assert width / height == pytest.approx((right - left + 0.024) * 210 / ((bottom - top + 0.016) * 297), rel=0.25)


def test_a_file_comes_back_as_it_was_sent_and_is_never_shown(read: Read) -> None:
    (first, *_) = read.items("/files")
    response = read.get(f"/files/{first['id']}/content")
    assert response.content == files_of(SAMPLE)[0].read_bytes()
    assert response.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in response.headers["content-security-policy"]


def test_looks_are_in_the_log_once_for_a_person_and_session(read: Read) -> None:
    head = read.served.person("head")
    for path in ("/report", "/pages", "/fields", "/files", "/papers"):
        read.json(path, head)
    looks = [entry for entry in read.audited("dossier.look") if entry.actor == read.served.people["head.mau"]]
    assert len(looks) == 1


def test_nobody_else_s_department_sees_it(read: Read) -> None:
    stranger = read.served.person("department", "dat-dai")
    for path in ("", "/report", "/files", "/pages", "/fields", "/events", "/events/stream"):
        response = read.get(path, stranger)
        assert (response.status_code, response.json()["code"]) == (404, "not-found"), path


def test_a_correction_needs_the_version_seen_and_is_checked_anew(read: Read) -> None:
    field = next(field for field in read.items("/fields") if field["kind"] == "full_name")
    without = read.ask("PUT", f"/fields/{field['id']}", json={"value": "Trần Thị Mẫu"})
    assert without.status_code == 428
    outdated = read.ask("PUT", f"/fields/{field['id']}", json={"value": "Trần Thị Mẫu"}, headers={"If-Match": '"1"'})
    assert outdated.status_code == 412
    tag = read.get("").headers["etag"]
    made = read.ask("PUT", f"/fields/{field['id']}", json={"value": "Trần Thị Mẫu"}, headers={"If-Match": tag})
    assert made.status_code == 200, made.text
    assert (made.json()["before"], made.json()["after"]) == (field["value"], "Trần Thị Mẫu")
    work_all(read.served.installation)
    now = next(one for one in read.items("/fields") if one["id"] == field["id"])
    assert (now["value"], now["source"], now["status"]) == ("Trần Thị Mẫu", "officer", "accepted")
    assert now["correction"] == made.json()["id"]
    undone = read.ask("POST", f"/corrections/{now['correction']}/undo")
    assert undone.status_code == 200, undone.text
    work_all(read.served.installation)
    again = next(one for one in read.items("/fields") if one["id"] == field["id"])
    assert (again["value"], again["correction"]) == (field["value"], None)
    (correction,) = read.items("/corrections")
    assert correction["made_at"] == made.json()["made_at"]
    assert all(datetime.fromisoformat(correction[name]).tzinfo for name in ("made_at", "undone_at"))
    told = read.audited("field.correct")
    assert told[0].detail["field"] == field["id"]
    assert field["value"].encode() not in (told[0].before_after or b"")


def test_choosing_another_procedure_checks_anew_without_reading(read: Read) -> None:
    tag = read.get("").headers["etag"]
    refused = read.ask("PUT", "/procedure", json={"procedure": "9.999999"}, headers={"If-Match": tag})
    assert (refused.status_code, refused.json()["code"]) == (400, "procedure-not-active")
    loose = read.ask("PUT", "/procedure", json={"situation": {"case": 1}}, headers={"If-Match": tag})
    assert loose.json()["code"] == "situation-without-procedure"
    code = read.json("/report")["procedure"]["code"]
    chosen = read.ask("PUT", "/procedure", json={"procedure": code}, headers={"If-Match": tag})
    assert chosen.status_code == 200, chosen.text
    work_all(read.served.installation)
    assert read.json("/procedure")["procedure"] == code
    assert read.json("/report")["procedure"]["confidence"] == 1


def test_only_an_officer_decides_and_only_on_the_report_in_force(read: Read) -> None:
    report = read.json("")["report"]
    said = {"report": report, "decision": "complete", "note": "Đủ thành phần."}
    assert read.ask("POST", "/confirmations", read.clerk, json=said).status_code == 403
    outdated = read.ask("POST", "/confirmations", json={**said, "report": "0" * 64})
    assert (outdated.status_code, outdated.json()["code"]) == (412, "dossier-changed")
    key = {"Idempotency-Key": "quyet-dinh-mau-0001"}
    made = read.ask("POST", "/confirmations", json=said, headers=key)
    assert made.status_code == 201, made.text
    assert read.ask("POST", "/confirmations", json=said, headers=key).json() == made.json()
    (shown,) = read.items("/confirmations")
    assert (shown["decision"], shown["note"], shown["report"]) == ("complete", "Đủ thành phần.", report)
    assert read.json("")["state"] == "confirmed"
    (entry,) = read.audited("confirmation.make")
    assert entry.detail["proposed"] == shown["proposed"]


def test_a_decided_dossier_takes_no_file_and_no_correction(read: Read) -> None:
    late = read.ask("POST", "/files", files=[("files", ("muon.pdf", b"%PDF-1"))])
    assert (late.status_code, late.json()["code"]) == (409, "dossier-confirmed")
    field = read.items("/fields")[0]["id"]
    tag = read.get("").headers["etag"]
    assert read.ask("PUT", f"/fields/{field}", json={"value": "x"}, headers={"If-Match": tag}).status_code == 409


def test_the_list_tells_nothing_of_whom_a_dossier_is_about(read: Read) -> None:
    response = read.served.client.get(f"{V1}/dossiers", headers=read.officer)
    assert [one["id"] for one in response.json()["items"]] == [read.id]
    names = {field["value"] for field in read.items("/fields") if field["kind"] in {"full_name", "id_number"}}
    assert names
    assert not any(name in response.text for name in names if name)


def test_the_audit_log_holds_all_of_it_untouched(read: Read) -> None:
    with reading(read.served.installation.sessions) as session:
        assert not verify(session, read.served.installation.keys).findings
