"""The console script `intake-ai`: puts the commands of all packages together."""

import typer

from intake_ai import commands, demonstration
from intake_ai.catalogue.commands import app as catalogue

app = typer.Typer(
    name="intake-ai",
    help="Kiểm tra hồ sơ thủ tục hành chính từ bản quét. (Checks scanned dossiers of administrative procedures.)",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
app.command("check", help=commands.CHECK_HELP)(commands.check)
app.command("demo", help=demonstration.HELP)(demonstration.demo)
app.add_typer(catalogue, name="catalogue")


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
