"""The middle of an application form: facts about the applicant, what is asked for, fields of the topic."""

from collections.abc import Sequence

from classifiers.synthetic.invented.flow import Spec
from classifiers.synthetic.invented.parts import para, table
from classifiers.synthetic.invented.scene import ROMAN, Scene, person_facts
from classifiers.synthetic.invented.wordbank import bank, lowered, plain, raised
from classifiers.synthetic.markup import Entry

SHORT_FACTS = ("sex", "birth", "issued", "issuer", "phone", "email", "ethnicity", "nationality", "job")
"""Facts of which two fit on one line."""


def middle(scene: Scene, shared: bool, values: dict[str, Entry]) -> list[list[Spec]]:
    """Facts, request and the topic's own fields, in an order that varies."""
    rng = scene.rng
    facts, request = _facts(scene, values) + _partner(scene), _request(scene, shared)
    topic = [spec for _part in range(rng.choice((0, 1, 1, 2, 3))) for spec in _topic_part(scene)]
    parts = [facts, request, topic] if rng.random() < 0.75 else [request, facts, topic]
    if rng.random() < 0.35:
        return [part if not part else [_heading(scene, place), *part] for place, part in enumerate(parts)]
    return parts


def _heading(scene: Scene, place: int) -> Spec:
    number = scene.rng.choice((f"{ROMAN[place]}.", f"{place + 1}.", f"Phần {ROMAN[place]}:"))
    words = scene.fill(scene.rng.choice(bank("phrases")["section_heads"]))
    return para(f"<b>{number} {words.upper() if scene.rng.random() < 0.5 else words}</b>", after=1)


def _facts(scene: Scene, values: dict[str, Entry]) -> list[Spec]:
    """Labels with values about the applicant."""
    rng, facts = scene.rng, person_facts(scene)
    entries = [
        entry
        for entry in bank("fields")["organisation" if scene.org else "person"]
        if entry.get("always") or rng.random() < 0.72
    ]
    numbered = rng.random() < 0.3
    cells: list[str] = []
    for place, entry in enumerate(entries, start=1):
        key = f"a.{entry['key']}"
        values[key] = facts[entry["key"]] if rng.random() < 0.93 else ""
        label = f"{place}. " if numbered else rng.choice(("", "", "", "- "))
        mark = f"{key}!" if entry["key"] in ("name", "org") and rng.random() < 0.4 else key
        cells.append(f"{label}{rng.choice(entry['labels'])}: {{{mark}:{entry['kind']}}}{_trail(scene)}")
    if rng.random() >= 0.12:
        return _laid(scene, cells)
    return [_in_boxes(cell) if "{a.id:" in cell else spec for cell in cells for spec in _laid(scene, [cell])]


def _in_boxes(cell: str) -> Spec:
    """The identification number in boxes, a digit each."""
    label = f"{cell.partition(':')[0]}: "
    return {"digits": {"label": label, "key": "a.id", "kind": "id_number", "at": 62.0, "count": 12}}


def _partner(scene: Scene) -> list[Spec]:
    """The second person of the matter, as forms ask for spouse, member or authorised person."""
    rng, person = scene.rng, scene.partner
    if person is None:
        return []
    role = scene.pick("partner_roles")
    if rng.random() < 0.4:
        return [
            {"f": f"{role}: {person.name}, sinh ngày {person.birth:%d/%m/%Y}, số định danh cá nhân {person.number}"}
        ]
    lines = [
        f"<b>{role}</b> - họ và tên: {person.name}…",
        f"Sinh ngày: {person.birth:%d/%m/%Y}…",
        f"Số định danh cá nhân: {person.number}…",
        f"Nơi cư trú: {person.address}",
    ]
    return [{"f": line} for line in lines[: rng.randrange(3, 5)]]


def _trail(scene: Scene) -> str:
    return scene.rng.choice(("…", "…", "", ";"))


def _laid(scene: Scene, cells: Sequence[str]) -> list[Spec]:
    """Rows of fields, short ones side by side now and then, or all in a two-column table."""
    rng, place = scene.rng, 0
    specs: list[Spec] = []
    if rng.random() < 0.13:
        halves = [cell.replace("…", "").partition(": ") for cell in cells]
        return [{"row": {"cells": [head, value], "shares": [0.38, 0.62]}} for head, _, value in halves] + [{"gap": 3}]
    while place < len(cells):
        pair = cells[place : place + 2]
        if (
            len(pair) == 2
            and all(any(f"a.{key}" in cell for key in SHORT_FACTS) for cell in pair)
            and rng.random() < 0.6
        ):
            specs.append({"f": [[0.5, pair[0]], [0.5, pair[1]]]})
            place += 2
        else:
            specs.append({"f": cells[place]})
            place += 1
    return specs


def _request(scene: Scene, shared: bool) -> list[Spec]:
    """What is asked for: as a sentence, after a label, or as boxes one of which is ticked."""
    rng, act = scene.rng, scene.topic.act
    indent = rng.choice((0.0, 10.0))
    label = scene.pick("request_labels")
    specs: list[Spec] = []
    draw = rng.random()
    if draw < 0.45 or (not shared and draw < 0.7):
        specs.append(para(scene.say("requests"), indent=indent))
    elif draw < 0.8:
        specs.append({"f": f"<b>{label}:</b> {raised(act)}"})
    else:
        specs += _boxes(scene, label)
    if shared and len(specs) == 1 and rng.random() < 0.5:
        specs.append({"f": f"{label}: {raised(act)}."})
    if scene.case and rng.random() < 0.6:
        specs.append({"f": f"{scene.pick('case_labels')}: {plain(scene.case)[:160]}"})
    if rng.random() < 0.6:
        specs.append(para(f"{scene.pick('reason_labels')}: {lowered(scene.say('reasons'))}", indent=indent))
    return specs


def _boxes(scene: Scene, label: str) -> list[Spec]:
    """Boxes of acts on the same object, the right one ticked."""
    rng, topic = scene.rng, scene.topic
    others = [verb for verb in bank("phrases")["other_acts"] if verb not in topic.verb]
    chosen = [topic.verb or "thực hiện", *rng.sample(others, rng.randrange(1, 4))]
    order = sorted(chosen, key=lambda _verb: rng.random())
    boxes = [f"[?{'yes' if verb == chosen[0] else 'no'}] {raised(verb)}" for verb in order]
    head: Spec = {"f": f"{label} <i>(đánh dấu X vào ô phù hợp)</i>: {topic.object}"}
    if rng.random() < 0.5:
        return [head, {"f": "     ".join(boxes)}]
    return [head, *({"f": f"   {box} {topic.object if rng.random() < 0.4 else ''}"} for box in boxes)]


def _topic_part(scene: Scene) -> list[Spec]:
    """Fields about the matter itself, sometimes a table, sometimes empty lines."""
    rng, words = scene.rng, bank("phrases")
    draw = rng.random()
    if draw < 0.2:
        return [para(f"{raised(scene.slot('noun'))}:"), *table(scene, rng.randrange(1, 9))]
    if draw < 0.27:
        return [para(f"{raised(scene.slot('noun'))}:"), {"lines": rng.randrange(2, 6)}]
    labels = rng.sample(words["topic_labels"], rng.randrange(3, 8))
    start = rng.choice(("", "- ", "+ ", "#"))
    specs: list[Spec] = []
    for place, label in enumerate(labels, start=1):
        value = scene.fill(rng.choice(words["topic_values"])) if rng.random() < 0.9 else "…"
        mark = f"{place}. " if start == "#" else start
        specs.append({"f": f"{mark}{scene.fill(label)}: {value}"})
    return specs
