"""Values of a dossier with the places they were read from: shown, corrected, taken back."""

from typing import Annotated

from fastapi import Path, Query, Response
from sqlalchemy.orm import Session
from starlette.requests import Request

from api.conditions import Conditional, version_tag
from api.dossiers.access import DossierId, dossiers, held, looked_at, officers, tell_log
from api.dossiers.schemas import FieldValue
from api.pages.addresses import field_image_address
from api.pages.endpoints import PICTURES, Points
from api.pages.schemas import CorrectionShown, FieldShown
from api.pages.showing import Showing
from api.permission import Allowed, Caller
from api.routes import in_own_transactions, service_router
from api.schemas import Listing
from api.service import service_of
from api.unit_of_work import UnitOfWork, Work
from intake_ai.access.rules import Action
from intake_ai.audit.recording import Change
from intake_ai.dossier.errors import DossierUnknown
from intake_ai.dossier.field_ids import ids_of_report
from intake_ai.dossier.report import FieldReport, Report
from intake_ai.dossier.service import DossierService
from intake_ai.dossier.tables import DossierRow
from intake_ai.dossier.values import Corrected
from intake_ai.pictures.errors import PageUnknown
from intake_ai.pictures.gallery import PagePicture
from intake_ai.pictures.known_pages import KnownPages
from ocr.page_views import Crop, PageView

router = service_router("/dossiers/{dossier_id}", "fields")

FieldId = Annotated[str, Path(pattern="^[0-9a-f]{32}$", description="Id of the field.", examples=["c0ff" * 8])]
_AROUND = (0.012, 0.008)
"""Of the page's width and height, shown around a value: enough to see what stands beside it."""
_SMALLEST_CROP = 1


@router.get("/fields", summary="List the values", response_model=Listing[FieldShown])
def list_fields(
    dossier_id: DossierId,
    caller: Annotated[Caller, Allowed(Action.FIELD_READ)],
    work: Work,
    conditions: Conditional,
    response: Response,
) -> Listing[FieldShown] | Response:
    """As in the report in force, each with an id to correct it by."""
    row = looked_at(work.session, work.installation, caller, dossier_id)
    if (same := conditions.told(version_tag(row.version), response)) is not None:
        return same
    service = dossiers(work.session, work.service)
    report = service.report(dossier_id)
    points = Points(report, service.repository.uploads(dossier_id))
    corrected = {one.field: one.id for one in service.repository.corrections(dossier_id)}
    side = _crop_side(work.service.settings.picture_sides)
    return Listing(
        items=[
            _shown(dossier_id, identifier, field, points, corrected.get(identifier), side)
            for identifier, field in zip(ids_of_report(report), report.fields, strict=True)
        ]
    )


@router.get("/fields/{field_id}/image", summary="The place of a value", response_class=Response, responses=PICTURES)
@in_own_transactions
async def show_field_image(
    dossier_id: DossierId,
    field_id: FieldId,
    request: Request,
    caller: Annotated[Caller, Allowed(Action.FIELD_READ)],
    conditions: Conditional,
    side: Annotated[int, Query(ge=1, le=10_000, description="Pixels of the longer side: one of the sizes.")] = 1000,
) -> Response:
    """A picture of the part of the page that the value was read from, a little larger than its box."""
    service = service_of(request)

    def choose(session: Session, row: DossierRow) -> PagePicture:
        documents = DossierService(session, service.installation)
        report = documents.report(row.id)
        field = _field(report, field_id)
        upload = Points(report, documents.repository.uploads(row.id)).upload(field.page.file)
        if upload is None or field.bbox is None:
            raise PageUnknown
        rotation = service.part(KnownPages).of(row).rotation(upload.sha256, field.page.page)
        return PagePicture(row.id, upload, field.page.page, PageView(side, rotation, _around(field.bbox)))

    return await Showing(service, caller, conditions, is_fixed=False).answer(dossier_id, choose)


@router.put("/fields/{field_id}", summary="Correct a value")
def correct_field(
    dossier_id: DossierId,
    field_id: FieldId,
    said: FieldValue,
    caller: Annotated[Caller, Allowed(Action.FIELD_CORRECT)],
    work: Work,
    conditions: Conditional,
    response: Response,
) -> CorrectionShown:
    """The proposal is kept beside it; the dossier is checked anew with the value. Needs If-Match."""
    row = held(work.session, caller, dossier_id)
    conditions.require(version_tag(row.version))
    corrected = officers(work.session, work.service).correct(dossier_id, field_id, said.value, caller.actor.id)
    _tell(work, caller, row, corrected, (corrected.before, corrected.after))
    response.headers["ETag"] = version_tag(row.version)
    return _correction(corrected)


@router.get("/corrections", summary="List the corrections")
def list_corrections(
    dossier_id: DossierId, caller: Annotated[Caller, Allowed(Action.FIELD_READ)], work: Work
) -> Listing[CorrectionShown]:
    """In the order they were made, those taken back too."""
    looked_at(work.session, work.installation, caller, dossier_id)
    return Listing(items=[_correction(one) for one in officers(work.session, work.service).corrections(dossier_id)])


@router.post("/corrections/{correction_id}/undo", summary="Take a correction back")
def undo_correction(
    dossier_id: DossierId,
    correction_id: Annotated[int, Path(ge=1, lt=2**53)],
    caller: Annotated[Caller, Allowed(Action.FIELD_UNDO)],
    work: Work,
    conditions: Conditional,
    response: Response,
) -> CorrectionShown:
    """What the pages say counts again; the dossier is checked anew."""
    row = held(work.session, caller, dossier_id)
    conditions.check(version_tag(row.version))
    corrected = officers(work.session, work.service).undo(dossier_id, correction_id)
    _tell(work, caller, row, corrected, (corrected.after, corrected.before))
    response.headers["ETag"] = version_tag(row.version)
    return _correction(corrected)


def _tell(work: UnitOfWork, caller: Caller, row: DossierRow, corrected: Corrected, values: tuple[str, str]) -> None:
    """Notes in the audit log who changed what; the values are sealed with the dossier's own key."""
    if row.own_key is None:
        raise DossierUnknown
    before, after = values
    change = Change(work.installation.keys.own(row.own_key), {"value": before}, {"value": after})
    tell_log(work.session, work.installation, caller, row, change, field=corrected.field, kind=corrected.kind)


def _field(report: Report, wanted: str) -> FieldReport:
    for identifier, field in zip(ids_of_report(report), report.fields, strict=True):
        if identifier == wanted:
            return field
    raise DossierUnknown("field-unknown")


def _shown(
    dossier_id: str, identifier: str, field: FieldReport, points: Points, correction: int | None, side: int
) -> FieldShown:
    point = points.of(field.page.file, field.page.page)
    has_image = point is not None and field.bbox is not None
    told = field.model_dump(exclude={"page"})
    image = field_image_address(dossier_id, identifier, side) if has_image else None
    return FieldShown(id=identifier, page=point, correction=correction, image=image, **told)


def _correction(corrected: Corrected) -> CorrectionShown:
    return CorrectionShown(
        id=corrected.id,
        field=corrected.field,
        kind=corrected.kind,
        before=corrected.before,
        after=corrected.after,
        made_by=corrected.made_by,
        made_at=corrected.made_at,
        undone_at=corrected.undone_at,
    )


def _around(box: Crop) -> Crop:
    across, down = _AROUND
    return max(0.0, box[0] - across), max(0.0, box[1] - down), min(1.0, box[2] + across), min(1.0, box[3] + down)


def _crop_side(sides: tuple[int, ...]) -> int:
    """The smallest size beyond thumbnails."""
    ordered = sorted(sides)
    return ordered[min(_SMALLEST_CROP, len(ordered) - 1)]
