"""The encoder's tokenizer: folded syllables and common words whole, everything else letter by letter."""

import re
import string
from collections import Counter
from collections.abc import Sequence

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

PAD, UNKNOWN, START, END, MASK = SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
_LEAST_COUNT = 4
_CONTINUED = "##"
_WORD = re.compile(r"[^\W\d_]+|\d|[^\w\s]")
_PARTS = re.compile(r"(ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?([aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?)")


def make_tokenizer(sentences: Sequence[str], size: int) -> Tokenizer:
    """A tokenizer of at most `size` pieces.

    Accents are folded away: people search without them as often as with, the words around tell which was meant,
    and a small network learns more of 2,500 syllables than of 7,000. Syllables that the sentences do not have but
    might are pieces too: people use more words than the law. The pieces are counted, not learned: the library's
    trainers break ties by chance, so that no seed would give the same network again.

    Args:
        sentences: Folded.
        size: Special pieces included.
    """
    pieces = dict.fromkeys((*SPECIAL, *_pieces(sentences)))
    numbers = {piece: number for number, piece in enumerate(list(pieces)[:size])}
    tokenizer = Tokenizer(models.WordPiece(numbers, unk_token=UNKNOWN, continuing_subword_prefix=_CONTINUED))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.NFD(),
            normalizers.Lowercase(),
            normalizers.StripAccents(),
            normalizers.Replace("đ", "d"),
            normalizers.NFC(),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.BertPreTokenizer(), pre_tokenizers.Digits(individual_digits=True)]
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{START} $A {END}", special_tokens=[(START, numbers[START]), (END, numbers[END])]
    )
    return tokenizer


def _pieces(sentences: Sequence[str]) -> list[str]:
    """Letters, and the beginnings and ends of unknown words that they make; common words; possible syllables."""
    counts = Counter(word for sentence in sentences for word in _WORD.findall(sentence))
    common = sorted((word for word, count in counts.items() if count >= _LEAST_COUNT), key=lambda w: (-counts[w], w))
    letters = list(string.ascii_lowercase)
    parts = [_PARTS.fullmatch(word) for word in common]
    initials = sorted({part[1] or "" for part in parts if part})
    rimes = sorted({part[2] for part in parts if part})
    return [
        *letters,
        *(_CONTINUED + letter for letter in letters),
        *common,
        *(initial + rime for initial in initials for rime in rimes),
    ]
