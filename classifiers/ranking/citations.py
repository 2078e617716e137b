"""The laws, decrees and circulars that a text names by number."""

import re

from classifiers.vietnamese import fold

_NUMBERED = re.compile(
    r"(?:\b(?P<named>nghị\s+định|nghị\s+quyết|thông\s+tư|quyết\s+định|luật)[^\d\n]{0,12})?"
    r"\b(?P<number>\d{1,4}(?:\.\d{1,3})?)\s*/\s*(?P<year>(?:19|20)\d{2})"
    r"(?:\s*/\s*(?P<kind>[^\W\d_]{1,6}))?",
    re.IGNORECASE,
)


def citations(text: str) -> frozenset[str]:
    """Number, year and kind of each law named ("99/2015 n"), the kind by its first letter as its number has it.

    What is neither named a law nor has the letters of one is a date.
    """
    return frozenset(
        f"{match['number'].lstrip('0')}/{match['year']} {fold(match['kind'] or match['named'])[0]}"
        for match in (_NUMBERED.finditer(text) if "/" in text else ())
        if match["kind"] or match["named"]
    )
