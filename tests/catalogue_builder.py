"""Small catalogues for tests: invented procedures in files of the national shape."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from intake_ai.catalogue.models import Procedure
from intake_ai.catalogue.repository import CatalogueRepository
from intake_ai.catalogue.versions.installing import Imported, ImportRequest

TODAY = date(2026, 11, 22)
BUILTIN = (Procedure(code="9.900001", name="Thủ tục có sẵn MẪU"),)


def record(code: str, *papers: str, **changes: Any) -> dict[str, Any]:
    rows = [{"case": "", "name": name, "originals": 1, "copies": 0} for name in papers or ("Đơn đề nghị", "Giấy phép")]
    return {"code": code, "name": f"Thủ tục {code} MẪU", "cases": [{"case": ""}], "papers": rows, **changes}


def many(count: int, *papers: str) -> list[dict[str, Any]]:
    return [record(f"9.{number:06d}", *papers) for number in range(1, count + 1)]


def file_of(folder: Path, *records: dict[str, Any], name: str = "danh-muc.jsonl") -> Path:
    path = folder / name
    path.write_text("\n".join(json.dumps(one) for one in records), encoding="utf-8")
    return path


def imported(repository: CatalogueRepository, path: Path, **request: Any) -> Imported:
    options = {"effective": TODAY, "accept_losses": True, **request}
    return repository.carry_out(repository.prepare(ImportRequest(path, **options)))
