"""A worker tells which processes are no more, and which of them died alone."""

import os
import signal
from multiprocessing import get_context

import pytest

from worker.living import is_child_of, is_dead, is_worker_dead, new_main_id, process_id


@pytest.fixture
def fallen() -> tuple[str, str]:
    """Ids of a main process and of its child, both killed."""
    ours, theirs = get_context("spawn").Pipe()
    process = get_context("spawn").Process(target=_tell, args=(theirs,))
    process.start()
    main, child = ours.recv()
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    return main, child


def _tell(pipe) -> None:
    main = new_main_id()
    pipe.send((main, process_id(main)))
    signal.pause()


def test_processes_that_live_are_not_called_dead():
    identifier = process_id(new_main_id())
    assert not is_dead(identifier)
    assert not is_worker_dead(identifier)


def test_a_killed_worker_and_its_process_are_known_to_be_dead(fallen):
    main, child = fallen
    assert is_dead(child)
    assert is_worker_dead(child)
    assert is_child_of(child, main)
    assert not is_child_of(child, new_main_id())


def test_of_a_process_that_died_alone_the_worker_lives(fallen):
    _, *its_own = fallen[1].split(".")
    alone = ".".join([new_main_id(), *its_own])
    assert is_dead(alone)
    assert not is_worker_dead(alone)


def test_nothing_is_said_of_other_machines(fallen):
    main, _, number, started = fallen[1].split(".")
    elsewhere = ".".join([main, "0" * 12, number, started])
    assert not is_dead(elsewhere)
    assert not is_worker_dead(elsewhere)


def test_an_id_fits_its_column():
    assert len(process_id(new_main_id())) <= 64
