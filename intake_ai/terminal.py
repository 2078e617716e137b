"""What all commands share at a terminal: options, a progress bar, and errors told as one sentence."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from intake_ai.messages import Language, text
from intake_ai.messages.system_reasons import system_reason
from intake_ai.settings import Settings, get_settings
from intake_ai.settings_sources import WrongSettings
from ocr.errors import IntakeError

LanguageOption = Annotated[Language | None, typer.Option("--lang", help="Ngôn ngữ thông báo (vi, en).")]

_WIDE = 140
_INTERRUPTED = 130
UNUSABLE = 2


def open_console() -> Console:
    """Standard output: as wide as the terminal, or wide enough for tables where it goes to a file."""
    console = Console()
    return console if console.is_terminal else Console(width=_WIDE)


@contextmanager
def spoken(lang: Language | None, interrupted: str = "stopped") -> Iterator[tuple[Settings, Language]]:
    """The settings and the language to speak; expected errors, wrong settings too, are told as one sentence."""
    with told_to_people(lang or "vi"):
        settings = get_settings()
    language = lang or settings.language
    with told_to_people(language, interrupted):
        yield settings, language


def named_files(files: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    """Each file with a name unique among them: two of one name in different folders get a number."""
    taken: set[str] = set()
    for path in files:
        own = Path(os.fsencode(path.name or str(path)).decode("utf-8", "replace"))
        name, number = str(own), 2
        while name in taken:
            name, number = f"{own.stem} ({number}){own.suffix}", number + 1
        taken.add(name)
        yield path, name


def say(sentence: str) -> None:
    """Tell a person at the terminal what is wrong, on standard error."""
    Console(stderr=True, highlight=False).print(sentence, style="red", markup=False, soft_wrap=True)


def write_private(path: Path, content: str) -> None:
    """Write a file that only its owner may read: reports hold what the papers say."""
    path.touch(mode=0o600)
    path.write_text(content, encoding="utf-8")


def agrees(question: str, language: Language) -> bool:
    """Whether a person at the terminal says yes; no answer, and the end of input, are a no."""
    console = Console(stderr=True, highlight=False)
    answers = {word: bool(yes) for yes in (0, 1) for word in text(f"answers-{yes}", language).split()}
    while True:
        console.print(f"{question} {text('answers', language)}: ", end="", markup=False, soft_wrap=True)
        try:
            said = input().strip().casefold()
        except (EOFError, KeyboardInterrupt):
            console.print()
            return False
        if not said or said in answers:
            return answers.get(said, False)
        say(text("answers-hint", language))


def _of_system(error: OSError, language: Language) -> str:
    """What the operating system reports, with the file that it is about, in words that people know."""
    reason = system_reason(error, language)
    if error.filename is None:
        return text("error-system", language, reason=reason)
    return text(
        "error-system-file", language, file=os.fsencode(error.filename).decode("utf-8", "replace"), reason=reason
    )


@contextmanager
def told_to_people(language: Language, interrupted: str = "stopped") -> Iterator[None]:
    """Print an expected error as one sentence and end with its exit code: no stack trace reaches a person.

    Args:
        language: To speak.
        interrupted: Code of the sentence for who stops the command.
    """
    try:
        yield
    except WrongSettings as error:
        for problem in error.problems:
            say(problem.told(language))
        raise typer.Exit(error.exit_code) from error
    except IntakeError as error:
        say(text(error.code, language, **error.values))
        raise typer.Exit(error.exit_code) from error
    except BrokenPipeError as closed:
        raise typer.Exit(UNUSABLE) from closed
    except OSError as error:
        say(_of_system(error, language))
        raise typer.Exit(UNUSABLE) from error
    except KeyboardInterrupt as interruption:
        Console(stderr=True).print(text(interrupted, language))
        raise typer.Exit(_INTERRUPTED) from interruption


@contextmanager
def progress_bar(label: str, quiet: bool = False) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error, told what is done and how much there is; nothing where nobody watches."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def is_watched() -> bool:
    """Whether a person sees what standard error shows."""
    return Console(stderr=True).is_terminal


def tell(sentence: str) -> None:
    """Tell a waiting person something on standard error, above a progress bar if there is one."""
    Console(stderr=True, highlight=False).print(sentence, markup=False, soft_wrap=True)
