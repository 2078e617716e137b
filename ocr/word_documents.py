"""Text documents (docx, doc, odt) become PDF through LibreOffice, where it is installed; runs in the sandbox.

The document is copied first: LibreOffice puts a lock file beside what it opens, and originals are never written to.
It gets a user profile of its own each time, so that no document leaves anything for the next. Macros are forbidden by
that profile. A network of its own (util-linux `unshare`) keeps linked pictures from telling anyone that the document
was opened; where the machine forbids that, the profile alone does, through a proxy that does not exist.
"""

import fcntl
import os
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ocr.formats import WordKind
from ocr.limits import Limits
from ocr.pictures import PictureError

#: Import filters of LibreOffice: named, so that no other of its hundred importers ever sees the file.
_FILTERS: Mapping[WordKind, str] = {"docx": "MS Word 2007 XML", "doc": "MS Word 97", "odt": "writer8"}
_WORD_CONTENT_TYPES = (b"wordprocessingml.document.main+xml", b"ms-word.document.macroEnabled.main+xml")
_MOST_CONTENT_TYPES_BYTES = 1 << 20
#: Names in the directory of an OLE file are UTF-16: Word's own stream, and the one that an encrypted docx is kept in.
_WORD_STREAM, _ENCRYPTED_STREAM = ("WordDocument".encode("utf-16-le"), "EncryptedPackage".encode("utf-16-le"))
#: What Word's stream begins with ([MS-DOC] 2.5.2: wIdent, nFib of Word 97 and later); flags follow at byte 10.
_WORD_HEADER, _OLE_SECTOR, _FLAGS_AT, _ENCRYPTED_BIT = b"\xec\xa5\xc1\x00", 512, 11, 0x01
#: Renditions in one folder; the oldest goes when there would be more.
_MOST_RENDITIONS = 64
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>
"""
_ITEM = (
    '<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
)
_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "2"),  # never
    ("Inet/Settings", "ooInetProxyType", "1"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)


def find_office() -> str | None:
    """The program that converts, None where LibreOffice is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def convert(path: Path, kind: WordKind, rendition: Path, limits: Limits) -> None:
    """Lays out a text document as PDF, once: a rendition that exists is left as it is.

    Args:
        path: The document.
        kind: Judged by content.
        rendition: Where the PDF goes; appears there whole or not at all.
        limits: Of its size once unpacked. Time and memory are limited by the sandbox.

    Raises:
        PictureError: file-needs-libreoffice, file-type-unknown, file-encrypted, file-too-large or file-broken.
    """
    if rendition.exists():
        return
    check_document(path, kind, limits)
    office = find_office()
    if office is None:
        raise PictureError("file-needs-libreoffice")
    with rendition.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # another process of this sandbox may be at it; let go when either ends
        if not rendition.exists():
            _drop_oldest(rendition.parent)
            _convert(office, path, kind, rendition)


def check_document(path: Path, kind: WordKind, limits: Limits) -> None:
    """Refuses what is no text document or encrypted, before LibreOffice sees it.

    Raises:
        PictureError: file-type-unknown, file-encrypted, file-too-large or file-broken.
    """
    if kind == "doc":
        _check_ole(path.read_bytes())
        return
    try:
        with zipfile.ZipFile(path) as archive:
            _check_archive(archive, kind, limits)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, EOFError) as error:
        raise PictureError("file-broken", str(error)) from error


def _check_ole(content: bytes) -> None:
    if _ENCRYPTED_STREAM in content:
        raise PictureError("file-encrypted")
    if _WORD_STREAM not in content:
        raise PictureError("file-type-unknown", "an OLE file without Word's stream")
    for sector in range(_OLE_SECTOR, len(content) - _FLAGS_AT, _OLE_SECTOR):
        if content.startswith(_WORD_HEADER, sector):
            if content[sector + _FLAGS_AT] & _ENCRYPTED_BIT:
                raise PictureError("file-encrypted")
            return


def _check_archive(archive: zipfile.ZipFile, kind: WordKind, limits: Limits) -> None:
    entries = archive.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        raise PictureError("file-encrypted")
    size = sum(entry.file_size for entry in entries)
    if size > limits.file_bytes:
        raise PictureError("file-too-large", "once unpacked", size=size >> 20, limit=limits.file_bytes >> 20)
    if kind == "docx":
        if not any(name in _part(archive, "[Content_Types].xml") for name in _WORD_CONTENT_TYPES):
            raise PictureError("file-type-unknown", "an Office file of another kind")
    elif b"encryption-data" in _part(archive, "META-INF/manifest.xml"):
        raise PictureError("file-encrypted")


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    if name not in archive.namelist():
        return b""
    with archive.open(name) as part:
        return part.read(_MOST_CONTENT_TYPES_BYTES)


def _convert(office: str, path: Path, kind: WordKind, rendition: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        _write_profile(scratch / "profile" / "user")
        copy = scratch / f"document.{kind}"
        shutil.copyfile(path, copy)
        run = subprocess.run(  # noqa: S603 - a program of the machine; no part of the command comes from the file
            [*_without_network(), office, *_options(scratch, kind), str(copy)],
            env={"PATH": os.environ.get("PATH", os.defpath), "HOME": folder, "TMPDIR": folder, "LANG": "C.UTF-8"},
            cwd=scratch,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        made = scratch / "document.pdf"
        if run.returncode or not made.exists():
            raise PictureError("file-broken", f"LibreOffice ended with {run.returncode}")
        part = rendition.with_suffix(".part")
        shutil.move(made, part)
        part.replace(rendition)


def _options(scratch: Path, kind: WordKind) -> list[str]:
    return [
        f"-env:UserInstallation={(scratch / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo", "--nofirststartwizard"),
        f"--infilter={_FILTERS[kind]}",
        *("--convert-to", "pdf:writer_pdf_Export", "--outdir", str(scratch)),
    ]


def _write_profile(folder: Path) -> None:
    folder.mkdir(parents=True)
    items = "".join(_ITEM.format(path=path, name=name, value=value) for path, name, value in _SETTINGS)
    (folder / "registrymodifications.xcu").write_text(_PROFILE.format(items=items), encoding="utf-8")


@cache
def _without_network() -> tuple[str, ...]:
    """What runs a program in a network of its own, nothing where the machine has or allows no such thing."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return ()
    prefix = (unshare, "--user", "--map-current-user", "--net", "--")
    allowed = subprocess.run(  # noqa: S603 - a fixed command
        [*prefix, "true"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
    )
    return prefix if allowed.returncode == 0 else ()


def _drop_oldest(folder: Path) -> None:
    renditions = sorted(folder.glob("*.pdf"), key=lambda rendition: rendition.stat().st_mtime)
    for rendition in renditions[: max(0, len(renditions) + 1 - _MOST_RENDITIONS)]:
        rendition.unlink(missing_ok=True)
        rendition.with_suffix(".lock").unlink(missing_ok=True)
