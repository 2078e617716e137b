"""What speaks for each procedure of a catalogue, as numbers: words, meaning, laws, form numbers, agency."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from classifiers.ranking.addressees import level_of
from classifiers.ranking.evidence import Evidence
from classifiers.ranking.known import KnownProcedures, form_number_key
from classifiers.vietnamese import fold

Columns = dict[str, npt.NDArray[np.float32]]
"""Numbers by name, each of shape (procedures,)."""

_MOST_ENCODED = 16
_SHORTEST_ENCODED = 12
_TINY = 1e-6


def compare(evidence: Evidence, known: KnownProcedures) -> Columns:
    """Compare what the papers say with every procedure."""
    parts: Sequence[Callable[[Evidence, KnownProcedures], Columns]] = (
        _titles,
        _requests,
        _bodies,
        _shared_words,
        _meaning,
        _marks,
        _agency,
        _twins,
    )
    columns: Columns = {}
    for part in parts:
        columns |= part(evidence, known)
    return columns


def _titles(evidence: Evidence, known: KnownProcedures) -> Columns:
    """The form's title, and all titles, against names and rows."""
    title = known.names.repaired(evidence.title)
    names = known.names.compare([title])
    rows = known.rows.heads.compare([title, *evidence.titles])
    alike = known.rows.best(np.sqrt(rows.document * rows.text))
    others = known.names.compare(evidence.titles)
    return {
        "title says name": names.document[:, 0],
        "name says title": names.text[:, 0],
        "title like name": _fuzzy(title, known.core_names, fuzz.token_sort_ratio),
        "title within name": _fuzzy(title, known.core_names, fuzz.partial_ratio),
        "title like row": alike[:, 0],
        "row says title": known.rows.best(rows.text)[:, 0],
        "titles like rows": _mean(alike[:, 1:]),
        "a title says name": _most(others.document),
        "name says a title": _most(others.text),
    }


def _requests(evidence: Evidence, known: KnownProcedures) -> Columns:
    """What the form asks for."""
    request = known.names.repaired(evidence.request)
    asked = known.names.compare([request])
    wished = known.names.compare(evidence.wishes)
    return {
        "request says name": asked.document[:, 0],
        "name says request": asked.text[:, 0],
        "request within name": _fuzzy(request[:80], known.core_names, fuzz.partial_ratio),
        "wish says name": _most(wished.document),
        "name says wish": _most(wished.text),
        "wish like name": _most(np.sqrt(wished.document * wished.text)),
        "empty box says name": known.names.compare([evidence.unticked]).document[:, 0],
    }


def _bodies(evidence: Evidence, known: KnownProcedures) -> Columns:
    """Passages of the form, and all that the papers say."""
    passages = known.names.compare(evidence.windows)
    results = known.results.compare(evidence.windows)
    everything = known.names.compare([evidence.said])
    return {
        "passage says head of name": _most(known.name_heads.compare(evidence.windows).document),
        "papers say head of name": known.name_heads.compare([evidence.said]).document[:, 0],
        "passage says name": _most(passages.document),
        "passage says result": _most(results.document),
        "papers say name": everything.document[:, 0],
    }


def _shared_words(evidence: Evidence, known: KnownProcedures) -> Columns:
    """BM25F as shares of the best procedure's."""
    wishes = evidence.request or " . ".join(evidence.wishes)
    asked = {
        "words of title": evidence.title,
        "words of request": wishes,
        "words of titles": " . ".join(evidence.titles),
        "words of body": evidence.body,
    }
    return {name: _relative(known.index.scores(text)) for name, text in asked.items()}


def _meaning(evidence: Evidence, known: KnownProcedures) -> Columns:
    """Nearness of meaning, in standard deviations above the mean."""
    texts = {"meaning of title": [evidence.title], "meaning of request": [evidence.request, *evidence.wishes[:6]]}
    texts["meaning of titles"] = list(evidence.titles[:6])
    return {name: _nearness(asked, known) for name, asked in texts.items()}


def _nearness(texts: Sequence[str], known: KnownProcedures) -> npt.NDArray[np.float32]:
    asked = [text for text in texts if len(text) >= _SHORTEST_ENCODED][:_MOST_ENCODED]
    best = np.zeros(len(known), np.float32)
    if not asked or known.encoder is None or known.vectors is None:
        return best
    for vector in known.encoder.vectors(asked):
        near = np.maximum(*known.vectors.nearness(vector))
        there = near > -1
        spread = max(float(near[there].std()), _TINY)
        best = np.maximum(best, np.where(there, (near - near[there].mean()) / spread / 4, 0)).astype(np.float32)
    return best


def _marks(evidence: Evidence, known: KnownProcedures) -> Columns:
    """Laws cited and the form's number."""
    number = form_number_key(evidence.number)
    return {
        "law beside number": known.laws.strongest(evidence.head_laws),
        "law": known.laws.strongest(evidence.laws),
        "form number": known.numbers.strongest({number} if number else ()),
    }


def _agency(evidence: Evidence, known: KnownProcedures) -> Columns:
    """To whom the form is sent."""
    said = known.agencies.compare([evidence.addressee])
    fields = known.fields.compare([evidence.said])
    level = level_of(evidence.addressee)
    levels = np.array([level in profile.level if level else False for profile in known.profiles])
    return {
        "addressee is agency": np.sqrt(said.document * said.text)[:, 0],
        "level fits": levels.astype(np.float32),
        "level differs": (~levels if level else levels * 0).astype(np.float32),
        "papers say field": fields.document[:, 0],
    }


def _twins(evidence: Evidence, known: KnownProcedures) -> Columns:
    """Words by which twins differ: said by both, only by the name, only by the form."""
    asked = fold(" . ".join((evidence.title, evidence.head, evidence.request, *evidence.titles)))
    wider = " ".join(fold(evidence.said).split())
    wished = " . ".join(evidence.wishes)
    columns: Columns = {}
    for kind, names in known.twins.of_names.items():
        here, around, hoped = (known.twins.of_text(kind, text) for text in (asked, wider, wished))
        columns[f"{kind} agree"] = (names & here).sum(axis=1).astype(np.float32)
        columns[f"{kind} wished"] = (names & hoped).sum(axis=1).astype(np.float32)
        columns[f"{kind} of name only"] = (names & ~here).sum(axis=1).astype(np.float32)
        columns[f"{kind} never said"] = (names & ~around).sum(axis=1).astype(np.float32)
        columns[f"{kind} of form only"] = (~names & here).sum(axis=1).astype(np.float32)
    return columns


def _fuzzy(text: str, names: Sequence[str], scorer: Callable[..., float]) -> npt.NDArray[np.float32]:
    if not text:
        return np.zeros(len(names), np.float32)
    return np.asarray(process.cdist([text], names, scorer=scorer, dtype=np.float32)[0] / 100, np.float32)


def _most(values: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    return values.max(axis=1) if values.shape[1] else np.zeros(len(values), np.float32)


def _mean(values: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    return values.mean(axis=1) if values.shape[1] else np.zeros(len(values), np.float32)


def _relative(scores: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    return np.asarray(scores / max(float(scores.max(initial=0.0)), _TINY), np.float32)
