"""Papers of several pages: reports and plans, statutes, lists."""

from dataclasses import replace

from classifiers.synthetic.invented.flow import Spec, set_sheets
from classifiers.synthetic.invented.looks import paper_look
from classifiers.synthetic.invented.parts import (
    body,
    letterhead,
    number_of,
    offices,
    official_signature,
    para,
    place_and_day,
    signed_by,
    table,
    title_of,
)
from classifiers.synthetic.invented.scene import ROMAN, Scene
from classifiers.synthetic.invented.wordbank import bank, raised
from classifiers.synthetic.sheet import Sheet


def report(scene: Scene, title: str) -> tuple[Sheet, ...]:
    """A report, plan or project of several pages, sometimes behind a cover."""
    rng, words = scene.rng, bank("phrases")
    look = replace(paper_look(rng), numbering=rng.choice(("", "top", "bottom", "Trang {n}/{all}", "right")))
    office = ("", scene.org) if scene.org else offices(scene)
    specs: list[Spec] = []
    if rng.random() < 0.15:
        specs += [
            para(f"<b>{office[1].upper()}</b>", align="centre"),
            {"gap": 60},
            title_of(scene, title),
            {"gap": 90},
            para(f"{scene.commune.province}, năm {scene.day.year}", align="centre"),
            {"break": None},
        ]
    specs += [
        letterhead(scene, office, number_of(scene)) if rng.random() < 0.7 else {"motto": None},
        title_of(scene, title),
    ]
    if rng.random() < 0.4:
        specs.append(para(f"Kính gửi: {scene.agency}", align="centre"))
    indent = rng.choice((0.0, 10.0, 12.7))
    for place, head in enumerate(rng.sample(words["report_heads"], rng.randrange(2, 8))):
        number = f"{ROMAN[place]}." if indent else f"{place + 1}."
        specs.append(para(f"<b>{number} {scene.fill(head).upper() if rng.random() < 0.5 else scene.fill(head)}</b>"))
        specs += [body(scene, "report", rng.randrange(1, 4), indent) for _ in range(rng.randrange(1, 5))]
        if rng.random() < 0.35:
            specs += [para(scene.fill(rng.choice(words["bullets"])), indent=indent) for _ in range(rng.randrange(2, 6))]
        if rng.random() < 0.2:
            specs += table(scene, rng.randrange(2, 14))
    ending = (
        official_signature(scene, office, scene.applicant.name)
        if rng.random() < 0.7
        else signed_by(scene, ["<b>NGƯỜI LẬP</b>"], scene.applicant.name)
    )
    return set_sheets(look, [*specs, {"gap": 3}, ending])


def articles(scene: Scene, title: str) -> tuple[Sheet, ...]:
    """Statutes or rules: chapters and articles."""
    rng = scene.rng
    look = replace(paper_look(rng), numbering=rng.choice(("top", "bottom", "{n}/{all}", "")))
    specs: list[Spec] = [
        letterhead(scene, ("", scene.owner)) if rng.random() < 0.4 else {"motto": None},
        title_of(scene, title),
    ]
    number = 0
    for chapter in range(rng.randrange(2, 5)):
        specs.append(para(f"<b>Chương {ROMAN[chapter]}\n{raised(scene.slot('noun')).upper()}</b>", align="centre"))
        for _ in range(rng.randrange(2, 5)):
            number += 1
            specs.append(para(f"<b>Điều {number}. {raised(scene.slot('noun'))}</b>"))
            specs += [para(f"{line}. {scene.say('articles')}") for line in range(1, rng.randrange(2, 5))]
    return set_sheets(
        look, [*specs, {"gap": 3}, signed_by(scene, ["<b>ĐẠI DIỆN</b>"], scene.applicant.name, sealed=scene.org)]
    )


def listing(scene: Scene, title: str) -> tuple[Sheet, ...]:
    """A list: mostly a table, upright or landscape, that may run over pages."""
    rng = scene.rng
    look = paper_look(rng)
    if rng.random() < 0.3:
        look = replace(look, sheet=(297.0, 210.0))
    head: list[Spec] = (
        [] if rng.random() < 0.15 else [letterhead(scene, ("", scene.org) if scene.org else offices(scene))]
    )
    specs = [*head, title_of(scene, title)]
    if rng.random() < 0.6:
        specs.append(
            para(
                f"<i>(Kèm theo {rng.choice(('hồ sơ', 'văn bản số', 'đơn'))} đề nghị {scene.topic.act})</i>",
                align="centre",
            )
        )
    specs += table(scene, rng.choice((3, 5, 8, 12, 20, 34)))
    return set_sheets(
        look,
        [*specs, place_and_day(scene), signed_by(scene, ["<b>NGƯỜI LẬP</b>"], scene.applicant.name, sealed=scene.org)],
    )
