"""Trains the model of the rows, and prints how it does: python -m intake_ai.catalogue.compiling.training --help.

Everything is scored by cross-validation over procedures: no procedure is judged by a model that saw it.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_array

from intake_ai.catalogue.compiling.cases import roles_of
from intake_ai.catalogue.compiling.features import PLACES
from intake_ai.catalogue.compiling.judging import Judgement, judgement_of
from intake_ai.catalogue.compiling.labelled import LABELS, Entry, Labelled, entries_of, labelled_rows, with_found_roles
from intake_ai.catalogue.compiling.model import MODEL, QUESTIONS, RowModel, logistic, save, whole_row
from intake_ai.catalogue.importing.file import CatalogueFile
from intake_ai.catalogue.models import Procedure

_FOLDS, _SEED = 10, 20261122
_STRENGTH = 3.0
"""Inverse of the regularisation; best of 0.3, 1, 3 and 10."""

_LOOSE = 100.0
"""The same where there are few weights."""

_EVEN = 0.5
_SURE = 0.95
_CAUTION = 0.25
"""Log odds taken off every row: part of the labelled procedures were read when the grammar was written, and rows of
those that were not come out right a little less often."""


def main() -> None:
    arguments = _arguments()
    procedures = {one.procedure.code: one.procedure for one in CatalogueFile(arguments.catalogue)}
    labels = [entry for path in arguments.labels for entry in entries_of(path) if entry["code"] in procedures]
    rows = [row for entry in labels for row in labelled_rows(entry, procedures[entry["code"]])]
    print(f"{len(labels)} procedures, {len(rows)} rows, {_FOLDS} folds, seed {_SEED}")  # noqa: T201
    model, report, held_out = train(rows, _role_shares(labels, procedures))
    print(report)  # noqa: T201
    print(_role_figures(labels, procedures, model.roles))  # noqa: T201
    save(model, arguments.output)
    if arguments.held_out:
        _write(arguments.held_out, labels, procedures, held_out)


def train(rows: Sequence[Labelled], roles: Mapping[str, float]) -> tuple[RowModel, str, dict[str, list[Entry]]]:
    """The model of all rows, a table of how models do on procedures that they did not see, and what they compiled."""
    folds = _folds(rows)
    scores = np.zeros((len(rows), len(QUESTIONS)))
    for held_out in _held_out(folds):
        scores[held_out] = _scores(rows, held_out, *_fit_all(rows, ~held_out))
    judgements = [judgement_of(row.meaning, row.row, scored) for row, scored in zip(rows, scores, strict=True)]
    margins = np.array([judgement.margins for judgement in judgements])
    right = np.array([_rights(row, judgement) for row, judgement in zip(rows, judgements, strict=True)])
    inputs = np.array([_whole_input(row, judgement) for row, judgement in zip(rows, judgements, strict=True)])
    whole = np.asarray(right.all(axis=1), dtype=np.bool_)
    sure = np.zeros(len(rows))
    for held_out in _held_out(folds):
        of_whole, bias = _fit(csr_array(inputs[~held_out]), whole[~held_out], _LOOSE)
        sure[held_out] = logistic(inputs[held_out] @ of_whole + bias - _CAUTION)
    weights, biases = _fit_all(rows, np.ones(len(rows), dtype=bool))
    scales = np.array([_scale(margins[:, number], right[:, number]) for number in range(len(QUESTIONS))])
    of_whole, bias = _fit(csr_array(inputs), whole, _LOOSE)
    model = RowModel(weights, biases, scales, np.concatenate([of_whole, [bias - _CAUTION]]), roles)
    compiled: dict[str, list[Entry]] = defaultdict(list)
    for row, judgement, whole_sure in zip(rows, judgements, sure, strict=True):
        compiled[row.code].append(_document(row, judgement, float(whole_sure)))
    return model, _report(rows, right, sure), compiled


def _document(row: Labelled, judgement: Judgement, sure: float) -> Entry:
    is_paper = row.row.kind == "paper"
    return {
        "index": row.row.row,
        "kind": row.row.kind,
        "need": "if" if is_paper and judgement.due.when else "always",
        "choice": row.row.choice,
        "options": list(judgement.options.value) if is_paper else [],
        "present_only": row.row.present_only,
        "confidence": round(sure, 3),
    }


def _write(
    path: Path, labels: Sequence[Entry], procedures: Mapping[str, Procedure], compiled: Mapping[str, list[Entry]]
) -> None:
    """What models compiled that had not seen the procedure, in the form of contracts/requirements.md."""
    documents = [
        {
            "code": entry["code"],
            "cases": [{"index": case.index, "role": case.role} for case in with_found_roles(procedures[entry["code"]])],
            "rows": compiled[entry["code"]],
        }
        for entry in labels
    ]
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in documents), encoding="utf-8")


def _fit_all(rows: Sequence[Labelled], chosen: NDArray[np.bool_]) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    """Weights and biases of all questions from the chosen rows."""
    known = [row for row, taken in zip(rows, chosen, strict=True) if taken]
    fitted = [_fit_question(known, number) for number in range(len(QUESTIONS))]
    return np.array([weights for weights, _ in fitted], dtype=np.float32), np.array([bias for _, bias in fitted])


def _fit_question(rows: Sequence[Labelled], number: int) -> tuple[NDArray[np.float64], float]:
    """Only papers are asked for more than whether they are papers."""
    asked = [row for row in rows if number == 0 or row.answers[0]]
    return _fit(_matrix(asked), np.array([row.answers[number] for row in asked]), _STRENGTH)


def _fit(
    inputs: "csr_array[np.float64]", answers: NDArray[np.bool_], strength: float
) -> tuple[NDArray[np.float64], float]:
    """Weights and bias of the logistic regression with squared penalty."""
    signs = np.where(answers, 1.0, -1.0)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        odds = signs * (inputs @ weights[:-1] + weights[-1])
        pull = -signs * logistic(-odds)
        penalty = weights @ weights / (2 * strength)
        gradient = np.concatenate([np.asarray(inputs.T @ pull), [pull.sum()]]) + weights / strength
        return float(np.logaddexp(0, -odds).sum() + penalty), gradient

    found = minimize(loss, np.zeros(inputs.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": 120})
    weights: NDArray[np.float64] = np.asarray(found.x, dtype=np.float64)
    return weights[:-1], float(weights[-1])


def _matrix(rows: Sequence[Labelled]) -> "csr_array[np.float64]":
    starts = np.cumsum([0, *(len(row.features.places) for row in rows)])
    places = np.concatenate([row.features.places for row in rows])
    values = np.concatenate([row.features.values for row in rows])
    return csr_array((values, places, starts), shape=(len(rows), PLACES))


def _scores(
    rows: Sequence[Labelled], chosen: NDArray[np.bool_], weights: NDArray[np.float32], biases: NDArray[np.float64]
) -> NDArray[np.float64]:
    scored: NDArray[np.float64] = _matrix([row for row, taken in zip(rows, chosen, strict=True) if taken]) @ weights.T
    return scored + biases


def _scale(margins: NDArray[np.float64], right: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Slope and offset by which margins become probabilities (Platt 1999)."""
    weights, bias = _fit(csr_array(margins[:, None]), right, _LOOSE)
    return np.array([weights[0], bias])


def _folds(rows: Sequence[Labelled]) -> NDArray[np.int64]:
    codes = sorted({row.code for row in rows})
    order = np.random.default_rng(_SEED).permutation(len(codes))
    fold = {code: int(place) % _FOLDS for code, place in zip(codes, order, strict=True)}
    return np.array([fold[row.code] for row in rows])


def _held_out(folds: NDArray[np.int64]) -> Iterator[NDArray[np.bool_]]:
    return (np.equal(folds, number) for number in range(_FOLDS))


def _whole_input(row: Labelled, judgement: Judgement) -> NDArray[np.float64]:
    return whole_row(judgement.margins, row.row.kind == "paper", row.row.choice is not None)


def _rights(row: Labelled, judgement: Judgement) -> tuple[bool, ...]:
    """Whether kind, need, options and choice are right; what is no paper has only a kind."""
    kind = row.row.kind == row.label["kind"]
    if row.label["kind"] != "paper" or row.row.kind != "paper":
        return (kind, kind, kind, kind)
    need = (judgement.due.when is not None) == row.answers[1]
    return (kind, need, bool(judgement.options.value) == row.answers[2], row.choice_right)


def _role_shares(labels: Sequence[Entry], procedures: Mapping[str, Procedure]) -> dict[str, float]:
    """Share of the cases whose role each rule finds rightly, with half a right and half a wrong one added to each."""
    asked: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for entry in labels:
        for label, found in zip(entry["cases"], roles_of(procedures[entry["code"]]), strict=True):
            for rule in (found.rule, "other"):
                asked[rule] += 1
                right[rule] += (found.value or "section") == label["role"]
    return {
        rule: (right[rule] + 1) / (asked[rule] + 2) if rule != "other" else right[rule] / asked[rule] for rule in asked
    }


def _role_figures(labels: Sequence[Entry], procedures: Mapping[str, Procedure], shares: Mapping[str, float]) -> str:
    """How many roles are right; their sureness is the share itself, so it is no test of it."""
    found = [
        ((role.value or "section") == label["role"], label["role"], shares[role.rule])
        for entry in labels
        for label, role in zip(entry["cases"], roles_of(procedures[entry["code"]]), strict=True)
    ]
    other = [right for right, role, _ in found if role != "common"]
    sure = [right for right, _, share in found if share >= _SURE]
    return (
        f"roles: {len(found)} cases, {np.mean([right for right, *_ in found]):.3f} right, other than common "
        f"{np.mean(other):.3f}; sure at {_SURE:.2f}: {len(sure) / len(found):.3f}, {np.mean(sure):.3f} of them right"
    )


def _report(rows: Sequence[Labelled], right: NDArray[np.bool_], sure: NDArray[np.float64]) -> str:
    """A table of the rows of each file of labels, and of all."""
    sources = sorted({row.source for row in rows})
    chosen = {source: [place for place, row in enumerate(rows) if row.source == source] for source in sources}
    if len(sources) > 1:
        chosen["all"] = list(range(len(rows)))
    return "\n".join(line for source, places in chosen.items() for line in _figures(source, rows, right, sure, places))


def _figures(
    source: str,
    rows: Sequence[Labelled],
    right: NDArray[np.bool_],
    sure: NDArray[np.float64],
    places: Sequence[int],
) -> Iterator[str]:
    papers = [place for place in places if rows[place].answers[0]]
    need = np.mean([(rows[place].row.need == "if") == rows[place].answers[1] for place in papers])
    options = np.mean([bool(rows[place].row.options) == rows[place].answers[2] for place in papers])
    whole = np.asarray(right.all(axis=1), dtype=np.bool_)
    yield f"{source}: {len(places)} rows"
    yield f"  kind      {right[places, 0].mean():.3f}"
    yield f"  need      grammar {need:.3f}  with model {right[papers, 1].mean():.3f}"
    yield f"  options   grammar {options:.3f}  with model {right[papers, 2].mean():.3f}"
    yield f"  choice    {right[papers, 3].mean():.3f}"
    yield f"  all four  {whole[places].mean():.3f}"
    for least in (0.9, 0.95, 0.97, 0.98):
        taken = [place for place in places if sure[place] >= least]
        rightly = whole[taken].mean() if taken else 0
        yield f"  sure at {least:.2f}: {len(taken) / len(places):.3f} of the rows, {rightly:.3f} of them right"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("catalogue", type=Path, help="the catalogue file in which the labelled procedures are")
    parser.add_argument("labels", type=Path, nargs="*", default=[LABELS], help="JSON Lines of labels")
    parser.add_argument("--output", type=Path, default=MODEL)
    parser.add_argument("--held-out", type=Path, help="write what was compiled by models that had not seen it")
    return parser.parse_args()


if __name__ == "__main__":
    main()
