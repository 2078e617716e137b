"""The JSON form of readings and the places of their PDF copies."""

import json
from pathlib import Path

import pytest
from page_builder import page

from intake_ai.errors import BadRequest
from intake_ai.reading.commands import as_plain_text, pdf_targets
from intake_ai.reading.report import ReadingReport

SCHEMA = Path(__file__).resolve().parents[3] / "intake_ai" / "reading" / "reading.schema.json"


def test_the_schema_that_is_published_is_that_of_the_models():
    published = json.loads(SCHEMA.read_text(encoding="utf-8"))
    published.pop("$schema")
    assert published == ReadingReport.model_json_schema(by_alias=True, mode="serialization")


def test_control_characters_of_a_text_layer_do_not_reach_the_terminal():
    assert as_plain_text([page("Họ tên:\x1b[31m\x07 Mẫu")]) == "Họ tên:[31m Mẫu\n"


def test_a_page_without_words_still_counts_as_a_page():
    assert as_plain_text([page("một"), page(), page("ba")]) == "một\n\f\fba\n"


def test_one_file_goes_to_the_name_given(tmp_path):
    assert pdf_targets(((tmp_path / "a.jpg", "a.jpg"),), tmp_path / "b.pdf") == {"a.jpg": tmp_path / "b.pdf"}


def test_files_of_one_stem_get_numbers_whatever_their_case(tmp_path):
    named = tuple((tmp_path / name, name) for name in ("a.jpg", "A.pdf", "b.pdf"))
    names = [target.name for target in pdf_targets(named, tmp_path / "out").values()]
    assert names == ["a.pdf", "A (2).pdf", "b.pdf"]


def test_an_input_in_the_folder_of_copies_is_not_overwritten(tmp_path):
    original = tmp_path / "a.pdf"
    original.write_bytes(b"%PDF-1.7")
    with pytest.raises(BadRequest, match="error-pdf-over-input"):
        pdf_targets(((tmp_path / "x" / "a.jpg", "a.jpg"), (original, "b.pdf")), tmp_path)
