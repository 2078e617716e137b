"""People: added, changed, locked out and let in again by an administrator."""

from datetime import datetime
from typing import Annotated

from fastapi import Path, Response
from pydantic import BaseModel, Field, SecretStr

from api.paging import Cursor, Limit, Page, decoded, page_of
from api.permission import Allowed, Caller
from api.routes import service_router
from api.schemas import StrictModel
from api.unit_of_work import UnitOfWork, Work
from intake_ai.access.people import NewPerson, PeopleService
from intake_ai.access.rules import Action, StaffRole
from intake_ai.access.tables import PersonRow
from intake_ai.storage.times import in_utc

router = service_router("/people", "people")

PersonId = Annotated[str, Path(pattern="^[0-9a-f]{32}$", description="Id of a person.")]
_NAME = Field(min_length=1, max_length=128, examples=["Nguyễn Văn MẪU"])
_DEPARTMENT = Field(default=None, max_length=64, examples=["tu-phap"], description="Of the role department alone.")


class PersonShown(BaseModel):
    """Somebody who signs in."""

    id: str
    login: str
    name: str
    role: StaffRole
    department: str | None
    has_password: bool
    has_second_factor: bool
    created_at: datetime
    disabled_at: datetime | None


class PersonCreate(StrictModel):
    """Somebody to add."""

    login: str = Field(min_length=1, max_length=64, examples=["nguyen.van.mau"])
    name: str = _NAME
    role: StaffRole = Field(examples=["officer"])
    department: str | None = _DEPARTMENT
    password: SecretStr | None = Field(
        default=None, max_length=1024, description="Null for who signs in at the centre's own alone."
    )


class PersonChange(StrictModel):
    """What is to be changed; the rest stays."""

    name: str | None = Field(default=None, min_length=1, max_length=128)
    role: StaffRole | None = None
    department: str | None = _DEPARTMENT


class NewPassword(StrictModel):
    """A password."""

    password: SecretStr = Field(max_length=1024, examples=["mật khẩu dài và lạ MẪU"])


@router.get("", summary="List people")
def list_people(
    caller: Annotated[Caller, Allowed(Action.PERSON_LIST)], work: Work, limit: Limit = 50, cursor: Cursor = None
) -> Page[PersonShown]:
    place = decoded(cursor, str)
    rows = _people(work, caller).repository.people(str(place[0]) if place else None, limit + 1)
    return page_of(rows, limit, _shown, lambda row: (row.login,))


@router.post("", status_code=201, summary="Add a person")
def add_person(
    asked: PersonCreate, caller: Annotated[Caller, Allowed(Action.PERSON_ADD)], work: Work, response: Response
) -> PersonShown:
    password = asked.password.get_secret_value() if asked.password else None
    person = _people(work, caller).add(NewPerson(asked.login, asked.name, asked.role, asked.department, password))
    response.headers["Location"] = f"/api/v1/people/{person.id}"
    return _shown(person)


@router.get("/{person_id}", summary="Show a person")
def show_person(person_id: PersonId, caller: Annotated[Caller, Allowed(Action.PERSON_LIST)], work: Work) -> PersonShown:
    return _shown(_people(work, caller).get(person_id))


@router.patch("/{person_id}", summary="Change name, role or department")
def change_person(
    person_id: PersonId, asked: PersonChange, caller: Annotated[Caller, Allowed(Action.PERSON_CHANGE)], work: Work
) -> PersonShown:
    """Another role or department ends all sessions of the person."""
    people = _people(work, caller)
    return _shown(people.change(person_id, name=asked.name, role=asked.role, department=asked.department))


@router.post("/{person_id}/disable", summary="Let a person sign in no more")
def disable_person(
    person_id: PersonId, caller: Annotated[Caller, Allowed(Action.PERSON_DISABLE)], work: Work
) -> PersonShown:
    """Sessions end at once."""
    return _shown(_people(work, caller).disable(person_id))


@router.post("/{person_id}/enable", summary="Let a person sign in again")
def enable_person(
    person_id: PersonId, caller: Annotated[Caller, Allowed(Action.PERSON_DISABLE)], work: Work
) -> PersonShown:
    return _shown(_people(work, caller).enable(person_id))


@router.post("/{person_id}/unlock", status_code=204, summary="End the wait after wrong passwords")
def unlock_person(person_id: PersonId, caller: Annotated[Caller, Allowed(Action.PERSON_UNLOCK)], work: Work) -> None:
    _people(work, caller).unlock(person_id)


@router.put("/{person_id}/password", status_code=204, summary="Set a password")
def set_password(
    person_id: PersonId, asked: NewPassword, caller: Annotated[Caller, Allowed(Action.PERSON_PASSWORD)], work: Work
) -> None:
    """Sessions of the person end."""
    _people(work, caller).set_password(person_id, asked.password.get_secret_value())


@router.delete("/{person_id}/second-factor", status_code=204, summary="Forget the app of a person")
def remove_second_factor(
    person_id: PersonId, caller: Annotated[Caller, Allowed(Action.PERSON_SECOND_FACTOR)], work: Work
) -> None:
    """After a lost phone; sessions of the person end."""
    _people(work, caller).remove_second_factor(person_id)


@router.delete("/{person_id}/sessions", status_code=204, summary="Sign a person out everywhere")
def end_sessions(person_id: PersonId, caller: Annotated[Caller, Allowed(Action.SESSION_END)], work: Work) -> None:
    _people(work, caller).end_sessions(person_id)


def _people(work: UnitOfWork, caller: Caller) -> PeopleService:
    return PeopleService(work.session, work.service.settings, work.installation.keys, caller.actor)


def _shown(row: PersonRow) -> PersonShown:
    return PersonShown(
        id=row.id,
        login=row.login,
        name=row.name,
        role=row.role,  # type: ignore[arg-type]  # checked when it was written, and by the model again
        department=row.department,
        has_password=row.password_hash is not None,
        has_second_factor=row.second_factor is not None,
        created_at=in_utc(row.created_at),
        disabled_at=in_utc(row.disabled_at) if row.disabled_at else None,
    )
