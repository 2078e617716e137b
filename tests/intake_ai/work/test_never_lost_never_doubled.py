"""Whatever happens to processes, messages and dossiers, every dossier ends with exactly one report of its last run."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule
from service_builder import DAY, events_of, service_of, settings_of
from sqlalchemy import func, select, update

from intake_ai.dossier.errors import DossierConflict
from intake_ai.dossier.states import PRIORITIES
from intake_ai.dossier.tables import DossierRow
from intake_ai.dossier.values import Chosen, NewDossier, NewUpload
from intake_ai.storage.installation import open_installation
from intake_ai.storage.transactions import reading, writing
from intake_ai.work.claiming import claim
from intake_ai.work.finishing import settle
from intake_ai.work.outcomes import Checked, Failure, Glanced, Hindered, Looked, Opened, PageDone, Unopened
from intake_ai.work.processes import bury, leave, register
from intake_ai.work.repository import SILENT_SECONDS
from intake_ai.work.tables import WorkerProcessRow, WorkRow

PROCESSES = st.sampled_from(["mot", "hai", "ba"])
MOST_TRIES = 3
EXAMPLES = int(os.environ.get("INTAKE_AI_TEST_EXAMPLES", "15"))
"""`make soak` asks for more."""


def result_of(claimed, is_good=True):
    """What the step would give; the report is named by dossier and run, so that it shows whose it is."""
    match claimed.kind:
        case "open":
            return Opened("pdf", 2) if is_good else Unopened("file-broken", {})
        case "glance":
            return Glanced()
        case "look":
            return Looked(f"look-{claimed.run}")
        case "read":
            return PageDone(None if is_good else "unreadable")
        case "check":
            return Checked(f"report-{claimed.run}", "review", None)


class Service(RuleBasedStateMachine):
    """Three processes, any number of dossiers, and everything that can befall them."""

    dossiers = Bundle("dossiers")
    claims = Bundle("claims")

    @initialize()
    def begin(self):
        self.folder = TemporaryDirectory()
        self.opening = open_installation(settings_of(Path(self.folder.name)))
        self.installation = self.opening.__enter__()
        self.turn = 0
        with writing(self.installation.sessions) as session:
            for process in ("mot", "hai", "ba"):
                register(session, process, "here", PRIORITIES)

    def teardown(self):
        if not hasattr(self, "installation"):
            return
        try:
            self.do_the_rest()
            self.check_ends()
        finally:
            self.opening.__exit__(None, None, None)
            self.folder.cleanup()

    @rule(target=dossiers, files=st.integers(1, 2), queue=st.sampled_from(PRIORITIES))
    def submit(self, files, queue):
        with service_of(self.installation) as service:
            dossier = service.create(NewDossier(DAY, priority=queue), None)
            for number in range(files):
                service.add_upload(dossier.id, NewUpload("a.pdf", f"{number:064x}", 1), None)
            service.submit(dossier.id)
        return dossier.id

    @rule(target=claims, process=PROCESSES)
    def begin_piece(self, process):
        self.turn += 1
        with writing(self.installation.sessions) as session:
            claimed = claim(session, process, PRIORITIES, self.turn, patience=0.0)
        return multiple() if claimed is None else claimed

    @rule(claimed=claims, is_good=st.booleans())
    def finish(self, claimed, is_good):
        """Also a second time, also by one who was taken for dead, also of a run that is over."""
        with writing(self.installation.sessions) as session:
            settle(session, claimed, result_of(claimed, is_good))

    @rule(claimed=claims)
    def fail(self, claimed):
        with writing(self.installation.sessions) as session:
            settle(session, claimed, Failure("work-failed", MOST_TRIES))

    @rule(claimed=claims)
    def be_hindered(self, claimed):
        with writing(self.installation.sessions) as session:
            settle(session, claimed, Hindered("storage-full", 0.0))

    @rule(process=PROCESSES)
    def die(self, process):
        """A process falls silent, is buried, and another of its name starts."""
        with writing(self.installation.sessions) as session:
            session.execute(
                update(WorkerProcessRow)
                .where(WorkerProcessRow.id == process)
                .values(seen_at=datetime.now(UTC) - timedelta(seconds=SILENT_SECONDS + 1))
            )
        bury(self.installation.sessions)
        with writing(self.installation.sessions) as session:
            register(session, process, "here", PRIORITIES)

    @rule(process=PROCESSES, is_alone=st.booleans())
    def stop(self, process, is_alone):
        with writing(self.installation.sessions) as session:
            leave(session, process, is_try=is_alone)
            register(session, process, "here", PRIORITIES)

    @rule(dossier=dossiers)
    def cancel(self, dossier):
        self.attempt("cancel", dossier)

    @rule(dossier=dossiers)
    def restart(self, dossier):
        self.attempt("restart", dossier)

    @rule(dossier=dossiers, procedure=st.sampled_from([None, "1.001193"]))
    def choose(self, dossier, procedure):
        with service_of(self.installation) as service:
            service.choose(dossier, Chosen(procedure))

    @rule(dossier=dossiers)
    def add_a_file_and_submit(self, dossier):
        try:
            with service_of(self.installation) as service:
                service.add_upload(dossier, NewUpload("b.pdf", "f" * 64, 1), None)
                service.submit(dossier)
        except DossierConflict:
            pass

    @rule()
    def time_passes(self):
        with writing(self.installation.sessions) as session:
            session.execute(update(WorkRow).values(not_before=None))

    def attempt(self, method, dossier):
        try:
            with service_of(self.installation) as service:
                getattr(service, method)(dossier)
        except DossierConflict:
            pass

    @invariant()
    def nothing_is_wrong(self):
        if not hasattr(self, "installation"):
            return
        with reading(self.installation.sessions) as session:
            overread = session.scalars(select(DossierRow.id).where(DossierRow.pages_read > DossierRow.pages)).all()
            assert overread == [], "no more pages are read than there are"
            held = select(func.count()).where(WorkRow.state == "running").group_by(WorkRow.claimed_by)
            assert all(number == 1 for number in session.scalars(held)), "a process has one piece in hand at most"
            waiting = select(WorkRow.dossier_id).where(WorkRow.state.in_(("waiting", "running")))
            busy = select(DossierRow.id).where(DossierRow.state == "reading")
            assert set(session.scalars(waiting)) == set(session.scalars(busy)), "who waits has work, and nobody else"

    def do_the_rest(self):
        with writing(self.installation.sessions) as session:
            for process in ("hai", "ba"):
                leave(session, process)
        while True:
            self.time_passes()
            with writing(self.installation.sessions) as session:
                claimed = claim(session, "mot", PRIORITIES)
            if claimed is None:
                return
            self.finish(claimed, True)

    def check_ends(self):
        with reading(self.installation.sessions) as session:
            dossiers = session.scalars(select(DossierRow)).all()
        for dossier in dossiers:
            assert dossier.state in {"read", "failed", "cancelled"}
            events = events_of(self.installation, dossier.id)
            reports = [data["run"] for kind, data in events if kind == "checked"]
            assert len(reports) == len(set(reports))
            if dossier.state == "read":
                assert reports[-1] == dossier.run
                assert dossier.report == f"report-{dossier.run}"
                assert dossier.pages_read == dossier.pages


TestService = Service.TestCase
TestService.settings = settings(
    max_examples=EXAMPLES, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)
