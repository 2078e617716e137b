"""Parts that most invented papers share: heads, signatures, dates, paragraphs, tables, certifications."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from classifiers.synthetic.invented.flow import Spec
from classifiers.synthetic.invented.scene import Scene
from classifiers.synthetic.invented.wordbank import bank, lowered, raised
from classifiers.synthetic.people import written

RED = (196, 36, 44)


def para(text: str, **options: Any) -> Spec:
    """A paragraph."""
    return {"p": {"text": text, **options}}


def paras(scene: Scene, section: str, count: int, indent: float | None = None) -> list[Spec]:
    """Paragraphs of a section of the phrase bank, no sentence twice."""
    sentences = scene.rng.sample(bank("phrases")[section], min(count, len(bank("phrases")[section])))
    at = scene.rng.choice((0.0, 8.0, 10.0, 12.7)) if indent is None else indent
    return [para(scene.fill(sentence), indent=at) for sentence in sentences]


def body(scene: Scene, section: str, sentences: int, indent: float) -> Spec:
    """A paragraph of several sentences."""
    chosen = scene.rng.choices(bank("phrases")[section], k=sentences)
    return para(" ".join(scene.fill(sentence) for sentence in chosen), indent=indent)


def annex(scene: Scene, share: float) -> list[Spec]:
    """Sometimes an annex on a page of its own, which belongs to the paper before it."""
    rng = scene.rng
    if rng.random() >= share:
        return []
    head = scene.pick("annex_heads")
    below = scene.fill(
        "<i>([Kèm theo|Ban hành kèm theo] [Văn bản|Công văn|Quyết định|đơn] số {num}/{code} ngày {day})</i>"
    )
    text = (
        table(scene, rng.randrange(4, 24))
        if rng.random() < 0.7
        else [body(scene, "report", 2, 8.0) for _ in range(rng.randrange(2, 7))]
    )
    return [
        {"break": None},
        para(f"<b>{head}</b>", align="centre"),
        para(f"<b>{raised(scene.slot('noun'))}</b>", align="centre"),
        para(below, align="centre", after=3),
        *text,
    ]


def title_of(scene: Scene, title: str) -> Spec:
    """The title of a paper as a block."""
    return {"title": title_lines(title, scene)}


def large_title(title: str, scene: Scene) -> list[Spec]:
    """A title in large letters, red now and then, as on certificates."""
    rng = scene.rng
    if rng.random() < 0.4:
        return [{"title": title_lines(title, scene)}]
    colour = rng.choice(("red", "red", "b"))
    size = rng.uniform(15, 21) if len(title.split()) < 8 else rng.uniform(13, 16)
    return [
        para(f"<b><{colour}>{line}</{colour}></b>" if colour == "red" else f"<b>{line}</b>", align="centre", size=size)
        for line in title_lines(title, scene)
    ] + [{"gap": 3}]


def incoming(scene: Scene, share: float) -> list[Spec]:
    """The stamp of a registry on an incoming letter."""
    if scene.rng.random() >= share:
        return []
    lines = [
        scene.agency.upper()[:34],
        "ĐẾN",
        f"Số: {scene.slot('num')}",
        f"Ngày: {scene.day:%d/%m/%Y}",
        "Chuyển: ............",
    ]
    return [
        {
            "mark": {
                "lines": lines,
                "at": (scene.rng.uniform(8, 30), scene.rng.uniform(42, 75)),
                "colour": scene.rng.choice((RED, (40, 60, 150))),
            }
        }
    ]


def title_lines(title: str, scene: Scene) -> list[str]:
    """A title as printed: capitals over one to four lines, or its first words in capitals and the rest below."""
    words = title.split()
    opening = _opening_length(words)
    style = scene.rng.random()
    if style > 0.94 and len(words) > opening:
        return [" ".join(words[:opening]).upper(), f"<i>{raised(' '.join(words[opening:]))}</i>"]
    if len(words) <= 5 or style < 0.25:
        return [title.upper()]
    if style < 0.7 or len(words) < 10:
        rest = " ".join(words[opening:])
        return [" ".join(words[:opening]).upper(), raised(rest) if scene.rng.random() < 0.6 else rest.upper()]
    lines = min(4, 2 + (len(words) > 14) + (len(words) > 24))
    cut = [round(part * len(words) / lines) for part in range(lines + 1)]
    return [" ".join(words[first:last]).upper() for first, last in pairwise(cut)]


def _opening_length(words: Sequence[str]) -> int:
    """How many words name the kind: "Tờ khai" two, "Đơn đề nghị" and "Giấy chứng nhận" three."""
    joined = " ".join(words).lower()
    longer = next((len(opening.split()) for opening in bank("kinds")["long_openings"] if joined.startswith(opening)), 0)
    return longer or (1 if joined.startswith("đơn ") and len(words) > 2 else 2)


def offices(scene: Scene) -> tuple[str, str]:
    """The two lines of an issuing office; the first may be empty."""
    above, below = (scene.fill(line) for line in scene.rng.choice(bank("phrases")["issuers"]))
    return raised(above), raised(below)


def letterhead(scene: Scene, office: tuple[str, str], number: str = "", subject: str = "") -> Spec:
    """The two-column head of official papers (NĐ 30/2020, Appendix I)."""
    left = [office[0].upper()] if office[0] else []
    day = scene.past(900) if scene.rng.random() < 0.8 else written(scene.day)
    parts = day.split("/")
    return {
        "header": {
            "left": [*left, f"<b>{office[1].upper()}</b>"],
            "below_left": [
                line for line in (number and f"Số: {number}", subject and f"V/v {lowered(subject)}") if line
            ],
            "below_right": [f"<i>{scene.commune.province}, ngày {parts[0]} tháng {parts[1]} năm {parts[2]}</i>"],
            "after": scene.rng.uniform(3, 8),
        }
    }


def number_of(scene: Scene, code: str = "") -> str:
    """A document number such as 214/QĐ-UBND."""
    code = code or scene.slot("code")
    return f"{scene.slot('num')}{scene.rng.choice(('/', f'/{scene.day.year}/'))}{code}-{scene.slot('code')}"


def place_and_day(scene: Scene, align: str = "right") -> Spec:
    """Place and day of writing."""
    day = scene.day
    start = scene.rng.choice((scene.commune.short, scene.commune.province, f"{scene.commune.short}"))
    return para(f"<i>{start}, ngày {day:%d} tháng {day:%m} năm {day.year}</i>", align=align)


def signed_by(
    scene: Scene, lines: Sequence[str], name: str, *, sealed: str = "", share: float = 0.5, left: Spec | None = None
) -> Spec:
    """A signature at the right, perhaps with something beside it."""
    column: dict[str, Any] = {
        "share": share,
        "lines": list(lines),
        "name": name,
        "always": True,
        "room": scene.rng.uniform(18, 28),
    }
    if sealed:
        column["seal"] = f"{sealed[:46]} * MẪU"
    return {"sign": [{"share": 1 - share, **(left or {})}, column]}


def recipients(scene: Scene) -> Spec:
    """The recipients, at the left of a signature."""
    lines = ["<b><i>Nơi nhận:</i></b>", scene.rng.choice(("- Như trên;", "- Như Điều 3;", "- Như kính gửi;"))]
    if scene.rng.random() < 0.5:
        lines.append(f"- {scene.agency[:40]};")
    return {"lines": [*lines, f"- Lưu: VT, {scene.slot('code')}."], "size": 10.5, "room": 0}


def official_signature(scene: Scene, office: tuple[str, str], name: str = "") -> Spec:
    """Post, seal, signature and recipients of an official paper."""
    post = scene.rng.choice(bank("phrases")["posts"])
    lines = [f"<b>{post}</b>"]
    if scene.rng.random() < 0.3:
        lines = [
            f"<b>{scene.rng.choice(('KT.', 'TL.', 'TM.'))} {post}</b>",
            f"<b>{scene.rng.choice(bank('phrases')['posts'])}</b>",
        ]
    left = recipients(scene) if scene.rng.random() < 0.75 else None
    return signed_by(scene, lines, f"<b>{name or scene.stranger().name}</b>", sealed=office[1], share=0.55, left=left)


def certified_copy(scene: Scene) -> Spec:
    """The stamp of a certified copy."""
    number = scene.slot("num")
    lines = [
        "<b>CHỨNG THỰC BẢN SAO ĐÚNG VỚI BẢN CHÍNH</b>",
        f"Số chứng thực: {number}. Quyển số: 01/{scene.day.year} - SCT/BS",
        f"Ngày {scene.past(300)}",
        f"<b>{scene.rng.choice(('CHỦ TỊCH', 'PHÓ CHỦ TỊCH', 'CÔNG CHỨNG VIÊN'))}</b>",
    ]
    return {
        "stamp": {
            "lines": lines,
            "name": scene.stranger().name,
            "colour": RED,
            "inset": scene.rng.uniform(0.1, 0.28),
            "framed": scene.rng.random() < 0.6,
        }
    }


def table(scene: Scene, rows: int) -> list[Spec]:
    """A table of the topic that may run on over pages."""
    heads = [scene.fill(head) for head in scene.rng.choice(bank("phrases")["list_heads"])]
    weights = [0.5, *(scene.rng.uniform(1.2, 2.6) for _ in heads[1:])]
    shares = [weight / sum(weights) for weight in weights]
    specs: list[Spec] = [{"row": {"cells": heads, "shares": shares, "bold": True, "align": "centre"}}]
    cells = [[str(place), *(_cell(scene, head) for head in heads[1:])] for place in range(1, rows + 1)]
    specs += [{"row": {"cells": cell, "shares": shares}} for cell in cells]
    return [*specs, {"gap": 3}]


def _cell(scene: Scene, head: str) -> str:
    """Something that fits under a heading."""
    folded = head.lower()
    for words, slot in bank("kinds")["cells"].items():
        if any(word in folded for word in words.split("|")):
            return _written(scene, slot)
    return raised(scene.slot("noun"))


def _written(scene: Scene, slot: str) -> str:
    if slot == "birthday":
        return scene.past(20000)
    if slot == "id_of_other":
        return scene.stranger().number
    return scene.pick("cell_notes") if slot == "note" else scene.slot(slot)
