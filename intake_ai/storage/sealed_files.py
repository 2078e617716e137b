"""The form of a sealed file: which key opens it, what it is called, and its content in segments."""

import hmac
import os
from collections.abc import Callable, Iterator
from typing import BinaryIO

from intake_ai.storage.errors import SealBroken
from intake_ai.storage.keyring import Key, Keyring, head_of, id_in_head
from intake_ai.storage.sealing import BINDING_BYTES, SALT_BYTES, binding, open_segments, seal_segments

_MAGIC = b"IAIB"
HEAD_BYTES = len(_MAGIC) + 2 + 32
"""Bytes at the beginning of a sealed file that tell its key."""


def write_sealed(key: Key, content: Iterator[bytes], part: BinaryIO) -> Callable[[str], None]:
    """Write a sealed file whose name may depend on its content.

    Args:
        key: That seals.
        content: Plain, in pieces of any size.
        part: Empty; can be written anywhere.

    Returns:
        To be called with the name once it is known: only then the file can be opened, and only under this name.
    """
    salt = os.urandom(SALT_BYTES)
    part.write(_MAGIC + head_of(key) + salt)
    place = part.tell()
    part.write(bytes(BINDING_BYTES))
    for segment in seal_segments(key.secret, salt, content):
        part.write(segment)

    def name_it(name: str) -> None:
        part.seek(place)
        part.write(binding(key.secret, salt, name))
        part.seek(0, os.SEEK_END)

    return name_it


def read_sealed(keys: Keyring, name: str, file: BinaryIO) -> Iterator[bytes]:
    """The content of a sealed file, each piece proven before it is given.

    Args:
        keys: One of which opens it.
        name: That it must have.
        file: At its beginning.

    Raises:
        SealBroken: It was altered or cut off, or is the file of another name.
        KeysUnusable: Its key is not in the ring.
    """
    head = file.read(len(_MAGIC) + 2)
    if head[: len(_MAGIC)] != _MAGIC or len(head) < len(_MAGIC) + 2:
        raise SealBroken("not a sealed file")
    key_id, _ = id_in_head(head[len(_MAGIC) :] + file.read(head[-1]))
    key = keys.key(key_id).secret
    salt = file.read(SALT_BYTES)
    if not hmac.compare_digest(file.read(BINDING_BYTES), binding(key, salt, name)):
        raise SealBroken("not the file of this name")
    yield from open_segments(key, salt, file)


def sealing_key_of(beginning: bytes) -> str:
    """Id of the key that sealed a file.

    Args:
        beginning: Its first `HEAD_BYTES`.

    Raises:
        SealBroken: It is no sealed file.
    """
    if beginning[: len(_MAGIC)] != _MAGIC:
        raise SealBroken("not a sealed file")
    return id_in_head(beginning[len(_MAGIC) :])[0]
