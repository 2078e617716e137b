"""The templates of the slips: those shipped, and a centre's own copies, which stand in for them file by file."""

import re
from dataclasses import dataclass
from pathlib import Path

from intake_ai.errors import BadRequest
from intake_ai.slips.centre import FILE_NAME as CENTRE_FILE
from intake_ai.slips.errors import TemplateBroken

SHIPPED = Path(__file__).parent / "templates"
_CENTRE_EXAMPLE = Path(__file__).parent / CENTRE_FILE
_SOURCE = ".typ"
_KINDS = frozenset({_SOURCE, ".png", ".jpg", ".jpeg", ".svg"})
"""What a template may be made of: text and pictures, such as an emblem."""
_LARGEST = 4 * 1024 * 1024
_COMMENT = re.compile(r"^[ \t]*//[^\"`*\n]*$", re.MULTILINE)
"""A line that is a comment alone, wherever it stands: nothing on it can end a text or a longer comment."""
_FETCHES = re.compile(
    r"""["']@[\w-]+/|\b(?:eval|std)\b|\b(?:import|include)\b(?![ \t]*"[^"@\\\n]+\.typ"(?!\s*[+./]))"""
)
"""What could fetch a package from the network: one that is named, sources that are made while the type is set (`std` is
where `eval` can be had under another name), and anything but a template's plain name behind `import` and `include`."""


@dataclass(frozen=True, slots=True)
class Template:
    """A file that slips are made with.

    Attributes:
        is_own: The centre's, not the shipped one.
        is_changed: Another text than the shipped file of this name, or no such file is shipped.
    """

    path: Path
    is_own: bool
    is_changed: bool


def own_folder(folder: Path) -> Path:
    """Where a centre keeps its slips' settings and templates, in its data folder."""
    return folder / "slips"


def templates(own: Path | None) -> dict[str, Template]:
    """The files in use by name, a centre's own before the shipped one.

    Raises:
        TemplateBroken: One of the centre's is a link, a folder or too large.
    """
    shipped = {path.name: path for path in sorted(SHIPPED.iterdir()) if path.suffix in _KINDS}
    used = {name: Template(path, is_own=False, is_changed=False) for name, path in shipped.items()}
    for path in sorted(own.iterdir()) if own is not None and own.is_dir() else ():
        if path.suffix.casefold() in _KINDS:
            _expect_plain(path)
            same = path.name in shipped and path.read_bytes() == shipped[path.name].read_bytes()
            used[path.name] = Template(path, is_own=True, is_changed=not same)
    return used


def stage(own: Path | None, folder: Path) -> None:
    """Copy the files in use into an empty folder: what sets the type sees nothing else of the machine.

    Raises:
        TemplateBroken: One of the centre's is no plain file, is not UTF-8, or wants a package from the network.
    """
    for name, template in templates(own).items():
        content = template.path.read_bytes()
        if template.is_own and template.path.suffix.casefold() == _SOURCE:
            _expect_alone(template.path, content)
        (folder / name).write_bytes(content)


def copy_out(own: Path) -> list[Path]:
    """Copy templates and settings that are not there yet into a centre's folder; what is there stays as it is.

    Returns:
        The files written.
    """
    own.mkdir(parents=True, exist_ok=True)
    written = []
    for source in (*(path for path in sorted(SHIPPED.iterdir()) if path.suffix in _KINDS), _CENTRE_EXAMPLE):
        target = own / source.name
        if not target.exists() and not target.is_symlink():
            target.write_bytes(source.read_bytes())
            written.append(target)
    return written


def _expect_plain(path: Path) -> None:
    if path.is_symlink() or not path.is_file():
        raise TemplateBroken("error-template-link", file=path)
    if path.stat().st_size > _LARGEST:
        raise TemplateBroken("error-template-large", file=path)


def _expect_alone(path: Path, content: bytes) -> None:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise TemplateBroken("error-template-encoding", str(error), file=path) from error
    package = _FETCHES.search(_COMMENT.sub(lambda line: " " * len(line.group()), text))
    if package is not None:
        line = text.count("\n", 0, package.start()) + 1
        raise TemplateBroken("error-template-package", file=path, line=line)


def expect_template(name: str, own: Path | None) -> Template:
    """The file of this name.

    Raises:
        BadRequest: There is none.
    """
    found = templates(own).get(name)
    if found is None:
        raise BadRequest("error-template-missing", file=name)
    return found
