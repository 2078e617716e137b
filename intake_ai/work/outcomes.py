"""What came of a piece of work, as the one who did it tells it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from intake_ai.dossier.report import Report
from intake_ai.dossier.states import Priority
from intake_ai.work.kinds import Kind
from ocr.formats import Kind as FileKind


@dataclass(frozen=True, slots=True)
class Claimed:
    """A piece of work in the hands of one process.

    Attributes:
        id: Of the piece.
        subject: What of the dossier (`WorkRow.subject`).
        tries: How often it was begun, this time too.
        process: Whose hands.
    """

    id: int
    dossier: str
    run: int
    kind: Kind
    subject: str
    queue: Priority
    tries: int
    process: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that can be read."""

    kind: FileKind
    pages: int


@dataclass(frozen=True, slots=True)
class Unopened:
    """A file of which no page can be read: code and values of the sentence why."""

    code: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Glanced:
    """A glance at a page is kept."""


@dataclass(frozen=True, slots=True)
class PageDone:
    """A page is read and its reading kept, or it can never be read: then `problem` is the code why."""

    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """The hash of the first look; None where a page bears a mark of secrecy, of which the report will tell."""

    first_look: str | None


@dataclass(frozen=True, slots=True)
class Checked:
    """A report is kept.

    Attributes:
        report: Its hash.
        procedure: Code of the procedure that it names.
        content: The report itself, for the index of persons.
    """

    report: str
    verdict: str
    procedure: str | None
    content: Report | None = field(default=None, repr=False)


Outcome = Opened | Unopened | Glanced | PageDone | Looked | Checked


@dataclass(frozen=True, slots=True)
class Failure:
    """A try that gave nothing.

    Attributes:
        code: Of the sentence for people, or of the problem of a page.
        most_tries: After which no more is tried.
        detail: For the log and the operator: a kind of error, never what a page says.
    """

    code: str
    most_tries: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Hindered:
    """Something that has nothing to do with the work stands in the way, such as a full disk: no try is counted.

    Attributes:
        seconds: To wait before the next one begins it.
    """

    code: str
    seconds: float


Result = Outcome | Failure | Hindered
