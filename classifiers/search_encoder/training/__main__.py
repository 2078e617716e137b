"""`python -m classifiers.search_encoder.training CATALOGUE FOLDER`: trains the encoder and writes it with its figures.

First the network learns to guess hidden pieces of the catalogue's sentences; then it learns which questions mean
which procedures. One core, about half an hour. What the first lesson gives is kept in
FOLDER and used again if it is there. The same seed on the same kind of machine gives the same weights.
"""

import argparse
import json
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
import yaml
from tokenizers import Tokenizer
from transformers import BertForMaskedLM

from classifiers.search_encoder.builtin import BuiltinEncoder
from classifiers.search_encoder.training.contrast import learn_pairs, sentence_encoder
from classifiers.search_encoder.training.corpus import Taught, read_catalogue, sentences
from classifiers.search_encoder.training.export import write_encoder
from classifiers.search_encoder.training.held_out import split_questions
from classifiers.search_encoder.training.masking import MaskedCourse, learn_sentences
from classifiers.search_encoder.training.measuring import shares_found
from classifiers.search_encoder.training.network import new_network, start_words
from classifiers.search_encoder.training.pairs import PairMaker
from classifiers.search_encoder.training.vocabulary import MASK, SPECIAL, make_tokenizer

_CATALOGUE = Path("intake_ai/catalogue/searching")
_SENTENCE_READ = 48  # pieces
_MOST_PIECES = 8192
_TOLD_EVERY = 50  # steps


def main() -> None:
    """Reads the arguments, trains, measures and writes."""
    arguments = _arguments()
    torch.set_num_threads(1)
    arguments.folder.mkdir(parents=True, exist_ok=True)
    learned, held_back = split_questions(_questions(arguments.questions))
    procedures = read_catalogue(arguments.catalogue, learned)
    tokenizer, network = _first_lesson(arguments)
    began = time.process_time()
    losses = _second_lesson(arguments, procedures, tokenizer, network)
    figures = {
        **{name: value for name, value in vars(arguments).items() if isinstance(value, int | float)},
        "pieces": tokenizer.get_vocab_size(),
        "parameters": sum(weights.numel() for weights in network.bert.parameters()),
        "questions_learned": sum(map(len, learned.values())),
        "questions_held_back": len(held_back),
        "last_loss": round(losses, 4),
        "minutes_of_questions": round((time.process_time() - began) / 60, 1),
        "bytes": (arguments.folder / "encoder.onnx").stat().st_size,
        **shares_found(BuiltinEncoder(arguments.folder), procedures, held_back),
    }
    (arguments.folder / "figures.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    _tell(json.dumps(figures))


def _first_lesson(arguments: argparse.Namespace) -> tuple[Tokenizer, BertForMaskedLM]:
    """The tokenizer and the network after the catalogue's sentences, without any question."""
    names, weights = arguments.folder / "pieces.json", arguments.folder / "sentences.pt"
    torch.manual_seed(arguments.seed)
    if not weights.exists():
        texts = sentences(read_catalogue(arguments.catalogue, {}))
        tokenizer = make_tokenizer(texts, _MOST_PIECES)
        pieces = [encoding.ids[:_SENTENCE_READ] for encoding in tokenizer.encode_batch(texts)]
        network = new_network(tokenizer.get_vocab_size(), arguments.layers, arguments.width)
        start_words(network, [ids[1:-1] for ids in pieces])
        course = MaskedCourse(
            arguments.epochs, arguments.sentence_rate, arguments.seed, SPECIAL.index(MASK), len(SPECIAL)
        )
        for step, steps, loss in learn_sentences(network, pieces, course):
            if step % _TOLD_EVERY == 0 or step == steps:
                _tell(f"sentences: step {step} of {steps}, loss {loss:.3f}")
        tokenizer.save(str(names))
        torch.save(network.state_dict(), weights)
    torch.manual_seed(arguments.seed + 1)
    tokenizer = Tokenizer.from_file(str(names))
    network = new_network(tokenizer.get_vocab_size(), arguments.layers, arguments.width)
    network.load_state_dict(torch.load(weights, weights_only=True))
    return tokenizer, network


def _second_lesson(
    arguments: argparse.Namespace, procedures: Sequence[Taught], tokenizer: Tokenizer, network: BertForMaskedLM
) -> float:
    """Teaches pairs, writes the encoder into the folder; returns the last running loss."""
    everyday = yaml.safe_load(arguments.everyday.read_text(encoding="utf-8"))
    maker = PairMaker(procedures, everyday, arguments.seed + 1)
    batches = list(maker.batches(arguments.batch, arguments.passes))
    encoder = sentence_encoder(network, tokenizer)
    loss = 0.0
    for step, loss in learn_pairs(encoder, batches, arguments.pair_rate):
        if step % _TOLD_EVERY == 0:
            _tell(f"questions: step {step} of {len(batches)}, loss {loss:.3f}")
    write_encoder(encoder, tokenizer, arguments.folder)
    return loss


def _questions(file: Path) -> Mapping[str, Sequence[str]]:
    with file.open(encoding="utf-8") as lines:
        return {entry["code"]: entry["asked"] for entry in map(json.loads, lines)}


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m classifiers.search_encoder.training", description=__doc__)
    parser.add_argument("catalogue", type=Path, help="one JSON object a line, plain or gzipped")
    parser.add_argument("folder", type=Path, help="where to write encoder.onnx, tokenizer.json and figures.json")
    parser.add_argument("--questions", type=Path, default=_CATALOGUE / "asked_questions.jsonl")
    parser.add_argument("--everyday", type=Path, default=_CATALOGUE / "everyday_words.yaml")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--layers", type=int, default=4)
    parser.add_argument("--width", type=int, default=256)
    parser.add_argument("--epochs", type=int, default=1, help="of the catalogue's sentences")
    parser.add_argument("--sentence-rate", type=float, default=1.2e-3)
    parser.add_argument("--passes", type=int, default=6, help="of the questions")
    parser.add_argument("--batch", type=int, default=128, help="pairs that stand against each other")
    parser.add_argument("--pair-rate", type=float, default=5e-4)
    return parser.parse_args()


if __name__ == "__main__":
    main()
