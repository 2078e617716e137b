"""Addresses of pictures: they name everything that a picture depends on, so that what lies there never changes."""

from api.pages.schemas import PageImage, PagePoint
from intake_ai.dossier.tables import UploadRow

_DOSSIERS = "/api/v1/dossiers"


def image_address(dossier: str, file_id: str, page: int, side: int, rotation: int) -> str:
    """Of a picture of a page, turned upright."""
    return f"{_DOSSIERS}/{dossier}/files/{file_id}/pages/{page}/image?side={side}&turned={rotation}"


def page_images(dossier: str, point: PagePoint, sides: tuple[int, ...], rotation: int) -> list[PageImage]:
    """A page in all sizes, the smallest first."""
    return [
        PageImage(side=side, href=image_address(dossier, point.file_id, point.page, side, rotation))
        for side in sorted(sides)
    ]


def field_image_address(dossier: str, field: str, side: int) -> str:
    """Of a picture of the place that a value was read from."""
    return f"{_DOSSIERS}/{dossier}/fields/{field}/image?side={side}"


def point_of(upload: UploadRow, page: int) -> PagePoint:
    """A page of a file."""
    return PagePoint(file_id=upload.id, file=upload.name, page=page)
