"""Sealed files in an S3-compatible store."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from tempfile import TemporaryFile, gettempdir
from typing import TYPE_CHECKING, BinaryIO, cast
from urllib.parse import urlsplit

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import S3Store

from intake_ai.settings import Settings
from intake_ai.storage.errors import BlobMissing, StorageUnusable
from intake_ai.storage.objects import FULL

if TYPE_CHECKING:
    from obstore import ReadableFile  # not there at run time, as the other
    from obstore.store import S3Config

_WHOLE_BYTES = 8 * 1024 * 1024
"""Up to here a file is read with one request; larger ones range by range, so that a slow reader holds no connection."""
_FRESH_SECONDS = 10 * 60
"""An object cannot be touched, only written again: one that is older is, so that its age says when it came last."""
_FULL = ("507", "InsufficientStorage", "StorageFull", "QuotaExceeded")
"""What stores say when nothing more fits in: the status, and the codes of MinIO and Ceph."""


class S3Objects:
    """Files in a bucket, below a prefix."""

    def __init__(self, store: S3Store, place: str) -> None:
        self._store = store
        self._place = place

    @contextmanager
    def new_part(self) -> Iterator[BinaryIO]:
        try:
            with TemporaryFile() as part:
                yield cast(BinaryIO, part)
        except OSError as error:
            code = "storage-full" if error.errno in FULL else "storage-blobs"
            raise StorageUnusable(code, gettempdir(), error.strerror or "") from error

    def keep(self, part: BinaryIO, name: str) -> None:
        part.seek(0)
        with self._told():
            obstore.put(self._store, name, part)

    @contextmanager
    def read(self, name: str) -> Iterator[BinaryIO]:
        with self._told():
            found = obstore.get(self._store, name)
            if found.meta["size"] <= _WHOLE_BYTES:
                yield BytesIO(found.bytes())
            else:
                yield cast(BinaryIO, _Ranges(obstore.open_reader(self._store, name, buffer_size=_WHOLE_BYTES)))

    def beginning(self, name: str, length: int) -> bytes:
        with self._told():
            return bytes(obstore.get_range(self._store, name, start=0, length=length))

    def size(self, name: str) -> int | None:
        try:
            with self._told():
                return obstore.head(self._store, name)["size"]
        except BlobMissing:
            return None

    def touch(self, name: str) -> bool:
        age = self.age(name)
        return age is not None and age < _FRESH_SECONDS

    def age(self, name: str) -> float | None:
        try:
            with self._told():
                written = obstore.head(self._store, name)["last_modified"]
        except BlobMissing:
            return None
        return (dt.datetime.now(dt.UTC) - written).total_seconds()

    def delete(self, name: str) -> bool:
        if self.size(name) is None:
            return False
        with self._told():
            obstore.delete(self._store, name)
        return True

    def names(self, prefix: str) -> Iterator[str]:
        with self._told():
            for some in obstore.list(self._store, prefix):
                yield from (found["path"] for found in some)

    def remove_abandoned_parts(self) -> int:
        """None: parts lie in files that end with their process; uploads broken off go by the bucket's own rules."""
        return 0

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (NotFoundError, FileNotFoundError) as error:
            raise BlobMissing from error
        except BaseError as error:
            raise self._error(error) from error

    def _error(self, error: Exception) -> StorageUnusable:
        said = str(error)
        code = "storage-full" if any(word in said for word in _FULL) else "storage-blobs"
        return StorageUnusable(code, self._place, type(error).__name__)


class _Ranges:
    """A large object, read range by range."""

    def __init__(self, reader: "ReadableFile") -> None:
        self._reader = reader

    def read(self, size: int) -> bytes:
        return bytes(self._reader.read(size))


def open_s3(settings: Settings) -> S3Objects:
    """The bucket that `blob_url` names; nothing is asked of it yet."""
    parts = urlsplit(settings.blob_url)
    prefix = parts.path.strip("/") or None
    config: S3Config = {"region": settings.blob_region}
    if settings.blob_access_key:
        config["access_key_id"] = settings.blob_access_key
        config["secret_access_key"] = settings.blob_secret_key
    if settings.blob_endpoint:
        config["endpoint"] = settings.blob_endpoint
    store = S3Store(
        parts.netloc,
        prefix=prefix,
        config=config,
        client_options={
            "allow_http": settings.blob_endpoint.startswith("http://"),
            "connect_timeout": "5s",
            "timeout": "60s",
        },
        # work is tried again anyway: a store that is away for longer is told to who waits
        retry_config={"max_retries": 3, "retry_timeout": dt.timedelta(seconds=20)},
    )
    return S3Objects(store, settings.blob_url)
