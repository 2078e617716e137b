"""The console script `intake-ai`: puts the commands of all packages together."""

import sys
from collections.abc import Iterator, MutableMapping, Sequence
from importlib import import_module
from typing import Any, NamedTuple

import typer
from typer.core import TyperGroup
from typer.main import get_command


class _Place(NamedTuple):
    """Where a command is: its module, its function and its help there; a Typer application has no help of its own."""

    module: str
    name: str
    help: str | None = None


_PLACES = {
    "check": _Place("intake_ai.commands", "check", "CHECK_HELP"),
    "read": _Place("intake_ai.reading.commands", "read", "HELP"),
    "demo": _Place("intake_ai.demonstration", "demo", "HELP"),
    "catalogue": _Place("intake_ai.catalogue.commands", "app"),
    "slip": _Place("intake_ai.slips.slip_command", "slip", "HELP"),
    "slips": _Place("intake_ai.slips.commands", "app"),
    "train": _Place("intake_ai.learning.train_command", "train"),
    "lessons": _Place("intake_ai.learning.commands", "app"),
    "users": _Place("intake_ai.access.commands", "app"),
    "keys": _Place("intake_ai.access.key_commands", "app"),
    "audit": _Place("intake_ai.audit.commands", "app"),
    "privacy": _Place("intake_ai.privacy.commands", "app"),
    "serve": _Place("api.serving.command", "serve", "HELP"),
    "worker": _Place("worker.command", "worker", "HELP"),
    "separators": _Place("intake_ai.inbox.separators_command", "separators", "HELP"),
    "watch": _Place("worker.inbox_commands", "watch", "WATCH_HELP"),
    "import-archive": _Place("worker.inbox_commands", "import_archive", "IMPORT_HELP"),
    "db": _Place("intake_ai.storage.commands", "app"),
    "backup": _Place("intake_ai.backup.commands", "backup", "BACKUP_HELP"),
    "restore": _Place("intake_ai.backup.commands", "restore", "RESTORE_HELP"),
    "encryption": _Place("intake_ai.encryption.commands", "app"),
    "doctor": _Place("worker.doctor_command", "doctor", "HELP"),
    "settings": _Place("intake_ai.operating.settings_command", "settings", "HELP"),
}


class _Commands(MutableMapping[str, Any]):
    """The commands by name, each imported when it is asked for: reading a page must not wait for the catalogue."""

    def __init__(self) -> None:
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._made:
            self._made[name] = _made(name, _PLACES[name])
        return self._made[name]

    def __setitem__(self, name: str, command: Any) -> None:
        self._made[name] = command

    def __delitem__(self, name: str) -> None:
        del self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(_PLACES)

    def __len__(self) -> int:
        return len(_PLACES)


class _CommandsOnDemand(TyperGroup):
    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = _Commands()

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """As the library has it, but errors are told in the reader's language."""
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, False, windows_expand_args, **extra)
        given = list(sys.argv[1:] if args is None else args)
        try:
            ended = super().main(given, prog_name, complete_var, False, windows_expand_args, **extra)
        except typer.TyperException as error:
            from api.usage_errors import tell_usage  # noqa: PLC0415  settings, which most calls read later or never

            tell_usage(error, given)
            sys.exit(error.exit_code)
        except typer.Abort:  # the input ended where something was asked
            sys.exit(1)
        sys.exit(ended if isinstance(ended, int) else 0)


def _made(name: str, place: _Place) -> Any:
    module = import_module(place.module)
    target = getattr(module, place.name)
    if isinstance(target, typer.Typer):
        command = get_command(target)
    else:
        alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode="rich")
        alone.command(name, help=getattr(module, place.help or "HELP"))(target)
        command = get_command(alone)
    command.name = name
    return command


app = typer.Typer(
    cls=_CommandsOnDemand,
    name="intake-ai",
    help="Kiểm tra hồ sơ thủ tục hành chính từ bản quét. (Checks scanned dossiers of administrative procedures.)",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)


@app.callback()
def _intake_ai() -> None:
    """Makes this a group of commands; each does its own work."""


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
