"""What the headers of tus 1.0.0 say (https://tus.io/protocols/resumable-upload): read strictly, written as asked."""

import base64
import binascii
import re
from collections.abc import Mapping
from email.utils import format_datetime
from typing import get_args

from intake_ai.requests.errors import UploadMalformed
from intake_ai.requests.parts import Algorithm, Checksum, Standing

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,termination,expiration,checksum"
ALGORITHMS = ",".join(get_args(Algorithm))
PART_TYPE = "application/offset+octet-stream"
_MOST_DIGITS = 18
MOST_METADATA = 4096
_BASE64 = "([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?"
METADATA_PATTERN = f"^[!-+.-~-]+ {_BASE64}(,[!-+.-~-]+ {_BASE64})*$"
CHECKSUM_PATTERN = "^(sha1 [A-Za-z0-9+/]{27}=|sha256 [A-Za-z0-9+/]{43}=)$"
"""What the document tells of headers; what is read is a little more."""
_VERSION = re.compile(r"[0-9]{1,6}\.[0-9]{1,6}\.[0-9]{1,6}")
_DIGEST_BYTES = {"sha1": 20, "sha256": 32}


def is_version(told: str) -> bool:
    """Whether it is a version at all."""
    return _VERSION.fullmatch(told) is not None


def length_of(headers: Mapping[str, str]) -> int:
    """Bytes of the whole file.

    Raises:
        UploadMalformed: It is not told.
    """
    return _number(headers.get("upload-length"), "resumable-length")


def offset_of(headers: Mapping[str, str]) -> int:
    """Where the part begins.

    Raises:
        UploadMalformed: It is not told.
    """
    return _number(headers.get("upload-offset"), "resumable-offset-missing")


def name_of(headers: Mapping[str, str]) -> str:
    """Name of the file, as clients tell it; empty where they do not.

    Raises:
        UploadMalformed: The metadata cannot be read.
    """
    told = _metadata(headers.get("upload-metadata", ""))
    return (told.get("filename") or told.get("name") or b"").decode("utf-8", "replace")


def checksum_of(headers: Mapping[str, str]) -> Checksum | None:
    """Checksum of the part; None where none is told.

    Raises:
        UploadMalformed: It is not understood, or of an algorithm that is not offered.
    """
    told = headers.get("upload-checksum")
    if told is None:
        return None
    name, _, encoded = told.partition(" ")
    algorithm = next((known for known in get_args(Algorithm) if known == name), None)
    digest = _decoded(encoded, "resumable-checksum-unknown")
    if algorithm is None or len(digest) != _DIGEST_BYTES[algorithm]:
        raise UploadMalformed("resumable-checksum-unknown")
    return Checksum(algorithm, digest)


def headers_of(standing: Standing) -> dict[str, str]:
    """What every answer about an upload tells."""
    return {
        "Tus-Resumable": VERSION,
        "Upload-Offset": str(standing.offset),
        "Upload-Length": str(standing.length),
        "Upload-Expires": format_datetime(standing.expires_at, usegmt=True),
        "Cache-Control": "no-store",
    }


def _number(told: str | None, code: str) -> int:
    if told is None or not told.isascii() or not told.isdigit() or len(told) > _MOST_DIGITS:
        raise UploadMalformed(code)
    return int(told)


def _metadata(told: str) -> dict[str, bytes]:
    if len(told) > MOST_METADATA:
        raise UploadMalformed("resumable-metadata")
    pairs = [pair.strip().partition(" ") for pair in told.split(",") if pair.strip()]
    return {key: _decoded(value, "resumable-metadata") for key, _, value in pairs}


def _decoded(encoded: str, code: str) -> bytes:
    try:
        return base64.b64decode(encoded.strip(), validate=True)
    except (binascii.Error, ValueError) as error:
        raise UploadMalformed(code) from error
