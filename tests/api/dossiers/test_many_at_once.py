"""Many clerks, systems and workers at the same few dossiers at once, through two services on one database."""

import os
import random
import secrets
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from httpx import Response
from served import Served, serve
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from intake_ai.audit.proposals import record_proposal
from intake_ai.audit.tables import AuditRow
from intake_ai.audit.verifying import verify
from intake_ai.dossier.documents import DossierDocuments
from intake_ai.dossier.report import FieldReport, FileReport, PagePlace, Report
from intake_ai.dossier.repository import DossierRepository
from intake_ai.dossier.states import PRIORITIES
from intake_ai.dossier.tables import ConfirmationRow, CorrectionRow, DossierRow, EventRow, UploadRow
from intake_ai.privacy.index import index_people
from intake_ai.settings import Settings
from intake_ai.storage.installation import Installation
from intake_ai.storage.transactions import reading, writing
from intake_ai.work.claiming import claim
from intake_ai.work.finishing import settle
from intake_ai.work.outcomes import Checked, Claimed, Failure, Glanced, Looked, Opened, PageDone, Result
from intake_ai.work.processes import leave, register
from intake_ai.work.tables import WorkRow

V1 = "/api/v1/dossiers"
PEOPLE, STEPS = 6, int(os.environ.get("INTAKE_AI_TEST_STEPS", "12"))
"""More steps find more; thousands were tried."""
CODES = ("MAU-1", "MAU-2", "MAU-3")
CONTENTS = [f"không phải tệp đọc được, bản MẪU {number}".encode() for number in range(4)]


@dataclass
class Crowd:
    """Who works at the same dossiers.

    Attributes:
        done: What was answered as done, by action.
        wrong: What must never be.
    """

    services: tuple[Served, Served]
    dossiers: list[str] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    is_over: threading.Event = field(default_factory=threading.Event)

    @property
    def installation(self) -> Installation:
        return self.services[0].installation

    def ask(self, chance: random.Random, action: str, method: str, path: str, **more: Any) -> Response:
        """One request; every third of the POSTs comes twice, with a key, to both services."""
        headers = more.pop("headers", {})
        times = 1
        if method == "POST" and chance.random() < 0.3:
            headers["Idempotency-Key"], times = secrets.token_hex(8), 2
        answers = [
            chance.choice(self.services).client.request(method, path, headers={**self.officer, **headers}, **more)
            for _ in range(times)
        ]
        for answer in answers:
            if answer.status_code >= 500:
                self.wrong.append(f"{action}: {answer.status_code} {answer.text}")
        if any(answer.is_success for answer in answers):
            self.done[action] += 1
        return answers[-1]

    def at_once(self, *calls: Callable[[], None]) -> None:
        threads = [threading.Thread(target=self.told, args=(call,)) for call in calls]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def told(self, call: Callable[[], None]) -> None:
        try:
            call()
        except Exception:  # noqa: BLE001  told when all are done
            self.wrong.append(traceback.format_exc())

    def __post_init__(self) -> None:
        self.officer = self.services[0].person("officer")


def report_of(uploads: list[UploadRow], corrected: str) -> Report:
    """A report with one field, as short as it may be."""
    files = [FileReport(name=upload.name, sha256=upload.sha256, pages=1) for upload in uploads]
    value = FieldReport(
        kind="full_name",
        role="applicant",
        label="Họ tên",
        value=corrected or "NGUYỄN VĂN MẪU",
        raw="",
        confidence=0.9,
        source="ocr",
        status="accepted",
        paper="p1",
        page=PagePlace(file=files[0].name, page=1),
        bbox=(0.1, 0.1, 0.5, 0.2),
        by_hand=False,
        suggestions=[],
    )
    return Report(
        schema="intake-report/1",
        dossier_id="",
        received=date(2026, 11, 23),
        catalogue_version="mau",
        files=files,
        pages=[],
        papers=[],
        procedure=None,
        fields=[value],
        components=[],
        problems=[],
        questions=[],
        verdict="complete",
        timings={},
    )


def result_of(session: Session, installation: Installation, claimed: Claimed, chance: random.Random) -> Result:
    """What comes of a piece of work, told by chance instead of by reading."""
    if chance.random() < 0.05:
        return Failure("work-failed", 1)
    match claimed.kind:
        case "open":
            return Opened("pdf", 1)
        case "glance":
            return Glanced()
        case "read":
            return PageDone()
        case "look":
            return Looked(None)
        case "check":
            uploads = list(DossierRepository(session).uploads(claimed.dossier))
            report = report_of(uploads, str(chance.randrange(3)))
            kept = DossierDocuments(installation.blobs).keep_report(claimed.dossier, report)
            return Checked(kept, "complete", None, report)


def work(crowd: Crowd, process: str, seed: int) -> None:
    """A worker: claims, settles, and at times is taken for dead in between."""
    installation, chance, turn = crowd.installation, random.Random(seed), 0  # noqa: S311
    while True:
        with writing(installation.sessions) as session:
            register(session, process, "here", PRIORITIES)
            claimed = claim(session, process, PRIORITIES, turn, patience=0.0)
        turn += 1
        if claimed is None:
            if crowd.is_over.wait(0.01) and not is_something_left(installation):
                return
            continue
        with reading(installation.sessions) as session:
            result = result_of(session, installation, claimed, chance)
        if chance.random() < 0.1:
            with writing(installation.sessions) as session:
                leave(session, process)
        with writing(installation.sessions) as session:
            if settle(session, claimed, result) is not None and isinstance(result, Checked):
                index_people(session, installation.keys, claimed.dossier, report_of_checked(result))
                record_proposal(session, installation.keys, DossierRepository(session).get(claimed.dossier))


def is_something_left(installation: Installation) -> bool:
    """Also what rests for a moment, because its process was taken for dead."""
    with reading(installation.sessions) as session:
        left = select(WorkRow.id).where(WorkRow.state.in_(("waiting", "running")))
        return session.scalar(left.limit(1)) is not None


def report_of_checked(checked: Checked) -> Report:
    assert checked.content is not None
    return checked.content


def clerk(crowd: Crowd, seed: int) -> None:
    """Somebody who does whatever comes to mind with whatever dossier."""
    chance = random.Random(seed)  # noqa: S311
    likely = {make: 1, upload: 4, remove: 1, submit: 4, end: 1, begin_again: 4, correct: 6, take_back: 3, decide: 2}
    for step in chance.choices((*likely, list_them), (*likely.values(), 1), k=STEPS):
        step(crowd, chance)
        crowd.is_over.wait(0.05)  # a moment for the workers


def make(crowd: Crowd, chance: random.Random) -> None:
    code = chance.choice(CODES)
    crowd.ask(chance, "made", "POST", V1, json={"code": code})


def upload(crowd: Crowd, chance: random.Random) -> None:
    crowd.ask(chance, "added", "POST", f"{a_dossier(crowd, chance)}/files", files=two_files(chance))


def two_files(chance: random.Random) -> list[tuple[str, tuple[str, bytes]]]:
    """Of few contents, so that dossiers share them."""
    numbers = chance.sample(range(len(CONTENTS)), 2)
    return [("files", (f"to-{number}.pdf", CONTENTS[number])) for number in numbers]


def remove(crowd: Crowd, chance: random.Random) -> None:
    dossier = a_dossier(crowd, chance)
    listed = crowd.ask(chance, "looked", "GET", f"{dossier}/files").json()["items"]
    if len(listed) > 2:
        crowd.ask(chance, "removed", "DELETE", f"{dossier}/files/{chance.choice(listed)['id']}")


def submit(crowd: Crowd, chance: random.Random) -> None:
    crowd.ask(chance, "submitted", "POST", f"{a_dossier(crowd, chance)}/submit")


def end(crowd: Crowd, chance: random.Random) -> None:
    crowd.ask(chance, "cancelled", "POST", f"{a_dossier(crowd, chance)}/cancel")


def begin_again(crowd: Crowd, chance: random.Random) -> None:
    crowd.ask(chance, "restarted", "POST", f"{a_dossier(crowd, chance)}/restart")


def correct(crowd: Crowd, chance: random.Random) -> None:
    dossier = a_dossier(crowd, chance)
    listed = crowd.ask(chance, "looked", "GET", f"{dossier}/fields")
    if listed.is_success:
        field, value = listed.json()["items"][0]["id"], f"TRẦN THỊ MẪU {chance.randrange(100)}"
        seen = {"If-Match": listed.headers["ETag"]}
        crowd.ask(chance, "corrected", "PUT", f"{dossier}/fields/{field}", headers=seen, json={"value": value})


def take_back(crowd: Crowd, chance: random.Random) -> None:
    dossier = a_dossier(crowd, chance)
    made = crowd.ask(chance, "looked", "GET", f"{dossier}/corrections").json()["items"]
    if made:
        crowd.ask(chance, "undone", "POST", f"{dossier}/corrections/{made[-1]['id']}/undo")


def decide(crowd: Crowd, chance: random.Random) -> None:
    dossier = a_dossier(crowd, chance)
    report = crowd.ask(chance, "looked", "GET", dossier).json()["report"]
    if report:
        crowd.ask(
            chance, "confirmed", "POST", f"{dossier}/confirmations", json={"report": report, "decision": "complete"}
        )


def list_them(crowd: Crowd, chance: random.Random) -> None:
    piece = crowd.ask(chance, "looked", "GET", f"{V1}?limit=2").json()
    if piece["next"]:
        crowd.ask(chance, "looked", "GET", f"{V1}?limit=2&cursor={piece['next']}")


def a_dossier(crowd: Crowd, chance: random.Random) -> str:
    return f"{V1}/{chance.choice(crowd.dossiers)}"


def test_nothing_is_lost_or_doubled_and_nobody_fails(settings_on: Settings):
    with serve(settings_on) as one, serve(settings_on) as other:
        crowd = Crowd((one, other))
        workers = [
            threading.Thread(target=crowd.told, args=(lambda n=n: work(crowd, f"may-{n}", n),)) for n in range(3)
        ]
        for worker in workers:
            worker.start()
        begin(crowd)
        crowd.at_once(*[lambda seed=seed: clerk(crowd, seed) for seed in range(PEOPLE)])
        crowd.is_over.set()
        for worker in workers:
            worker.join()
        assert "".join(crowd.wrong)[-1500:] == ""
        assert min(crowd.done[action] for action in ("made", "added", "corrected")) > 0
        with reading(crowd.installation.sessions) as session:
            check_rows(session, crowd)
            assert verify(session, crowd.installation.keys).findings == ()


def begin(crowd: Crowd) -> None:
    """Four dossiers that are read, and one of them corrected: later all may be decided on."""
    chance = random.Random(0)  # noqa: S311
    for _ in range(4):
        made = crowd.services[0].client.post(V1, json={}, headers=crowd.officer)
        crowd.dossiers.append(made.json()["id"])
        path = f"{V1}/{crowd.dossiers[-1]}"
        crowd.ask(chance, "added", "POST", f"{path}/files", files=two_files(chance))
        crowd.ask(chance, "submitted", "POST", f"{path}/submit")
    while is_something_left(crowd.installation):
        time.sleep(0.05)
    for _ in range(20):
        if not crowd.done["corrected"]:
            correct(crowd, chance)


def check_rows(session: Session, crowd: Crowd) -> None:
    """What must be true of the tables however all of them met."""
    dossiers = session.scalars(select(DossierRow)).all()
    assert len(dossiers) == len(crowd.dossiers) + crowd.done["made"]
    for dossier in dossiers:
        check_dossier(session, crowd.installation, dossier)
    assert session.scalar(select(func.count()).select_from(ConfirmationRow)) == crowd.done["confirmed"]
    assert session.scalar(select(func.count()).select_from(UploadRow)) == 2 * crowd.done["added"]
    assert session.scalar(select(func.count()).select_from(CorrectionRow)) == crowd.done["corrected"]
    assert session.scalars(select(WorkRow).where(WorkRow.state.in_(("waiting", "running")))).all() == []


def check_dossier(session: Session, installation: Installation, dossier: DossierRow) -> None:
    assert dossier.state != "reading"
    events = session.scalars(select(EventRow).where(EventRow.dossier_id == dossier.id).order_by(EventRow.id)).all()
    assert dossier.version == len(events)  # each change raises it by one: none was written over another
    runs = [event.data["run"] for event in events if event.kind == "checked"]
    assert runs == sorted(set(runs))
    repository = DossierRepository(session)
    uploads = repository.all_uploads(dossier.id)
    assert len({upload.position for upload in uploads}) == len(uploads)
    names = [upload.name for upload in uploads if upload.removed_at is None]
    assert len(set(names)) == len(names)
    assert all(installation.blobs.exists(upload.sha256) for upload in uploads)
    corrected = [row.field for row in repository.corrections(dossier.id)]
    assert len(set(corrected)) == len(corrected)
    decided = repository.confirmations(dossier.id)
    assert (dossier.state == "confirmed") == bool(decided)
    told = Counter(session.scalars(select(AuditRow.action).where(AuditRow.subject == dossier.id)))
    assert told["confirmation.make"] == len(decided)
    assert told["report.propose"] == len(runs)
