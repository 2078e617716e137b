"""What search knows of the procedures beside their lexical index, made at an import and kept on disk."""

import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
import numpy.typing as npt

from classifiers.lexical import Document, LexicalIndex, LexicalSettings
from classifiers.search_encoder.interface import TextEncoder
from classifiers.search_encoder.vectors import VectorIndex
from intake_ai.catalogue.models import Procedure
from intake_ai.catalogue.profiles import documents
from intake_ai.catalogue.searching.asked_questions import questions_for

_FORMAT = "1"
#: Names are short: what a name says beside what was asked for makes it less likely.
_NAME_SETTINGS = LexicalSettings(field_weights={"name": 1.0}, length_norm=0.9, saturation=1.5)
_QUESTION_SETTINGS = LexicalSettings(field_weights={"asked": 1.0}, length_norm=0.9, saturation=1.5)


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """Made of the same procedures in the same order as the lexical index beside it.

    Attributes:
        names: Of the procedures' names alone.
        questions: One document for each question written for a procedure; `owners`: the procedure's position.
        vectors: None where no encoder was given.
    """

    names: LexicalIndex
    questions: LexicalIndex
    owners: npt.NDArray[np.int32]
    vectors: VectorIndex | None

    @classmethod
    def fit(cls, documents: Sequence[Document], encoder: TextEncoder | None) -> "SearchIndex":
        """Index `documents`, whose field "asked" has a question a line (`with_questions`)."""
        asked = [
            (owner, question)
            for owner, document in enumerate(documents)
            for question in document.get("asked", "").splitlines()
        ]
        return cls(
            LexicalIndex(_NAME_SETTINGS).fit(documents),
            LexicalIndex(_QUESTION_SETTINGS).fit([{"asked": question} for _, question in asked]),
            np.array([owner for owner, _ in asked], np.int32),
            VectorIndex.fit(documents, encoder) if encoder else None,
        )

    def best_questions(self, text: str) -> npt.NDArray[np.float32]:
        """How well the best of each procedure's questions answers `text`, shape (procedures,); 0 where it has none."""
        result = np.zeros(len(self.names), np.float32)
        np.maximum.at(result, self.owners, self.questions.scores(text))
        return result

    def save(self, folder: Path) -> None:
        """Write into `folder`, which is made."""
        self.names.save(folder / "names")
        self.questions.save(folder / "questions")
        np.save(folder / "owners.npy", self.owners)
        if self.vectors:
            self.vectors.save(folder)

    @classmethod
    def load(cls, folder: Path, *, with_vectors: bool) -> "SearchIndex":
        """What `save` wrote.

        Raises:
            FileNotFoundError: There is none in `folder`.
            ValueError: It is broken.
        """
        index = cls(
            LexicalIndex.load(folder / "names"),
            LexicalIndex.load(folder / "questions"),
            _loaded_owners(folder / "owners.npy"),
            VectorIndex.load(folder) if with_vectors else None,
        )
        in_range = ((index.owners >= 0) & (index.owners < len(index.names))).all()
        if len(index.owners) != len(index.questions) or not in_range:
            raise ValueError(f"{folder}: parts do not fit together")
        if index.vectors and len(index.vectors) != len(index.names):
            raise ValueError(f"{folder}: vectors of other procedures")
        return index


def with_questions(documents: Sequence[Document], procedures: Sequence[Procedure]) -> list[Document]:
    """The documents with what people ask for them as a further field, "asked"."""
    return [
        {**document, "asked": "\n".join(questions_for(procedure.code))}
        for document, procedure in zip(documents, procedures, strict=True)
    ]


def search_index(
    procedures: Sequence[Procedure], encoder: TextEncoder | None, folder: Path, *, keep: bool = True
) -> SearchIndex:
    """The index of `procedures` kept in `folder` for this encoder, made and kept where there is none.

    Args:
        procedures: In force, in their order.
        encoder: None: by words alone.
        folder: Of this version of the catalogue; nothing is kept where it cannot be written.
        keep: Whether one that is made is kept.
    """
    kept = folder / f"search-{_key(procedures, encoder)}"
    index: SearchIndex | None
    try:
        index = SearchIndex.load(kept, with_vectors=encoder is not None)
    except (OSError, ValueError):
        index = None
    if index is not None and len(index.names) == len(procedures):
        return index
    index = SearchIndex.fit(with_questions(documents(procedures, {}), procedures), encoder)
    return _kept(index, kept) if keep else index


def _kept(index: SearchIndex, kept: Path) -> SearchIndex:
    """Written beside its place and then put there whole: another process may be doing the same."""
    try:
        kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        written = Path(mkdtemp(dir=kept.parent, prefix="_"))
    except OSError:
        return index
    try:
        index.save(written)
        shutil.rmtree(kept, ignore_errors=True)
        written.replace(kept)
    except OSError:
        shutil.rmtree(written, ignore_errors=True)
    return index


def _key(procedures: Sequence[Procedure], encoder: TextEncoder | None) -> str:
    """Stands for all that the index is made of beside the procedures: the encoder and the questions."""
    questions = (question for procedure in procedures for question in questions_for(procedure.code))
    parts = (_FORMAT, encoder.name if encoder else "", *questions)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def _loaded_owners(file: Path) -> npt.NDArray[np.int32]:
    try:
        return np.asarray(np.load(file, allow_pickle=False), np.int32)
    except (EOFError, TypeError) as error:
        raise ValueError(f"{file}: broken: {error}") from error
