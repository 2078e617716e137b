"""Signing in at the centre's own provider: authorisation code with PKCE, state and nonce (OpenID Connect Core 1.0).

What must be known when the person comes back is sealed and given to their browser (a cookie): nothing is kept here.
"""

import hmac
import json
import secrets
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from sqlalchemy.orm import Session

from intake_ai.access.errors import SignInRefused
from intake_ai.access.names import as_login, is_login
from intake_ai.access.oidc_provider import Exchange, Provider
from intake_ai.access.people import NewPerson, PeopleService
from intake_ai.access.repository import AccessRepository
from intake_ai.access.rules import SYSTEM
from intake_ai.access.sessions import Needs, SignedIn, open_session
from intake_ai.access.sign_in import asked_of, tell_sign_in
from intake_ai.access.tables import PersonRow
from intake_ai.storage.errors import KeysUnusable, SealBroken
from intake_ai.storage.installation import Installation
from intake_ai.storage.transactions import writing

_PURPOSE = "oidc"
_LASTS_SECONDS = 10 * 60
_SECOND_FACTORS = frozenset({"mfa", "otp", "hwk", "sc", "fpt"})
"""Authentication method references (RFC 8176) beyond a password."""


@dataclass(frozen=True)
class Begun:
    """Where to send the browser, and what it brings back.

    Attributes:
        address: At the provider.
        sealed: For a cookie that the browser sends with the answer (HttpOnly, SameSite=Lax), good for ten minutes.
    """

    address: str
    sealed: str = field(repr=False)


def is_offered(installation: Installation) -> bool:
    """Whether the settings name a provider."""
    return bool(installation.settings.oidc_issuer and installation.settings.oidc_client_id)


def begin(installation: Installation, redirect: str) -> Begun:
    """Send somebody to the provider.

    Args:
        installation: Whose settings name it.
        redirect: Address of ours that the provider sends them back to, as registered there.

    Raises:
        SignInRefused: There is none (oidc-refused).
        ProviderUnreachable: It is out of reach.
    """
    if not is_offered(installation):
        raise SignInRefused("oidc-refused", "no provider in the settings")
    settings = installation.settings
    state, nonce, verifier = (secrets.token_urlsafe(48) for _ in range(3))
    address = prepare_grant_uri(
        Provider(settings).addresses().authorization_endpoint,
        client_id=settings.oidc_client_id,
        response_type="code",
        redirect_uri=redirect,
        scope=settings.oidc_scopes,
        state=state,
        nonce=nonce,
        code_challenge=create_s256_code_challenge(verifier),
        code_challenge_method="S256",
    )
    told = json.dumps([state, nonce, verifier, redirect, int(time.time()) + _LASTS_SECONDS]).encode()
    return Begun(address, urlsafe_b64encode(installation.keys.seal(told, _PURPOSE)).decode())


def finish(installation: Installation, sealed: str, answer: Mapping[str, str]) -> SignedIn:
    """Open a session for whom the provider sent back.

    Args:
        installation: Where people are kept.
        sealed: Of `begin`, from the cookie.
        answer: Parameters of the request that the provider sent the browser back with.

    Raises:
        SignInRefused: It was not begun here, is over, or the provider does not vouch for somebody known
            (oidc-refused, oidc-person-unknown).
        ProviderUnreachable: It is out of reach.
    """
    if not is_offered(installation):
        raise SignInRefused("oidc-refused", "no provider in the settings")
    claims = Provider(installation.settings).claims(_exchange(installation, sealed, answer))
    with writing(installation.sessions) as session:
        person = _person(session, installation, claims)
        needs = _needs(installation, person, claims)
        signed_in = open_session(session, installation.settings, person, needs, datetime.now(UTC))
        tell_sign_in(session, installation, signed_in)
        return signed_in


def _exchange(installation: Installation, sealed: str, answer: Mapping[str, str]) -> Exchange:
    try:
        told = json.loads(installation.keys.open(urlsafe_b64decode(sealed.encode()), _PURPOSE))
    except (SealBroken, KeysUnusable, ValueError) as error:
        raise SignInRefused("oidc-refused", "not begun here") from error
    state, nonce, verifier, redirect, until = told
    if time.time() > until or not hmac.compare_digest(str(state).encode(), answer.get("state", "").encode()):
        raise SignInRefused("oidc-refused", "begun long ago, or elsewhere")
    issuer = answer.get("iss")
    if issuer is not None and issuer.rstrip("/") != installation.settings.oidc_issuer.rstrip("/"):
        raise SignInRefused("oidc-refused", "another provider answers")  # RFC 9207
    if "code" not in answer:
        raise SignInRefused("oidc-refused", "the provider refused")
    return Exchange(answer["code"], verifier, nonce, redirect)


def _person(session: Session, installation: Installation, claims: Mapping[str, Any]) -> PersonRow:
    """Whom the provider speaks of: tied to the account there, of the same login, or new where the settings say so."""
    repository = AccessRepository(session)
    subject = f"{claims['iss']} {claims['sub']}"
    found = repository.with_subject(subject) or _of_same_login(repository, installation, subject, claims)
    if found is None:
        found = _new(session, installation, subject, claims)
    if found is None or found.disabled_at is not None:
        raise SignInRefused("oidc-person-unknown")
    return found


def _of_same_login(
    repository: AccessRepository, installation: Installation, subject: str, claims: Mapping[str, Any]
) -> PersonRow | None:
    """Who has the login that the provider gives, and is tied to no other account there; tied to this one from now."""
    login = _login(installation, claims)
    found = repository.with_login(login) if login else None
    if found is None or found.oidc_subject is not None:
        return None
    found.oidc_subject = subject
    return found


def _new(session: Session, installation: Installation, subject: str, claims: Mapping[str, Any]) -> PersonRow | None:
    role, login = installation.settings.oidc_new_role, _login(installation, claims)
    if not role or not is_login(login) or AccessRepository(session).with_login(login) is not None:
        return None
    service = PeopleService(session, installation.settings, installation.keys, SYSTEM)
    return service.add(NewPerson(login, str(claims.get("name") or login), role, oidc_subject=subject))


def _login(installation: Installation, claims: Mapping[str, Any]) -> str:
    named = claims.get(installation.settings.oidc_login_claim) if installation.settings.oidc_login_claim else None
    return as_login(named) if isinstance(named, str) else ""


def _needs(installation: Installation, person: PersonRow, claims: Mapping[str, Any]) -> Needs:
    """Nothing more where the provider asked for a second factor already."""
    shown = claims.get("amr")
    is_strong = isinstance(shown, list) and not _SECOND_FACTORS.isdisjoint(str(one) for one in shown)
    if is_strong or installation.settings.oidc_is_second_factor:
        return "nothing"
    return asked_of(installation.settings, person)
