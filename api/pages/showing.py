"""Answers with pictures: how long a browser may keep them, and who may see them."""

from collections.abc import Callable
from dataclasses import dataclass

import anyio.to_thread
from fastapi import Response
from sqlalchemy.orm import Session

from api.conditions import Conditions, version_tag
from api.dossiers.access import found, looked_at
from api.parts import SlowLanes
from api.permission import Caller
from api.problems import RequestRefused
from api.service import Service
from intake_ai.dossier.tables import DossierRow
from intake_ai.pictures.errors import PictureRefused
from intake_ai.pictures.gallery import Gallery, PagePicture
from intake_ai.pictures.known_pages import KnownPages
from intake_ai.storage.transactions import reading

_NOWHERE = "no-store"


@dataclass(frozen=True)
class Showing:
    """A picture that somebody asks for.

    Attributes:
        is_fixed: Its address names everything that it depends on.
    """

    service: Service
    caller: Caller
    conditions: Conditions
    is_fixed: bool

    async def answer(self, dossier_id: str, choose: Callable[[Session, DossierRow], PagePicture]) -> Response:
        """The picture; drawn in a thread and a process of their own, so that nobody else waits.

        No browser keeps it, so that nothing is left of a dossier once it is erased, unless `picture_cache_seconds` lets
        those of the staff, under an address that never shows another picture; signing out clears them. Pictures of a
        citizen's check are kept nowhere in any case: who knows whose machine that is.

        Args:
            dossier_id: Of which dossier.
            choose: Which picture, asked in a transaction.
        """
        wanted = await anyio.to_thread.run_sync(self._wanted, dossier_id, choose)
        headers = self._headers(wanted)
        if (same := self.conditions.unchanged(headers["ETag"])) is not None:
            same.headers.update(headers)
            return same
        gallery = self.service.part(Gallery)
        picture = await anyio.to_thread.run_sync(gallery.kept, wanted)
        if picture is None:
            lane = self.service.part(SlowLanes).pictures
            picture = await anyio.to_thread.run_sync(gallery.picture, wanted, limiter=lane)
            await anyio.to_thread.run_sync(self._refuse_gone, dossier_id)
        return Response(picture, media_type=f"image/{wanted.view.encoding}", headers=headers)

    def _wanted(self, dossier_id: str, choose: Callable[[Session, DossierRow], PagePicture]) -> PagePicture:
        with reading(self.service.installation.sessions) as session:
            row = looked_at(session, self.service.installation, self.caller, dossier_id)
            refuse_secret(self.service, row)
            return choose(session, row)

    def _refuse_gone(self, dossier_id: str) -> None:
        """A picture of a dossier that was erased while it was drawn is neither shown nor kept."""
        with reading(self.service.installation.sessions) as session:
            try:
                row = found(session, self.caller, dossier_id)
            except RequestRefused:
                self.service.part(Gallery).forget(dossier_id)
                raise
            refuse_secret(self.service, row)

    def _headers(self, wanted: PagePicture) -> dict[str, str]:
        seconds = self.service.settings.picture_cache_seconds
        is_lasting = self.is_fixed and seconds and self.caller.actor.kind != "citizen"
        policy = f"private, max-age={seconds}, immutable" if is_lasting else _NOWHERE
        return {"ETag": version_tag(wanted.version), "Cache-Control": policy, "Vary": "Cookie, Authorization"}


def refuse_secret(service: Service, dossier: DossierRow) -> None:
    """Refuse pictures and files of a dossier with a mark of state secrecy, to everybody; no picture of it is kept.

    Raises:
        PictureRefused: It bears one (picture-secret).
    """
    if service.part(KnownPages).of(dossier).is_secret:
        service.part(Gallery).forget(dossier.id)
        raise PictureRefused("picture-secret")
