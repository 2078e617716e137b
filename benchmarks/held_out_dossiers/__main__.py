"""Make and read the held-out benchmark: ``python -m benchmarks.held_out_dossiers OUT --data DATA_DIR``."""

import argparse
import json
import logging
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path

from benchmarks.held_out_dossiers.choosing import outside
from benchmarks.held_out_dossiers.faces import use_card_face
from benchmarks.held_out_dossiers.working import jobs, run
from intake_ai.catalogue.service import open_catalogue
from intake_ai.settings import Settings

log = logging.getLogger("held_out_dossiers")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--data", type=Path, required=True, help="data folder with the catalogue imported")
    parser.add_argument(
        "--national", type=Path, help="file with all procedures of the country, for those outside the catalogue"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--streams", type=int, default=2)
    parser.add_argument("--core", type=int, default=560)
    parser.add_argument(
        "--procedures", type=int, default=400, help="at most so many different procedures of the catalogue"
    )
    parser.add_argument("--outside", type=int, default=70)
    parser.add_argument("--mixed", type=int, default=27)
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    given.out.mkdir(parents=True, exist_ok=True)
    with open_catalogue(Settings(data_dir=given.data)) as catalogue:
        active = catalogue.active
    use_card_face()
    far = outside(given.national, active, given.outside) if given.national else []
    work = [(job, given.out) for job in jobs(active, far, given)]
    counts: Counter[str] = Counter()
    pool = ProcessPoolExecutor(given.streams, mp_context=get_context("spawn"))
    with pool, (given.out / "made.jsonl").open("a", encoding="utf-8") as book:
        for done in as_completed([pool.submit(run, task) for task in work]):
            told = done.result()
            if told is None:
                continue
            if told["drawn_s"]:
                book.write(json.dumps(told, ensure_ascii=False) + "\n")
                book.flush()
            counts[str(told["kind"])] += 1
            if sum(counts.values()) % 20 == 0:
                log.info("%s %s", dict(counts), told)
    log.info("%s", dict(counts))


if __name__ == "__main__":
    main()
