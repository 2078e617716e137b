"""What is refused when an installation is opened, and what is made."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from intake_ai.errors import BadRequest
from intake_ai.settings import Settings
from intake_ai.storage.errors import KeysUnusable, StorageUnusable
from intake_ai.storage.installation import Installation, open_installation
from intake_ai.storage.key_checks import KeyCheckRow
from intake_ai.storage.keyring import new_key_line
from intake_ai.storage.transactions import reading


def test_an_empty_installation_has_tables_keys_and_files(installation: Installation):
    blob = installation.blobs.put(b"MAU")
    assert installation.blobs.get(blob.sha256) == b"MAU"
    with reading(installation.sessions) as session:
        assert session.scalar(select(func.count()).select_from(KeyCheckRow)) == 1


def opened_with(settings: Settings, *keys: str) -> tuple[str, ...]:
    given = settings.model_copy(update={"encryption_keys": ",".join(keys)})
    with open_installation(given) as installation:
        return installation.keys.ids


def test_keys_may_be_added_in_front_and_none_may_go_or_change_places(settings_on: Settings):
    old, new, other = new_key_line(), new_key_line(), new_key_line()
    same_name = f"{old.partition(':')[0]}:{other.partition(':')[2]}"
    opened_with(settings_on, old)
    for keys, code in (([new], "keys-missing"), ([same_name], "keys-differ"), ([old, new], "keys-differ")):
        with pytest.raises(KeysUnusable) as told:
            opened_with(settings_on, *keys)
        assert told.value.code == code
    assert len(opened_with(settings_on, new, old)) == 2
    with pytest.raises(KeysUnusable):
        opened_with(settings_on, old)
    with pytest.raises(KeysUnusable):
        opened_with(settings_on, new)


def test_a_key_file_that_was_lost_is_told_instead_of_a_new_key_being_used(settings_on: Settings):
    with open_installation(settings_on):
        pass
    settings_on.own_key_file.unlink()
    with pytest.raises(KeysUnusable) as told, open_installation(settings_on):
        pass
    assert told.value.code == "keys-lost"
    assert not settings_on.own_key_file.exists()


def test_files_sealed_with_a_lost_key_forbid_a_new_one_even_when_the_database_is_empty(tmp_path: Path):
    blobs = (tmp_path / "blobs").as_uri()
    first = Settings(data_dir=tmp_path / "truoc", database_url="", blob_url=blobs)
    with open_installation(first) as installation:
        installation.blobs.put(b"MAU")
        lost = installation.keys.sealing.id
    other = first.model_copy(update={"data_dir": tmp_path / "sau"})
    with pytest.raises(KeysUnusable) as told, open_installation(other):
        pass
    assert (told.value.code, told.value.values["ids"]) == ("keys-lost", lost)
    assert not other.own_key_file.exists()


def test_a_data_folder_that_cannot_be_made_is_told(tmp_path: Path):
    (tmp_path / "tep").touch()
    for keys in ("", new_key_line()):
        settings = Settings(data_dir=tmp_path / "tep" / "data", database_url="", encryption_keys=keys)
        with pytest.raises(StorageUnusable) as told, open_installation(settings):
            pass
        assert told.value.code == "storage-folder"


@pytest.mark.parametrize("url", ["ftp://x", "s3://", "file://", "gs://x"])
def test_a_store_of_an_unknown_kind_is_told(tmp_path: Path, url: str):
    with pytest.raises(BadRequest), open_installation(Settings(data_dir=tmp_path, database_url="", blob_url=url)):
        pass


def test_files_may_lie_in_a_folder_of_their_own(tmp_path: Path):
    folder = tmp_path / "kho tệp"
    with open_installation(Settings(data_dir=tmp_path / "data", database_url="", blob_url=folder.as_uri())) as opened:
        opened.blobs.put(b"MAU")
    assert (folder / "content").is_dir()


def test_a_connection_that_is_given_back_after_the_end_is_closed(settings_on: Settings):
    with open_installation(settings_on) as installation:
        late = installation.engine.connect()
        connection = late.connection.dbapi_connection
    late.close()
    with pytest.raises(Exception, match="closed"):
        connection.cursor()
