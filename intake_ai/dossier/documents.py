"""The documents that are kept of a dossier: reports and first looks, in a folder of its own among the blobs.

They are named by dossier and content, not by content alone: erasing a dossier removes its folder, and with it also what
a run that was given up had written.
"""

import hashlib

from intake_ai.dossier.errors import DossierUnknown
from intake_ai.dossier.first_look import FirstLookReport
from intake_ai.dossier.report import Report
from intake_ai.storage.blobs import BlobStore


def folder_of(dossier: str) -> str:
    """Prefix of the names of all documents of a dossier."""
    return f"dossiers/{dossier}/"


def pictures_of(dossier: str) -> str:
    """Prefix of the names of all pictures of a dossier's pages."""
    return f"{folder_of(dossier)}pictures/"


class DossierDocuments:
    """Documents by dossier and hash.

    Args:
        blobs: Where they are kept, sealed.
    """

    def __init__(self, blobs: BlobStore) -> None:
        self._blobs = blobs

    def keep_report(self, dossier: str, report: Report) -> str:
        """Keeps a report; its hash.

        Raises:
            StorageUnusable: It cannot be written.
        """
        return self._keep(dossier, report.to_json().encode())

    def keep_first_look(self, dossier: str, look: FirstLookReport) -> str:
        """Keeps a first look; its hash.

        Raises:
            StorageUnusable: It cannot be written.
        """
        return self._keep(dossier, look.to_json().encode())

    def report(self, dossier: str, sha256: str | None) -> Report:
        """The report of a hash.

        Raises:
            DossierUnknown: There is none.
            StorageUnusable: It cannot be read.
        """
        return Report.model_validate_json(self.report_json(dossier, sha256))

    def report_json(self, dossier: str, sha256: str | None) -> bytes:
        """As `report`, as it is kept."""
        return self._get(dossier, sha256)

    def first_look(self, dossier: str, sha256: str | None) -> FirstLookReport:
        """The first look of a hash.

        Raises:
            DossierUnknown: There is none.
            StorageUnusable: It cannot be read.
        """
        return FirstLookReport.model_validate_json(self._get(dossier, sha256))

    def _keep(self, dossier: str, content: bytes) -> str:
        sha256 = hashlib.sha256(content).hexdigest()
        self._blobs.put_named(document_name(dossier, sha256), content)
        return sha256

    def _get(self, dossier: str, sha256: str | None) -> bytes:
        content = self._blobs.get_named(document_name(dossier, sha256)) if sha256 else None
        if content is None:
            raise DossierUnknown("report-unknown")
        return content


def document_name(dossier: str, sha256: str) -> str:
    """Name of a document among the blobs."""
    return f"{folder_of(dossier)}{sha256}.json"
