"""Which store of files the settings name."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from intake_ai.errors import BadRequest
from intake_ai.settings import Settings
from intake_ai.storage.objects import FolderObjects, Objects


def open_objects(settings: Settings) -> Objects:
    """Where sealed files lie.

    Raises:
        BadRequest: `blob_url` is of no kind that is known.
    """
    if not settings.blob_url:
        return FolderObjects(settings.data_dir / "blobs")
    parts = urlsplit(settings.blob_url)
    if parts.scheme == "file" and parts.path:
        return FolderObjects(Path(unquote(parts.path)))
    if parts.scheme == "s3" and parts.netloc:
        from intake_ai.storage.s3 import open_s3  # noqa: PLC0415  a large library that a folder does not need

        return open_s3(settings)
    raise BadRequest("error-blob-url")
