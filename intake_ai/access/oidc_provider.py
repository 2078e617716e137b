"""Speaks to the centre's own sign-in (OpenID Connect Core 1.0): addresses, keys, and what it says of a person."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import quote_plus

import httpx
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, KeySetSerialization
from pydantic import BaseModel, ValidationError

from intake_ai.access.errors import ProviderUnreachable, SignInRefused
from intake_ai.settings import Settings

_SECONDS = 10.0
_LEEWAY_SECONDS = 60
"""That clocks may differ by."""
_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
"""Signatures with a key of the provider: neither ``none`` nor those with the secret that both know."""
_MOST_BYTES = 1024 * 1024


class Addresses(BaseModel):
    """What a provider tells of itself (OpenID Connect Discovery 1.0)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)


@dataclass(frozen=True)
class Exchange:
    """What an authorisation code is exchanged with.

    Attributes:
        verifier: Of PKCE (RFC 7636).
        nonce: That the id token must hold.
        redirect: Address that the code was sent to.
    """

    code: str = field(repr=False)
    verifier: str = field(repr=False)
    nonce: str = field(repr=False)
    redirect: str = ""


class Provider:
    """The provider that the settings name.

    Args:
        settings: Issuer, client id and secret.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._issuer = settings.oidc_issuer.rstrip("/")

    def addresses(self) -> Addresses:
        """Where things are asked for.

        Raises:
            ProviderUnreachable: The provider is out of reach, or another one answers.
        """
        try:
            found = Addresses.model_validate(self._get(f"{self._issuer}/.well-known/openid-configuration"))
        except ValidationError as error:
            raise ProviderUnreachable("not a provider's description") from error
        if found.issuer.rstrip("/") != self._issuer:
            raise ProviderUnreachable("the provider gives another issuer")
        return found

    def claims(self, exchange: Exchange) -> Mapping[str, Any]:
        """What the provider says of the person whom a code is for, proven.

        Raises:
            SignInRefused: The code is not taken, or the id token is not good (oidc-refused).
            ProviderUnreachable: The provider is out of reach.
        """
        addresses = self.addresses()
        answer = self._exchanged(addresses, exchange)
        try:
            keys = KeySet.import_key_set(cast(KeySetSerialization, self._get(addresses.jwks_uri)))
            token = jwt.decode(str(answer["id_token"]), keys, algorithms=_ALGORITHMS)
            options = {
                "iss": {"essential": True, "value": addresses.issuer},
                "aud": {"essential": True, "value": self._settings.oidc_client_id},
            }
            asked = {
                "nonce": exchange.nonce,
                "client_id": self._settings.oidc_client_id,
                "access_token": answer.get("access_token"),
            }
            claims = CodeIDToken(token.claims, token.header, options, asked)
            claims.validate(now=int(time.time()), leeway=_LEEWAY_SECONDS)
        except (JoseError, KeyError, ValueError, TypeError) as error:
            raise SignInRefused("oidc-refused", f"id token: {type(error).__name__}") from error
        return dict(token.claims)

    def _exchanged(self, addresses: Addresses, exchange: Exchange) -> dict[str, Any]:
        form = {
            "grant_type": "authorization_code",
            "code": exchange.code,
            "redirect_uri": exchange.redirect,
            "code_verifier": exchange.verifier,
        }
        who = {"client_id": self._settings.oidc_client_id}
        secret = self._settings.oidc_client_secret
        basic = None
        if secret and "client_secret_basic" in addresses.token_endpoint_auth_methods_supported:
            # both are encoded as in a form first (RFC 6749, 2.3.1)
            basic = httpx.BasicAuth(quote_plus(self._settings.oidc_client_id), quote_plus(secret))
        elif secret:
            who["client_secret"] = secret
        return self._answer("POST", addresses.token_endpoint, data=form | who, auth=basic)

    def _get(self, address: str) -> dict[str, Any]:
        return self._answer("GET", address)

    def _answer(self, method: str, address: str, **asked: Any) -> dict[str, Any]:
        """A JSON object; redirects are not followed, so that a code goes nowhere else."""
        try:
            with httpx.Client(timeout=_SECONDS) as client:
                answer = client.request(method, address, headers={"Accept": "application/json"}, **asked)
            found = answer.json() if len(answer.content) <= _MOST_BYTES else None
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise ProviderUnreachable(type(error).__name__) from error
        if answer.is_client_error:
            raise SignInRefused("oidc-refused", f"status {answer.status_code}")
        if not answer.is_success or not isinstance(found, dict):
            raise ProviderUnreachable(f"status {answer.status_code}")
        return found
