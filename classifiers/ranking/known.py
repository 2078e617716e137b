"""What ranking needs of a catalogue: its procedures, their indexes, and tables to compare them with papers."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from classifiers.lexical import Document, LexicalIndex
from classifiers.ranking.evidence import core
from classifiers.ranking.matching import row_head
from classifiers.ranking.phrases import PhraseTable
from classifiers.ranking.profiles import ProcedureProfile
from classifiers.ranking.twins import TwinWords, twin_words
from classifiers.search_encoder.interface import TextEncoder
from classifiers.search_encoder.vectors import VectorIndex
from classifiers.vietnamese import fold, syllables

_HEAD = 10
"""Syllables of a name that say what is done; half of the names have no more than 17."""
_FORM_TOKEN = re.compile(r"[a-zđ]{0,5}\s?\d{1,3}[a-zđ]?(?:[-/.][a-zđ0-9]{1,12})*")


@dataclass(frozen=True)
class KnownProcedures:
    """The procedures among which one is sought.

    Attributes:
        profiles: In the order of the documents of `index` and `vectors`.
        index: Of their names, rows and context.
        encoder, vectors: Of the catalogue's search; None: words alone are compared.
        copies: For each local copy, which is not among `profiles`, the code of the one there that it copies.
    """

    profiles: Sequence[ProcedureProfile]
    index: LexicalIndex
    encoder: TextEncoder | None = None
    vectors: VectorIndex | None = None
    copies: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def by_words(cls, profiles: Sequence[ProcedureProfile]) -> "KnownProcedures":
        """A few procedures, indexed here and now; meanings are not compared."""
        return cls(profiles, LexicalIndex().fit([_document(profile) for profile in profiles]))

    def place_of(self, code: str) -> int | None:
        """The position of the procedure of `code` or of the one that it copies; None where it is not ranked."""
        return self.positions.get(self.copies.get(code, code))

    def __len__(self) -> int:
        return len(self.profiles)

    @cached_property
    def positions(self) -> dict[str, int]:
        """Of each code."""
        return {profile.code: position for position, profile in enumerate(self.profiles)}

    @cached_property
    def core_names(self) -> tuple[str, ...]:
        """Names without "thủ tục", folded."""
        return tuple(core(profile.name) for profile in self.profiles)

    @cached_property
    def same(self) -> npt.NDArray[np.int32]:
        """A number for each procedure that those share which have the same name."""
        numbers: dict[str, int] = {}
        keys = (" ".join(syllables(name)) for name in self.core_names)
        return np.array([numbers.setdefault(key, len(numbers)) for key in keys], np.int32)

    @cached_property
    def names(self) -> PhraseTable:
        return PhraseTable(self.core_names)

    @cached_property
    def name_heads(self) -> PhraseTable:
        """How names begin: what is done, before all for whom and where it may be done."""
        return PhraseTable([" ".join(syllables(name)[:_HEAD]) for name in self.core_names])

    @cached_property
    def rows(self) -> "Rows":
        return Rows(self.profiles)

    @cached_property
    def agencies(self) -> PhraseTable:
        return PhraseTable([profile.agency for profile in self.profiles])

    @cached_property
    def fields(self) -> PhraseTable:
        return PhraseTable([profile.field for profile in self.profiles])

    @cached_property
    def results(self) -> PhraseTable:
        return PhraseTable([core(profile.results[0]) if profile.results else "" for profile in self.profiles])

    @cached_property
    def laws(self) -> "Spread":
        return Spread([profile.laws for profile in self.profiles])

    @cached_property
    def numbers(self) -> "Spread":
        """Numbers of forms: "02a", "ct01"."""
        return Spread([_numbers(profile) for profile in self.profiles])

    @cached_property
    def twins(self) -> TwinWords:
        return twin_words(self.core_names)


class Rows:
    """The papers that all procedures ask for, as one table.

    Args:
        profiles: Of the procedures.
    """

    def __init__(self, profiles: Sequence[ProcedureProfile]) -> None:
        wanted = [(owner, row) for owner, profile in enumerate(profiles) for row in profile.rows if row.is_paper]
        self.owners = np.array([owner for owner, _ in wanted], np.int32)
        self.heads = PhraseTable([core(row_head(row.text)) for _, row in wanted])
        self._procedures = len(profiles)

    def best(self, values: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """The greatest value of each procedure's rows, shape (procedures, texts) of values of shape (rows, texts)."""
        result = np.zeros((self._procedures, values.shape[1]), np.float32)
        np.maximum.at(result, self.owners, values)
        return result


class Spread:
    """Which procedures have which marks (laws cited, form numbers), and how telling each mark is.

    Args:
        marks: Of each procedure.
    """

    def __init__(self, marks: Sequence[Collection[str]]) -> None:
        owners: dict[str, list[int]] = defaultdict(list)
        for owner, found in enumerate(marks):
            for mark in found:
                owners[mark].append(owner)
        self._owners: Mapping[str, npt.NDArray[np.int32]] = {
            mark: np.array(places, np.int32) for mark, places in owners.items()
        }
        self._procedures = len(marks)

    def strongest(self, marks: Collection[str]) -> npt.NDArray[np.float32]:
        """How telling the most telling mark is that each procedure shares with `marks`, 0-1; shape (procedures,)."""
        result = np.zeros(self._procedures, np.float32)
        for mark in marks:
            if mark in self._owners:
                owners = self._owners[mark]
                rarity = np.log(1 + self._procedures / len(owners)) / np.log(1 + self._procedures)
                result[owners] = np.maximum(result[owners], rarity)
        return result


def _document(profile: ProcedureProfile) -> Document:
    return {
        "name": profile.name,
        "cases": "\n".join(profile.cases),
        "rows": "\n".join(row.text for row in profile.rows),
        "results": "\n".join(profile.results),
        "field": profile.field,
        "context": profile.context,
    }


def form_number_key(number: str) -> str:
    """A form's number as it is compared: "Mẫu số 02a" and "2a" are one."""
    found = _FORM_TOKEN.search(fold(number).replace(" ", ""))
    return re.sub(r"(?<![\d])0+(?=\d)", "", found[0]) if found else ""


def _numbers(profile: ProcedureProfile) -> frozenset[str]:
    written = Counter(
        form_number_key(token)
        for row in profile.rows
        for form in row.forms
        for token in _FORM_TOKEN.findall(fold(form).removeprefix("mau so").removeprefix("mau"))
    )
    return frozenset(filter(None, written))
