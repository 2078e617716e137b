"""Which methods an address takes: told where another one is asked for (RFC 9110, 15.5.6)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from starlette.routing import BaseRoute, compile_path


@dataclass(frozen=True, slots=True)
class _Address:
    regex: re.Pattern[str]
    parameters: int
    methods: tuple[str, ...]


class Methods:
    """The methods of all addresses.

    Args:
        routes: With what stands before their paths.
    """

    def __init__(self, routes: Iterable[tuple[str, BaseRoute]]) -> None:
        methods: dict[str, set[str]] = {}
        for prefix, route in routes:
            methods.setdefault(prefix + getattr(route, "path", ""), set()).update(getattr(route, "methods", None) or ())
        self._addresses = [_address(path, taken) for path, taken in methods.items()]
        self._plain = {path: taken for path, taken in methods.items() if "{" not in path}

    def takes(self, path: str, method: str) -> bool:
        """Whether an address takes a method that some pattern takes: `/keys/scopes` is no key that can be revoked."""
        return method in self._plain.get(path, (method,))

    def of(self, path: str) -> tuple[str, ...]:
        """Of an address; where several patterns fit, of the one that says most."""
        fitting = [one for one in self._addresses if one.regex.match(path)]
        return min(fitting, key=lambda one: one.parameters).methods if fitting else ()


def _address(path: str, methods: set[str]) -> _Address:
    regex, _, parameters = compile_path(path)
    return _Address(regex, len(parameters), tuple(sorted(methods)))
