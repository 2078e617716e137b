"""Message brokers: Redis and RabbitMQ."""

import contextlib
import itertools
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import amqp
import redis

from servers.processes import Server, free_port, listens, program

_RABBITMQ = "/usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin"
_HOSTS = [f"test{number}" for number in range(1, 13)]
"""Virtual hosts; making one later would need the control program, which takes seconds."""


class Broker(Protocol):
    """A broker.

    Attributes:
        server: Its process.
    """

    server: Server

    def start(self) -> None: ...

    def queues(self) -> contextlib.AbstractContextManager[str]:
        """The URL of a place of its own, empty; Celery's `broker_url`."""

    def close(self) -> None: ...


class Redis:
    """A Redis server that writes down what it is told, so that a killed one comes back with its queues."""

    def __init__(self) -> None:
        self._redis = program("redis-server")
        self.port = free_port()
        self.server = Server("redis", self._command, self._answers, user="redis")
        self._databases = itertools.count()

    def start(self) -> None:
        self.server.start()

    @contextmanager
    def queues(self) -> Iterator[str]:
        number = next(self._databases) % 16
        with redis.Redis(port=self.port, db=number) as client:
            client.flushdb()
        yield f"redis://127.0.0.1:{self.port}/{number}"

    def close(self) -> None:
        self.server.close()

    def _command(self, folder: Path) -> list[str]:
        where = ["--bind", "127.0.0.1", "--port", str(self.port), "--dir", str(folder)]
        return [self._redis, *where, "--save", "", "--appendonly", "yes", "--appendfsync", "no"]

    def _answers(self) -> bool:
        try:
            with redis.Redis(port=self.port, socket_timeout=1) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False


class RabbitMQ:
    """A RabbitMQ node alone, with a port mapper (epmd) of its own and a virtual host for each test."""

    def __init__(self) -> None:
        self._rabbitmq = program("rabbitmq-server", _RABBITMQ)
        self.port, self._mapper_port, self._nodes_port = free_port(), free_port(), free_port()
        self._mapper = Server("epmd", self._mapper_command, lambda: listens(self._mapper_port), "rabbitmq")
        self.server = Server("rabbitmq", lambda _: [self._rabbitmq], self._answers, "rabbitmq", self._environment)
        self._hosts = itertools.cycle(_HOSTS)

    def start(self) -> None:
        for name, content in (
            ("enabled_plugins", "[].\n"),
            ("definitions.json", json.dumps(_definitions())),
            ("rabbitmq.conf", f"load_definitions = {self.server.folder}/definitions.json\n"),
        ):
            (self.server.folder / name).write_text(content, encoding="ascii")
            (self.server.folder / name).chmod(0o644)
        self._mapper.start()
        self.server.start()

    @contextmanager
    def queues(self) -> Iterator[str]:
        yield f"amqp://intake:intake@127.0.0.1:{self.port}/{next(self._hosts)}"

    def close(self) -> None:
        self.server.close()
        self._mapper.close()

    def _mapper_command(self, _folder: Path) -> list[str]:
        return [program("epmd"), "-address", "127.0.0.1", "-port", str(self._mapper_port)]

    def _environment(self, folder: Path) -> dict[str, str]:
        return {
            "HOME": str(folder),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "ERL_EPMD_PORT": str(self._mapper_port),
            "RABBITMQ_NODENAME": f"intake{os.getpid()}@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(self.port),
            "RABBITMQ_DIST_PORT": str(self._nodes_port),  # else 20,000 higher, which may be no port
            "RABBITMQ_MNESIA_BASE": f"{folder}/mnesia",
            "RABBITMQ_LOG_BASE": f"{folder}/logs",
            "RABBITMQ_LOGS": "-",
            "RABBITMQ_ENABLED_PLUGINS_FILE": f"{folder}/enabled_plugins",
            "RABBITMQ_CONFIG_FILE": f"{folder}/rabbitmq.conf",
            "RABBITMQ_CONF_ENV_FILE": f"{folder}/none",
            "RABBITMQ_GENERATED_CONFIG_DIR": f"{folder}/generated",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+S 2:2 -kernel inet_dist_use_interface {127,0,0,1}",
        }

    def _answers(self) -> bool:
        if not listens(self.port):
            return False
        try:
            with amqp.Connection(
                f"127.0.0.1:{self.port}", "intake", "intake", virtual_host=_HOSTS[-1], connect_timeout=5
            ):
                return True
        except (OSError, amqp.AMQPError):
            return False


def _definitions() -> dict[str, list[dict[str, str]]]:
    """A user who may do everything in every virtual host."""
    everything = {"configure": ".*", "write": ".*", "read": ".*"}
    return {
        "users": [{"name": "intake", "password": "intake", "tags": "administrator"}],
        "vhosts": [{"name": host} for host in _HOSTS],
        "permissions": [{"user": "intake", "vhost": host, **everything} for host in _HOSTS],
    }
