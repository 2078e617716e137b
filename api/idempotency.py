"""Does a POST with an Idempotency-Key once, however often it comes (draft-ietf-httpapi-idempotency-key-header)."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from api.service import Service
from api.unit_of_work import UnitOfWork
from intake_ai.access.rules import ANYBODY, Actor
from intake_ai.requests.answers import Answer, AnswerRepository, Once, request_hash
from intake_ai.requests.errors import KeyUnusable, RequestUnderWay

HEADER = "idempotency-key"
_KEY = re.compile(r"[\x21-\x7e]{1,255}")
LEAST_OF_ANYBODY = 16
"""Letters of a key from who is not known: all such share one space, and none may meet another's answer by guessing."""
_NOT_KEPT = frozenset({"content-length"})


class Replayed(Exception):
    """Ends a request whose answer is known."""

    def __init__(self, answer: Answer) -> None:
        super().__init__("answered before")
        self.answer = answer


class Repetition:
    """One request that is to be done once.

    Args:
        request: With the header.
        actor: Who asks.
        work: The transaction of the request.

    Raises:
        KeyUnusable: The header cannot be.
    """

    def __init__(self, request: Request, actor: Actor, work: UnitOfWork) -> None:
        self._request, self._work = request, work
        self._key = checked_key(request.headers[HEADER], actor)
        self._actor = f"{actor.kind}:{actor.id}"[:64]
        self._once: Once | None = None
        work.on_begin(self._begin)

    @contextmanager
    def alone(self, service: Service) -> Iterator[None]:
        """While it is answered the same request is refused.

        Raises:
            RequestUnderWay: It is being answered already.
        """
        name = (self._actor, self._key)
        if name in service.under_way:
            raise RequestUnderWay
        service.under_way.add(name)
        try:
            yield
        finally:
            service.under_way.remove(name)

    def keep(self, session: Session, response: Response) -> None:
        """Keep the answer with what was done."""
        if self._once is None:
            raise RuntimeError("the transaction was not begun")
        headers = tuple((n, v) for n, v in response.headers.items() if n not in _NOT_KEPT)
        answer = Answer(response.status_code, headers, bytes(response.body))
        lasts = timedelta(hours=self._work.service.settings.idempotency_hours)
        AnswerRepository(session, self._work.installation.keys).keep(self._once, answer, datetime.now(UTC), lasts)

    def _begin(self, session: Session) -> None:
        keys = self._work.installation.keys
        url = self._request.url
        parts = (self._request.method, url.path, url.query)
        content = request_hash(keys, *(part.encode() for part in parts), self._work.content)
        dossier = self._request.path_params.get("dossier_id")
        self._once = Once(self._actor, self._key, content, str(dossier)[:32] if dossier else None)
        answer = AnswerRepository(session, keys).begin(self._once, datetime.now(UTC))
        if answer is not None:
            raise Replayed(answer)


def replay(answer: Answer) -> Response:
    """A kept answer, once more."""
    response = Response(answer.body, answer.status)
    for name, value in answer.headers:
        response.headers.append(name, value)
    response.headers["Idempotency-Replayed"] = "true"
    return response


def checked_key(key: str, actor: Actor) -> str:
    """The key of a request.

    Raises:
        KeyUnusable: It cannot be one.
    """
    if not _KEY.fullmatch(key):
        raise KeyUnusable
    if actor == ANYBODY and len(key) < LEAST_OF_ANYBODY:
        raise KeyUnusable("idempotency-key-short")
    return key
