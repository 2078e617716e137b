import errno
import logging
import os
import resource
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from ocr.cache import ReadingCache, ReadingKey
from ocr.opening import open_upload
from ocr.page import PageReading
from ocr.reader import ReadingOptions, forget_readings, read_page
from ocr.sandbox import Sandbox

READING = PageReading(90, 100, 200, "ocr", blank=False, engine="e")
KEY = ReadingKey("ab" * 32, 1, "e")


def test_what_is_kept_is_found_again(tmp_path: Path) -> None:
    cache = ReadingCache(tmp_path / "not" / "there" / "yet")
    assert cache.get(KEY) is None
    cache.put(KEY, READING)
    assert cache.get(KEY) == READING


@pytest.mark.parametrize("damage", ["", "{", "[]", "null", '{"rotation": 0}', "\x00" * 50])
def test_a_damaged_entry_counts_as_absent_and_is_replaced(tmp_path: Path, damage: str) -> None:
    cache = ReadingCache(tmp_path)
    cache.put(KEY, READING)
    (entry,) = tmp_path.rglob("*.json")
    entry.write_text(damage)
    assert cache.get(KEY) is None
    cache.put(KEY, READING)
    assert cache.get(KEY) == READING
    assert not list(tmp_path.rglob("*.part"))


def test_another_page_file_or_engine_has_another_entry(tmp_path: Path) -> None:
    cache = ReadingCache(tmp_path)
    others = (replace(KEY, page=2), replace(KEY, sha256="cd" * 32), replace(KEY, engine="f"))
    cache.put(KEY, READING)
    assert [cache.get(other) for other in others] == [None, None, None]
    for other in others:
        cache.put(other, READING)
    assert len(list(tmp_path.rglob("*.json"))) == 4


def test_a_file_is_forgotten_with_all_pages_and_engines_and_no_other_file(tmp_path: Path) -> None:
    cache = ReadingCache(tmp_path)
    other = ReadingKey("ab" + "cd" * 31, 1, "e")
    for key in (KEY, replace(KEY, page=2), replace(KEY, engine="f"), other):
        cache.put(key, READING)
    assert cache.forget(KEY.sha256) == 3
    assert cache.get(KEY) is None
    assert cache.get(other) == READING
    assert cache.forget(KEY.sha256) == 0
    assert not [path for path in tmp_path.rglob("*") if KEY.sha256 in path.name]


@pytest.mark.parametrize("sha256", ["", "..", "../" * 21 + "x", "AB" * 32])
def test_only_a_hash_names_what_is_forgotten(tmp_path: Path, sha256: str) -> None:
    ReadingCache(tmp_path).put(KEY, READING)
    with pytest.raises(ValueError, match="SHA-256"):
        ReadingCache(tmp_path).forget(sha256)
    assert ReadingCache(tmp_path).get(KEY) == READING


def test_readings_are_for_their_owner_alone(tmp_path: Path) -> None:
    ReadingCache(tmp_path / "readings").put(KEY, READING)
    modes = {path.stat().st_mode & 0o077 for path in (tmp_path / "readings", *(tmp_path / "readings").rglob("*"))}
    assert modes == {0}


def test_a_folder_that_cannot_be_used_is_a_miss_and_a_warning_without_names(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "readings").write_text("a file where the folder belongs")
    cache = ReadingCache(tmp_path / "readings")
    with caplog.at_level(logging.WARNING):
        cache.put(KEY, READING)
    assert cache.get(KEY) is None
    (warning,) = caplog.messages
    assert warning.startswith("a page reading could not be kept: ")
    assert str(tmp_path) not in warning
    assert KEY.sha256 not in warning


def test_a_folder_in_the_place_of_an_entry_is_a_miss(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    cache = ReadingCache(tmp_path)
    cache.put(KEY, READING)
    (entry,) = tmp_path.rglob("*.json")
    entry.unlink()
    entry.mkdir()
    assert cache.get(KEY) is None
    cache.put(KEY, READING)
    assert "could not be kept" in caplog.text
    assert not list(tmp_path.rglob("*.part"))


def test_a_full_disk_leaves_no_half_entry(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, before[1]))
    try:
        ReadingCache(tmp_path).put(KEY, READING)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert os.strerror(errno.EFBIG) in caplog.text
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_page_is_read_once(tmp_path: Path, letter: Path, sandbox: Sandbox) -> None:
    options = ReadingOptions(cache=tmp_path)
    upload = open_upload(letter, "letter.png", sandbox=sandbox)
    first = read_page(upload, 1, options, sandbox)
    (entry,) = tmp_path.rglob("*.json")
    entry.write_text(entry.read_text().replace(first.words[0].text, "KHÁC"))
    assert read_page(upload, 1, options, sandbox).words[0].text == "KHÁC"


def test_a_page_is_read_where_the_cache_cannot_be_used_and_can_be_forgotten_where_it_can(
    tmp_path: Path, letter: Path, sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    upload = open_upload(letter, "letter.png", sandbox=sandbox)
    (tmp_path / "taken").write_text("")
    taken = ReadingOptions(cache=tmp_path / "taken")
    assert read_page(upload, 1, taken, sandbox).words
    forget_readings(upload, taken)
    assert upload.sha256 not in caplog.text
    options = ReadingOptions(cache=tmp_path / "readings")
    read_page(upload, 1, options, sandbox)
    assert list(tmp_path.rglob("*.json"))
    forget_readings(upload, options)
    assert not list(tmp_path.rglob("*.json"))
    forget_readings(upload, ReadingOptions())
