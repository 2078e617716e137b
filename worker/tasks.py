"""The pipeline as tasks: the same functions that the command line runs in process."""

from typing import Any

from pydantic import TypeAdapter

from intake_ai.catalogue.keeping import CatalogueKeeper
from intake_ai.pipeline import CheckRequest, Services
from intake_ai.pipeline import check_dossier as run
from intake_ai.settings import get_settings
from worker.app import app

_REQUESTS = TypeAdapter(CheckRequest)
_KEEPER = CatalogueKeeper()


def message_of(request: CheckRequest) -> dict[str, Any]:
    """A request as a message: paths and settings only, never the content of a page."""
    message: dict[str, Any] = _REQUESTS.dump_python(request, mode="json")
    return message


@app.task(name="check_dossier")
def check_dossier(message: dict[str, Any]) -> str:
    """Check one dossier.

    Doing it twice changes nothing and costs little: page readings are kept by content.

    Args:
        message: Made by `message_of`.

    Returns:
        The report as JSON.
    """
    settings = get_settings()
    with _KEEPER.open(settings) as catalogue:
        return run(_REQUESTS.validate_python(message), Services(settings, catalogue)).to_json()
