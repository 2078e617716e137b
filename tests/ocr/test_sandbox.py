import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest
from PIL import Image

from ocr.engine import chosen_engine
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
    ("behaviour", "seconds", "problem"),
    [
        ("sleep 60", 3.0, "timed_out"),
        ("kill -9 $$", 60.0, "unreadable"),
        ("printf '\\377\\376rubbish'; exit 3", 60.0, "unreadable"),
    ],
)
def test_a_broken_engine_costs_the_page_not_the_run(
    tmp_path: Path, letter: Path, monkeypatch: pytest.MonkeyPatch, behaviour: str, seconds: float, problem: str
) -> None:
    chosen_engine("tesseract")  # asked before the engine breaks
    program = engine_that(behaviour, tmp_path)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    options = ReadingOptions(Limits(page_seconds=seconds), engine="tesseract")
    with Sandbox(options.limits, processes=1) as sandbox:
        upload = open_upload(letter, "letter.png", options.limits, sandbox)
        reading = read_page(upload, 1, options, sandbox)
    assert (reading.source, reading.legible, reading.problems) == ("none", 0.0, (problem,))
    # killed long before the 60 s that the engine sleeps, but a loaded machine takes a while to bury it
    assert soon(lambda: not processes(str(program)))


def test_a_page_stopped_half_way_leaves_no_picture(
    tmp_path: Path, letter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen_engine("tesseract")
    engine_that("sleep 60", tmp_path)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    pictures = temporary_folder(tmp_path, monkeypatch)
    options = ReadingOptions(Limits(page_seconds=3.0), engine="tesseract")
    with Sandbox(options.limits, processes=1) as sandbox:
        upload = open_upload(letter, "letter.png", options.limits, sandbox)
        (scratch,) = pictures.iterdir()
        assert scratch.stat().st_mode & 0o777 == 0o700
        seen: list[Path] = []
        watch = threading.Thread(target=lambda: soon(lambda: bool(seen.extend(pictures.rglob("*.pgm")) or seen)))
        watch.start()
        assert read_page(upload, 1, options, sandbox).problems == ("timed_out",)
        watch.join()
        assert seen
        assert not list(pictures.iterdir())


def test_a_child_that_ends_by_itself_leaves_nothing_once_replaced_or_closed(
    tmp_path: Path, letter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures = temporary_folder(tmp_path, monkeypatch)
    with Sandbox(Limits(), processes=1) as sandbox:
        before = children()
        count(sandbox, letter)
        (child,) = children() - before
        (scratch,) = pictures.iterdir()
        (scratch / "tess_left").write_bytes(b"page")
        os.kill(child, signal.SIGKILL)
        with pytest.raises(TaskFailed, match="crashed"):
            count(sandbox, letter)
        assert not list(pictures.iterdir())
        count(sandbox, letter)
        assert len(list(pictures.iterdir())) == 1
    assert not list(pictures.iterdir())


HANGS_WHEN_IT_READS = """case "$*" in
*--version*) echo tesseract 5.3.0;;
*--list-langs*) printf 'List:\\nvie\\neng\\n';;
*) sleep 60;;
esac"""
READS_ONE_PAGE = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may start us with it ignored
from pathlib import Path
from ocr.opening import open_upload
from ocr.reader import ReadingOptions, read_page
upload = open_upload(Path(sys.argv[1]), "letter.png")
print(read_page(upload, 1, ReadingOptions(engine="tesseract")).problems)
"""


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_run_that_is_ended_half_way_leaves_no_picture_and_no_engine(
    tmp_path: Path, letter: Path, end: signal.Signals
) -> None:
    program = engine_that(HANGS_WHEN_IT_READS, tmp_path)
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "TMPDIR": str(pictures)}
    with subprocess.Popen([sys.executable, "-c", READS_ONE_PAGE, letter], env=environment) as run:
        assert soon(lambda: bool(list(pictures.rglob("*.pgm"))))
        run.send_signal(end)
    assert soon(lambda: not list(pictures.iterdir()))
    assert soon(lambda: not processes(str(program)))


def test_a_sandbox_that_nobody_closed_ends_with_the_interpreter(tmp_path: Path, letter: Path) -> None:
    script = (
        "import sys; from dataclasses import asdict; from ocr.limits import Limits; from ocr.sandbox import Sandbox\n"
        "sandbox = Sandbox(Limits())\n"
        "print(sandbox.call('count_pages', 30.0, path=sys.argv[1], kind='png', limits=asdict(Limits())))"
    )
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    run = subprocess.run([sys.executable, "-c", script, letter], env=environment, capture_output=True, check=True)
    assert run.stdout.strip() == b"1"
    assert not list(tmp_path.iterdir())


def engine_that(behaviour: str, folder: Path) -> Path:
    """A program in place of Tesseract."""
    program = folder / "tesseract"
    program.write_text(f"#!/bin/sh\n{behaviour}\n")
    program.chmod(0o755)
    return program


def temporary_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that this process takes for that of temporary files."""
    pictures = folder / "pictures"
    pictures.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(pictures))
    return pictures


def soon(holds: Callable[[], bool], seconds: float = 40.0) -> bool:
    """Waits until `holds`, less long than a hanging engine sleeps."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def children() -> set[int]:
    return processes("ocr.sandbox_process", os.getpid())


def processes(word: str, parent: int | None = None) -> set[int]:
    """Living processes whose command line holds `word`, those of one parent or all."""
    found = set()
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            status = (entry / "stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if word in command and parent in {None, int(status[1])} and status[0] != "Z":
            found.add(int(entry.name))
    return found
