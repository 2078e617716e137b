"""Parts a scanned batch into dossiers, at the sheets that say where one begins.

A sheet is no page of a dossier. What lies before the first sheet is a dossier too, so that nothing is lost when
somebody forgot it; where two sheets follow each other (a sheet printed on both sides) there is none between them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path, PurePath

from intake_ai.inbox.separator import Separator, separator_of
from ocr.errors import UnreadableFile
from ocr.formats import WORD_KINDS
from ocr.limits import Limits
from ocr.opening import Upload, open_upload
from ocr.page_codes import codes_of_page
from ocr.page_cutting import save_pages
from ocr.sandbox import Sandbox, TaskFailed


@dataclass(frozen=True, slots=True)
class BatchFile:
    """A file of a batch as it came.

    Attributes:
        opened: None where no page of it can be read; `fault` says why, and it still belongs to its dossier.
    """

    path: Path
    name: str
    opened: Upload | None
    fault: UnreadableFile | None = None

    @property
    def pages(self) -> int:
        return self.opened.pages if self.opened else 1


@dataclass(frozen=True, slots=True)
class BatchPage:
    """A page of a batch; `separator` is what it says where it is a sheet between dossiers."""

    file: BatchFile
    number: int
    separator: Separator | None = None


@dataclass(frozen=True, slots=True)
class PageRange:
    """Pages of one file that follow each other, from `first` to `last`, counted from 1."""

    file: BatchFile
    first: int
    last: int

    @property
    def is_whole(self) -> bool:
        return (self.first, self.last) == (1, self.file.pages)

    @property
    def name(self) -> str:
        """What to call these pages as a file."""
        if self.is_whole:
            return self.file.name
        path = PurePath(self.file.name)
        span = str(self.first) if self.first == self.last else f"{self.first}-{self.last}"
        return f"{path.stem} (trang {span}){path.suffix}"


@dataclass(frozen=True, slots=True)
class Part:
    """The pages of one dossier in a batch; `separator` is the sheet before them."""

    separator: Separator | None
    ranges: tuple[PageRange, ...]


def open_batch(files: Sequence[tuple[Path, str]], limits: Limits, sandbox: Sandbox) -> tuple[BatchFile, ...]:
    """Takes the files in hand, in their order; those that cannot be read too."""
    return tuple(_opened(path, name, limits, sandbox) for path, name in files)


def split_batch(files: Sequence[BatchFile], limits: Limits, sandbox: Sandbox) -> tuple[Part, ...]:
    """The dossiers in a batch; every page is looked at for codes alone."""
    return parts_of(page for file in files for page in _looked_at(file, limits, sandbox))


def parts_of(pages: Iterable[BatchPage]) -> tuple[Part, ...]:
    """The dossiers of pages in their order."""
    parts: list[Part] = []
    separator: Separator | None = None
    for is_sheet, run in groupby(pages, key=lambda page: page.separator is not None):
        following = list(run)
        if is_sheet:
            separator = following[-1].separator
        else:
            parts.append(Part(separator, tuple(_ranges(following))))
    return tuple(parts)


def save_range(pages: PageRange, folder: Path, limits: Limits, sandbox: Sandbox) -> Path:
    """The pages as a file: the file itself where they are all of it, else a working copy in `folder`.

    Raises:
        UnreadableFile: They cannot be cut out.
    """
    if pages.is_whole or pages.file.opened is None:
        return pages.file.path
    target = folder / f"{pages.file.opened.sha256}-{pages.first}-{pages.last}"
    try:
        save_pages(pages.file.opened, pages.first, pages.last, target, limits, sandbox)
    except TaskFailed as failure:
        raise UnreadableFile("file-not-cut", pages.file.name, str(failure)) from failure
    return target


def _opened(path: Path, name: str, limits: Limits, sandbox: Sandbox) -> BatchFile:
    try:
        return BatchFile(path, name, open_upload(path, name, limits, sandbox))
    except UnreadableFile as fault:
        return BatchFile(path, name, None, fault)


def _looked_at(file: BatchFile, limits: Limits, sandbox: Sandbox) -> Iterator[BatchPage]:
    for number in range(1, file.pages + 1):
        yield BatchPage(file, number, _separator(file.opened, number, limits, sandbox))


def _separator(upload: Upload | None, page: int, limits: Limits, sandbox: Sandbox) -> Separator | None:
    if upload is None or upload.kind in WORD_KINDS:  # nobody scans a sheet into a text document
        return None
    try:
        return separator_of(codes_of_page(upload, page, limits, sandbox))
    except TaskFailed:
        return None  # a page that cannot be drawn: the report will say so


def _ranges(pages: Sequence[BatchPage]) -> Iterator[PageRange]:
    """Pages of one file that follow each other, joined."""
    first = last = pages[0]
    for page in pages[1:]:
        if page.file is last.file and page.number == last.number + 1:
            last = page
            continue
        yield PageRange(first.file, first.number, last.number)
        first = last = page
    yield PageRange(first.file, first.number, last.number)
