"""Keys are changed: everything is sealed anew while it is used, and the old key may go."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from service_builder import SAMPLES, made
from sqlalchemy import LargeBinary

from intake_ai.access.second_factor import purpose_of
from intake_ai.access.tables import PersonRow
from intake_ai.dossier.erasing import erase
from intake_ai.dossier.repository import DossierRepository
from intake_ai.encryption.columns import SEALED_COLUMNS
from intake_ai.encryption.errors import MachinesToRestart
from intake_ai.encryption.resealing import reseal, waiting_values
from intake_ai.requests.answers import Answer, AnswerRepository, Once
from intake_ai.settings import Settings
from intake_ai.storage.blobs import content_name, own_name
from intake_ai.storage.errors import KeysUnusable
from intake_ai.storage.installation import Installation, open_installation
from intake_ai.storage.key_checks import known_keys
from intake_ai.storage.keyring import new_key_line
from intake_ai.storage.schema import METADATA
from intake_ai.storage.transactions import reading, writing
from intake_ai.work.processes import register

OLDEST, OLD, NEW = new_key_line(), new_key_line(), new_key_line()
WITH_OWN_KEYS = {"field_correction.before", "field_correction.after", "confirmation.note", "audit.before_after"}


@contextmanager
def opened(settings: Settings, *keys: str) -> Iterator[Installation]:
    with open_installation(settings.model_copy(update={"encryption_keys": ",".join(keys)})) as installation:
        yield installation


def filled(installation: Installation) -> dict[str, str]:
    """One of everything that is sealed; what is needed to open it again."""
    dossier = made(installation, [next((SAMPLES / "khai-sinh-du").glob("*.pdf"))])
    installation.blobs.put_named(f"dossiers/{dossier}/bao-cao.json", b"MAU bao cao")
    with writing(installation.sessions) as session:
        row = DossierRepository(session).get(dossier)
        secret = installation.keys.own(row.own_key).seal(b"ghi chu MAU", "note").hex()
        sha256 = DossierRepository(session).uploads(dossier)[0].sha256
        person = PersonRow(
            id="1" * 32, login="can-bo", name="Nguyễn Văn MẪU", role="officer", created_at=datetime.now(UTC)
        )
        person.second_factor = installation.keys.seal(b"MAU bi mat", purpose_of(person.id))
        session.add(person)
        once = Once("ai-do", "khoa-mau", "0" * 64, None)
        AnswerRepository(session, installation.keys).keep(once, Answer(200, (), b"{}"), datetime.now(UTC), timedelta(1))
        return {"dossier": dossier, "secret": secret, "sha256": sha256}


def check_all_opens(installation: Installation, kept: dict[str, str]) -> None:
    keys = installation.keys
    assert installation.blobs.get_named(f"dossiers/{kept['dossier']}/bao-cao.json") == b"MAU bao cao"
    assert installation.blobs.get(kept["sha256"]).startswith(b"%PDF")
    with reading(installation.sessions) as session:
        own = keys.own(DossierRepository(session).get(kept["dossier"]).own_key)
        assert own.open(bytes.fromhex(kept["secret"]), "note") == b"ghi chu MAU"
        person = session.get_one(PersonRow, "1" * 32)
        assert keys.open(person.second_factor, purpose_of(person.id)) == b"MAU bi mat"
        answer = AnswerRepository(session, keys).begin(Once("ai-do", "khoa-mau", "0" * 64), datetime.now(UTC))
        assert answer is not None
        assert answer.body == b"{}"


def test_after_sealing_anew_a_middle_key_may_go_and_everything_opens(settings_on: Settings):
    with opened(settings_on, OLD, OLDEST) as installation:
        kept = filled(installation)
    with opened(settings_on, NEW, OLD, OLDEST) as installation:
        done = reseal(installation)
        assert (done.values, done.files, done.broken) == (3, 2, ())
        assert done.retired == (OLD.partition(":")[0],)
        check_all_opens(installation, kept)
        again = reseal(installation)
        assert (again.values, again.files) == (0, 0)
    with opened(settings_on, NEW, OLDEST) as installation:
        check_all_opens(installation, kept)
    with pytest.raises(KeysUnusable), opened(settings_on, NEW):
        pass


def test_a_key_is_needed_again_once_it_stands_in_front_again(settings_on: Settings):
    with opened(settings_on, OLD, OLDEST):
        pass
    with opened(settings_on, NEW, OLD, OLDEST) as installation:
        assert reseal(installation).retired
    with opened(settings_on, OLD, NEW, OLDEST) as installation, reading(installation.sessions) as session:
        assert known_keys(session)[OLD.partition(":")[0]].retired_at is None
    with pytest.raises(KeysUnusable) as told, opened(settings_on, NEW, OLDEST):
        pass
    assert told.value.code == "keys-missing"


def test_a_run_that_was_stopped_goes_on_where_it_was(settings_on: Settings):
    with opened(settings_on, OLD) as installation:
        kept = filled(installation)
        for number in range(5):
            installation.blobs.put(f"MAU {number}".encode())
    with opened(settings_on, NEW, OLD) as installation:
        with pytest.raises(KeyboardInterrupt):
            reseal(installation, stop_at(3))
        check_all_opens(installation, kept)
        done = reseal(installation)
        assert (done.values, done.files) == (0, 4)
        check_all_opens(installation, kept)


def stop_at(number: int) -> Any:
    def progress(done: int, _all: int) -> None:
        if done == number:
            raise KeyboardInterrupt

    return progress


def test_nothing_is_sealed_anew_while_a_process_works_that_does_not_know_the_new_key(settings_on: Settings):
    with opened(settings_on, OLD) as installation:
        filled(installation)
        with writing(installation.sessions) as session:
            register(session, "tien-trinh-cu", "may-2:77", ("counter",))
    with opened(settings_on, NEW, OLD) as installation:
        with pytest.raises(MachinesToRestart) as told:
            reseal(installation)
        assert told.value.values["places"] == "may-2"
        assert waiting_values(installation) == 3


def test_what_somebody_still_sealed_with_an_old_key_meanwhile_keeps_that_key(settings_on: Settings):
    with opened(settings_on, OLD, OLDEST) as older, opened(settings_on, NEW, OLD, OLDEST) as installation:
        filled(installation)
        older.blobs.put(b"MAU 1")

        def late(done: int, every: int) -> None:
            if done == every:
                older.blobs.put(b"MAU 2")

        with pytest.raises(MachinesToRestart):
            reseal(installation, late)
        with reading(installation.sessions) as session:
            assert known_keys(session)[OLD.partition(":")[0]].retired_at is None


def test_a_dossier_that_is_erased_meanwhile_stays_erased(settings_on: Settings):
    with opened(settings_on, OLD) as installation:
        kept = filled(installation)
    with opened(settings_on, NEW, OLD) as installation:
        reseal(installation, lambda *_: erase(installation, kept["dossier"]) and None)
        assert list(installation.blobs.objects.names("")) == []


def test_a_file_that_was_erased_while_it_was_read_does_not_come_back(settings_on: Settings):
    with opened(settings_on, OLD) as installation:
        kept = filled(installation)
    names = [own_name(f"dossiers/{kept['dossier']}/bao-cao.json"), content_name(kept["sha256"])]
    with opened(settings_on, NEW, OLD) as installation:

        @contextmanager
        def erased_just_before() -> Iterator[None]:
            erase(installation, kept["dossier"])
            yield

        assert [installation.blobs.seal_anew(name, erased_just_before()) for name in names] == [False, False]
        assert list(installation.blobs.objects.names("")) == []


def test_a_broken_file_is_told_and_no_key_may_go(settings_on: Settings):
    with opened(settings_on, OLD, OLDEST) as installation:
        kept = filled(installation)
        path = settings_on.data_dir / "blobs" / content_name(kept["sha256"])
        path.write_bytes(path.read_bytes()[:-1])
    with opened(settings_on, NEW, OLD, OLDEST) as installation:
        done = reseal(installation)
        assert (done.broken, done.retired) == ((content_name(kept["sha256"]),), ())


def test_every_sealed_column_is_known_by_the_kind_of_key_that_seals_it():
    binary = {
        f"{table.name}.{column.name}"
        for table in METADATA.tables.values()
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }
    anew = {f"{one.sealed.class_.__tablename__}.{one.sealed.key}" for one in SEALED_COLUMNS}
    assert anew | WITH_OWN_KEYS == binary
