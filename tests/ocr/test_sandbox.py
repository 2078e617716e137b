import os
import threading
import time
from dataclasses import asdict
from pathlib import Path

import pytest
from PIL import Image

from ocr.engine import engine_version
from ocr.limits import Limits
from ocr.opening import open_upload
from ocr.reader import ReadingOptions, read_page
from ocr.sandbox import Sandbox, TaskFailed


def count(sandbox: Sandbox, path: Path, seconds: float = 30.0) -> object:
    return sandbox.call("count_pages", seconds, path=str(path), kind="png", limits=asdict(sandbox.limits))


def test_a_killed_child_costs_one_task_and_is_replaced(letter: Path) -> None:
    with Sandbox(Limits(), processes=1) as sandbox:
        before = children()
        assert count(sandbox, letter) == 1
        (child,) = children() - before
        threading.Timer(0.0, os.kill, (child, 9)).start()
        time.sleep(0.2)
        with pytest.raises(TaskFailed, match="crashed"):
            count(sandbox, letter)
        assert count(sandbox, letter) == 1


def test_a_task_out_of_time_is_stopped_with_its_process(letter: Path) -> None:
    before = children()
    with Sandbox(Limits(), processes=1) as sandbox:
        count(sandbox, letter)
        with pytest.raises(TaskFailed, match="timed-out"):
            count(sandbox, letter, seconds=0.0)
        assert children() == before


def test_a_picture_that_bursts_the_memory_costs_only_itself(tmp_path: Path, letter: Path) -> None:
    path = tmp_path / "bomb.png"
    Image.new("L", (16_000, 16_000)).save(path)
    tight = Limits(memory_bytes=200 << 20, pixels=1 << 40)
    with Sandbox(tight, processes=1) as sandbox:
        with pytest.raises(TaskFailed) as caught:
            count(sandbox, path)
        assert caught.value.reason in {"out-of-memory", "crashed", "file-broken"}
        assert count(sandbox, letter) == 1


def test_children_end_with_the_sandbox(letter: Path) -> None:
    before = children()
    with Sandbox(Limits(), processes=1) as sandbox:
        count(sandbox, letter)
        assert children() > before
    assert children() == before


@pytest.mark.parametrize(
    ("behaviour", "problem"),
    [("sleep 60", "timed_out"), ("kill -9 $$", "unreadable"), ("printf '\\377\\376rubbish'; exit 3", "unreadable")],
)
def test_a_broken_engine_costs_the_page_not_the_run(
    tmp_path: Path, letter: Path, monkeypatch: pytest.MonkeyPatch, behaviour: str, problem: str
) -> None:
    engine_version()  # asked before the engine breaks
    program = tmp_path / "tesseract"
    program.write_text(f"#!/bin/sh\n{behaviour}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    options = ReadingOptions(Limits(page_seconds=3.0))
    with Sandbox(options.limits, processes=1) as sandbox:
        upload = open_upload(letter, "letter.png", options.limits, sandbox)
        reading = read_page(upload, 1, options, sandbox)
    assert (reading.source, reading.legible, reading.problems) == ("none", 0.0, (problem,))
    assert not processes(str(program))


def children() -> set[int]:
    return processes("ocr.sandbox_process", os.getpid())


def processes(word: str, parent: int | None = None) -> set[int]:
    """Living processes whose command line holds `word`, those of one parent or all."""
    found = set()
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            status = (entry / "stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if word in command and parent in {None, int(status[1])} and status[0] != "Z":
            found.add(int(entry.name))
    return found
