"""However many dossiers there are, what is asked all day long is found by an index and needs no sorting."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from intake_ai.audit.repository import AuditRepository, EntryFilter
from intake_ai.dossier.following import happened
from intake_ai.dossier.repository import DossierRepository
from intake_ai.dossier.values import DossierFilter, Place
from intake_ai.settings import Settings
from intake_ai.storage.installation import open_installation
from intake_ai.storage.schema import METADATA
from intake_ai.storage.transactions import writing
from intake_ai.work.repository import WorkRepository

NOW = datetime(2026, 11, 23, tzinfo=UTC)
Asked = Callable[[Session], object]


def listed(**wanted: Any) -> Asked:
    return lambda session: DossierRepository(session).newest(DossierFilter(**wanted), Place(NOW, "a"), 51)


ASKED: dict[str, Asked] = {
    "list": listed(),
    "list of a state": listed(states=("failed",)),
    "list of a department": listed(departments=("mau",)),
    "list of a verdict": listed(verdict="complete"),
    "list of a procedure": listed(procedure="1.001193"),
    "list of one's own": listed(created_by="nguoi-mau"),
    "check of a citizen": lambda session: DossierRepository(session).with_token("a"),
    "expired": lambda session: DossierRepository(session).expired(NOW, 50),
    "erased checks": lambda session: DossierRepository(session).erased_checks(NOW, 50),
    "events": lambda session: happened(session, {"a": 7}),
    "claim": lambda session: WorkRepository(session).next_waiting(("citizen", "counter", "bulk"), NOW),
    "claim of what waited long": lambda session: WorkRepository(session).longest_waiting(("counter",), NOW, NOW),
    "oldest": lambda session: WorkRepository(session).oldest_waiting(),
    "ended": lambda session: WorkRepository(session).forget_ended(NOW, 50),
    "log": lambda session: AuditRepository(session).newest(EntryFilter(), None, 51),
    "log of an action": lambda session: AuditRepository(session).newest(EntryFilter(action="dossier.read"), None, 51),
    "looks at a dossier": lambda session: AuditRepository(session).forget_looks_at("a"),
}


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED.keys())
def test_what_is_asked_all_day_is_found_by_an_index(asked: Asked, tmp_path, on_sqlite):
    statements: list[tuple[str, Any]] = []
    with open_installation(Settings(data_dir=tmp_path)) as installation:
        event.listen(installation.engine, "before_cursor_execute", lambda *told: statements.append((told[2], told[3])))
        with writing(installation.sessions) as session:
            asked(session)
            plans = [plan_of(session, *statement) for statement in tuple(statements) if "BEGIN" not in statement[0]]
    assert plans
    for plan in plans:
        read_through = [table for table in METADATA.tables if f"SCAN {table}\n" in plan]
        assert "TEMP B-TREE FOR ORDER BY" not in plan, plan
        assert read_through in ([], ["audit"]), plan  # the log's table is itself in the order asked for


def plan_of(session: Session, statement: str, values: Any) -> str:
    rows = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
    return "\n".join([row[3] for row in rows]) + "\n"


def test_days_are_found_by_an_index_and_then_sorted(tmp_path, on_sqlite):
    statements: list[tuple[str, Any]] = []
    with open_installation(Settings(data_dir=tmp_path)) as installation:
        event.listen(installation.engine, "before_cursor_execute", lambda *told: statements.append((told[2], told[3])))
        with writing(installation.sessions) as session:
            listed(received_from=date(2026, 11, 1), received_to=date(2026, 11, 2))(session)
            plan = plan_of(session, *statements[-1])
    assert plan.startswith("SEARCH dossier USING INDEX")
