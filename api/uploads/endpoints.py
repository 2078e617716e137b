"""Files of a dossier: listed, added as a form, taken out, given back as they came."""

from collections.abc import Iterator
from functools import partial
from itertools import chain
from typing import Annotated
from urllib.parse import quote

import anyio.to_thread
from fastapi import Path, Request, Response
from fastapi.responses import StreamingResponse

from api.dossiers.access import DossierId, dossiers, found, looked_at, tell_log
from api.languages import Speaks
from api.pages.showing import refuse_secret
from api.parts import SlowLanes
from api.permission import Allowed, Caller
from api.routes import service_router, streamed
from api.schemas import Listing
from api.unit_of_work import Work
from api.uploads.body import Body
from api.uploads.presenting import FileShown, file_shown
from api.uploads.receiving import Receiving, content_of
from intake_ai.access.rules import Action

router = service_router("/dossiers/{dossier_id}/files", "files")

FileId = Annotated[str, Path(pattern="^[0-9a-f]{32}$", description="Id of the file.", examples=["9b7d" * 8])]
_FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "files": {"type": "array", "minItems": 1, "items": {"type": "string", "format": "binary"}}
                    },
                    "required": ["files"],
                }
            }
        },
    }
}
_MEDIA_TYPES: dict[str | None, str] = {
    "pdf": "application/pdf",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "tiff": "image/tiff",
    "webp": "image/webp",
    "heic": "image/heic",
}
_CONTENTS: dict[str, dict[str, object]] = {kind: {} for kind in ("application/octet-stream", *_MEDIA_TYPES.values())}


@router.get("", summary="List the files")
def list_files(
    dossier_id: DossierId, caller: Annotated[Caller, Allowed(Action.UPLOAD_LIST)], work: Work, language: Speaks
) -> Listing[FileShown]:
    """In their order; those that cannot be read are among them, with the reason."""
    looked_at(work.session, work.installation, caller, dossier_id)
    rows = dossiers(work.session, work.service).repository.uploads(dossier_id)
    return Listing(items=[file_shown(row, language) for row in rows])


@router.post("", status_code=201, summary="Add files", openapi_extra=_FORM)
@streamed
async def add_files(
    dossier_id: DossierId,
    request: Request,
    caller: Annotated[Caller, Allowed(Action.UPLOAD_ADD)],
    work: Work,
    language: Speaks,
) -> Listing[FileShown]:
    """All files of a form, or none of them. Every one is kept, also one that turns out not to be readable; a ZIP
    archive becomes the files in it. For large files over bad lines there is `resumable-files`.
    """
    receiving = Receiving(work.service, caller, dossier_id)
    declared = request.headers.get("content-length", "")
    allowed = await anyio.to_thread.run_sync(receiving.allowed, int(declared) if declared.isdecimal() else None)
    body = Body(request.stream())
    content_type = request.headers.get("content-type", "")
    receive = partial(receiving.receive, content_type, body, allowed)
    arrivals = await work.service.part(SlowLanes).uploads.run(caller.actor, receive)
    work.content = content_of(arrivals)
    try:
        added = await work.run(receiving.add, arrivals)
    except BaseException:
        await work.abandon()
        await anyio.to_thread.run_sync(receiving.discard, arrivals)
        raise
    return Listing(items=[file_shown(row, language) for row in added])


@router.delete("/{file_id}", status_code=204, summary="Take a file out")
def remove_file(
    dossier_id: DossierId, file_id: FileId, caller: Annotated[Caller, Allowed(Action.UPLOAD_REMOVE)], work: Work
) -> None:
    """Its content goes with the dossier, not before."""
    row = found(work.session, caller, dossier_id)
    dossiers(work.session, work.service).remove_upload(dossier_id, file_id)
    tell_log(work.session, work.installation, caller, row, file=file_id)


@router.get(
    "/{file_id}/content",
    summary="A file as it came",
    response_class=Response,
    responses={200: {"content": _CONTENTS, "description": "Its bytes, never altered."}},
)
def download_file(
    dossier_id: DossierId, file_id: FileId, caller: Annotated[Caller, Allowed(Action.UPLOAD_READ)], work: Work
) -> StreamingResponse:
    """To be saved, never to be shown by a browser: what people send may be made to harm whoever opens it. A file with a
    mark of state secrecy is given to nobody.
    """
    dossier = looked_at(work.session, work.installation, caller, dossier_id)
    refuse_secret(work.service, dossier)
    row = dossiers(work.session, work.service).repository.upload(dossier_id, file_id)
    content = _begun(work.installation.blobs.stream(row.sha256))
    name = quote(row.name, safe="")
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
        "Content-Length": str(row.size),
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    media_type = _MEDIA_TYPES.get(row.kind, "application/octet-stream")
    return StreamingResponse(content, media_type=media_type, headers=headers)


def _begun(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The first piece read already: a file that is not there is told before the answer begins."""
    first = next(pieces, b"")
    return chain((first,), pieces)
