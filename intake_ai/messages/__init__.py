"""Sentences for people, looked up by code in the person's language (Babel catalogues beside this file).

Each language is a folder of PO files, one for each area; the message id is the code, and `{name}` stands
for a value. Vietnamese is the original, English the fallback of nothing: both must hold every code.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from babel.messages.pofile import read_po

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
_FOLDER = Path(__file__).parent


@cache
def catalogue(language: Language) -> Mapping[str, str]:
    """All sentences of a language by code.

    Raises:
        ValueError: A code stands in two files of one language.
    """
    sentences: dict[str, str] = {}
    for path in sorted((_FOLDER / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id and isinstance(message.id, str):
                    if message.id in sentences:
                        raise ValueError(f"{path}: {message.id} stands in another file too")
                    sentences[message.id] = str(message.string)
    return sentences


def text(code: str, language: Language = "vi", **values: object) -> str:
    """The sentence for `code` with `values` filled in.

    Raises:
        KeyError: No such code, or a value that the sentence needs is not given.
    """
    return catalogue(language)[code].format(**values)
