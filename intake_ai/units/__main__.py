"""Makes the tables anew from the open data of vietnamadminunits (MIT): its dataset.db and converter_2025.json.

python -m intake_ai.units FOLDER    the folder that holds both files
"""

import json
import sqlite3
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from classifiers.vietnamese import normalise
from intake_ai.units.tables import COMMUNES, FORMER_COMMUNES


def main(folder: Path) -> None:
    """Write both tables next to this module, sorted, so that a change shows as one."""
    converter = json.loads((folder / "converter_2025.json").read_text(encoding="utf-8"))
    with closing(sqlite3.connect(f"file:{folder / 'dataset.db'}?mode=ro", uri=True)) as base:
        now = list(base.execute("SELECT wardCode, ward, province, provinceKey, wardKey FROM admin_units"))
        former = list(
            base.execute("SELECT province, district, ward, provinceKey, districtKey, wardKey FROM admin_units_legacy")
        )
    codes = {(province, ward): code for code, _, _, province, ward in now}
    became = _became(converter, codes)
    _write(COMMUNES, ("code", "commune", "province"), sorted(row[:3] for row in now))
    _write(
        FORMER_COMMUNES,
        ("province", "district", "commune", "now"),
        sorted(
            (province, district, ward or "", ",".join(became["_".join(key or "" for key in keys)]))
            for province, district, ward, *keys in former
        ),
    )


def _became(converter: Mapping[str, Any], codes: Mapping[tuple[str, str], str]) -> dict[str, list[str]]:
    """The codes of today's communes by the key of the former one; of a divided one the chief part first."""
    became: dict[str, list[str]] = {}
    for province, wards in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, olds in wards.items():
            for old in olds:
                became.setdefault(old, []).append(codes[province, ward])
    for province, divided in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, parts in divided.items():
            chief_first = sorted(parts, key=lambda part: not part["isDefaultNewWard"])
            became.setdefault(old, []).extend(codes[province, part["newWardKey"]] for part in chief_first)
    return became


def _write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    lines = ["\t".join(columns), *("\t".join(normalise(cell) for cell in row) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
