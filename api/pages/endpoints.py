"""Pages and papers of a dossier: listed, and shown as pictures."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from fastapi import Path, Query, Response
from pydantic import Field
from sqlalchemy.orm import Session
from starlette.requests import Request

from api.conditions import Conditional, version_tag
from api.dossiers.access import DossierId, dossiers, looked_at
from api.pages.addresses import page_images, point_of
from api.pages.schemas import PagePoint, PageShown, PaperShown
from api.pages.showing import Showing
from api.permission import Allowed, Caller
from api.routes import in_own_transactions, service_router
from api.schemas import Listing, StrictModel
from api.service import service_of
from api.unit_of_work import Work
from api.uploads.endpoints import FileId
from intake_ai.access.rules import Action
from intake_ai.dossier.report import PageReport, PaperReport, Report
from intake_ai.dossier.repository import DossierRepository
from intake_ai.dossier.tables import DossierRow, UploadRow
from intake_ai.pictures.gallery import PagePicture
from intake_ai.pictures.known_pages import KnownPages
from ocr.page import Rotation
from ocr.page_views import PageView

router = service_router("/dossiers/{dossier_id}", "pages")

PageNumber = Annotated[int, Path(ge=1, le=100_000, description="Counts from 1.", examples=[1])]
PICTURES: dict[int | str, dict[str, Any]] = {
    200: {"content": {"image/jpeg": {}, "image/png": {}}, "description": "The picture."}
}
Turned = Literal["0", "90", "180", "270"]


class ViewAsked(StrictModel):
    """How a page is to be shown."""

    side: int = Field(default=1600, ge=1, le=10_000, description="Pixels of the longer side: one of the sizes offered.")
    turned: Turned | None = Field(
        default=None, description="Clockwise degrees; where not given, upright as far as that is known."
    )
    format: Literal["jpeg", "png"] = "jpeg"


@router.get("/pages", summary="List the pages", response_model=Listing[PageShown])
def list_pages(
    dossier_id: DossierId,
    caller: Annotated[Caller, Allowed(Action.PAGE_READ)],
    work: Work,
    conditions: Conditional,
    response: Response,
) -> Listing[PageShown] | Response:
    """Of all files that are opened, in their order, with addresses of their pictures."""
    row = looked_at(work.session, work.installation, caller, dossier_id)
    if (same := conditions.told(version_tag(row.version), response)) is not None:
        return same
    service = dossiers(work.session, work.service)
    told = _told(service.report(dossier_id)) if row.report is not None else {}
    sides = work.service.settings.picture_sides
    return Listing(
        items=[
            _shown(row, upload, page, told.get((upload.sha256, page)), sides)
            for upload in service.repository.uploads(dossier_id)
            for page in range(1, (upload.pages or 0) + 1)
        ]
    )


@router.get("/papers", summary="List the papers", response_model=Listing[PaperShown])
def list_papers(
    dossier_id: DossierId,
    caller: Annotated[Caller, Allowed(Action.PAPER_READ)],
    work: Work,
    conditions: Conditional,
    response: Response,
) -> Listing[PaperShown] | Response:
    """What is in the dossier: type, title, owner and pages of each paper; known once there is a report."""
    row = looked_at(work.session, work.installation, caller, dossier_id)
    if (same := conditions.told(version_tag(row.version), response)) is not None:
        return same
    service = dossiers(work.session, work.service)
    points = Points(service.report(dossier_id), service.repository.uploads(dossier_id))
    return Listing(items=[_paper(paper, points) for paper in points.report.papers])


@router.get(
    "/files/{file_id}/pages/{page}/image", summary="A picture of a page", response_class=Response, responses=PICTURES
)
@in_own_transactions
async def show_page_image(
    dossier_id: DossierId,
    file_id: FileId,
    page: PageNumber,
    request: Request,
    asked: Annotated[ViewAsked, Query()],
    caller: Annotated[Caller, Allowed(Action.PAGE_READ)],
    conditions: Conditional,
) -> Response:
    """JPEG or PNG; the smallest size is for thumbnails."""
    service = service_of(request)

    def choose(session: Session, row: DossierRow) -> PagePicture:
        upload = DossierRepository(session).upload(row.id, file_id)
        known: Rotation = service.part(KnownPages).of(row).rotation(upload.sha256, page)
        rotation = known if asked.turned is None else int(asked.turned)
        return PagePicture(row.id, upload, page, PageView(asked.side, rotation, None, asked.format))

    return await Showing(service, caller, conditions, asked.turned is not None).answer(dossier_id, choose)


class Points:
    """Finds the pages that a report names among the files of its dossier.

    Args:
        report: Names files as they were called when it was made.
        uploads: The files now.
    """

    def __init__(self, report: Report, uploads: Sequence[UploadRow]) -> None:
        self.report = report
        by_content = {upload.sha256: upload for upload in uploads}
        by_both = {(upload.name, upload.sha256): upload for upload in uploads}
        found = (
            (file.name, by_both.get((file.name, file.sha256), by_content.get(file.sha256))) for file in report.files
        )
        self._uploads = {name: upload for name, upload in found if upload is not None}

    def of(self, file: str, page: int) -> PagePoint | None:
        """A page; None where its file was taken out since."""
        upload = self.upload(file)
        return None if upload is None else point_of(upload, page)

    def upload(self, file: str) -> UploadRow | None:
        """The file that the report calls so; None where it was taken out since."""
        return self._uploads.get(file)


def _paper(paper: PaperReport, points: Points) -> PaperShown:
    return PaperShown(
        id=paper.id,
        type=paper.type,
        title=paper.title,
        owner=paper.owner,
        confidence=paper.confidence,
        pages=[point for place in paper.pages if (point := points.of(place.file, place.page)) is not None],
    )


def _told(report: Report) -> Mapping[tuple[str, int], PageReport]:
    hashes = {file.name: file.sha256 for file in report.files}
    return {(hashes[page.file], page.page): page for page in report.pages}


def _shown(row: DossierRow, upload: UploadRow, page: int, told: PageReport | None, sides: tuple[int, ...]) -> PageShown:
    point = point_of(upload, page)
    rotation: Rotation = told.rotation if told else 0
    has_failed = str(page) in (upload.failed_pages or {}) or (told is not None and told.source == "none")
    has_failed = has_failed and not (told is not None and told.blank)
    return PageShown(
        **point.model_dump(),
        state="failed" if has_failed else "read" if told else "waiting",
        rotation=rotation,
        blank=told.blank if told else None,
        source=told.source if told else None,
        quality=told.quality if told else None,
        handwriting=told.handwriting if told else None,
        images=page_images(row.id, point, sides, rotation),
    )
