"""What a route is for: each names its action, and who may do it stands in `intake_ai/access/rules.yaml` alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any

from fastapi import Depends
from fastapi.dependencies.models import Dependant
from pydantic import IPvAnyNetwork
from starlette.requests import Request

from api.problems import RequestRefused
from intake_ai.access.errors import AccessDenied, SignInRefused
from intake_ai.access.rules import ANYBODY, Action, Actor, Dossier, Visible, allowed, rules, visible

_NOT_FOUND = 404
_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, for an action that they may do at least to something.

    A route gets it with ``caller: Annotated[Caller, Allowed(Action.REPORT_READ)]``. One about a dossier asks `require`
    before it tells or changes anything.
    """

    actor: Actor
    action: Action

    @property
    def visible(self) -> Visible:
        """Which dossiers a list may show.

        Raises:
            AccessDenied: None.
        """
        seen = visible(self.actor, self.action)
        if seen is None:
            raise AccessDenied
        return seen

    def require(self, dossier: Dossier | None, action: Action | None = None) -> None:
        """Refuse what may not be done to this dossier.

        Args:
            dossier: None where there is none; nobody is told whether one exists that they may not see.
            action: Other than the route's own.

        Raises:
            RequestRefused: They may not see it (404).
            AccessDenied: They see it, and may not do this.
        """
        if dossier is None or not (
            allowed(self.actor, Action.DOSSIER_READ, dossier) or allowed(self.actor, action or self.action, dossier)
        ):
            raise RequestRefused("not-found", _NOT_FOUND)
        if not allowed(self.actor, action or self.action, dossier):
            raise AccessDenied


@dataclass(frozen=True, slots=True)
class Permission:
    """The action of a route, found by whoever walks all routes.

    Attributes:
        is_for_watchers: Whether who asks from one of `metrics_addresses` needs no role.
    """

    action: Action
    is_for_watchers: bool = False

    def __call__(self, request: Request) -> Caller:
        return Caller(request.state.actor, self.action)


def Allowed(action: Action, is_for_watchers: bool = False) -> Any:  # noqa: N802  it stands where FastAPI's Depends does
    """Declares what a route is for; `api.routes.IntakeRoute` refuses who may not, before it reads the body."""
    return Depends(Permission(action, is_for_watchers))


def permission_of(dependant: Dependant) -> Permission | None:
    """What a route declares; None where it does not."""
    for one in dependant.dependencies:
        if isinstance(one.call, Permission):
            return one.call
        found = permission_of(one)
        if found is not None:
            return found
    return None


def address_of(request: Request) -> str:
    """Where a request comes from; uvicorn takes the word of `trusted_proxies`, and of nobody else, for it."""
    return request.client.host if request.client else ""


def is_named(request: Request, networks: Sequence[IPvAnyNetwork]) -> bool:
    """Whether somebody asks from a named address by themselves; a proxy there asks for others, and says so."""
    if any(header in request.headers for header in _FORWARDED):
        return False
    try:
        address = ip_address(address_of(request))
    except ValueError:
        return False
    return any(address in network for network in networks)


def refuse_unless_allowed(actor: Actor, action: Action) -> None:
    """Refuse who may do this to nothing at all.

    Raises:
        SignInRefused: Nobody signed in.
        RequestRefused: The second factor is to be shown first (second-factor-needed).
        AccessDenied: Their role or key may not.
    """
    if allowed(actor, action):
        return
    if actor == ANYBODY:
        raise SignInRefused("credentials-missing")
    if not actor.strong and actor.role in rules()[action]:
        raise RequestRefused("second-factor-needed", 403)
    raise AccessDenied
