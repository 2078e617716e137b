from sqlalchemy import func, select

from intake_ai.storage.installation import Installation
from intake_ai.storage.key_checks import KeyCheckRow
from intake_ai.storage.transactions import reading


def test_an_empty_installation_has_tables_keys_and_files(installation: Installation):
    blob = installation.blobs.put(b"MAU")
    assert installation.blobs.get(blob.sha256) == b"MAU"
    with reading(installation.sessions) as session:
        assert session.scalar(select(func.count()).select_from(KeyCheckRow)) == 1
