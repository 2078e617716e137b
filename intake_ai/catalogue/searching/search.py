"""Finds procedures by what a person asks in their own words."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from classifiers.lexical import LexicalIndex
from classifiers.search_encoder.interface import TextEncoder
from classifiers.vietnamese import fold, syllables
from intake_ai.catalogue.models import Procedure
from intake_ai.catalogue.profiles import documents
from intake_ai.catalogue.searching.evidence import Evidence
from intake_ai.catalogue.searching.index import SearchIndex, with_questions

_LONGEST_QUESTION = 2000
"""Characters read of a question: a page of text; what is longer is no question."""

_CODE = re.compile(r"(?<![\w.])([0-9])[.,]?([0-9]{6})((?:\.\w+)*)(?!\w)")
_WHOLE_NAME = 3.0
"""Added to the logarithm of the chances of procedures whose whole name is asked for, above all others."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A procedure found; `confidence` is the probability that it is the one meant, 0-1."""

    procedure: Procedure
    confidence: float


class ProcedureSearch:
    """Searches one catalogue version.

    Args:
        procedures: In the order of the documents of `index`.
        index: Fitted on their texts (intake_ai.catalogue.profiles.documents).
        further: What search knows beside it; made here where not given, without an encoder.
        encoder: The one that `further` was made with.
        copies: Further codes of procedures, each with the code that stands for it here.
    """

    def __init__(
        self,
        procedures: Sequence[Procedure],
        index: LexicalIndex,
        further: SearchIndex | None = None,
        encoder: TextEncoder | None = None,
        copies: Mapping[str, str] | None = None,
    ) -> None:
        self._procedures = procedures
        if further is None:
            further = SearchIndex.fit(with_questions(documents(procedures, {}), procedures), encoder)
        self._evidence = Evidence(procedures, index, further, encoder)
        self._positions = {procedure.code: position for position, procedure in enumerate(procedures)}
        known = ((copy, self._positions.get(code)) for copy, code in (copies or {}).items())
        self._named: dict[str, list[int]] = {}
        for position, procedure in enumerate(procedures):
            self._named.setdefault(_spoken(procedure.name), []).append(position)
        self._positions |= {copy: position for copy, position in known if position is not None}

    def find(self, question: str, limit: int = 10) -> list[Hit]:
        """The best `limit` procedures, best first; a procedure's code in the question finds that procedure.

        Of procedures that a person could not tell apart (`_twin_key`) only the likeliest is given, with the
        confidence of all of them.
        """
        if meant := self._by_code(question):
            return [Hit(self._procedures[position], 1 / len(meant)) for position in meant[:limit]]
        weighed = self._evidence.weighed(question[:_LONGEST_QUESTION])
        if not np.isfinite(weighed).any():
            return []
        if named := self._named.get(_spoken(question[:_LONGEST_QUESTION])):
            weighed[named] += weighed.max() - weighed[named].min() + _WHOLE_NAME
        confidences = _confidences(weighed)
        order = np.argsort(-weighed, kind="stable")
        return self._hits(order, confidences, limit)

    def _hits(self, order: npt.NDArray[np.intp], confidences: npt.NDArray[np.float64], limit: int) -> list[Hit]:
        """The first of each group of twins, until there are `limit`."""
        found: dict[tuple[object, ...], tuple[Procedure, float]] = {}
        for position in order:
            procedure = self._procedures[position]
            key = _twin_key(procedure)
            if key in found:
                found[key] = (found[key][0], found[key][1] + float(confidences[position]))
            elif len(found) < limit:
                found[key] = (procedure, float(confidences[position]))
            else:
                break
        hits = [Hit(procedure, min(1.0, confidence)) for procedure, confidence in found.values()]
        return sorted(hits, key=lambda hit: -hit.confidence)

    def _by_code(self, question: str) -> list[int]:
        """Positions of the procedures whose code stands in the question, in whatever form it is written."""
        for whole in question[:_LONGEST_QUESTION].split():
            if (position := self._positions.get(whole.strip(".,;:()"))) is not None:
                return [position]
        return list(dict.fromkeys(self._written_codes(question[:_LONGEST_QUESTION])))

    def _written_codes(self, question: str) -> Iterator[int]:
        """Codes without their dot, and local ones of which only the national one is known or the other way round."""
        for first, number, suffix in _CODE.findall(question):
            national = f"{first}.{number}"
            for code in (national + suffix, national):
                if code in self._positions:
                    yield self._positions[code]
                    break
            else:
                yield from (at for code, at in self._positions.items() if code.startswith(f"{national}."))


def _twin_key(procedure: Procedure) -> tuple[object, ...]:
    """Alike in name, agency and level: a person could not choose."""
    return _spoken(procedure.name), fold(procedure.agency), procedure.level


def _spoken(name: str) -> str:
    """The folded words of a name; the word "procedure" before it says nothing."""
    return " ".join(syllables(fold(name))).removeprefix("thu tuc ")


def _confidences(weighed: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """Probabilities that sum to 1."""
    chances = np.exp(weighed.astype(np.float64) - float(weighed.max()))
    return np.asarray(chances / chances.sum(), np.float64)
