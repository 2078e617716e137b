"""LibreOffice converts many files at once: blank forms to docx and PDF, filled ones to PDF."""

import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from os import environ
from pathlib import Path
from xml.sax.saxutils import escape

PATIENCE = 60
"""Seconds for the start of LibreOffice, and for each file."""
AT_ONCE = 40


class NoOffice(RuntimeError):
    """LibreOffice is not installed."""


class NotConverted(RuntimeError):
    """LibreOffice made nothing of a file."""


def converted(sources: Sequence[Path], kind: str, folder: Path, fonts: Path | None = None) -> list[Path]:
    """Files of another kind made of `sources`, with the same stems, in the same order.

    Args:
        sources: Files that LibreOffice Writer opens.
        kind: "pdf" or "docx".
        folder: Where the new files go.
        fonts: A folder of fonts besides those that are installed.

    Raises:
        NoOffice: LibreOffice is not installed.
        NotConverted: It could not convert a file.
    """
    office = shutil.which("soffice")
    if office is None:
        raise NoOffice("install LibreOffice (Debian: libreoffice-writer) or give a folder of converted forms by --pdfs")
    folder.mkdir(parents=True, exist_ok=True)
    for begin in range(0, len(sources), AT_ONCE):
        _convert(office, sources[begin : begin + AT_ONCE], kind, folder, fonts)
    made = [folder / f"{source.stem}.{kind}" for source in sources]
    missing = [str(path) for path in made if not path.exists()]
    if missing:
        raise NotConverted(", ".join(missing))
    return made


def _convert(office: str, sources: Sequence[Path], kind: str, folder: Path, fonts: Path | None) -> None:
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(  # noqa: S603 - the program found on the path, with our own arguments
            [
                office,
                f"-env:UserInstallation=file://{profile}/office",
                *("--headless", "--convert-to", kind, "--outdir", str(folder)),
                *(str(source) for source in sources),
            ],
            check=True,
            capture_output=True,
            timeout=PATIENCE * (1 + len(sources)),
            env=_surroundings(Path(profile), fonts),
        )


def _surroundings(profile: Path, fonts: Path | None) -> Mapping[str, str]:
    """The environment, with a font configuration that knows one folder more."""
    if fonts is None:
        return environ
    file = profile / "fonts.conf"
    file.write_text(
        "<fontconfig><include>/etc/fonts/fonts.conf</include>"
        f"<dir>{escape(str(fonts.resolve()))}</dir><cachedir>{profile}</cachedir></fontconfig>",
        "utf-8",
    )
    return {**environ, "FONTCONFIG_FILE": str(file)}
