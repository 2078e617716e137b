"""Sentences for people exist in both languages and ask for the same values."""

import re
import string
import unicodedata
from pathlib import Path

import pytest

from intake_ai.messages import LANGUAGES, catalogue, text

ROOT = Path(__file__).resolve().parents[3]
PACKAGES = ("ocr", "classifiers", "intake_ai", "worker", "api")


def places(sentence):
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_both_languages_hold_the_same_codes():
    vietnamese, english = (set(catalogue(language)) for language in LANGUAGES)
    assert vietnamese == english


@pytest.mark.parametrize("code", sorted(catalogue("vi")))
def test_a_sentence_asks_for_the_same_values_in_both_languages(code):
    vietnamese, english = catalogue("vi")[code], catalogue("en")[code]
    assert places(vietnamese) == places(english)
    assert vietnamese.strip()
    assert english.strip()


def test_sentences_are_composed_letters():
    assert all(unicodedata.is_normalized("NFC", sentence) for sentence in catalogue("vi").values())


def test_values_are_filled_in():
    assert "to-khai.pdf" in text("file-empty", "vi", file="to-khai.pdf")


def test_every_code_that_the_code_names_has_a_sentence():
    """Codes stand in the code as whole strings, or as a beginning before a value ("state-", "kind-")."""
    source = "\n".join(
        path.read_text(encoding="utf-8") for package in PACKAGES for path in (ROOT / package).rglob("*.py")
    )
    named = set(re.findall(r'text\(\s*"([a-z]+(?:[-_][a-z_]+)+)"', source))
    beginnings = set(re.findall(r'text\(\s*f"([a-z-]+-)\{', source))
    assert named
    assert named <= set(catalogue("vi"))
    assert all(any(code.startswith(beginning) for code in catalogue("vi")) for beginning in beginnings)
