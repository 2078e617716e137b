import time
from pathlib import Path

import pytest

from ocr.errors import UnreadableFile
from ocr.limits import Limits
from ocr.opening import open_upload
from ocr.reader import ReadingOptions, read_page
from ocr.sandbox import Sandbox

SECONDS = 15.0


@pytest.mark.shared
def test_no_file_of_other_projects_test_suites_breaks_the_reader(shared: Path) -> None:
    """One in twenty-nine of 572 broken, encrypted, odd and huge files: opened or refused by code, in bounded time."""
    limits = Limits(opening_seconds=SECONDS, page_seconds=SECONDS)
    files = sorted(path for path in (shared / "data" / "awkward").rglob("*") if path.is_file())[::29]
    assert len(files) > 15
    slowest = 0.0
    with Sandbox(limits, processes=1) as sandbox:
        for path in files:
            started = time.monotonic()
            try:
                upload = open_upload(path, path.name, limits, sandbox)
            except UnreadableFile as error:
                assert error.code.startswith(("file-", "page-", "too-", "reading-"))  # noqa: PT017 - others may open
            else:
                reading = read_page(upload, 1, ReadingOptions(limits), sandbox)
                assert reading.engine
            slowest = max(slowest, time.monotonic() - started)
    assert slowest < 2 * SECONDS + 60
