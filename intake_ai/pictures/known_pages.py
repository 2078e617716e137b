"""What reports say of pages that showing them depends on: which way up they are, and whether any is secret."""

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field

from intake_ai.dossier.documents import DossierDocuments
from intake_ai.dossier.tables import DossierRow
from ocr.page import Rotation

_MOST_KEPT = 256


@dataclass(frozen=True, slots=True)
class PagesSeen:
    """What a report says of pages that pictures depend on; nothing of what stands on them.

    Attributes:
        rotations: By SHA-256 of the file and page, the clockwise degrees that make it upright; names come and go.
        is_secret: The dossier bears a state-secret mark.
    """

    rotations: Mapping[tuple[str, int], Rotation] = field(default_factory=dict)
    is_secret: bool = False

    def rotation(self, sha256: str, page: int) -> Rotation:
        """Of one page; 0 where it was not read yet."""
        return self.rotations.get((sha256, page), 0)


class KnownPages:
    """Remembers what reports say of their pages, so that no picture has to wait for a whole report; thread-safe.

    Args:
        documents: Where the reports are.
    """

    def __init__(self, documents: DossierDocuments) -> None:
        self._documents = documents
        self._kept: OrderedDict[str, PagesSeen] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, dossier: DossierRow) -> PagesSeen:
        """What the report in force says; nothing where there is none yet.

        Raises:
            DossierUnknown: The report is kept no more.
            StorageUnusable: It cannot be read.
        """
        if dossier.report is None:
            return PagesSeen()
        key = f"{dossier.id}/{dossier.report}"
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        seen = self._read(dossier.id, dossier.report)
        with self._lock:
            self._kept[key] = seen
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        return seen

    def _read(self, dossier: str, sha256: str) -> PagesSeen:
        report = self._documents.report(dossier, sha256)
        hashes = {file.name: file.sha256 for file in report.files}
        rotations = {(hashes[page.file], page.page): page.rotation for page in report.pages}
        return PagesSeen(rotations, report.is_secret)
