"""What a procedure is about, as words for its papers: the act asked for, its object, nouns of the topic."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from classifiers.ranking.profiles import ProcedureProfile, RowProfile
from classifiers.synthetic.invented.wordbank import bank, lowered, plain, raised

OPENING = re.compile(r"^(?:thủ tục|tthc|quy trình)[:\s]+", re.IGNORECASE)
LEVEL = re.compile(
    r"\s*[-,]?\s*(?:(?:thuộc )?thẩm quyền(?: giải quyết)?(?: của)?|tại|ở|thuộc|của)?"
    r"\s*(?:UBND |Ủy ban nhân dân )?cấp (?:tỉnh|xã|huyện|Trung ương)\s*$"
)
NUMBERING = re.compile(
    r"^\s*(?:[-+*•–]+\s*|(?:\(?\d{1,2}(?:\.\d{1,2})*|\(?[a-zđ]|[ivx]{1,4})[.)]\s*|\d{1,2}(?:\.\d{1,2})+\s+)+",
    re.IGNORECASE,
)
NO_NOUN = re.compile(
    r"\d|mẫu|bản sao|bản chính|trường hợp|quy định|phụ lục|ban hành|kèm|cấp xã|cấp tỉnh|sau đây|nếu có|như sau|"
    r"thành phần|\b[a-z]$"
)
LONGEST_HEAD = 26
"""Words of a row that may become a title; longer heads are cut."""


@dataclass(frozen=True, slots=True)
class Topic:
    """Words of a procedure.

    Attributes:
        act: What is asked for, lower case: "cấp lại giấy phép ...".
        verb: Its verb, "cấp lại"; empty where the name opens with none.
        object: What the verb acts on.
        nouns: Short phrases of name and rows.
    """

    act: str
    verb: str
    object: str
    nouns: tuple[str, ...]
    field: str


def topic_of(profile: ProcedureProfile) -> Topic:
    """The words of a procedure; never empty, whatever its name."""
    act = lowered(name_core(profile.name)) or "giải quyết thủ tục hành chính"
    verb, thing = parted(act)
    field = lowered(plain(re.split(r"[;(]", profile.field or "")[0])) or "thủ tục hành chính"
    return Topic(act, verb, thing, nouns_of([profile.name, *(row.text for row in profile.rows)]) or (thing,), field)


def name_core(name: str) -> str:
    """A procedure's name without "Thủ tục", what stands in brackets, and the level it is dealt with at."""
    core = OPENING.sub("", plain(name))
    core = re.sub(r"\s*\([^)]*\)?", "", core)
    core = LEVEL.sub("", core)
    return core.strip(" .;,:-")


@lru_cache(maxsize=1)
def _verbs() -> re.Pattern[str]:
    verbs = "|".join(sorted(map(re.escape, bank("kinds")["verbs"]), key=len, reverse=True))
    return re.compile(rf"^((?:{verbs})(?:\s*(?:,|và|hoặc|/|;)\s*(?:{verbs}))*)\s+(.+)$", re.IGNORECASE)


def parted(act: str) -> tuple[str, str]:
    """Verb and object of an act; the object alone where no known verb opens it."""
    found = _verbs().match(act)
    return (found[1], found[2]) if found else ("", act)


def nouns_of(texts: Sequence[str]) -> tuple[str, ...]:
    """Phrases of two to nine words between commas, brackets and joining words."""
    found: dict[str, None] = {}
    for text in texts:
        for piece in re.split(
            r"[,;:.()/\-]|\b(?:và|hoặc|của|theo|tại|cho|do|được|đối với|trong|để|bằng|kèm)\b", plain(text)
        ):
            words = _without_verb(lowered(piece.strip())).split()
            if 2 <= len(words) <= 9 and not NO_NOUN.search(piece.lower()):
                found.setdefault(" ".join(words))
    return tuple(list(found)[:40])


def _without_verb(text: str) -> str:
    return parted(OPENING.sub("", text))[1]


def row_titles(row: RowProfile, topic: Topic, rng: random.Random) -> str:
    """A concrete title for a paper that satisfies a row; one of the alternatives where the row names several."""
    head = row_head(row.text, rng)
    folded = head.lower()
    if len(head.split()) < 2 or any(folded.startswith(opening) for opening in bank("kinds")["proof_openings"]):
        return proof_for(row.text, topic, rng)
    if kind_of(head)[0] == "other" and rng.random() < 0.6:
        return proof_for(row.text, topic, rng)
    return raised(head)


def row_head(text: str, rng: random.Random) -> str:
    """The opening of a row that names its paper."""
    head = NUMBERING.sub("", plain(text))
    for _ in range(2):
        for preamble in bank("kinds")["preambles"]:
            head = re.sub(rf"^(?:{preamble})\b[\s,:]*", "", head, flags=re.IGNORECASE).strip()
        head = NUMBERING.sub("", head)
    for tail in bank("kinds")["tails"]:
        at = head.lower().find(tail.lower())
        if at > 6:
            head = head[:at]
    return " ".join(_one_of(head, rng).split()[:LONGEST_HEAD]).strip(' .,;:-–/+"“”')


def _one_of(head: str, rng: random.Random) -> str:
    """One of the papers that "hoặc" joins, where each part opens like a paper."""
    parts = [part.strip(" ,") for part in re.split(r"\bhoặc\b|/", head) if part.strip(" ,")]
    papers = [part for part in parts if kind_of(part)[0] != "other" and len(part.split()) > 1]
    return rng.choice(papers) if papers and papers[0] == parts[0] else head


def proof_for(text: str, topic: Topic, rng: random.Random) -> str:
    """A concrete paper for a row that only says what must be proved."""
    folded = text.lower()
    fitting = [entry for entry in bank("kinds")["proofs"] if any(word in folded for word in entry["when"])]
    entry = rng.choice(fitting) if fitting and rng.random() < 0.85 else bank("kinds")["proofs"][-1]
    nouns = nouns_of([text]) or topic.nouns
    return str(rng.choice(entry["papers"])).replace("{noun}", rng.choice(nouns))


def kind_of(title: str) -> tuple[str, str]:
    """Kind and coarse type of a paper by the opening of its title; ("other", "other") where none fits."""
    folded = lowered(title).lower()
    for entry in bank("kinds")["kinds"]:
        for opening in entry["openings"]:
            if folded == opening or folded.startswith((f"{opening} ", f"{opening},")):
                return entry["kind"], entry["type"]
    return "other", "other"
