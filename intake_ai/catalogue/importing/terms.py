"""Fees and processing times of an export as a person reads them, so that two versions can be compared."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml


def fee(method: str, kind: str, value: str, currency: str, note: str) -> str:
    """One fee: "trực tiếp: phí 2000 Việt Nam Đồng (/trang)"; the exports' own words, their codes made readable."""
    return _line(method, (_words("fees", kind), value, currency), note)


def time(method: str, value: str, unit: str, note: str) -> str:
    """One processing time: "trực tuyến: 3 ngày làm việc"."""
    return _line(method, (value, _words("units", unit)), note)


def _line(method: str, parts: tuple[str, ...], note: str) -> str:
    way, said = _words("methods", method), " ".join(filter(None, parts))
    noted = " ".join(filter(None, (said, f"({note})" if note else "")))
    return ": ".join(filter(None, (way, noted)))


def _words(kind: str, name: str) -> str:
    return _terms()[kind].get(name, name)


@cache
def _terms() -> Mapping[str, Mapping[str, str]]:
    with Path(__file__).with_name("terms.yaml").open(encoding="utf-8") as file:
        terms: dict[str, dict[str, str]] = yaml.safe_load(file)
    return terms
