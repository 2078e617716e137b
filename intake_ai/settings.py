"""Settings of the service, read from the environment (INTAKE_AI_...) or a .env file; every one has a default."""

import os
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from platformdirs import user_data_path
from pydantic import BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from classifiers.search_encoder import DEFAULT_ENCODER
from intake_ai.errors import BadRequest
from intake_ai.messages import Language
from ocr.engines import DEFAULT_ENGINE
from ocr.limits import MEBIBYTE, Limits
from ocr.reader import MOST_PROCESSES, ReadingOptions


def available_cores() -> int:
    """Processor cores that this process may use."""
    return len(os.sched_getaffinity(0))


def _listed(value: object) -> object:
    """Names parted by commas, as they stand in a variable of the environment."""
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


_LIMITS = Limits()


DataSource = Literal["population", "business", "land", "civil-status", "insurance", "health", "vneid"]


class Settings(BaseSettings):
    """What a centre may set.

    Attributes:
        data_dir: Where the database and the cache of page readings are kept.
        database_url: SQLAlchemy URL; empty: SQLite in `data_dir`.
        broker_url: Of the task queue (Redis, RabbitMQ); empty: folders in `data_dir`.
        language: Of messages for people.
        processes: Pages read at the same time; each may take some 300 MB on a large page.
        max_pages: Pages taken from one file.
        max_pixels: Pixels of one picture, width times height.
        page_seconds: Time that one page may take to read.
        engine: What reads lines of text: network (our own), tesseract, or transformers:NAME for a model of the Hugging
            Face library (`ocr.engines`); the latter needs the dependency group models and more parser_memory_mb.
        encoder: What compares meanings in search: built-in, none (words alone), or transformers:NAME for a model of
            sentence-transformers or the Hugging Face library (`classifiers.search_encoder`).
        parser_memory_mb: Memory of a process that opens files, and of each program it starts.
        channel: How dossiers arrive here; decides rows due only online or only on paper.
        connected_databases: Databases that this centre really looks data up in, by the catalogue's names (population,
            business, land, civil-status, insurance, health, vneid): papers whose rows name one are not asked for.
        sure_procedure: Confidence from which the procedure counts as known without a person's choice.
        most_lost: Share of procedures, or of rows, that an import of the catalogue may lose without asking, 0-1.
    """

    model_config = SettingsConfigDict(env_prefix="INTAKE_AI_", env_file=".env", extra="ignore")

    data_dir: Path = Field(default_factory=lambda: user_data_path("intake-ai"))
    database_url: str = ""
    broker_url: str = ""
    language: Language = "vi"
    processes: int = Field(default_factory=lambda: min(MOST_PROCESSES, available_cores()), ge=1)
    max_pages: int = Field(default=_LIMITS.pages, ge=1)
    max_pixels: int = Field(default=_LIMITS.pixels, ge=1)
    page_seconds: float = Field(default=_LIMITS.page_seconds, gt=0)
    engine: str = DEFAULT_ENGINE
    encoder: str = DEFAULT_ENCODER
    parser_memory_mb: int = Field(default=_LIMITS.memory_bytes // MEBIBYTE, ge=256)
    channel: Literal["direct", "online", "postal"] = "direct"
    connected_databases: Annotated[frozenset[DataSource], NoDecode, BeforeValidator(_listed)] = frozenset()
    sure_procedure: float = Field(default=0.9, ge=0, le=1)
    most_lost: float = Field(default=0.05, ge=0, le=1)

    @property
    def database(self) -> str:
        """The database's URL, the default filled in."""
        return self.database_url or f"sqlite:///{self.data_dir / 'intake.sqlite3'}"

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


@cache
def get_settings() -> Settings:
    """The settings of this process, read once.

    Raises:
        BadRequest: A variable has a value that it cannot have.
    """
    try:
        return Settings()
    except ValidationError as error:
        wrong = ", ".join(f"INTAKE_AI_{str(part['loc'][0]).upper()}" for part in error.errors() if part["loc"])
        raise BadRequest("error-settings", str(error), names=wrong) from error
