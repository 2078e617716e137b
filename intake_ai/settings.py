"""Settings of the service, in groups; every one has a default. Where they come from: `intake_ai.settings_sources`.

A setting is the field of a group below: in the environment and in `.env` it is INTAKE_AI_ and its name in capitals, in
the settings file its name alone. One that is a secret says so with `Secret`: it is never printed.
"""

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from platformdirs import user_data_path
from pydantic import BeforeValidator, Field, IPvAnyNetwork
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from classifiers.search_encoder import DEFAULT_ENCODER
from intake_ai.access.rules import Role
from intake_ai.messages import Language
from intake_ai.settings_sources import PREFIX, SECRET, read_settings, sources_of
from ocr.engines import DEFAULT_ENGINE
from ocr.limits import MEBIBYTE, Limits
from ocr.reader import MOST_PROCESSES, ReadingOptions

DataSource = Literal["population", "business", "land", "civil-status", "insurance", "health", "vneid"]
Secret = Annotated[str, SECRET]
"""A value that nobody may see: hidden wherever settings are printed, and readable from a file of its own."""

_LIMITS = Limits()


def available_cores() -> int:
    """Processor cores that this process may use."""
    return len(os.sched_getaffinity(0))


def _listed(value: object) -> object:
    """Names parted by commas, as they stand in a variable of the environment."""
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


class PlacesSettings(BaseSettings):
    """Where things are kept and work is queued.

    Attributes:
        data_dir: Where the database and the cache of page readings are kept.
        database_url: SQLAlchemy URL; empty: SQLite in `data_dir`.
        broker_url: Of the task queue (Redis, RabbitMQ); empty: folders in `data_dir`.
        blob_url: Where files are kept: ``s3://bucket/prefix``, or ``file:///folder``; empty: `data_dir`/blobs.
        blob_endpoint: Address of an S3-compatible store that is not Amazon's, such as ``https://s3.example.vn``.
        blob_region: Region that the S3 store expects in signatures.
        blob_access_key, blob_secret_key: For the S3 store; empty: those of the environment (``AWS_...``).
        encryption_keys: Keys that everything kept of people is sealed with, ``id:base64`` of 32 bytes, parted by
            commas. The first seals, the others open what was sealed before; the last must stay.
        encryption_key_file: File with such keys; neither given: `data_dir`/keys, made at the first start.
    """

    data_dir: Path = Field(default_factory=lambda: user_data_path("intake-ai"))
    database_url: Secret = ""
    broker_url: Secret = ""
    blob_url: str = ""
    blob_endpoint: str = ""
    blob_region: str = "us-east-1"
    blob_access_key: str = ""
    blob_secret_key: Secret = ""
    encryption_keys: Secret = ""
    encryption_key_file: Path | None = None


class ReadingSettings(BaseSettings):
    """How files are opened and pages read.

    Attributes:
        processes: Pages read at the same time; each may take some 300 MB on a large page.
        max_pages: Pages taken from one file.
        max_pixels: Pixels of one picture, width times height.
        page_seconds: Time that one page may take to read.
        engine: What reads lines of text: network (our own), tesseract, or transformers:NAME for a model of the Hugging
            Face library (`ocr.engines`); the latter needs the dependency group models and more parser_memory_mb.
        parser_memory_mb: Memory of a process that opens files, and of each program it starts.
    """

    processes: int = Field(default_factory=lambda: min(MOST_PROCESSES, available_cores()), ge=1)
    max_pages: int = Field(default=_LIMITS.pages, ge=1)
    max_pixels: int = Field(default=_LIMITS.pixels, ge=1)
    page_seconds: float = Field(default=_LIMITS.page_seconds, gt=0)
    engine: str = DEFAULT_ENGINE
    parser_memory_mb: int = Field(default=_LIMITS.memory_bytes // MEBIBYTE, ge=256)


class CentreSettings(BaseSettings):
    """What a centre decides about its dossiers.

    Attributes:
        language: Of messages for people.
        channel: How dossiers arrive here; decides rows due only online or only on paper.
        connected_databases: Databases that this centre really looks data up in, by the catalogue's names (population,
            business, land, civil-status, insurance, health, vneid): papers whose rows name one are not asked for.
        sure_procedure: Confidence from which the procedure counts as known without a person's choice.
        encoder: What compares meanings in search: built-in, none (words alone), or transformers:NAME for a model of
            sentence-transformers or the Hugging Face library (`classifiers.search_encoder`).
        most_lost: Share of procedures, or of rows, that an import of the catalogue may lose without asking, 0-1.
    """

    language: Language = "vi"
    channel: Literal["direct", "online", "postal"] = "direct"
    connected_databases: Annotated[frozenset[DataSource], NoDecode, BeforeValidator(_listed)] = frozenset()
    sure_procedure: float = Field(default=0.9, ge=0, le=1)
    encoder: str = DEFAULT_ENCODER
    most_lost: float = Field(default=0.05, ge=0, le=1)


class DoorsSettings(BaseSettings):
    """Watch folders, archives and imports (`intake_ai.inbox`).

    Attributes:
        watch_settle_seconds: A file in a watched folder counts as whole once it has not changed for so long.
        watch_folder_seconds: A subfolder is taken as one dossier once nothing in it has changed for so long.
        watch_poll_seconds: Time between two looks at a watched folder.
        archive_mb: Bytes that all files of one archive may unpack to, in MiB.
        archive_files: Files in one archive.
    """

    watch_settle_seconds: float = Field(default=3.0, ge=0)
    watch_folder_seconds: float = Field(default=15.0, ge=0)
    watch_poll_seconds: float = Field(default=2.0, gt=0)
    archive_mb: int = Field(default=1024, ge=1)
    archive_files: int = Field(default=500, ge=1)


class FilesSettings(BaseSettings):
    """Files that people send, and the pictures of pages that they are shown.

    Attributes:
        file_mb: Largest file that is taken, in MiB.
        dossier_mb: All files of one dossier together, in MiB.
        dossier_files: Files in one dossier.
        resumable_hours: A file that arrives in parts is deleted when nothing more of it has come for so long.
        uploads_at_once: Files that are received at the same time by one process; further ones wait. One sender, and all
            citizens together, take half of these places at most.
        picture_sides: Pixels of the longer side that pictures of pages may have, the smallest for thumbnails.
        picture_processes: Pictures drawn at the same time.
        picture_cache_seconds: How long a browser of the staff may keep a picture, also of a dossier that is erased
            meanwhile; 0: not at all.
    """

    file_mb: int = Field(default=_LIMITS.file_bytes // MEBIBYTE, ge=1)
    dossier_mb: int = Field(default=1024, ge=1)
    dossier_files: int = Field(default=500, ge=1)
    resumable_hours: float = Field(default=24.0, gt=0)
    uploads_at_once: int = Field(default=16, ge=1)
    picture_sides: Annotated[tuple[Annotated[int, Field(ge=16, le=4000)], ...], NoDecode, BeforeValidator(_listed)] = (
        240,
        1000,
        1600,
        2400,
    )
    picture_processes: int = Field(default=1, ge=1)
    picture_cache_seconds: int = Field(default=0, ge=0)


class ChecksSettings(BaseSettings):
    """Checks for citizens, who need no account.

    Attributes:
        check_minutes: After this nothing of a check is kept; a takeover at the counter ends it earlier.
        check_mb: All files of one check together, in MiB.
        check_files: Files in one check.
        checks_per_hour: Begun from one address; 0 sets no limit.
        checks_at_once: Under way in the whole installation, from all addresses together; 0 sets no limit.
    """

    check_minutes: float = Field(default=30.0, gt=0)
    check_mb: int = Field(default=60, ge=1)
    check_files: int = Field(default=30, ge=1)
    checks_per_hour: int = Field(default=30, ge=0)
    checks_at_once: int = Field(default=200, ge=0)


class EventsSettings(BaseSettings):
    """Telling people what happens to a dossier while they watch.

    Attributes:
        event_poll_seconds: Between two looks into the database, one for all who listen to a process.
        event_heartbeat_seconds: A silent stream says that it lives so often.
        event_stream_seconds: A stream ends after this, and its listener comes again.
    """

    event_poll_seconds: float = Field(default=0.5, gt=0)
    event_heartbeat_seconds: float = Field(default=15.0, gt=0)
    event_stream_seconds: float = Field(default=600.0, gt=0)


class ServiceSettings(BaseSettings):
    """Where and how the API is served (`api`).

    Attributes:
        host, port: Where the API listens; by default nobody but this machine reaches it.
        api_processes: That answer requests.
        tls_certificate, tls_key: Files (PEM); neither: plain HTTP, behind a proxy that ends TLS.
        trusted_hosts: Names by which the service is asked for, beside localhost; ``*`` takes any.
        trusted_proxies: Addresses whose word on the client's address and protocol counts.
        body_kb: Largest body of a request that is no file, in KiB.
        body_silence_seconds: A request whose body does not go on for so long is refused.
        body_least_rate: Bytes a second that a body must come with on the whole.
        idempotency_hours: How long the answer to a request with an Idempotency-Key is kept.
        stop_seconds: That requests and work under way are given when the service stops.
        metrics_addresses: That may ask for /metrics without a key; nobody by default. Behind a proxy that does not say
            for whom it asks, everybody comes from the proxy's address: name none that a proxy has.
        log_level: Least that is told to the log.
        log_format: Lines of JSON, or for people at a terminal.
    """

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    api_processes: int = Field(default=1, ge=1, le=64)
    tls_certificate: Path | None = None
    tls_key: Path | None = None
    trusted_hosts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)] = ()
    trusted_proxies: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)] = ("127.0.0.1",)
    body_kb: int = Field(default=1024, ge=1)
    body_silence_seconds: float = Field(default=20.0, gt=0)
    body_least_rate: float = Field(default=1024.0, ge=0)
    idempotency_hours: float = Field(default=24.0, gt=0)
    stop_seconds: float = Field(default=10.0, gt=0)
    metrics_addresses: Annotated[tuple[IPvAnyNetwork, ...], NoDecode, BeforeValidator(_listed)] = ()
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["json", "console"] = "json"


class AccessSettings(BaseSettings):
    """Who signs in, and how (`intake_ai.access`).

    Attributes:
        session_idle_minutes: After which somebody who did nothing signs in again.
        session_hours: After which everybody signs in again.
        second_factor_roles: Roles that must show a second factor (TOTP): until it is set up they can do nothing else.
            Whoever has set one up is asked for it in any case. Empty: nobody must.
        password_length: Fewest characters of a password that is all that is asked (NIST SP 800-63B-4, 3.1.1.2).
        password_length_with_second_factor: Fewest for roles that must show a second factor, once it is set up.
        sign_in_failures: Wrong passwords that one address may send in a quarter of an hour, whatever the logins; 0 sets
            no limit. Who has signed in at a place before does not count there.
        token_minutes: That a token from client credentials is good for.
        oidc_issuer: Address of the centre's own sign-in (OpenID Connect); empty: none.
        oidc_client_id, oidc_client_secret: As registered there.
        oidc_scopes: Asked for.
        oidc_login_claim: Claim that holds the login, by which a person is found the first time; empty: persons are
            found only if somebody tied them to the account there.
        oidc_new_role: Role of a person who signs in there and is not known here; empty: they are refused.
        oidc_is_second_factor: Whether signing in there counts as a second factor even if it does not say so (``amr``).
    """

    session_idle_minutes: int = Field(default=60, ge=1)
    session_hours: int = Field(default=12, ge=1)
    second_factor_roles: Annotated[frozenset[Role], NoDecode, BeforeValidator(_listed)] = frozenset(
        {"administrator", "head"}
    )
    password_length: int = Field(default=15, ge=8)
    password_length_with_second_factor: int = Field(default=8, ge=8)
    sign_in_failures: int = Field(default=60, ge=0)
    token_minutes: int = Field(default=15, ge=1, le=60)
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: Secret = ""
    oidc_scopes: str = "openid profile"
    oidc_login_claim: str = "preferred_username"
    oidc_new_role: Role | Literal[""] = ""
    oidc_is_second_factor: bool = False


class RetentionSettings(BaseSettings):
    """How long things are kept (`intake_ai.privacy`). The law's periods differ by procedure: ask the archive.

    Attributes:
        retention_days: Files, readings and report of a dossier go so many days after it was decided on.
        retention_days_of: Other numbers of days by code of the procedure, such as ``{"1.001193": 30}``.
        abandoned_days: What was cancelled, failed or never sent off goes so many days after the last change.
    """

    retention_days: int = Field(default=90, ge=0)
    retention_days_of: dict[str, Annotated[int, Field(ge=0)]] = {}
    abandoned_days: int = Field(default=90, ge=0)


class WorkSettings(BaseSettings):
    """The processes that read and check dossiers.

    Attributes:
        worker_processes: Of one `intake-ai worker`; each reads one page at a time and takes some 700 MB.
        worker_nice: How far they stand back behind what people wait for, 0 (not at all) to 19.
        worker_memory_mb: A process that has grown beyond this is replaced after the piece of work in hand.
        work_tries: How often a page or stage is tried before it is set aside with the reason.
        work_patience_seconds: Work of a later queue that has waited so long gets a share of the processes all the same.
    """

    worker_processes: int = Field(default_factory=available_cores, ge=1)
    worker_nice: int = Field(default=10, ge=0, le=19)
    worker_memory_mb: int = Field(default=2000, ge=256)
    work_tries: int = Field(default=5, ge=1)
    work_patience_seconds: float = Field(default=1800.0, ge=0)


class Settings(
    PlacesSettings,
    ReadingSettings,
    CentreSettings,
    DoorsSettings,
    FilesSettings,
    ChecksSettings,
    EventsSettings,
    ServiceSettings,
    AccessSettings,
    RetentionSettings,
    WorkSettings,
):
    """What a centre may set: all groups together."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        del file_secret_settings  # ours read the files that the environment or the settings file names
        return init_settings, *sources_of(settings_cls, env_settings, dotenv_settings)

    @property
    def database(self) -> str:
        """The database's URL, the default filled in."""
        return self.database_url or f"sqlite:///{self.data_dir / 'intake.sqlite3'}"

    @property
    def own_key_file(self) -> Path:
        """Where keys are that nobody gave in the settings."""
        return self.data_dir / "keys"

    @property
    def scratch_dir(self) -> Path:
        """Where worker processes keep plain files while they work on them."""
        return self.data_dir / "scratch"

    @property
    def reading_cache(self) -> Path:
        return self.data_dir / "readings"


def reading_options(settings: Settings) -> ReadingOptions:
    """The settings as plain values for `ocr`."""
    limits = Limits(
        pages=settings.max_pages,
        pixels=settings.max_pixels,
        page_seconds=settings.page_seconds,
        memory_bytes=settings.parser_memory_mb * MEBIBYTE,
    )
    return ReadingOptions(limits, settings.reading_cache, settings.processes, settings.engine)


def groups() -> Iterator[type[BaseSettings]]:
    """The groups of settings in their order."""
    yield from (group for group in Settings.__bases__ if issubclass(group, BaseSettings))


@cache
def get_settings() -> Settings:
    """The settings of this process, read once.

    Raises:
        WrongSettings: A value cannot be, a name is not known, or a file cannot be read; told with variable and file.
    """
    return read_settings(Settings)
