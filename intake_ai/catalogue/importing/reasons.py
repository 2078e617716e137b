"""Says in words why something of a file could not be taken over."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from intake_ai.catalogue.importing.record import Fault
from intake_ai.messages import Language, text


def reason(fault: Fault, language: Language) -> str:
    """The sentence of a fault; keys of the file are named as people name what they hold."""
    values = dict(fault.values)
    if "key" in values:
        values["key"] = part_of(str(values["key"]), language)
    return text(fault.code, language, **values)


def part_of(key: str, language: Language) -> str:
    """What stands at a key: papers.1.copies is "giấy tờ thứ 2, số bản sao"."""
    parts: list[str] = []
    for name in key.split("."):
        if name.isdecimal() and parts:
            parts[-1] = text("import-part-numbered", language, part=parts[-1], number=int(name) + 1)
        elif name in _parts():
            parts.append(text(f"import-part-{_parts()[name]}", language))
        else:
            parts.append(text("import-part-unknown", language, name=name))
    return ", ".join(parts)


@cache
def _parts() -> Mapping[str, str]:
    with Path(__file__).with_name("parts.yaml").open(encoding="utf-8") as file:
        parts: dict[str, list[str]] = yaml.safe_load(file)
    return {key: part for part, keys in parts.items() for key in keys}
