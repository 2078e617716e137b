"""Who may do what, read from rules.yaml: actions, roles, and of which dossiers."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Literal, Protocol, get_args

import yaml
from pydantic import BaseModel, ConfigDict

_FILE = Path(__file__).with_name("rules.yaml")

StaffRole = Literal["scanning_clerk", "officer", "head", "department", "administrator"]
Role = StaffRole | Literal["citizen"]
STAFF: tuple[StaffRole, ...] = get_args(StaffRole)
ROLES: tuple[Role, ...] = (*STAFF, "citizen")
"""Roles that a person who signs in can have."""

ActorKind = Literal["person", "key", "citizen", "system"]
Reach = Literal["always", "centre", "own_department", "own_check", "any_check"]
"""Of what an action may be done; told in rules.yaml."""


class Action(StrEnum):
    """Everything that somebody can ask of the service."""

    SERVICE_SEE = "service.see"
    METRICS_READ = "metrics.read"
    WORK_READ = "work.read"
    SESSION_OPEN = "session.open"
    SESSION_STRENGTHEN = "session.strengthen"
    SESSION_CLOSE = "session.close"
    SESSION_LIST = "session.list"
    SESSION_END = "session.end"
    PROFILE_READ = "profile.read"
    PROFILE_PASSWORD = "profile.password"  # noqa: S105  the name of an action
    PROFILE_SECOND_FACTOR = "profile.second_factor"
    TOKEN_ISSUE = "token.issue"  # noqa: S105  the name of an action
    CATALOGUE_READ = "catalogue.read"
    CATALOGUE_REVIEW = "catalogue.review"
    CATALOGUE_CHANGE = "catalogue.change"
    CATALOGUE_IMPORT = "catalogue.import"
    DOSSIER_LIST = "dossier.list"
    DOSSIER_READ = "dossier.read"
    DOSSIER_SEARCH = "dossier.search"
    DOSSIER_CREATE = "dossier.create"
    DOSSIER_IMPORT = "dossier.import"
    DOSSIER_CHANGE = "dossier.change"
    DOSSIER_ASSIGN = "dossier.assign"
    DOSSIER_SUBMIT = "dossier.submit"
    DOSSIER_CANCEL = "dossier.cancel"
    DOSSIER_RESTART = "dossier.restart"
    EVENT_FOLLOW = "event.follow"
    UPLOAD_LIST = "upload.list"
    UPLOAD_ADD = "upload.add"
    UPLOAD_REMOVE = "upload.remove"
    UPLOAD_READ = "upload.read"
    PAGE_READ = "page.read"
    PAPER_READ = "paper.read"
    PAPER_ARRANGE = "paper.arrange"
    REPORT_READ = "report.read"
    FIELD_READ = "field.read"
    FIELD_CORRECT = "field.correct"
    FIELD_UNDO = "field.undo"
    CONFIRMATION_READ = "confirmation.read"
    CONFIRMATION_MAKE = "confirmation.make"
    SLIP_MAKE = "slip.make"
    HANDOVER_MAKE = "handover.make"
    HANDOVER_READ = "handover.read"
    HANDOVER_ACKNOWLEDGE = "handover.acknowledge"
    HANDOVER_RETURN = "handover.return"
    WORKFLOW_MOVE = "workflow.move"
    CLOCK_CHANGE = "clock.change"
    RESULT_REGISTER = "result.register"
    DIGITISATION_SIGN = "digitisation.sign"
    REUSE_OFFER = "reuse.offer"
    CHECK_CREATE = "check.create"
    CHECK_DELETE = "check.delete"
    CHECK_TAKE_OVER = "check.take_over"
    SATISFACTION_GIVE = "satisfaction.give"
    PERSON_LIST = "person.list"
    PERSON_ADD = "person.add"
    PERSON_CHANGE = "person.change"
    PERSON_DISABLE = "person.disable"
    PERSON_UNLOCK = "person.unlock"
    PERSON_PASSWORD = "person.password"  # noqa: S105  the name of an action
    PERSON_SECOND_FACTOR = "person.second_factor"
    KEY_LIST = "key.list"
    KEY_ADD = "key.add"
    KEY_REVOKE = "key.revoke"
    AUDIT_READ = "audit.read"
    AUDIT_VALUES = "audit.values"
    AUDIT_VERIFY = "audit.verify"
    AUDIT_EXPORT = "audit.export"
    PRIVACY_EXPORT = "privacy.export"
    PRIVACY_ERASE = "privacy.erase"
    PRIVACY_RETAIN = "privacy.retain"
    ACCURACY_READ = "accuracy.read"
    TRAINING_START = "training.start"
    STATISTICS_READ = "statistics.read"
    WEBHOOK_MANAGE = "webhook.manage"
    TARGET_MANAGE = "target.manage"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks.

    Attributes:
        id: Of the person or key, or of the dossier whose secret a citizen showed; empty for who showed nothing.
        role: None for keys, which have scopes instead, and for the system.
        department: Code whose dossiers alone they see, where role or key is bound to one.
        scopes: Actions of a key.
        session: What looks are counted by: id of the session, or key and day.
        strong: Whether all was shown that is asked of them: the second factor too, where the settings or the person
            want it. Without it they may do little (`before_second_factor` in rules.yaml).
    """

    kind: ActorKind
    id: str = ""
    role: Role | None = None
    department: str | None = None
    scopes: frozenset[str] = frozenset()
    session: str = ""
    strong: bool = True


ANYBODY = Actor("citizen", role="citizen")
"""Who showed neither session nor key."""

SYSTEM = Actor("system")
"""The service itself and who operates it at its command line; asks no rule."""


class Dossier(Protocol):
    """What the rules must know of a dossier; `DossierRow` has it."""

    @property
    def id(self) -> str: ...

    @property
    def purpose(self) -> str: ...

    @property
    def department(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Visible:
    """Which dossiers an actor may do something with, for lists.

    Attributes:
        purpose: counter or citizen.
        department: This one's alone; None does not restrict.
        dossier: This one alone; None does not restrict.
    """

    purpose: str = "counter"
    department: str | None = None
    dossier: str | None = None


class _Rules(BaseModel):
    """The file as it stands."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    actions: dict[Action, dict[Role | Literal["key"], Reach]]
    before_second_factor: frozenset[Action]


def allowed(actor: Actor, action: Action, dossier: Dossier | None = None) -> bool:
    """Whether an actor may do something.

    Args:
        actor: Who asks.
        action: What for.
        dossier: What it is done to. None asks before the dossier is known whether it may be done to any at all.
    """
    reach = _reach(actor, action)
    if reach is None:
        return False
    if dossier is None or reach == "always":
        return True
    seen = visible(actor, action)
    return (
        seen is not None
        and dossier.purpose == seen.purpose
        and seen.department in (None, dossier.department)
        and seen.dossier in (None, dossier.id)
    )


def visible(actor: Actor, action: Action) -> Visible | None:
    """Which dossiers an actor may do something with; None: with none, or it is about no dossier."""
    reach = _reach(actor, action)
    if reach is None or reach == "always":
        return None
    if reach == "own_check":
        return Visible("citizen", dossier=actor.id)
    if reach == "any_check":
        return Visible("citizen")
    return Visible("counter", department=actor.department)


def scopes() -> tuple[Action, ...]:
    """Actions that a key can be given."""
    return tuple(action for action, reaches in rules().items() if "key" in reaches)


@cache
def rules() -> Mapping[Action, Mapping[Role | Literal["key"], Reach]]:
    """Every action with the roles that may do it.

    Raises:
        ValueError: The file and `Action` do not name the same actions.
    """
    found = _read().actions
    missing = set(Action) - set(found)
    if missing:
        raise ValueError(f"rules.yaml says nothing of {sorted(missing)}")
    return found


def _reach(actor: Actor, action: Action) -> Reach | None:
    """Of what the actor may do it; None: of nothing."""
    if actor.kind == "key":
        reach = rules()[action].get("key") if action in actor.scopes else None
    elif actor.role is None or (not actor.strong and action not in _read().before_second_factor):
        reach = None
    else:
        reach = rules()[action].get(actor.role)
    needs_one = {"own_department": actor.department, "own_check": actor.id}
    return None if reach in needs_one and not needs_one[reach] else reach


@cache
def _read() -> _Rules:
    return _Rules.model_validate(yaml.safe_load(_FILE.read_text(encoding="utf-8")))
