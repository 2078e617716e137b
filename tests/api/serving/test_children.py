"""Children are started again when they die, and none is left when the service ends."""

import os
import signal
import threading
import time
from pathlib import Path

from api.serving.children import Child, Children

WRITES_ITS_NUMBER = "import os,sys,time; open(sys.argv[1],'a').write(f'{os.getpid()}\\n'); "


def _until(condition, seconds: float = 15.0) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not come so far"
        time.sleep(0.05)


def _numbers(path: Path) -> list[int]:
    return [int(line) for line in path.read_text().split()] if path.exists() else []


def _lives(number: int) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def _after(seconds_or_condition, act) -> threading.Thread:
    def wait() -> None:
        _until(seconds_or_condition)
        act()

    thread = threading.Thread(target=wait)
    thread.start()
    return thread


def _end() -> None:
    os.kill(os.getpid(), signal.SIGTERM)


def test_a_child_that_dies_is_started_again_with_growing_waits(tmp_path):
    path, told = tmp_path / "numbers", []
    child = Child("falls", ("-c", WRITES_ITS_NUMBER + "sys.exit(3)", str(path)))
    children = Children([child], 5, lambda *death: told.append(death))
    thread = _after(lambda: len(told) >= 3, _end)
    children.run()
    thread.join()
    assert [name for name, _, _ in told] == ["falls"] * len(told)
    assert {code for _, code, _ in told} == {3}
    assert [wait for _, _, wait in told[:3]] == [0.5, 1.0, 2.0]


def test_a_child_that_is_killed_takes_what_it_started_with_it(tmp_path):
    path, told = tmp_path / "numbers", []
    source = (
        "import subprocess; subprocess.Popen([sys.executable, '-c', "
        "\"import os,sys,time; open(sys.argv[1],'a').write(f'{os.getpid()}\\\\n'); time.sleep(60)\", sys.argv[1]]); "
    )
    child = Child("parent", ("-c", WRITES_ITS_NUMBER + source + "time.sleep(60)", str(path)))
    children = Children([child], 5, lambda *death: told.append(death))

    def kill_and_end() -> None:
        first, grandchild = _numbers(path)[:2]
        os.kill(first, signal.SIGKILL)
        _until(lambda: told and not _lives(grandchild))
        _end()

    thread = _after(lambda: len(_numbers(path)) >= 2, kill_and_end)
    children.run()
    thread.join()
    assert told[0][:2] == ("parent", -signal.SIGKILL)
    _until(lambda: not any(_lives(number) for number in _numbers(path)))


def test_a_child_that_does_not_listen_is_killed_after_its_time(tmp_path):
    path = tmp_path / "numbers"
    deaf = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + WRITES_ITS_NUMBER + "time.sleep(60)"
    children = Children([Child("deaf", ("-c", deaf, str(path)))], 0.5, lambda *_: None)
    thread = _after(lambda: _numbers(path), _end)
    children.run()
    thread.join()
    assert not any(_lives(number) for number in _numbers(path))


def test_signals_are_as_before_when_all_have_ended(tmp_path):
    before = signal.getsignal(signal.SIGTERM)
    path = tmp_path / "numbers"
    children = Children([Child("one", ("-c", WRITES_ITS_NUMBER + "time.sleep(60)", str(path)))], 5, lambda *_: None)
    thread = _after(lambda: _numbers(path), _end)
    children.run()
    thread.join()
    assert signal.getsignal(signal.SIGTERM) is before
