"""Makes the dossiers that models learn from: invented for the centre's own procedures, drawn, and read back.

Each is kept as soon as it was read, so that a training that was stopped goes on where it ended. What was made by
another version of the generator, of the reader or of the catalogue is not used.
"""

import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import replace
from functools import cache
from pathlib import Path

import classifiers.synthetic
from classifiers.learning.examples import SUFFIX, Example, read_example
from classifiers.learning.reading_back import read_back
from classifiers.synthetic.dossiers import PlannedDossier, make
from classifiers.synthetic.invented import invent
from intake_ai.catalogue.profiles import profile
from intake_ai.catalogue.service import Catalogue
from intake_ai.learning.asking import Progress
from intake_ai.learning.keeping import make_private, map_whole
from intake_ai.settings import Settings, reading_options
from ocr.engine import chosen_engine
from ocr.reader import ReadingOptions, sandbox_for
from ocr.sandbox import Sandbox

SECONDS_A_DOSSIER = 9.0
"""Of one core, to draw a dossier and read it back: 8.2 on the mean of 4 invented ones, measured 2026-11-23."""


def made_examples(
    settings: Settings, catalogue: Catalogue, count: int, seed: int, progress: Progress
) -> Iterator[Example]:
    """The first `count` dossiers of a seed, those made before among them; one at a time, as they are large.

    One that is damaged is left out with a warning and taken away, so that the next training makes it anew.

    Args:
        settings: Where they are kept, and how many processes read.
        catalogue: Its procedures are invented for.
        count: Dossiers.
        seed: Decides all of them.
        progress: Told dossiers made and in all.

    Raises:
        EngineMissing: As `read_uploads`.
    """
    folder = _folder(settings, catalogue, seed)
    kept: list[Path] = []

    def is_missing(_place: int, name: str) -> bool:
        kept.append(folder / f"{name}{SUFFIX}")
        return not kept[-1].exists()

    plans = _plans(catalogue, count, seed, is_missing)
    there = len(list(folder.glob(f"*{SUFFIX}")))
    make_private(settings.data_dir, folder)
    for done in _make_all(plans, folder, reading_options(settings)):
        progress(min(there + done, count), count)
    return map_whole(read_example, kept, give_up=Path.unlink)


def seconds_to_make(settings: Settings, catalogue: Catalogue, count: int, seed: int) -> float:
    """About how long the dossiers that are not there yet will take."""
    folder = _folder(settings, catalogue, seed)
    known = len(list(folder.glob(f"*{SUFFIX}")))
    return max(0, count - known) * SECONDS_A_DOSSIER / settings.processes


def _plans(
    catalogue: Catalogue, count: int, seed: int, is_missing: Callable[[int, str], bool]
) -> Iterator[PlannedDossier]:
    inside = catalogue.profiles
    codes = {one.code for one in catalogue.active}
    outside = [profile(one) for one in catalogue.repository.all() if one.code not in codes]
    return invent(inside, count, seed, outside=outside, wanted=is_missing)


def _make_all(plans: Iterable[PlannedDossier], folder: Path, options: ReadingOptions) -> Iterator[int]:
    """How many are made, from 0, after each; drawing one goes on while another is read."""
    # invented pages are read once only: the cache is for those of people
    options = replace(options, cache=None)
    with sandbox_for(options) as sandbox, ThreadPoolExecutor(sandbox.processes) as threads:
        running: set[Future[None]] = set()
        done = 0
        yield done
        try:
            for plan in plans:
                running.add(threads.submit(_make_one, plan, folder, options, sandbox))
                # plans are large: no more of them than are worked on, and one
                while len(running) > sandbox.processes:
                    done += _finished(running)
                    yield done
            while running:
                done += _finished(running)
                yield done
        except BaseException:
            threads.shutdown(wait=False, cancel_futures=True)
            raise


def _finished(running: set[Future[None]]) -> int:
    """Waits for one or more, takes them out, and tells how many."""
    ended, _ = wait(running, return_when=FIRST_COMPLETED)
    for future in ended:
        future.result()
    running -= ended
    return len(ended)


def _make_one(plan: PlannedDossier, folder: Path, options: ReadingOptions, sandbox: Sandbox) -> None:
    read_back(make(plan), folder, options, sandbox)


def _folder(settings: Settings, catalogue: Catalogue, seed: int) -> Path:
    """Of the dossiers of a seed, as this program makes them; those of a seed that another one made are removed."""
    parent = settings.data_dir / "learning" / "generated"
    engine = chosen_engine(settings.engine).version
    made_by = f"{_generator()} {engine} {catalogue.repository.content_version()}"
    folder = parent / f"{seed}-{hashlib.sha256(made_by.encode()).hexdigest()[:12]}"
    for other in parent.glob(f"{seed}-*"):
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)
    return folder


@cache
def _generator() -> str:
    """The version of what invents and draws: its own text."""
    root = Path(next(iter(classifiers.synthetic.__path__)))
    files = sorted(path for path in root.rglob("*") if path.suffix in {".py", ".yaml"})
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]
