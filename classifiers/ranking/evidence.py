"""What the papers of a dossier say about the procedure they serve, gathered once and then compared with each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from pathlib import Path

import yaml

from classifiers.papers import Paper, PaperType
from classifiers.ranking.citations import citations
from classifiers.ranking.requests import options, requested_content, wishes
from classifiers.vietnamese import fold, normalise

IDENTITY = frozenset({PaperType.IDENTITY_CARD, PaperType.PASSPORT, PaperType.PHOTO})
"""Papers that stand in nearly every dossier and so say nothing about which it is."""

_WINDOW = 3
_MOST_WINDOWS = 240
_HEAD_LINES = 14
_MOST_TITLES = 12
_ADDRESSEE = re.compile(r"\bkinh\s+gui\b\W*")
_ADDRESSEE_LINES = 3
_CLAUSE_END = re.compile(r"[.;](?:\s|$)|\s*\b(?:Lý do|Mục đích)\b")
"""Where the request ends and its particulars begin."""
_LABEL = re.compile(r"^[^:]{2,40}:")
_SPEAKS = re.compile(r"\W*(?:(?:ten )?toi|ho va ten|ho ten|ho, chu dem|can cu|\d+\s*[.)])")


@dataclass(frozen=True)
class Evidence:
    """What speaks, in the order of how much it says.

    Attributes:
        papers: All of the dossier.
        telling: Without identity papers.
        form: The application form, else None.
        title: What the form is called; of the first telling paper where there is no form.
        head: The form's lines above the addressee: below the title stands for whom it is.
        request: What the form asks for under a label of its own ("Nội dung đề nghị"), and options ticked.
        wishes: Passages of the form that say what is wished for.
        unticked: Options left empty on a form that has a ticked one.
        titles: Of the telling papers.
        windows: The form's text, three lines at a time.
        body: The form's text, or that of all telling papers where there is no form.
        said: The text of all papers.
        addressee: To whom the form is sent ("Kính gửi"), folded.
        written_request, written_addressee: What the form asks for and to whom it is sent, as written.
        head_laws, laws: Cited beside the form's number, and anywhere in the telling papers.
        number: Of the form.
    """

    papers: tuple[Paper, ...]
    telling: tuple[Paper, ...]
    form: Paper | None
    title: str
    head: str
    request: str
    wishes: tuple[str, ...]
    unticked: str
    titles: tuple[str, ...]
    windows: tuple[str, ...]
    body: str
    said: str
    addressee: str
    written_request: str
    written_addressee: str
    head_laws: frozenset[str]
    laws: frozenset[str]
    number: str


def gather(papers: Sequence[Paper]) -> Evidence:
    """Read the papers for what they say about the procedure."""
    telling = tuple(paper for paper in papers if paper.type not in IDENTITY)
    form = main_form(telling)
    source = form or next((paper for paper in telling if paper.title), telling[0] if telling else None)
    ticked, unticked = options(form) if form else ((), ())
    body = form.text if form else "\n".join(paper.text for paper in telling)
    head = "\n".join(body.splitlines()[:_HEAD_LINES])
    content = requested_content(form) if form else ""
    addressee = _addressee(form) if form else ""
    return Evidence(
        papers=tuple(papers),
        telling=telling,
        form=form,
        title=core(source.title) if source else "",
        head=_above_addressee(body) if form else "",
        request=" . ".join(filter(None, (content, *ticked))),
        wishes=wishes(form) if form else tuple(wish for paper in telling[:3] for wish in wishes(paper)),
        unticked=" . ".join(unticked) if ticked else "",
        titles=tuple(core(paper.title) for paper in telling if paper.title)[:_MOST_TITLES],
        windows=_windows(body),
        body=body,
        said="\n".join(paper.text for paper in papers),
        addressee=fold(addressee),
        written_request=_CLAUSE_END.split(content or (ticked[0] if ticked else ""), maxsplit=1)[0].strip(" .,:"),
        written_addressee=addressee.split(". ")[0].strip(" .:;-–_…"),
        head_laws=citations(head),
        laws=citations("\n".join(paper.text for paper in telling)),
        number=form.form_number if form else "",
    )


def main_form(papers: Sequence[Paper]) -> Paper | None:
    """The application form, the longest where there are several; else None."""
    forms = [paper for paper in papers if paper.type is PaperType.APPLICATION_FORM]
    return max(forms, key=lambda paper: (bool(paper.title), len(paper.text)), default=None)


def core(text: str) -> str:
    """A title or name, folded, without the words that only say that it is a form or a procedure.

    Nothing is kept: titles are of citizens' papers, and those who ask for a catalogue's names keep them themselves.
    """
    folded = " ".join(fold(text).split())
    for opening in _openings():
        if folded.startswith(opening + " "):
            return folded[len(opening) + 1 :]
    return folded


@cache
def _openings() -> tuple[str, ...]:
    return tuple(yaml.safe_load(Path(__file__).with_name("form_openings.yaml").read_text(encoding="utf-8")))


def _windows(text: str) -> tuple[str, ...]:
    lines = [line for line in text.splitlines() if len(line) > 3][:_MOST_WINDOWS]
    return tuple(" ".join(lines[start : start + _WINDOW]) for start in range(max(1, len(lines) - _WINDOW + 1)))


def _above_addressee(body: str) -> str:
    lines = [" ".join(fold(line).split()) for line in body.splitlines()[:_HEAD_LINES]]
    return " ".join(takewhile(lambda line: not _ADDRESSEE.search(line) and not _SPEAKS.match(line), lines))


def _addressee(form: Paper) -> str:
    lines = [normalise(line.text) for page in form.pages[:2] for line in page.reading.lines]
    for place, line in enumerate(lines):
        folded = fold(line)
        found = _ADDRESSEE.search(folded)
        if found:
            named = line if len(line) == len(folded) else folded
            following = lines[place + 1 : place + _ADDRESSEE_LINES]
            return " ".join((named[found.end() :], *takewhile(_goes_on, following))).strip()
    return ""


def _goes_on(line: str) -> bool:
    """Whether a line goes on with the addressee: it is no heading nor field, and nobody begins to speak."""
    return not line.isupper() and not _LABEL.match(line) and not _SPEAKS.match(fold(line))
