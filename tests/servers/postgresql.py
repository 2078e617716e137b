"""A PostgreSQL server with a database for each test, copied from one whose tables are made already."""

import itertools
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql

from intake_ai.storage.engine import open_engine
from intake_ai.storage.upgrading import upgrade
from servers.processes import Server, free_port, listens, program

_FOLDERS = ("/usr/lib/postgresql/*/bin",)
_TEMPLATE = "intake_template"
_SETTINGS = {
    # what a test wrote must outlive a killed server, not a power cut
    "fsync": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_buffers": "64MB",
    "max_connections": "100",
    "listen_addresses": "127.0.0.1",
}


class PostgreSQL:
    """The server.

    Attributes:
        server: Its process.
        port: On loopback, the same after a restart.
    """

    def __init__(self) -> None:
        self._initdb = program("initdb", *_FOLDERS)
        self._postgres = program("postgres", *_FOLDERS)
        self.port = free_port()
        self.server = Server("postgresql", self._command, self._answers, user="postgres")
        self._numbers = itertools.count(1)

    def start(self) -> None:
        """Make the cluster and the database that others are copied from."""
        cluster = self.server.folder / "cluster"
        command = [self._initdb, "--pgdata", str(cluster), "--username", "intake", "--auth", "trust"]
        command += ["--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"]
        subprocess.run(command, check=True, capture_output=True, cwd=self.server.folder, **self.server.as_user())
        self.server.start()
        self.create(_TEMPLATE, template="template0")
        engine = open_engine(self.url(_TEMPLATE))
        upgrade(engine)
        engine.dispose()

    def url(self, database: str) -> str:
        return f"postgresql://intake@127.0.0.1:{self.port}/{database}"

    @contextmanager
    def database(self, *, empty: bool = False) -> Iterator[str]:
        """The URL of a database of its own, without any table where `empty`."""
        name = f"test_{next(self._numbers)}"
        self.create(name, "template0" if empty else _TEMPLATE)
        try:
            yield self.url(name)
        finally:
            self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def create(self, name: str, template: str) -> None:
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
        self._run(statement.format(sql.Identifier(name), sql.Identifier(template)))

    def close(self) -> None:
        self.server.close()

    def _run(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True, connect_timeout=5) as connection:
            connection.execute(statement)

    def _command(self, folder: object) -> list[str]:
        settings = [f"-c{name}={value}" for name, value in _SETTINGS.items()]
        sockets = f"-cunix_socket_directories={folder}"
        return [self._postgres, "-D", f"{folder}/cluster", "-p", str(self.port), sockets, *settings]

    def _answers(self) -> bool:
        if not listens(self.port):
            return False
        try:
            psycopg.connect(self.url("postgres"), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True
