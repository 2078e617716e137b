"""How content is sealed with one key: AES-256-GCM, whole or in segments, under a purpose that it is bound to.

Every sealed thing has a key of its own, derived from the given one and 32 bytes by chance, so that no nonce ever meets
the same key twice, however much is sealed. Segments are numbered and the last one is marked (the STREAM construction of
Hoang, Reyhanitabar, Rogaway and Vizár, 2015): none can be left out, repeated, moved or cut off unnoticed.
"""

import hashlib
import hmac
import os
from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from intake_ai.storage.errors import SealBroken

KEY_BYTES = 32
SALT_BYTES = 32
BINDING_BYTES = 32
SEGMENT_BYTES = 256 * 1024
_TAG_BYTES = 16
_ONLY_USE = bytes(12)
"""Nonce of a key that seals one thing."""


def derived_key(key: bytes, purpose: str, salt: bytes | None = None) -> bytes:
    """A key for one purpose (HKDF-SHA256, RFC 5869)."""
    return HKDF(SHA256(), KEY_BYTES, salt, b"intake-ai/" + purpose.encode()).derive(key)


def seal_whole(key: bytes, content: bytes, bound_to: bytes) -> bytes:
    """`content` sealed: salt, ciphertext, tag."""
    salt = os.urandom(SALT_BYTES)
    return salt + AESGCM(derived_key(key, "seal", salt)).encrypt(_ONLY_USE, content, bound_to)


def open_whole(key: bytes, sealed: bytes, bound_to: bytes) -> bytes:
    """What `seal_whole` sealed.

    Raises:
        SealBroken: It was altered, or sealed with another key or for something else.
    """
    salt, body = sealed[:SALT_BYTES], sealed[SALT_BYTES:]
    try:
        return AESGCM(derived_key(key, "seal", salt)).decrypt(_ONLY_USE, body, bound_to)
    except InvalidTag as error:
        raise SealBroken from error


def binding(key: bytes, salt: bytes, name: str) -> bytes:
    """Proof that the segments of this salt belong under `name`; it can be written once the name is known."""
    return hmac.digest(derived_key(key, "binding", salt), name.encode(), hashlib.sha256)


def seal_segments(key: bytes, salt: bytes, parts: Iterator[bytes]) -> Iterator[bytes]:
    """Sealed segments of the plain parts, which may be of any size.

    Args:
        key: Of the installation.
        salt: 32 bytes by chance, kept beside the segments.
        parts: Plain content in order.
    """
    cipher = AESGCM(derived_key(key, "segments", salt))
    held, number = bytearray(), 0
    for part in parts:
        held += part
        # one byte more than a segment must be there: only then this one is not the last
        while len(held) > SEGMENT_BYTES:
            yield cipher.encrypt(_nonce(number, last=False), bytes(held[:SEGMENT_BYTES]), None)
            del held[:SEGMENT_BYTES]
            number += 1
    yield cipher.encrypt(_nonce(number, last=True), bytes(held), None)


def open_segments(key: bytes, salt: bytes, source: BinaryIO) -> Iterator[bytes]:
    """Plain content of the sealed segments that `source` still holds, each proven before it is given.

    Raises:
        SealBroken: Something was altered, moved, left out or cut off.
    """
    cipher = AESGCM(derived_key(key, "segments", salt))
    number, segment = 0, _read_up_to(source, SEGMENT_BYTES + _TAG_BYTES)
    while True:
        following = _read_up_to(source, SEGMENT_BYTES + _TAG_BYTES)
        try:
            yield cipher.decrypt(_nonce(number, last=not following), segment, None)
        except InvalidTag as error:
            raise SealBroken from error
        if not following:
            return
        number, segment = number + 1, following


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11) + bytes([last])


def _read_up_to(source: BinaryIO, size: int) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        part = source.read(size - len(parts))
        if not part:
            break
        parts += part
    return bytes(parts)
