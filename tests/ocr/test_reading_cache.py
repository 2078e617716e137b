from pathlib import Path

import pytest

from ocr.cache import ReadingCache, key_of
from ocr.opening import open_upload
from ocr.page import PageReading
from ocr.reader import ReadingOptions, read_page
from ocr.sandbox import Sandbox

READING = PageReading(90, 100, 200, "ocr", blank=False, engine="e")


def test_what_is_kept_is_found_again(tmp_path: Path) -> None:
    cache = ReadingCache(tmp_path / "not" / "there" / "yet")
    assert cache.get("ab12") is None
    cache.put("ab12", READING)
    assert cache.get("ab12") == READING


@pytest.mark.parametrize("damage", ["", "{", "[]", "null", '{"rotation": 0}', "\x00" * 50])
def test_a_damaged_entry_counts_as_absent_and_is_replaced(tmp_path: Path, damage: str) -> None:
    cache = ReadingCache(tmp_path)
    cache.put("ab12", READING)
    (entry,) = tmp_path.rglob("*.json")
    entry.write_text(damage)
    assert cache.get("ab12") is None
    cache.put("ab12", READING)
    assert cache.get("ab12") == READING
    assert not list(tmp_path.rglob("*.part"))


def test_another_page_file_or_engine_has_another_key() -> None:
    keys = {key_of("a", 1, "x"), key_of("a", 2, "x"), key_of("b", 1, "x"), key_of("a", 1, "y"), key_of("a\n1", 1, "x")}
    assert len(keys) == 5


def test_a_page_is_read_once(tmp_path: Path, letter: Path, sandbox: Sandbox) -> None:
    options = ReadingOptions(cache=tmp_path)
    upload = open_upload(letter, "letter.png", sandbox=sandbox)
    first = read_page(upload, 1, options, sandbox)
    (entry,) = tmp_path.rglob("*.json")
    entry.write_text(entry.read_text().replace(first.words[0].text, "KHÁC"))
    assert read_page(upload, 1, options, sandbox).words[0].text == "KHÁC"
