"""The keys of an installation: everything that is kept of people is sealed with one of them.

The first key seals; the others open what was sealed before it. To change keys put a new one in front. The last key
stays for as long as the installation lives: the keys of HMACs (audit chain, indexes) come from it.
"""

import base64
import binascii
import contextlib
import hmac
import os
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from intake_ai.storage.errors import KeysUnusable, SealBroken, StorageUnusable
from intake_ai.storage.sealing import KEY_BYTES, derived_key, open_whole, seal_whole

_ID = re.compile(r"[A-Za-z0-9._-]{1,32}")
_VERSION = 1
_OWNER_ALONE = 0o700
OWN_KEY = "own-key"
"""Purpose that keys of dossiers are sealed for."""


@dataclass(frozen=True)
class Key:
    """A key of 32 bytes and the name by which sealed things say that they need it."""

    id: str
    secret: bytes = field(repr=False)


@dataclass(frozen=True)
class OwnKey:
    """The key of one dossier; whoever deletes it has erased everything that it sealed."""

    secret: bytes = field(repr=False)

    def seal(self, content: bytes, purpose: str) -> bytes:
        return seal_whole(self.secret, content, purpose.encode())

    def open(self, sealed: bytes, purpose: str) -> bytes:
        """What `seal` sealed.

        Raises:
            SealBroken: It was altered, or is of another purpose or dossier.
        """
        return open_whole(self.secret, sealed, purpose.encode())


class Keyring:
    """Seals and opens with the keys of the installation.

    Args:
        keys: The first one seals.
        file: That they stand in. Where something is met that a key sealed which was put there since, it is looked into
            again: between a new key and the restart commands already seal with it, and the service goes on.
    """

    def __init__(self, keys: Sequence[Key], file: Path | None = None) -> None:
        if not keys:
            raise KeysUnusable("keys-missing", "no key", ids="-")
        self._keys = {key.id: key for key in reversed(keys)}
        self._sealing = keys[0]
        self._root = keys[-1]
        self._file = file

    @property
    def sealing(self) -> Key:
        """The key that new things are sealed with."""
        return self._sealing

    @property
    def root(self) -> Key:
        """The key that HMACs come from."""
        return self._root

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(reversed(self._keys))

    def key(self, key_id: str) -> Key:
        """The key of this id.

        Raises:
            KeysUnusable: It is not in the ring (keys-missing).
        """
        found = self._keys.get(key_id) or self._added(key_id)
        if found is None:
            raise KeysUnusable("keys-missing", f"no key {key_id}", ids=key_id)
        return found

    def _added(self, key_id: str) -> Key | None:
        """One that was put into the file since; what seals here, and what HMACs come from, stays until the restart."""
        if self._file is None:
            return None
        try:
            added = {key.id: key for key in _read(self._file)}.get(key_id)
        except (KeysUnusable, StorageUnusable):
            return None  # the missing key is told instead
        if added is not None:
            self._keys[key_id] = added
        return added

    def seal(self, content: bytes, purpose: str) -> bytes:
        """`content` sealed: it opens only for the same purpose.

        Args:
            content: Any bytes.
            purpose: What it is, such as ``request-answer``; may name the row that it belongs to.
        """
        head = head_of(self._sealing)
        return head + seal_whole(self._sealing.secret, content, head + purpose.encode())

    def open(self, sealed: bytes, purpose: str) -> bytes:
        """What `seal` sealed.

        Raises:
            SealBroken: It was altered, or is of another purpose.
            KeysUnusable: Its key is not in the ring.
        """
        key_id, length = id_in_head(sealed)
        return open_whole(self.key(key_id).secret, sealed[length:], sealed[:length] + purpose.encode())

    def sealed_anew(self, sealed: bytes, purpose: str) -> bytes | None:
        """The same content sealed with the first key; None where it is already.

        Raises:
            SealBroken, KeysUnusable: As `open`.
        """
        if id_in_head(sealed)[0] == self._sealing.id:
            return None
        return self.seal(self.open(sealed, purpose), purpose)

    def derived(self, purpose: str) -> bytes:
        """32 bytes for one purpose, the same for as long as the last key of the ring stays."""
        return derived_key(self._root.secret, f"derived/{purpose}")

    def mac(self, content: bytes, purpose: str) -> bytes:
        """HMAC-SHA256 of `content` for one purpose: proves that it is ours, or stands for it where it must not be."""
        return hmac.digest(self.derived(purpose), content, "sha256")

    def new_own_key(self) -> bytes:
        """A key by chance for one dossier, sealed."""
        return self.seal(os.urandom(KEY_BYTES), OWN_KEY)

    def own(self, sealed_key: bytes) -> OwnKey:
        """The key that `new_own_key` made.

        Raises:
            SealBroken: It was altered.
            KeysUnusable: The key that it is sealed with is not in the ring.
        """
        return OwnKey(self.open(sealed_key, OWN_KEY))


def head_of(key: Key) -> bytes:
    """The bytes before everything that `key` sealed: version, length of its id, its id."""
    name = key.id.encode()
    return bytes([_VERSION, len(name)]) + name


def id_in_head(sealed: bytes) -> tuple[str, int]:
    """Id of the key that sealed something, and the length of the head that tells it.

    Raises:
        SealBroken: It does not begin as sealed things do.
    """
    if len(sealed) < 2 or sealed[0] != _VERSION or len(sealed) < 2 + sealed[1]:
        raise SealBroken("not a sealed content")
    length = 2 + sealed[1]
    try:
        return sealed[2:length].decode("ascii"), length
    except UnicodeDecodeError as error:
        raise SealBroken("not a sealed content") from error


def parse_keys(text: str) -> tuple[Key, ...]:
    """Keys as they stand in the settings or in a file: ``id:base64``, parted by commas or line ends.

    Raises:
        KeysUnusable: One is malformed, or an id stands twice (keys-malformed).
    """
    entries = [entry.strip() for entry in re.split(r"[,\n]", text)]
    keys = tuple(_parse_key(entry) for entry in entries if entry and not entry.startswith("#"))
    if not keys or len({key.id for key in keys}) < len(keys):
        raise KeysUnusable("keys-malformed", "no key, or an id stands twice")
    return keys


def new_key_line() -> str:
    """A new key by chance, as `parse_keys` reads it."""
    return f"k{os.urandom(4).hex()}:{base64.b64encode(os.urandom(KEY_BYTES)).decode()}"


def keyring_from(keys: str, key_file: Path | None, own_file: Path) -> Keyring:
    """The ring that the settings name.

    Args:
        keys: As `parse_keys` reads them; empty: `key_file` has them.
        key_file: None: `own_file` has them.
        own_file: Made with a key by chance where it is not there.

    Raises:
        KeysUnusable: A key is malformed, or the file that the settings name is not there.
        StorageUnusable: The file cannot be read or made.
    """
    if not keys and key_file is None:
        try:
            _make_once(own_file)
        except OSError as error:
            raise StorageUnusable("storage-folder", own_file.parent, str(error)) from error
    return given_keyring(keys, key_file or own_file)


def given_keyring(keys: str, file: Path) -> Keyring:
    """The ring of the settings or of a file that must be there.

    Raises:
        KeysUnusable: A key is malformed, or there is no file.
        StorageUnusable: The file cannot be read.
    """
    return Keyring(parse_keys(keys)) if keys else Keyring(_read(file), file)


def _read(file: Path) -> tuple[Key, ...]:
    try:
        return parse_keys(file.read_text(encoding="ascii"))
    except FileNotFoundError as error:
        raise KeysUnusable("keys-no-file", f"no file {file}", file=file) from error
    except UnicodeDecodeError as error:
        raise KeysUnusable("keys-malformed", f"{file} is not a file of keys") from error
    except OSError as error:
        raise StorageUnusable("storage-folder", file.parent, str(error)) from error


def _parse_key(entry: str) -> Key:
    key_id, _, encoded = entry.partition(":")
    try:
        secret = base64.b64decode(encoded.strip(), validate=True)
    except (binascii.Error, ValueError) as error:
        raise KeysUnusable("keys-malformed", "a key is not in base64") from error
    if not _ID.fullmatch(key_id) or len(secret) != KEY_BYTES:
        raise KeysUnusable("keys-malformed", "a key is not id:base64 of 32 bytes")
    return Key(key_id, secret)


def _make_once(path: Path) -> None:
    """Of several processes that start together one makes the file; no one sees half of it."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=_OWNER_ALONE)
    descriptor, part = tempfile.mkstemp(dir=path.parent, prefix=".keys-")  # mode 0600
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(f"{new_key_line()}\n")
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(part, path)
    finally:
        Path(part).unlink()
