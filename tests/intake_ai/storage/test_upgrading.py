import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from servers.postgresql import PostgreSQL
from sqlalchemy import Engine, insert, inspect, select, text
from typer.testing import CliRunner

from api.cli import app
from intake_ai.catalogue.tables import CatalogueVersionRow, ProcedureRow
from intake_ai.dossier.tables import DossierRow, UploadRow
from intake_ai.settings import Settings, get_settings
from intake_ai.storage import upgrading
from intake_ai.storage.engine import open_engine
from intake_ai.storage.errors import SchemaOutdated
from intake_ai.storage.installation import open_installation
from intake_ai.storage.schema import METADATA
from intake_ai.storage.upgrading import HEAD, VERSION_TABLE, downgrade, upgrade, version, versions

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
VERSION = {
    "id": 1, "content_hash": "0" * 64, "file": "mau.xlsx", "format": "mau", "imported_at": NOW, "compiler": "1",
    "current": False, "procedures": 1, "active": 1, "rows": 0,
}  # fmt: skip
PROCEDURE = {"version_id": 1, "code": "1.001193", "position": 0, "active": True, "document": "{}", "context": "Mẫu"}
DOSSIER = {
    "id": "0" * 32, "purpose": "counter", "priority": "counter", "state": "draft", "received": date(2026, 11, 23),
    "channel": "direct", "language": "vi", "created_at": NOW, "changed_at": NOW,
}  # fmt: skip
UPLOAD = {
    "id": "1" * 32, "dossier_id": "0" * 32, "position": 0, "name": "mẫu.pdf", "sha256": "0" * 64, "size": 1,
    "added_at": NOW,
}  # fmt: skip


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Of an empty database, in turn of each kind."""
    if request.param == "sqlite":
        opened = open_engine(f"sqlite:///{tmp_path / 'intake.sqlite3'}")
        yield opened
        opened.dispose()
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    with server.database(empty=True) as url:
        opened = open_engine(url)
        yield opened
        opened.dispose()


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {VERSION_TABLE}


def fill_catalogue(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(insert(CatalogueVersionRow), [VERSION])
        connection.execute(insert(ProcedureRow), [PROCEDURE])


def contexts(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.scalars(select(ProcedureRow.context)))


def test_migrations_make_exactly_the_tables_of_the_models(engine: Engine):
    upgrade(engine)
    options = {"compare_type": True, "compare_server_default": True}
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, METADATA) == []
    assert tables(engine) == set(METADATA.tables)


def test_the_newest_migration_is_the_one_that_the_program_asks_for():
    script = ScriptDirectory(str(Path(upgrading.__file__).parent / "migrations"))
    assert script.get_heads() == [HEAD]
    assert [revision.revision for revision in script.walk_revisions()][::-1] == versions()


def test_every_migration_goes_forwards_and_back_with_data_there(engine: Engine):
    upgrade(engine)
    fill_catalogue(engine)
    with engine.begin() as connection:
        connection.execute(insert(DossierRow), [{**DOSSIER, "situation": {"case": 1}}])
        connection.execute(insert(UploadRow), [UPLOAD])
    for target in versions()[-2::-1]:
        downgrade(engine, target)
        assert version(engine) == target
        upgrade(engine)
        assert version(engine) == HEAD
        assert contexts(engine) == ["Mẫu"]
    downgrade(engine, "base")
    assert tables(engine) == set()
    upgrade(engine)
    assert contexts(engine) == []


def test_a_database_from_before_there_were_migrations_is_adopted_with_all_it_holds(engine: Engine):
    earlier = [table for name, table in METADATA.tables.items() if name.startswith("catalogue_")]
    METADATA.create_all(engine, earlier)
    fill_catalogue(engine)
    upgrade(engine)
    assert (version(engine), contexts(engine)) == (HEAD, ["Mẫu"])
    assert tables(engine) == set(METADATA.tables)


def test_upgrading_what_is_up_to_date_changes_nothing(engine: Engine):
    upgrade(engine)
    fill_catalogue(engine)
    upgrade(engine)
    assert contexts(engine) == ["Mẫu"]


def test_a_migration_that_fails_changes_nothing(engine: Engine):
    upgrade(engine, "0001")
    fill_catalogue(engine)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE work (id INTEGER)"))  # in the way of the next migration
    before = tables(engine)
    with pytest.raises(Exception, match="already exists"):
        upgrade(engine)
    assert (version(engine), tables(engine), contexts(engine)) == ("0001", before, ["Mẫu"])


def test_a_database_of_a_newer_program_is_left_alone(engine: Engine):
    upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for call in (upgrading.bring_up_to_date, upgrade, lambda engine: downgrade(engine, "0001")):
        with pytest.raises(SchemaOutdated) as told:
            call(engine)
        assert (told.value.code, told.value.values["found"]) == ("database-newer", "9999")


def test_an_outdated_sqlite_is_upgraded_by_who_opens_it(tmp_path: Path):
    settings = Settings(data_dir=tmp_path, database_url=f"sqlite:///{tmp_path / 'x.sqlite3'}")
    engine = open_engine(settings.database)
    upgrade(engine, "0001")
    fill_catalogue(engine)
    with open_installation(settings) as installation:
        assert contexts(installation.engine) == ["Mẫu"]
        assert version(installation.engine) == HEAD
    engine.dispose()


def test_an_outdated_postgresql_is_refused_until_somebody_upgrades_it(
    postgresql: PostgreSQL, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    with postgresql.database(empty=True) as url:
        settings = Settings(data_dir=tmp_path, database_url=url)
        with pytest.raises(SchemaOutdated) as told, open_installation(settings):
            pass
        assert told.value.code == "database-outdated"
        assert told_by("version", url, monkeypatch) == f"Cơ sở dữ liệu: -. Chương trình cần: {HEAD}.\n"
        assert HEAD in told_by("upgrade", url, monkeypatch)
        with open_installation(settings) as installation:
            assert version(installation.engine) == HEAD
        assert "không có gì phải làm" in told_by("upgrade", url, monkeypatch)
        assert "0001" in told_by("downgrade 0001 --yes", url, monkeypatch)
        assert "base, 0001" in told_by("downgrade 0815 --yes", url, monkeypatch)
        with pytest.raises(SchemaOutdated), open_installation(settings):
            pass


def told_by(command: str, url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("INTAKE_AI_DATABASE_URL", url)
    get_settings.cache_clear()
    result = CliRunner().invoke(app, ["db", *command.split()])
    get_settings.cache_clear()
    return result.output


def test_processes_that_open_a_new_database_together_make_it_once(tmp_path: Path):
    script = "import sys; from pathlib import Path; from intake_ai.settings import Settings\n"
    script += "from intake_ai.storage.installation import open_installation\n"
    script += (
        f"with open_installation(Settings(data_dir=Path({str(tmp_path / 'moi')!r}), database_url='')) as opened:\n"
    )
    script += "    print(opened.keys.ids)\n"
    root = Path(__file__).parents[3]
    started = [
        subprocess.Popen([sys.executable, "-c", script], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    said = [process.communicate() for process in started]
    assert [process.returncode for process in started] == [0, 0, 0], said
    assert len({out for out, _ in said}) == 1
    with sqlite3.connect(tmp_path / "moi" / "intake.sqlite3") as connection:
        assert connection.execute("SELECT count(*) FROM alembic_version").fetchall() == [(1,)]
    connection.close()
