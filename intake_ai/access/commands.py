"""The commands `users …`: who signs in, with which role."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated, Any

import segno
import typer
from rich.table import Table

from intake_ai.access.names import checked_login
from intake_ai.access.people import NewPerson, PeopleService, checked_role
from intake_ai.access.repository import AccessRepository
from intake_ai.access.rules import SYSTEM
from intake_ai.access.secrets_typed import typed_line, typed_password
from intake_ai.access.tables import PersonRow
from intake_ai.access.waits import is_waiting
from intake_ai.catalogue.opening import JsonOption, write_json
from intake_ai.messages import Language, text
from intake_ai.storage.installation import Installation, open_installation
from intake_ai.storage.times import in_utc
from intake_ai.storage.transactions import reading, writing
from intake_ai.terminal import LanguageOption, open_console, spoken, tell

app = typer.Typer(
    help="Tài khoản của cán bộ. (Accounts of the people who sign in.)",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)

ADD_HELP = """Thêm tài khoản. (Add a person.)

Mật khẩu được hỏi trên màn hình, hoặc đọc từ dòng đầu của stdin; không có mật khẩu mặc định.
(The password is asked for, or read from the first line of standard input; there is no default.)

Vai trò (roles): scanning_clerk, officer, head, department, administrator.

Ví dụ (examples):

  intake-ai users add quan-tri --name "Quản trị MẪU" --role administrator

  intake-ai users add tu-phap --name "Phòng Tư pháp MẪU" --role department --department tu-phap
"""
LIST_HELP = """Liệt kê tài khoản. (List the people.)"""
DISABLE_HELP = (
    """Khóa hẳn một tài khoản; người đó bị đăng xuất ngay. (Disable a person; --enable lets them in again.)"""
)
UNLOCK_HELP = """Cho đăng nhập lại ngay sau nhiều lần sai mật khẩu. (End the wait after wrong passwords.)"""
SET_PASSWORD_HELP = """Đặt lại mật khẩu; người đó phải đăng nhập lại. (Set a new password.)"""  # noqa: S105  a help text
FACTOR_HELP = """Cài hoặc gỡ ứng dụng tạo mã (TOTP) của một người. (Set up or remove the second factor.)

Khi cài, mã QR hiện trên màn hình; quét bằng ứng dụng rồi nhập mã đang hiện để hoàn tất.
(A QR code is shown; scan it with an app and type the code that it shows.)
"""

Login = Annotated[str, typer.Argument(metavar="LOGIN", help="Tên đăng nhập: chữ không dấu, số, dấu . _ -")]
NameOption = Annotated[str, typer.Option("--name", help="Họ và tên.")]
RoleOption = Annotated[str, typer.Option("--role", metavar="ROLE", help="Vai trò.")]
DepartmentOption = Annotated[
    str | None, typer.Option("--department", metavar="CODE", help="Mã cơ quan giải quyết, cho vai trò department.")
]
OidcOption = Annotated[
    bool, typer.Option("--without-password", help="Chỉ đăng nhập qua hệ thống đăng nhập chung (OIDC), không mật khẩu.")
]
EnableOption = Annotated[bool, typer.Option("--enable", help="Mở lại tài khoản đã khóa.")]
RemoveOption = Annotated[bool, typer.Option("--remove", help="Gỡ, ví dụ khi mất điện thoại.")]


@app.command("add", help=ADD_HELP)
def add(
    login: Login,
    name: NameOption,
    role: RoleOption,
    department: DepartmentOption = None,
    without_password: OidcOption = False,
    lang: LanguageOption = None,
) -> None:
    with _opened(lang) as (installation, language):
        checked_login(login)  # told before a password is typed twice
        checked_role(role)
        password = None if without_password else typed_password(language)
        with _people(installation) as people:
            person = people.add(NewPerson(login, name, role, department, password))
        tell(text("person-added", language, login=person.login, role=text(f"role-{person.role}", language)))
        if person.role in installation.settings.second_factor_roles:
            tell(text("person-set-up-next", language, login=person.login))


@app.command("list", help=LIST_HELP)
def show(as_json: JsonOption = False, lang: LanguageOption = None) -> None:
    with _opened(lang) as (installation, language):
        now = datetime.now(UTC)
        with reading(installation.sessions) as session:
            people = AccessRepository(session).people()
            waits = {person.id: is_waiting(session, installation.keys, person.login, now) for person in people}
        told = [_told(person, waits[person.id]) for person in people]
        if as_json:
            write_json(told)
        elif told:
            open_console().print(_table(told, language))
        else:
            tell(text("person-none", language))


@app.command("disable", help=DISABLE_HELP)
def disable(login: Login, enable: EnableOption = False, lang: LanguageOption = None) -> None:
    with _opened(lang) as (installation, language):
        with _people(installation) as people:
            person = people.with_login(login)
            if enable:
                people.enable(person.id)
            else:
                people.disable(person.id)
        tell(text("person-enabled" if enable else "person-disabled", language, login=person.login))


@app.command("unlock", help=UNLOCK_HELP)
def unlock(login: Login, lang: LanguageOption = None) -> None:
    with _opened(lang) as (installation, language):
        with _people(installation) as people:
            person = people.with_login(login)
            people.unlock(person.id)
        tell(text("person-unlocked", language, login=person.login))


@app.command("password", help=SET_PASSWORD_HELP)
def set_password(login: Login, lang: LanguageOption = None) -> None:
    with _opened(lang) as (installation, language):
        with _people(installation) as people:
            person = people.with_login(login)
        typed = typed_password(language)
        with _people(installation) as people:
            people.set_password(person.id, typed)
        tell(text("person-password-set", language, login=person.login))


@app.command("second-factor", help=FACTOR_HELP)
def set_second_factor(login: Login, remove: RemoveOption = False, lang: LanguageOption = None) -> None:
    with _opened(lang) as (installation, language):
        with _people(installation) as people:
            person = people.with_login(login)
            if remove:
                people.remove_second_factor(person.id)
            set_up = None if remove else people.begin_second_factor(person.id)
        if set_up is not None:
            segno.make(set_up.uri).terminal(compact=True)
            tell(text("second-factor-scan", language, secret=set_up.secret))
            code = typed_line(text("second-factor-ask", language))
            with _people(installation) as people:
                people.finish_second_factor(person.id, set_up.sealed, code)
        tell(text("second-factor-removed" if remove else "second-factor-set", language, login=person.login))


@contextmanager
def _opened(lang: Language | None) -> Iterator[tuple[Installation, Language]]:
    with spoken(lang) as (settings, language), open_installation(settings) as installation:
        yield installation, language


@contextmanager
def _people(installation: Installation) -> Iterator[PeopleService]:
    """The service in a transaction; who runs commands on this machine may do everything."""
    with writing(installation.sessions) as session:
        yield PeopleService(session, installation.settings, installation.keys, SYSTEM)


def _told(person: PersonRow, waits_until: datetime | None) -> dict[str, Any]:
    return {
        "id": person.id,
        "login": person.login,
        "name": person.name,
        "role": person.role,
        "department": person.department,
        "has_second_factor": person.second_factor is not None,
        "has_password": person.password_hash is not None,
        "created_at": in_utc(person.created_at).isoformat(timespec="seconds"),
        "disabled_at": in_utc(person.disabled_at).isoformat(timespec="seconds") if person.disabled_at else None,
        "waits_until": waits_until.isoformat(timespec="seconds") if waits_until else None,
    }


def _table(people: list[dict[str, Any]], language: Language) -> Table:
    columns = ("login", "name", "role", "department", "second-factor", "state")
    table = Table(*(text(f"person-column-{name}", language) for name in columns))
    for person in people:
        role, factor = text(f"role-{person['role']}", language), "✓" if person["has_second_factor"] else ""
        table.add_row(
            person["login"], person["name"], role, person["department"] or "", factor, _state(person, language)
        )
    return table


def _state(person: dict[str, Any], language: Language) -> str:
    if person["disabled_at"]:
        return text("person-state-disabled", language)
    if person["waits_until"]:
        return text("person-state-waiting", language, until=person["waits_until"][11:16])
    return text("person-state-active", language)
