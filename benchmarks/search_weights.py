"""Fits the weights of the search's evidence on questions that were held back, and tells what each part is worth.

    python -m benchmarks.search_weights [QUERIES.jsonl] [--write]

Two samples choose the weights. The questions that ship with the catalogue are split as the encoder's training splits
them: what was held back from it is taken from the index, too, and asked. And search_questions.jsonl has 145 questions
for procedures drawn at random, written by somebody who had not seen the others. Weights are those under which the right
procedures are likeliest (a conditional logit, McFadden 1974), so that confidences are probabilities. Questions of
QUERIES are only measured. The catalogue is the one in force where the settings say, as large as a province's.
"""

import argparse
import json
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import yaml
from scipy.optimize import minimize
from scipy.special import logsumexp

from classifiers.search_encoder import load_encoder
from classifiers.search_encoder.training.held_out import split_questions
from classifiers.search_encoder.training.pairs import frames
from classifiers.search_encoder.training.typing_slips import with_slips
from classifiers.vietnamese import fold
from intake_ai.catalogue.models import Procedure
from intake_ai.catalogue.profiles import documents
from intake_ai.catalogue.searching import evidence
from intake_ai.catalogue.searching.asked_questions import questions_for
from intake_ai.catalogue.searching.evidence import MEANING, WORDS, Evidence
from intake_ai.catalogue.searching.index import SearchIndex
from intake_ai.catalogue.service import Catalogue, open_catalogue
from intake_ai.settings import get_settings

_WEIGHTS = Path(evidence.__file__).with_name("search_weights.yaml")
_HELD_DOWN = 1e-4  # of the squares of the weights, against evidence that says the same twice
_KINDS = ("keywords", "request", "situation")
_WRITTEN = Path(__file__).with_name("search_questions.jsonl")

Columns = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Asked:
    """Questions with what speaks for each procedure, and which procedures are right."""

    kinds: Sequence[str]
    columns: Columns
    right: npt.NDArray[np.bool_]

    def only(self, names: Sequence[str]) -> "Asked":
        """With some of the evidence."""
        chosen = [(*WORDS, *MEANING).index(name) for name in names]
        return Asked(self.kinds, self.columns[:, :, chosen], self.right)


def main() -> None:
    """Reads the arguments, fits, tells, and writes the weights where asked to."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search_weights", description=__doc__.splitlines()[0])
    parser.add_argument("queries", type=Path, nargs="?", help="other questions, to be measured only")
    parser.add_argument("--write", action="store_true", help="write the weights to where the search reads them")
    arguments = parser.parse_args()
    with open_catalogue(get_settings()) as catalogue:
        chosen_by = {"held back": _held_back(catalogue), "written apart": _given(catalogue, _WRITTEN, str)}
        slips = random.Random(1)  # noqa: S311  # not for secrets
        others = {"with slips": _given(catalogue, _WRITTEN, lambda question: with_slips(question, slips))}
        if arguments.queries:
            others["as written"] = _given(catalogue, arguments.queries, str)
            others["without accents"] = _given(catalogue, arguments.queries, fold)
    _tell(chosen_by, others)
    if arguments.write:
        _write(chosen_by)


def _held_back(catalogue: Catalogue) -> Asked:
    """The held-back questions and what may be asked about them, with an index that does not have them."""
    procedures = catalogue.distinct
    learned, held_back = split_questions({p.code: questions_for(p.code) for p in procedures if questions_for(p.code)})
    kinds = {code: _KINDS[questions_for(code).index(question)] for code, question in held_back.items()}
    asked = [(kinds[code], question, {code}) for code, question in held_back.items()]
    asked += [("framed", question, {code}) for code, question in _framed(held_back, kinds).items()]
    return _measured(asked, procedures, _evidence(catalogue, learned))


def _given(catalogue: Catalogue, file: Path, form: Callable[[str], str]) -> Asked:
    """The questions of `file` that can be answered, in that form."""
    with file.open(encoding="utf-8") as lines:
        entries = [entry for entry in map(json.loads, lines) if entry.get("identifiable", True)]
    asked = [(e["kind"], form(e["query"]), set(e.get("accept") or [e["code"]])) for e in entries]
    questions = {procedure.code: questions_for(procedure.code) for procedure in catalogue.distinct}
    return _measured(asked, catalogue.distinct, _evidence(catalogue, questions))


def _framed(held_back: Mapping[str, str], kinds: Mapping[str, str]) -> dict[str, str]:
    """What people might ask about what the held-back keywords name, in words that the encoder has not learned."""
    unlearned = frames()[1::2]
    named = [code for code in held_back if kinds[code] == "keywords"]
    return {code: unlearned[place % len(unlearned)].format(need=held_back[code]) for place, code in enumerate(named)}


def _evidence(catalogue: Catalogue, questions: Mapping[str, Sequence[str]]) -> Evidence:
    """As the search makes it, with these questions in the index."""
    encoder = load_encoder("built-in")
    texts = [
        {**document, "asked": "\n".join(questions.get(procedure.code, ()))}
        for document, procedure in zip(documents(catalogue.distinct, {}), catalogue.distinct, strict=True)
    ]
    return Evidence(catalogue.distinct, catalogue.index, SearchIndex.fit(texts, encoder), encoder)


def _measured(
    questions: Sequence[tuple[str, str, set[str]]], procedures: Sequence[Procedure], evidence: Evidence
) -> Asked:
    began = time.process_time()
    columns = np.stack([evidence.columns(question) for _, question, _ in questions])
    print(f"{len(questions)} questions, {1000 * (time.process_time() - began) / len(questions):.1f} ms each")  # noqa: T201
    right = np.array([[procedure.code in codes for procedure in procedures] for _, _, codes in questions])
    return Asked([kind for kind, _, _ in questions], columns, right)


def _likeliest(samples: Sequence[Asked]) -> npt.NDArray[np.float64]:
    """Weights, none below 0, under which the right procedures are likeliest; every sample counts the same."""
    usable = [_usable(sample) for sample in samples]

    def loss(weights: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        value, slope = float(_HELD_DOWN * weights @ weights), 2 * _HELD_DOWN * weights
        for columns, right in usable:
            scores = columns @ weights
            of_right = np.where(right, scores, -np.inf)
            everything, rightly = logsumexp(scores, axis=1), logsumexp(of_right, axis=1)
            pull = np.exp(scores - everything[:, None]) - np.exp(of_right - rightly[:, None])
            value += float((everything - rightly).mean()) / len(usable)
            slope += np.einsum("qp,qpk->k", pull, columns) / len(columns) / len(usable)
        return value, slope

    start = np.ones(samples[0].columns.shape[2])
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0, None)] * len(start)).x)


def _usable(asked: Asked) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """The questions of which something is known, and of which a right procedure is in the catalogue."""
    kept = asked.right.any(axis=1) & asked.columns.any(axis=(1, 2))
    return asked.columns[kept].astype(np.float64), asked.right[kept]


def _tell(chosen_by: Mapping[str, Asked], others: Mapping[str, Asked]) -> None:
    """A table: for each choice of evidence the weights, and the shares found first and among five."""
    variants: dict[str, Sequence[str]] = {
        "words without questions": WORDS[:-1],
        "words": WORDS,
        "meaning": MEANING,
        "words and meaning without questions": (*WORDS[:-1], MEANING[0]),
        "words and meaning": (*WORDS, *MEANING),
    }
    for title, names in variants.items():
        weights = _likeliest([asked.only(names) for asked in chosen_by.values()])
        print(f"\n{title}: {dict(zip(names, weights.round(2).tolist(), strict=True))}")  # noqa: T201
        for name, asked in {**chosen_by, **others}.items():
            print(f"  {name:16} {_figures(asked.only(names), weights)}")  # noqa: T201


def _figures(asked: Asked, weights: npt.NDArray[np.float64]) -> str:
    """Top-1 and top-5 by kind, and how far the confidence of the first is from how often it is right."""
    scores = asked.columns @ weights
    order = np.argsort(-scores, axis=1, kind="stable")[:, :5]
    found = np.take_along_axis(asked.right, order, axis=1)
    chances = np.exp(scores - logsumexp(scores, axis=1)[:, None])
    stated = chances.max(axis=1).mean()
    kinds = np.array(asked.kinds)
    parts = [f"all {found[:, 0].mean():.3f} {found.any(axis=1).mean():.3f} (said {stated:.3f})"]
    for kind in sorted(set(asked.kinds)):
        of_kind = kinds == kind
        if of_kind.sum() >= 30:
            parts.append(f"{kind} {found[of_kind, 0].mean():.3f} {found[of_kind].any(axis=1).mean():.3f}")
    return "; ".join(parts)


def _write(chosen_by: Mapping[str, Asked]) -> None:
    heading = "# Weights of the evidence (evidence.py), written by `python -m benchmarks.search_weights --write`.\n"
    weights = {}
    for title, names in (("words", WORDS), ("words and meaning", (*WORDS, *MEANING))):
        fitted = _likeliest([asked.only(names) for asked in chosen_by.values()])
        weights[title] = dict(zip(names, map(float, fitted.round(3)), strict=True))
    _WEIGHTS.write_text(heading + yaml.safe_dump(weights, sort_keys=False), encoding="utf-8")


if __name__ == "__main__":
    main()
