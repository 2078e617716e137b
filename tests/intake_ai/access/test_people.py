import pyotp
import pytest
from access_builder import PASSWORD, add_person, set_up_app
from sqlalchemy import select

from intake_ai.access.errors import AccountConflict, AccountUnknown, PasswordRefused, SignInRefused
from intake_ai.access.people import NewPerson, PeopleService
from intake_ai.access.rules import SYSTEM
from intake_ai.access.tables import PersonRow
from intake_ai.audit.tables import AuditRow
from intake_ai.errors import BadRequest
from intake_ai.storage.installation import Installation
from intake_ai.storage.transactions import reading, writing


@pytest.fixture
def people(installation: Installation):
    with writing(installation.sessions) as session:
        yield PeopleService(session, installation.settings, installation.keys, SYSTEM)


def test_a_login_is_one_persons_however_it_is_written(people: PeopleService):
    people.add(NewPerson("Lan.Nguyen", "Nguyễn Thị Lan MẪU", "officer", password=PASSWORD))
    with pytest.raises(AccountConflict, match="login-taken"):
        people.add(NewPerson(" LAN.NGUYEN ", "Nguyễn Thị Lan MẪU", "officer", password=PASSWORD))


@pytest.mark.parametrize("login", ["", "lân", "a b", "../x", "x" * 65, "-x", "x\x00y"])
def test_a_login_is_plain(people: PeopleService, login: str):
    with pytest.raises(BadRequest):
        people.add(NewPerson(login, "MẪU", "officer", password=PASSWORD))


@pytest.mark.parametrize("role", ["citizen", "root", ""])
def test_nobody_signs_in_with_a_role_that_is_none(people: PeopleService, role: str):
    with pytest.raises(BadRequest, match="role-unknown"):
        people.add(NewPerson("lan", "MẪU", role, password=PASSWORD))


@pytest.mark.parametrize(("role", "department"), [("department", None), ("officer", "tu-phap"), ("department", " ")])
def test_a_department_goes_with_the_role_department_alone(people: PeopleService, role: str, department: str | None):
    with pytest.raises(AccountConflict, match="needs-department"):
        people.add(NewPerson("lan", "MẪU", role, department, PASSWORD))


def test_a_role_with_a_second_factor_may_have_a_shorter_password_once_that_is_set_up(installation: Installation):
    short = "trâu cày ruộng"
    administrator = add_person(installation, "quan-tri", "administrator")
    with writing(installation.sessions) as session:
        people = PeopleService(session, installation.settings, installation.keys, SYSTEM)
        with pytest.raises(PasswordRefused, match="too-short"):
            people.set_password(administrator.id, short)
    set_up_app(installation, administrator)
    with writing(installation.sessions) as session:
        people = PeopleService(session, installation.settings, installation.keys, SYSTEM)
        people.set_password(administrator.id, short)
        with pytest.raises(PasswordRefused, match="too-short"):
            people.add(NewPerson("lan", "MẪU", "officer", password=short))


def test_the_last_administrator_stays_one(installation: Installation):
    first = add_person(installation, "mot", "administrator")
    with writing(installation.sessions) as session:
        people = PeopleService(session, installation.settings, installation.keys, SYSTEM)
        with pytest.raises(AccountConflict, match="last-administrator"):
            people.disable(first.id)
        with pytest.raises(AccountConflict, match="last-administrator"):
            people.change(first.id, role="officer")
    second = add_person(installation, "hai", "administrator")
    with writing(installation.sessions) as session:
        people = PeopleService(session, installation.settings, installation.keys, SYSTEM)
        people.disable(first.id)
        with pytest.raises(AccountConflict, match="last-administrator"):
            people.change(second.id, role="officer")


def test_who_leaves_a_department_sees_it_no_more(people: PeopleService):
    person = people.add(NewPerson("lan", "MẪU", "department", "tu-phap", PASSWORD))
    assert people.change(person.id, department="dat-dai").department == "dat-dai"
    assert people.change(person.id, role="officer").department is None
    with pytest.raises(AccountConflict):
        people.change(person.id, role="department")


def test_a_name_can_change_alone(people: PeopleService):
    person = people.add(NewPerson("lan", "MẪU", "department", "tu-phap", PASSWORD))
    changed = people.change(person.id, name="  Nguyễn   Thị Lan MẪU ")
    assert (changed.name, changed.department) == ("Nguyễn Thị Lan MẪU", "tu-phap")


def test_an_app_is_set_up_with_a_code_of_its_own_alone(installation: Installation):
    lan, hoa = add_person(installation, "lan"), add_person(installation, "hoa")
    with writing(installation.sessions) as session:
        people = PeopleService(session, installation.settings, installation.keys, SYSTEM)
        set_up = people.begin_second_factor(lan.id)
        with pytest.raises(SignInRefused):
            people.finish_second_factor(lan.id, set_up.sealed, "000000")
        with pytest.raises(SignInRefused):
            people.finish_second_factor(hoa.id, set_up.sealed, pyotp.TOTP(set_up.secret).now())
    app = set_up_app(installation, lan)
    with reading(installation.sessions) as session:
        kept = session.get(PersonRow, lan.id)
    assert app.secret.encode() not in kept.second_factor


def test_nobody_knows_an_unknown_person(people: PeopleService):
    for ask in (people.get, people.disable, people.enable, people.unlock, people.end_sessions):
        with pytest.raises(AccountUnknown):
            ask("khong-co")


def test_the_log_tells_of_every_change_and_of_no_name(installation: Installation):
    person = add_person(installation)
    with writing(installation.sessions) as session:
        people = PeopleService(session, installation.settings, installation.keys, SYSTEM)
        people.change(person.id, role="head")
        people.set_password(person.id, "một mật khẩu dài khác hẳn")
        people.disable(person.id)
        people.enable(person.id)
    with reading(installation.sessions) as session:
        rows = session.scalars(select(AuditRow).order_by(AuditRow.number)).all()
    assert [row.action for row in rows] == [
        "person.add", "person.change", "person.password", "person.disable", "person.disable",
    ]  # fmt: skip
    assert rows[1].detail == {
        "before": {"role": "officer", "department": None},
        "after": {"role": "head", "department": None},
    }
    assert all("MẪU" not in str(row.detail) and row.subject == person.id for row in rows)
