"""A dossier's whole way through the service, piece by piece."""

import json
from dataclasses import replace

import pytest
from service_builder import DAY, dossier_of, events_of, files_of, service_of, settings_of, submitted, work_all

from intake_ai.catalogue.service import open_catalogue
from intake_ai.completeness.situation import Situation
from intake_ai.dossier.values import NewDossier
from intake_ai.pipeline import CheckRequest, Services, check_dossier

SAMPLE = "khai-tu-thieu-giay-bao-tu"
SITUATION = Situation(due_rows=frozenset({1}))


def without_times(report: str) -> dict:
    told = json.loads(report)
    del told["timings"], told["dossier_id"]
    return told


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What the command line reports."""
    settings = settings_of(tmp_path_factory.mktemp("command"))
    with open_catalogue(settings) as catalogue:
        request = CheckRequest(tuple((path, path.name) for path in files_of(SAMPLE)), DAY, situation=SITUATION)
        return check_dossier(request, Services(settings, catalogue))


def test_the_service_reports_what_the_command_line_reports(installation, told):
    identifier = submitted(installation, files_of(SAMPLE), replace(NewDossier(DAY), situation=SITUATION))
    work_all(installation)
    with service_of(installation) as service:
        kept, _ = service.report_json(identifier)
    assert without_times(kept.decode()) == without_times(told.to_json())
    dossier = dossier_of(installation, identifier)
    assert (dossier.state, dossier.pages, dossier.pages_read) == ("read", len(told.pages), len(told.pages))
    kinds = [kind for kind, _ in events_of(installation, identifier)]
    assert kinds[-1] == "checked"
    assert "looked" in kinds
    assert kinds.count("page-read") == len(told.pages)
