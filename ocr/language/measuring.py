"""Measures the repair: ``python -m ocr.language.measuring CATALOGUE TRAINEDDATA [--engine NAME] [--pages N]``.

Counts a model without the held-out procedures, prints their sentences, degrades and reads them, repairs what was read
and prints one table: words wrong before and after, wrong words put right, right words made wrong, CPU time a page.
Arguments as of `ocr.language.building`.
"""

import argparse
import math
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from ocr.engines import DEFAULT_ENGINE, load_engine
from ocr.language.building import build_model
from ocr.language.confusing import shipped_confusions
from ocr.language.corpus import sentences_of
from ocr.language.model import LanguageModel
from ocr.language.repair import Repairer, WordReading
from ocr.language.specimens import ReadLine, read_specimens
from ocr.language.units import BOUNDARY, units_of

_SEED = 1


@dataclass
class RepairCount:
    """Words and letters of read lines against what is printed, as read and as repaired.

    Attributes:
        words: Printed.
        wrong_before, wrong_after: Of them, as read and repaired.
        mended, broken: Wrong words put right, right words made wrong.
        letters, edits_before, edits_after: Printed letters, and edits that lead from them to what was read.
        seconds: CPU time of repairing.
    """

    words: int = 0
    wrong_before: int = 0
    wrong_after: int = 0
    mended: int = 0
    broken: int = 0
    letters: int = 0
    edits_before: int = 0
    edits_after: int = 0
    seconds: float = 0.0

    def add(self, line: ReadLine, repaired: Sequence[str]) -> None:
        for word, text in zip(line, repaired, strict=True):
            truth = " ".join(word.truth)
            before, after = word.text == truth, text == truth
            self.words += 1
            self.wrong_before += not before
            self.wrong_after += not after
            self.mended += after and not before
            self.broken += before and not after
            self.letters += len(truth)
            self.edits_before += Levenshtein.distance(word.text, truth)
            self.edits_after += Levenshtein.distance(text, truth)


def counted(pages: Iterable[Sequence[ReadLine]], repairer: Repairer) -> RepairCount:
    """Repairs the lines of pages and compares."""
    result = RepairCount()
    for page in pages:
        lines = [[WordReading(word.text, word.confidence, word.alternatives) for word in line] for line in page]
        started = time.process_time()
        repaired = [repairer.repaired(line) for line in lines]
        result.seconds += time.process_time() - started
        for line, texts in zip(page, repaired, strict=True):
            result.add(line, texts)
    return result


def perplexity(model: LanguageModel, sentences: Iterable[str]) -> float:
    """Of the known units of sentences, their ends among them."""
    total, number = 0.0, 0
    for sentence in sentences:
        units = [BOUNDARY, *(unit.text for unit in units_of(sentence.split()))]
        numbers = [model.number(unit) for unit in units]
        for place in range(1, len(units)):
            if numbers[place]:
                total += model.numbered_log_probability(tuple(numbers[max(0, place - 2) : place]), numbers[place])
                number += 1
    return math.exp(-total / max(number, 1))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("traineddata", type=Path)
    parser.add_argument("--engine", default=DEFAULT_ENGINE)
    parser.add_argument("--pages", type=int, default=30)
    arguments = parser.parse_args()
    model = build_model(arguments.catalogue, arguments.traineddata, whole=False)
    sentences = sentences_of(arguments.catalogue, held_out=True)
    pages = list(read_specimens(sentences, load_engine(arguments.engine), arguments.pages, _SEED))
    count = counted(pages, Repairer(model, shipped_confusions(arguments.engine)))
    rows = [
        ("perplexity of held-out sentences", f"{perplexity(model, sentences):.1f}"),
        ("words read", f"{count.words}"),
        ("words wrong as read, repaired", f"{count.wrong_before}, {count.wrong_after}"),
        ("wrong words put right", f"{count.mended}"),
        ("right words made wrong", f"{count.broken}"),
        ("character error rate as read", f"{count.edits_before / count.letters:.4f}"),
        ("character error rate repaired", f"{count.edits_after / count.letters:.4f}"),
        ("CPU milliseconds a page", f"{1000 * count.seconds / max(len(pages), 1):.1f}"),
    ]
    for name, value in rows:
        print(f"{name:34} {value}")  # noqa: T201


if __name__ == "__main__":
    main()
