"""Large files in parts that go on where a broken connection stopped: tus 1.0.0 (https://tus.io)."""

from collections.abc import Sequence
from typing import Annotated

import anyio.to_thread
from fastapi import Path, Request, Response
from sqlalchemy.orm import Session

from api.dossiers.access import DossierId, found, tell_log
from api.parts import SlowLanes
from api.permission import Allowed, Caller
from api.problems import RequestRefused
from api.routes import in_own_transactions, service_router, streamed
from api.unit_of_work import UnitOfWork, Work
from api.uploads.body import Body
from api.uploads.tus_headers import (
    ALGORITHMS,
    CHECKSUM_PATTERN,
    EXTENSIONS,
    METADATA_PATTERN,
    MOST_METADATA,
    PART_TYPE,
    VERSION,
    checksum_of,
    headers_of,
    is_version,
    length_of,
    name_of,
    offset_of,
)
from intake_ai.access.rules import Action
from intake_ai.dossier.tables import UploadRow
from intake_ai.requests.errors import OffsetWrong, UploadMalformed, UploadTooLarge
from intake_ai.requests.parts import Standing
from intake_ai.requests.resumable import NewResumable, ResumableUploads
from intake_ai.storage.transactions import reading
from ocr.limits import MEBIBYTE

router = service_router("/dossiers/{dossier_id}/resumable-files", "files")

PartedId = Annotated[str, Path(pattern="^[0-9a-f]{32}$", description="Id of the upload.", examples=["52a1" * 8])]
_UNSUPPORTED_TYPE, _WRONG_VERSION = 415, 412


def _header(
    name: str, description: str, example: str | int, required: bool = True, **schema: object
) -> dict[str, object]:
    return {
        "name": name,
        "in": "header",
        "required": required,
        "description": description,
        "schema": {"type": "string", **schema},
        "example": example,
    }


_TUS = _header("Tus-Resumable", "Version of the protocol.", VERSION, enum=[VERSION])
_LENGTH = _header("Upload-Length", "Bytes of the file.", 104857600, type="integer", minimum=0)
_METADATA = _header(
    "Upload-Metadata",
    "`filename` and its name in base64.",
    "filename c2Nhbi5wZGY=",
    required=False,
    maxLength=MOST_METADATA,
    pattern=METADATA_PATTERN,
)
_OFFSET = _header("Upload-Offset", "Where the part begins.", 0, type="integer", minimum=0)
_CHECKSUM = _header(
    "Upload-Checksum",
    "Algorithm, and checksum in base64.",
    "sha256 LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=",
    required=False,
    pattern=CHECKSUM_PATTERN,
)
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_PLAIN_TYPE = "application/octet-stream"
"""Taken too: what generated clients send of their own accord."""
_PART = {"content": {PART_TYPE: _BINARY, _PLAIN_TYPE: _BINARY}}


@router.options("", status_code=204, summary="What of tus is offered")
@in_own_transactions
def tus_options(dossier_id: DossierId, _: Annotated[Caller, Allowed(Action.SERVICE_SEE)], work: Work) -> Response:
    """Version, extensions, algorithms and the largest file."""
    del dossier_id
    headers = {
        "Tus-Resumable": VERSION,
        "Tus-Version": VERSION,
        "Tus-Extension": EXTENSIONS,
        "Tus-Checksum-Algorithm": ALGORITHMS,
        "Tus-Max-Size": str(work.installation.settings.file_mb * MEBIBYTE),
    }
    return Response(status_code=204, headers=headers)


@router.post(
    "",
    status_code=201,
    response_class=Response,
    summary="Announce a file (tus creation)",
    openapi_extra={
        "parameters": [_TUS, _LENGTH, _METADATA],
        "requestBody": {"required": False, **_PART},
    },
)
@streamed
async def create_upload(
    dossier_id: DossierId, request: Request, caller: Annotated[Caller, Allowed(Action.UPLOAD_ADD)], work: Work
) -> Response:
    """Its first part may come along."""
    _require_version(request)
    new = NewResumable(name_of(request.headers), length_of(request.headers), caller.actor.id or None)
    has_part = _has_part(request)
    uploads = ResumableUploads(work.installation)
    work.content = f"{new.length} {request.headers.get('upload-metadata', '')}".encode()

    def create(session: Session) -> Standing:
        found(session, caller, dossier_id)
        return uploads.create(session, dossier_id, new)

    standing = await work.run(create)
    if has_part or not new.length:
        await work.commit()
        standing = await _append(request, caller, work, standing)
    location = {"Location": f"/api/v1/dossiers/{dossier_id}/resumable-files/{standing.id}"}
    return Response(status_code=201, headers={**headers_of(standing), **location})


@router.head(
    "/{upload_id}", response_class=Response, summary="How much of it has come", openapi_extra={"parameters": [_TUS]}
)
@in_own_transactions
def show_upload(
    dossier_id: DossierId,
    upload_id: PartedId,
    request: Request,
    caller: Annotated[Caller, Allowed(Action.UPLOAD_ADD)],
    work: Work,
) -> Response:
    """Where to go on. A file that came whole but did not get into its dossier does so now."""
    _require_version(request)
    standing = _standing(work, caller, dossier_id, upload_id)
    if standing.is_whole:
        standing = _finish(work, caller, standing)
    return Response(status_code=200, headers=headers_of(standing))


@router.patch(
    "/{upload_id}",
    status_code=204,
    summary="Send a part",
    openapi_extra={
        "parameters": [_TUS, _OFFSET, _CHECKSUM],
        "requestBody": {"required": True, **_PART},
    },
)
@streamed
@in_own_transactions
async def append_part(
    dossier_id: DossierId,
    upload_id: PartedId,
    request: Request,
    caller: Annotated[Caller, Allowed(Action.UPLOAD_ADD)],
    work: Work,
) -> Response:
    """With the last one the file is in its dossier."""
    _require_version(request)
    if not _has_part(request):
        raise RequestRefused("resumable-type", _UNSUPPORTED_TYPE)
    offset = offset_of(request.headers)
    standing = await anyio.to_thread.run_sync(_standing, work, caller, dossier_id, upload_id)
    if offset != standing.offset:
        raise OffsetWrong(standing.offset)
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > standing.length - offset:
        raise UploadTooLarge("upload-longer-than-told", length=standing.length)
    return Response(status_code=204, headers=headers_of(await _append(request, caller, work, standing)))


@router.delete(
    "/{upload_id}", status_code=204, summary="Give it up (tus termination)", openapi_extra={"parameters": [_TUS]}
)
def terminate_upload(
    dossier_id: DossierId,
    upload_id: PartedId,
    request: Request,
    caller: Annotated[Caller, Allowed(Action.UPLOAD_ADD)],
    work: Work,
) -> Response:
    """What came of it is deleted; a file that is whole already stays in its dossier."""
    _require_version(request)
    found(work.session, caller, dossier_id)
    ResumableUploads(work.installation).terminate(work.session, dossier_id, upload_id)
    return Response(status_code=204, headers={"Tus-Resumable": VERSION})


async def _append(request: Request, caller: Caller, work: UnitOfWork, standing: Standing) -> Standing:
    checksum = checksum_of(request.headers)
    body = Body(request.stream())

    def receive() -> Standing:
        uploads = ResumableUploads(work.installation)
        now = uploads.append(standing.dossier, standing.id, standing.offset, body, checksum)
        return _finish(work, caller, now) if now.is_whole else now

    return await work.service.part(SlowLanes).uploads.run(caller.actor, receive)


def _finish(work: UnitOfWork, caller: Caller, standing: Standing) -> Standing:
    def added(session: Session, uploads: Sequence[UploadRow]) -> None:
        row = found(session, caller, standing.dossier)
        tell_log(session, work.installation, caller, row, files=[upload.id for upload in uploads])

    uploads = ResumableUploads(work.installation)
    return uploads.finish(standing.dossier, standing.id, caller.actor.id or None, added)


def _standing(work: UnitOfWork, caller: Caller, dossier_id: str, upload_id: str) -> Standing:
    with reading(work.installation.sessions) as session:
        found(session, caller, dossier_id)
    return ResumableUploads(work.installation).standing(dossier_id, upload_id)


def _has_part(request: Request) -> bool:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind in (PART_TYPE, _PLAIN_TYPE)


def _require_version(request: Request) -> None:
    told = request.headers.get("tus-resumable")
    if told is None or not is_version(told):
        raise UploadMalformed("resumable-version")
    if told != VERSION:
        raise RequestRefused("resumable-version", _WRONG_VERSION, headers={"Tus-Version": VERSION})
