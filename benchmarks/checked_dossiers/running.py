"""Checks made dossiers as an officer would, the procedure chosen and its questions answered; keeps the reports."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from intake_ai.catalogue.service import open_catalogue
from intake_ai.completeness.situation import Situation
from intake_ai.pipeline import CheckRequest, Services, check_dossier
from intake_ai.settings import Settings, reading_options
from ocr.cache import ReadingCache, ReadingKey
from ocr.engine import chosen_engine
from ocr.reader import read_uploads, sandbox_for

Truth = dict[str, Any]


class SharedReadings:
    """Lends the reading of a page to every dossier that holds the very same picture."""

    def __init__(self, folders: Sequence[Path], settings: Settings) -> None:
        options = reading_options(settings)
        self._cache = ReadingCache(options.cache or settings.reading_cache)
        self._version = chosen_engine(options.engine).version
        self._twins: dict[str, list[ReadingKey]] = defaultdict(list)
        self._pages: dict[Path, list[tuple[ReadingKey, str]]] = {}
        for folder in folders:
            self._pages[folder] = list(self._named(folder))
            for key, picture in self._pages[folder]:
                self._twins[picture].append(key)

    def _named(self, folder: Path) -> Iterator[tuple[ReadingKey, str]]:
        hashes: dict[str, str] = {}
        for file, page, picture in json.loads((folder / "pages.json").read_text("utf-8")):
            if file not in hashes:
                hashes[file] = hashlib.sha256((folder / file).read_bytes()).hexdigest()
            yield ReadingKey(hashes[file], page, self._version), picture

    def keys_of(self, folder: Path) -> tuple[ReadingKey, ...]:
        """Under which the readings of a dossier's pages are kept."""
        return tuple(key for key, _ in self._pages[folder])

    def lend(self, folder: Path) -> int:
        """Gives the dossier's pages the readings that their twins have; how many pages still have none."""
        unread = 0
        for key, picture in self._pages[folder]:
            if self._cache.get(key) is None:
                known = (self._cache.get(twin) for twin in self._twins[picture])
                reading = next((one for one in known if one is not None), None)
                if reading is None:
                    unread += 1
                else:
                    self._cache.put(key, reading)
        return unread


def dossiers(made: Path, only: Sequence[str] = ()) -> list[tuple[Path, Truth]]:
    """The folders of a set with their truths, those of some kinds alone where asked."""
    found = [(path.parent, json.loads(path.read_text("utf-8"))) for path in sorted(made.glob("*/truth.json"))]
    return [(folder, truth) for folder, truth in found if not only or truth["kind"] in only]


def read_all(made: Path, settings: Settings) -> Iterator[str]:
    """Reads every page once, without checking anything; tells each dossier that is done."""
    folders = [folder for folder, _ in dossiers(made)]
    readings = SharedReadings(folders, settings)
    options = replace(reading_options(settings), processes=1)
    for folder in folders:
        if readings.lend(folder):
            files = json.loads((folder / "truth.json").read_text("utf-8"))["files"]
            read_uploads([(folder / file, file) for file in files], options)
            yield folder.name


def check_all(made: Path, settings: Settings, reports: Path, only: Sequence[str] = ()) -> Iterator[tuple[Truth, Truth]]:
    """Every dossier's truth and report; a report that is there already is taken as it is."""
    reports.mkdir(parents=True, exist_ok=True)
    chosen = dossiers(made, only)
    readings: SharedReadings | None = None
    options = reading_options(settings)
    with open_catalogue(settings) as catalogue, sandbox_for(options) as sandbox:
        services = Services(settings, catalogue, sandbox=sandbox)
        for folder, truth in chosen:
            kept = reports / f"{truth['id']}.json"
            if not kept.exists():
                readings = readings or SharedReadings([path for path, _ in dossiers(made)], settings)
                readings.lend(folder)
                text = check_dossier(request_of(folder, truth), services).to_json()
                part = kept.with_suffix(".part")
                part.write_text(text, "utf-8")
                part.replace(kept)
            yield truth, json.loads(kept.read_text("utf-8"))


def request_of(folder: Path, truth: Truth) -> CheckRequest:
    """What an officer asks: the procedure and the rows due are given, as `score.py --known-procedure` gives them."""
    day, month, year = map(int, truth["submitted_on"].split("/"))
    due = frozenset(truth["required_rows"]) | {paper["row"] for paper in truth["papers"] if paper["row"] is not None}
    files = tuple((folder / file, file) for file in truth["files"])
    return CheckRequest(
        files, date(year, month, day), procedure=truth["procedure"]["code"], situation=Situation(due_rows=due)
    )
