"""Counts right and wrong values by class of evidence, and decides which classes are accepted (docs/acceptance.md).

    python -m benchmarks.acceptance DOSSIERS[=DATA] ... [--write] [--wrong] [--folds 10] [--png reliability.png]

DOSSIERS is a folder of dossiers with their truth.json, DATA the data folder with their readings and catalogue, by
default where the settings say. Only development dossiers may be counted: what is counted here decides. `--write` puts
the counts where the extraction reads them. The last figure repeats the choice of classes on nine
tenths of the dossiers and counts accepted values on the rest; classes themselves were drawn with sight of all.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml
from scipy.stats import beta

from benchmarks.field_truth import TrueDossier, by_id, is_right, true_dossiers
from benchmarks.reliability import draw
from classifiers.learning.outcomes import Certainty
from classifiers.papers import Paper
from intake_ai.catalogue.service import open_catalogue
from intake_ai.extraction import Field, acceptance, extract, find_people
from intake_ai.extraction.agreement import agreement_of
from intake_ai.extraction.evidence import evidence_for
from intake_ai.pipeline import STAGES, CheckRequest, Services, Work, run_stage
from intake_ai.settings import get_settings

MOST_WRONG = 0.005
"""Error that a class must be below to be accepted."""
LEVEL = 0.9
"""Of the bound: one-sided, Clopper and Pearson 1934."""
_HIGHEST_OWN = 0.02
"""Bound of its own error above which a class is never accepted, however good those before it."""
_WEIGHT_OF_FAMILY = 5
_GROUPS = ("number", "birth", "date", "name", "other", "address")
_ORDER = (
    "code", "code-agrees", "paper-agrees", "proved-sure", "fits-sure",
    *(f"right-sure-twice-{group}" for group in _GROUPS), *(f"right-sure-{group}" for group in _GROUPS), "free-sure",
)  # fmt: skip
"""Classes that may be accepted, the strongest evidence first; drawn with sight of the development dossiers."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A value with its class of evidence and whether it is right."""

    dossier: str
    field: Field
    name: str
    right: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """A class: how many of its values are right and wrong.

    Attributes:
        bound: Of the error of it and all stronger ones together; of it alone where it may not be accepted.
        confidence: Share of right values; as far as few were counted, that of its family ("right-sure-name": "right").
    """

    right: int
    wrong: int
    bound: float
    accepted: bool
    confidence: float


def main(arguments: Sequence[str] | None = None) -> None:
    """Counts, tells, and writes the classes where asked to."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.acceptance", description=__doc__.splitlines()[0])
    parser.add_argument("sets", nargs="+", help="DOSSIERS or DOSSIERS=DATA")
    parser.add_argument("--write", action="store_true", help="put the counts where the extraction reads them")
    parser.add_argument("--wrong", action="store_true", help="tell the values that are wrong")
    parser.add_argument("--folds", type=int, default=10, help="parts of the dossiers for the last figure")
    parser.add_argument("--png", type=Path, help="where to draw the reliability diagram")
    asked = parser.parse_args(arguments)
    judged = [each for name in asked.sets for each in judged_in(*_set(name))]
    if not judged:
        parser.error("no fields in these dossiers")
    counted = classes(judged)
    sys.stdout.write(table(counted) + crossed(judged, asked.folds))
    if asked.wrong:
        sys.stdout.writelines(_wrong(judged))
    if asked.png:
        draw({"fields": [Certainty(each.field.confidence, each.right) for each in judged]}, asked.png)
    if asked.write:
        _write(counted, [Path(name.split("=")[0]).name for name in asked.sets], judged)


def _set(name: str) -> tuple[Path, Path | None]:
    dossiers, _, data_folder = name.partition("=")
    return Path(dossiers), Path(data_folder) if data_folder else None


def judged_in(folder: Path, data_folder: Path | None = None) -> Iterator[Judged]:
    """All typed fields of the forms and cards in the dossiers of a folder, judged by the truth."""
    settings = get_settings()
    if data_folder is not None:
        settings = settings.model_copy(update={"data_dir": data_folder})
    with open_catalogue(settings) as catalogue:
        for dossier in true_dossiers(folder):
            yield from judged_fields(dossier, _papers(dossier, Services(settings, catalogue)))


def _papers(dossier: TrueDossier, services: Services) -> tuple[Paper, ...]:
    day, month, year = map(int, dossier.received.split("/"))
    files = tuple((dossier.folder / name, name) for name in dossier.files)
    work = Work(CheckRequest(files, date(year, month, day)), services)
    for stage in STAGES:
        if stage.name in ("read", "know"):
            run_stage(stage, work)
    return work.known.papers


def judged_fields(dossier: TrueDossier, papers: Sequence[Paper]) -> Iterator[Judged]:
    """The fields of a dossier's papers; handwritten ones are left out, for they are never accepted."""
    fields = extract(papers).fields
    agreement = agreement_of(fields, find_people(fields, papers), papers)
    known = by_id(papers)
    for field in fields:
        right = is_right(field, known[field.paper], dossier)
        if right is not None and not field.by_hand and field.kind != "other":
            yield Judged(dossier.folder.name, field, evidence_for(field, agreement).name, right)


def classes(judged: Iterable[Judged]) -> dict[str, Counted]:
    """The classes by name, those that may be accepted first.

    Classes follow each other in the order of `_ORDER`; those that are too rare or too often wrong are left out. As many
    are accepted, from the first on, as leave the bound of the error of all of them together below the limit.
    """
    values = list(judged)
    right = Counter(each.name for each in values if each.right)
    wrong = Counter(each.name for each in values if not each.right)
    fit = [name for name in _ORDER if _is_fit(right[name], wrong[name])]
    bounds = {name: _together(fit[: place + 1], right, wrong) for place, name in enumerate(fit)}
    last = max((place for place, name in enumerate(fit) if bounds[name] <= MOST_WRONG), default=-1)
    names = [*_ORDER, *sorted((right.keys() | wrong.keys()) - set(_ORDER))]
    return {
        name: Counted(
            right[name],
            wrong[name],
            round(bounds.get(name, bound(wrong[name], right[name] + wrong[name])), 4),
            accepted=name in fit[: last + 1],
            confidence=_confidence(name, right, wrong),
        )
        for name in names
    }


def _confidence(name: str, right: Mapping[str, int], wrong: Mapping[str, int]) -> float:
    """The share of right values in a class, drawn towards the share in its family by as much as a few values weigh."""
    family = name.split("-", maxsplit=1)[0]
    good, bad = (
        sum(number for each, number in told.items() if each.split("-")[0] == family) for told in (right, wrong)
    )
    usual = (good + 0.5) / (good + bad + 1)
    return round((right[name] + _WEIGHT_OF_FAMILY * usual) / (right[name] + wrong[name] + _WEIGHT_OF_FAMILY), 4)


def _is_fit(right: int, wrong: int) -> bool:
    """Whether a class is counted often enough, with few enough errors."""
    return bound(wrong, right + wrong) <= _HIGHEST_OWN


def _together(names: Sequence[str], right: Mapping[str, int], wrong: Mapping[str, int]) -> float:
    errors = sum(wrong[name] for name in names)
    return bound(errors, errors + sum(right[name] for name in names))


def bound(wrong: int, count: int) -> float:
    """The upper bound of a share of which `wrong` of `count` were seen, 0-1."""
    return float(beta.ppf(LEVEL, wrong + 1, count - wrong)) if count > wrong else 1.0


def crossed(judged: Sequence[Judged], folds: int) -> str:
    """How many values of dossiers are accepted, and how many of these are wrong, by classes chosen on the others."""
    names = sorted({each.dossier for each in judged})
    accepted = wrong = 0
    for fold in range(folds):
        held = frozenset(names[fold::folds])
        chosen = classes(each for each in judged if each.dossier not in held)
        hit = [each for each in judged if each.dossier in held and chosen.get(each.name, _NONE).accepted]
        accepted, wrong = accepted + len(hit), wrong + sum(not each.right for each in hit)
    share = f"{accepted} of {len(judged)} accepted, {wrong} wrong"
    return f"\nacross {folds} folds: {share}, bound {bound(wrong, accepted):.4f}\n"


_NONE = Counted(0, 0, 1.0, accepted=False, confidence=0.5)


def table(counted: Mapping[str, Counted]) -> str:
    """The classes as lines of text."""
    rows = [f"{'class':32} {'right':>6} {'wrong':>6} {'bound':>7}  accepted"]
    for name, each in counted.items():
        if each.right + each.wrong:
            told = "yes" if each.accepted else "no"
            rows.append(f"{name:32} {each.right:6} {each.wrong:6} {each.bound:7.4f}  {told}")
    return "\n".join(rows) + "\n"


def _wrong(judged: Iterable[Judged]) -> Iterator[str]:
    for each in judged:
        if not each.right:
            shown = json.dumps([each.field.kind, each.field.label, each.field.value], ensure_ascii=False)
            yield f"{each.dossier} {each.name} {each.field.status} {shown}\n"


def _write(counted: Mapping[str, Counted], sets: Sequence[str], judged: Sequence[Judged]) -> None:
    content = {
        "counted_on": {"sets": list(sets), "dossiers": len({each.dossier for each in judged}), "values": len(judged)},
        "limit": MOST_WRONG,
        "level": LEVEL,
        "classes": {
            name: {
                "right": each.right, "wrong": each.wrong, "bound": each.bound, "confidence": each.confidence,
                "accepted": each.accepted,
            }
            for name, each in counted.items()
        },
    }  # fmt: skip
    head = "# Right and wrong values by class of evidence; made by python -m benchmarks.acceptance --write.\n"
    path = Path(acceptance.__file__).with_name("acceptance_classes.yaml")
    path.write_text(head + yaml.safe_dump(content, sort_keys=False, allow_unicode=True), encoding="utf-8")


if __name__ == "__main__":
    main()
