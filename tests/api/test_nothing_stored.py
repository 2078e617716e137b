"""Every route is asked about a dossier that is there: whatever it answers, nobody on the way may store it."""

import re
from collections.abc import Iterator

import pytest
from fastapi.routing import APIRoute
from privacy_builder import correct_name, decide, read_dossier
from served import Served, serve
from service_builder import settings_of
from sqlalchemy import select

from api.permission import permission_of
from api.routers import PREFIX, all_routes
from intake_ai.access.rules import Action
from intake_ai.dossier.documents import DossierDocuments
from intake_ai.dossier.field_ids import ids_of_report
from intake_ai.dossier.repository import DossierRepository
from intake_ai.dossier.tables import CorrectionRow
from intake_ai.storage.transactions import reading

PUBLIC = {Action.CATALOGUE_READ, Action.SERVICE_SEE}
"""What anybody may know: the catalogue and the document of the API."""
ROUTES = sorted(
    {
        (method, prefix + route.path, permission.action)
        for prefix, route in all_routes()
        if isinstance(route, APIRoute) and (permission := permission_of(route.dependant)) is not None
        for method in route.methods
    }
)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve(settings_of(tmp_path_factory.mktemp("stored"), event_stream_seconds=0.1)) as running:
        yield running


@pytest.fixture(scope="module")
def names(served: Served) -> dict[str, str]:
    """What stands in addresses, of a dossier with all there can be."""
    installation = served.installation
    dossier = read_dossier(installation)
    correct_name(installation, dossier)
    with reading(installation.sessions) as session:
        repository = DossierRepository(session)
        report = DossierDocuments(installation.blobs).report(dossier, repository.get(dossier).report)
        (upload,) = repository.uploads(dossier)
        correction = session.scalars(select(CorrectionRow.id)).one()
    decide(installation, dossier)
    return {
        "dossier_id": dossier,
        "file_id": upload.id,
        "field_id": ids_of_report(report)[0],
        "correction_id": str(correction),
        "person_id": served.people.get("officer.mau", "0" * 32),
        "page": "1",
        "number": "1",
    }


def test_no_answer_about_anybody_may_be_stored_by_whoever_is_told(served: Served, names: dict[str, str]) -> None:
    told = []
    for method, path, action in ROUTES:
        address = re.sub(r"\{(\w+)(:\w+)?\}", lambda found: names.get(found[1], "0" * 32), path)
        for role in ("officer", "head", "administrator"):
            who = served.person(role, is_fresh=method not in ("GET", "HEAD"))  # type: ignore[arg-type]
            answer = served.client.request(method, address, headers=who, follow_redirects=False)
            policy = answer.headers["cache-control"]
            assert policy == "no-store" or action in PUBLIC, (method, path, role, policy)
            if answer.is_success and "{" in path:
                told.append((method, path))
    assert len({path for method, path in told if method == "GET"}) >= 8, "most were answered, not refused"


def test_who_has_a_version_already_is_told_so_under_the_same_terms(served: Served, names: dict[str, str]) -> None:
    who = served.person("officer", is_fresh=False)
    for path in ("", "/report", "/fields", "/pages"):
        address = f"{PREFIX}/dossiers/{names['dossier_id']}{path}"
        tag = served.client.get(address, headers=who).headers["etag"]
        same = served.client.get(address, headers={**who, "If-None-Match": tag})
        assert (same.status_code, same.headers["cache-control"]) == (304, "no-store"), path
