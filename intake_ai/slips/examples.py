"""Seven invented slips (examples.yaml), to see what a template makes of them."""

from functools import cache
from pathlib import Path

import yaml

from intake_ai.slips.centre import Centre
from intake_ai.slips.values import SLIPS, Slip

_FILE = Path(__file__).with_name("examples.yaml")


@cache
def example_slips() -> tuple[Slip, ...]:
    """One slip of each kind, in the order of their numbers."""
    said = yaml.safe_load(_FILE.read_text(encoding="utf-8"))["slips"]
    return tuple(SLIPS[kind].model_validate(said[kind]) for kind in SLIPS)


@cache
def example_centre() -> Centre:
    """An invented centre."""
    return Centre.model_validate(yaml.safe_load(_FILE.read_text(encoding="utf-8"))["centre"])
