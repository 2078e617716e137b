"""Pictures of pages for people to look at, drawn in the sandbox."""

from dataclasses import asdict
from pathlib import Path

from ocr.errors import UnreadableFile
from ocr.limits import Limits
from ocr.opening import Upload, page_for_sandbox, seconds_with_converting
from ocr.page_views import PageView
from ocr.sandbox import Sandbox, TaskFailed
from ocr.shared_sandbox import shared_sandbox

_CODES = {"timed-out": "reading-timed-out", "out-of-memory": "page-too-large", "page-too-large": "page-too-large"}


def save_page_image(
    upload: Upload,
    page: int,
    target: Path,
    view: PageView,
    limits: Limits | None = None,
    sandbox: Sandbox | None = None,
) -> tuple[int, int]:
    """Writes a picture of a page; the file itself is parsed in the sandbox alone.

    Args:
        upload: The file, opened.
        page: Counts from 1.
        target: Where to write.
        view: What to draw and how large.
        limits: Defaults to `Limits()`.
        sandbox: Where to draw; defaults to one shared by this process.

    Returns:
        Width and height in pixels.

    Raises:
        UnreadableFile: The page cannot be drawn.
    """
    limits = limits or Limits()
    sandbox = sandbox or shared_sandbox(limits)
    stored = page_for_sandbox(upload, page, sandbox)
    seconds = seconds_with_converting(limits.page_seconds, upload, limits)
    try:
        width, height = sandbox.call(
            "save_page",
            seconds,
            page=stored,
            target=str(target.resolve()),
            view=asdict(view),
            limits=asdict(limits),
        )
    except TaskFailed as failure:
        code = _CODES.get(failure.reason, "file-broken")
        raise UnreadableFile(code, upload.name, str(failure), sha256=upload.sha256) from failure
    return int(width), int(height)
