"""Records and files that are odd, but not so odd that anything of them need be lost."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from intake_ai.catalogue.importing.file import CatalogueFile
from intake_ai.catalogue.importing.record import ImportedProcedure

RECORD: dict[str, Any] = {"code": "9.000001", "name": "Một MẪU", "papers": [{"name": "Đơn"}]}


def only(folder: Path, content: str) -> ImportedProcedure:
    (folder / "a.jsonl").write_text(content, encoding="utf-8")
    (imported,) = CatalogueFile(folder / "a.jsonl").read()
    assert isinstance(imported, ImportedProcedure)
    return imported


@pytest.mark.parametrize("key", ["steps", "other"])
def test_lists_nested_hundreds_of_times_are_left_out(tmp_path: Path, key: str):
    record = {**RECORD, "decision": {"a": 1}, key: "NESTED"}
    imported = only(tmp_path, json.dumps(record).replace('"NESTED"', "[" * 700 + "]" * 700))
    assert [row.name for row in imported.procedure.requirements] == ["Đơn"]
    assert [fault.code for fault in imported.faults][:1] == ["catalogue-fault-left-out"]


def test_nulls_among_papers_do_not_hide_which_one_is_wrong(tmp_path: Path):
    papers = [None, {"name": "Đơn", "copies": 1}, None, {"name": "Ảnh", "originals": 1, "copies": "hai"}]
    imported = only(tmp_path, json.dumps({**RECORD, "papers": papers}))
    rows = [(row.name, row.originals, row.copies) for row in imported.procedure.requirements]
    assert rows == [("Đơn", 0, 1), ("Ảnh", 1, 0)]
    assert len(imported.faults) == 1


def test_a_file_name_that_is_no_text_is_shown_with_a_mark(tmp_path: Path):
    path = tmp_path / os.fsdecode(b"x\xff.jsonl")
    path.write_text(json.dumps(RECORD), encoding="utf-8")
    assert CatalogueFile(path).name == "x\N{REPLACEMENT CHARACTER}.jsonl"
