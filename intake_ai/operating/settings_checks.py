"""Looks for settings that contradict each other or name files that cannot be used."""

import os
import ssl
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from intake_ai.operating.finding import Finding, fine
from intake_ai.settings import Settings
from intake_ai.settings_sources import is_secret, settings_file, values_given

_FEW_DAYS = 21


def check_settings(settings: Settings) -> Iterator[Finding]:
    """Settings that do not fit together."""
    found = [*_places(settings), *_sign_in(settings), *_files_of_secrets()]
    yield from found
    if not found:
        path = settings_file()
        yield fine("settings", detail=str(path) if path else "")


def check_tls(settings: Settings) -> Iterator[Finding]:
    """Certificate and key of the service, where it ends TLS itself."""
    certificate, key = settings.tls_certificate, settings.tls_key
    if certificate is None and key is None:
        return
    if certificate is None or key is None:
        yield Finding("tls", "fault", "doctor-tls-half")
        return
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password="")
    except (OSError, ssl.SSLError) as error:
        reason = error.reason if isinstance(error, ssl.SSLError) and error.reason else error.strerror or "?"
        yield Finding("tls", "fault", "doctor-tls-unusable", {"file": certificate, "reason": reason})
        return
    if _mode(key) & 0o077:
        yield Finding("tls", "warning", "doctor-file-open", {"file": key, "mode": f"{_mode(key):04o}"})
    yield from _certificate_end(certificate)


def _certificate_end(certificate: Path) -> Iterator[Finding]:
    from cryptography import x509  # noqa: PLC0415  only where there is a certificate

    end = x509.load_pem_x509_certificate(certificate.read_bytes()).not_valid_after_utc
    days = (end - datetime.now(UTC)).days
    values = {"days": days, "end": end.strftime("%d/%m/%Y")}
    if days < 0:
        yield Finding("tls", "fault", "doctor-tls-ended", values)
    elif days < _FEW_DAYS:
        yield Finding("tls", "warning", "doctor-tls-ends", values)
    else:
        yield fine("tls", detail=values["end"])


def _places(settings: Settings) -> Iterator[Finding]:
    try:
        is_server = make_url(settings.database).get_backend_name() != "sqlite"
    except ArgumentError:
        yield Finding("settings", "fault", "doctor-database-url")
        return
    if is_server and not settings.broker_url:
        yield Finding("settings", "warning", "doctor-queue-one-machine")
    if settings.broker_url and not is_server:
        yield Finding("settings", "warning", "doctor-broker-without-server")
    if is_server and not settings.blob_url:
        yield Finding("settings", "note", "doctor-blobs-one-machine")
    if settings.encryption_keys and settings.encryption_key_file:
        yield Finding("settings", "warning", "doctor-keys-twice")
    if settings.blob_access_key and not settings.blob_secret_key:
        yield Finding("settings", "fault", "doctor-blob-keys-half")


def _sign_in(settings: Settings) -> Iterator[Finding]:
    if bool(settings.oidc_issuer) != bool(settings.oidc_client_id):
        yield Finding("settings", "fault", "doctor-oidc-half")
    elif settings.oidc_issuer and not settings.oidc_issuer.startswith("https://"):
        yield Finding("settings", "warning", "doctor-oidc-plain")
    if not settings.second_factor_roles:
        yield Finding("settings", "note", "doctor-no-second-factor")


def _files_of_secrets() -> Iterator[Finding]:
    """Files that hold secrets and that others may read."""
    given = values_given(Settings)
    for name, info in Settings.model_fields.items():
        origin = given[name].origin if name in given else None
        if origin is None or not is_secret(info) or origin.kind not in {"secret-file", "file", "dotenv"}:
            continue
        path = Path(origin.place)
        if path.is_file() and _mode(path) & 0o007:
            yield Finding("settings", "warning", "doctor-file-open", {"file": path, "mode": f"{_mode(path):04o}"})


def _mode(path: Path) -> int:
    return stat.S_IMODE(os.stat(path).st_mode)  # noqa: PTH116  of the file that a link leads to
