"""Answers with pictures: how long a browser may keep them, and who may see them."""

from collections.abc import Callable
from dataclasses import dataclass

import anyio.to_thread
from fastapi import Response
from sqlalchemy.orm import Session

from api.beside import SlowLanes
from api.conditions import Conditions, version_tag
from api.dossiers.access import looked_at
from api.permission import Caller
from api.service import Service
from intake_ai.dossier.tables import DossierRow
from intake_ai.pictures.directions import Directions
from intake_ai.pictures.errors import PictureRefused
from intake_ai.pictures.gallery import Gallery, PagePicture
from intake_ai.storage.transactions import reading

_AS_ASKED = "private, no-cache"
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

        A member of staff's browser may keep it for a while under an address that never shows another one: pages are
        looked at again and again. It lies in the browser's own cache then, like the page in front of the person, and
        signing out clears it. Pictures of a citizen's check are kept nowhere: who knows whose machine that is.

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
        return Response(picture, media_type=f"image/{wanted.view.encoding}", headers=headers)

    def _wanted(self, dossier_id: str, choose: Callable[[Session, DossierRow], PagePicture]) -> PagePicture:
        with reading(self.service.installation.sessions) as session:
            row = looked_at(session, self.service.installation, self.caller, dossier_id)
            if self.service.part(Directions).of(row).is_secret:
                self.service.part(Gallery).forget(row.id)
                raise PictureRefused("picture-secret")
            return choose(session, row)

    def _headers(self, wanted: PagePicture) -> dict[str, str]:
        seconds = self.service.settings.picture_cache_seconds
        if self.caller.actor.kind == "citizen":
            policy = _NOWHERE
        elif self.is_fixed and seconds:
            policy = f"private, max-age={seconds}, immutable"
        else:
            policy = _AS_ASKED
        return {"ETag": version_tag(wanted.version), "Cache-Control": policy, "Vary": "Cookie, Authorization"}
