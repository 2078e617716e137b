"""At which level of administration the authority stands to which a form is sent."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml


def level_of(addressee: str) -> str:
    """Level of the authority in a folded "Kính gửi", as the catalogue writes it (xa, tinh, bo); empty if unclear."""
    found = [(match.start(), level) for level, pattern in _patterns().items() if (match := pattern.search(addressee))]
    return min(found)[1] if found else ""


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    levels = yaml.safe_load(Path(__file__).with_name("addressees.yaml").read_text(encoding="utf-8"))
    return {level: re.compile(rf"\b(?:{'|'.join(phrases)})\b") for level, phrases in levels.items()}
