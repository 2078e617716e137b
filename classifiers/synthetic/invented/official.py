"""Papers of offices: decisions, letters, confirmations, minutes, judgments."""

from classifiers.synthetic.invented.flow import Spec, set_sheets
from classifiers.synthetic.invented.looks import paper_look
from classifiers.synthetic.invented.parts import (
    annex,
    body,
    incoming,
    large_title,
    letterhead,
    number_of,
    offices,
    official_signature,
    para,
    paras,
    signed_by,
    table,
    title_of,
)
from classifiers.synthetic.invented.scene import Scene
from classifiers.synthetic.invented.wordbank import bank, lowered, raised
from classifiers.synthetic.sheet import Sheet


def decision(scene: Scene, title: str) -> tuple[Sheet, ...]:
    """A decision: head, legal bases, articles, recipients and seal."""
    rng, office = scene.rng, offices(scene)
    about = title[len("quyết định") :].strip() or scene.slot("noun")
    subject = raised(
        about if lowered(about).startswith("về") else f"{rng.choice(('về việc', 'V/v', ''))} {about}".strip()
    )
    words = bank("phrases")
    articles = rng.sample(words["decision_articles"][:4], rng.randrange(1, 4)) + words["decision_articles"][4:]
    indent = rng.choice((0.0, 10.0, 12.7))
    specs: list[Spec] = [
        letterhead(scene, office, number_of(scene, "QĐ")),
        {"title": ["QUYẾT ĐỊNH", subject]},
        {"rule": 36},
        para(f"<b>{rng.choice(words['posts'])} {office[1].upper()}</b>", align="centre", after=2),
        *(para(f"<i>{line['p']['text']}</i>", indent=indent) for line in paras(scene, "legal", rng.randrange(2, 6))),
        {"title": "QUYẾT ĐỊNH:"},
        *(
            para(f"<b>Điều {place}.</b> {scene.fill(article)}", indent=indent)
            for place, article in enumerate(articles, start=1)
        ),
    ]
    return set_sheets(paper_look(rng), [*specs, {"gap": 3}, official_signature(scene, office), *annex(scene, 0.2)])


def letter(scene: Scene, title: str) -> tuple[Sheet, ...]:
    """An official letter, a notice, a submission: with its subject as title or below the number."""
    rng = scene.rng
    office = ("", scene.org) if scene.org and rng.random() < 0.5 else offices(scene)
    named = rng.random() < 0.75 or not title.lower().startswith(("công văn", "văn bản"))
    specs: list[Spec] = [letterhead(scene, office, number_of(scene), "" if named else title)]
    specs += incoming(scene, 0.12)
    if named:
        specs.append(title_of(scene, title))
    if rng.random() < 0.75:
        specs.append(para(f"Kính gửi: {scene.agency}", align="centre", after=3))
    indent = rng.choice((0.0, 10.0, 12.7))
    specs += [body(scene, "letter", rng.randrange(1, 4), indent) for _ in range(rng.randrange(2, 8))]
    if rng.random() < 0.25:
        specs += table(scene, rng.randrange(2, 9))
    return set_sheets(paper_look(rng), [*specs, {"gap": 2}, official_signature(scene, office), *annex(scene, 0.2)])


def confirmation(scene: Scene, title: str) -> tuple[Sheet, ...]:
    """A short paper of an office that confirms something."""
    rng, office = scene.rng, offices(scene)
    scene.issuer = office[1]
    head: Spec = letterhead(scene, office, number_of(scene)) if rng.random() < 0.75 else {"motto": None}
    specs = [head, title_of(scene, title), *paras(scene, "confirmation", rng.randrange(2, 6))]
    specs += paras(scene, "certificate_lines", rng.randrange(0, 4))
    return set_sheets(paper_look(rng), [*specs, {"gap": 3}, official_signature(scene, office)])


def minutes(scene: Scene, title: str) -> tuple[Sheet, ...]:
    """Minutes of a meeting or an inspection."""
    rng, office = scene.rng, offices(scene)
    head: Spec = letterhead(scene, office, number_of(scene, "BB")) if rng.random() < 0.5 else {"motto": None}
    specs: list[Spec] = [
        head,
        title_of(scene, title),
        para(
            f"Hôm nay, hồi {scene.slot('hour')} giờ ngày {scene.past(600)}, tại {scene.slot('place')}, chúng tôi gồm:"
        ),
    ]
    specs += [para(scene.fill(bank("phrases")["minutes"][0])) for _ in range(rng.randrange(2, 6))]
    specs += [para(scene.fill(rng.choice(bank("phrases")["minutes"][1:]))) for _ in range(rng.randrange(3, 12))]
    if rng.random() < 0.3:
        specs += table(scene, rng.randrange(2, 8))
    names = [scene.stranger().name, scene.applicant.name]
    roles = rng.choice((("THƯ KÝ", "CHỦ TRÌ"), ("ĐẠI DIỆN CƠ SỞ", "ĐOÀN KIỂM TRA"), ("BÊN GIAO", "BÊN NHẬN")))
    sign: Spec = {
        "sign": [
            {"share": 0.5, "lines": [f"<b>{role}</b>"], "name": name, "always": True}
            for role, name in zip(roles, names, strict=True)
        ]
    }
    return set_sheets(paper_look(rng), [*specs, {"gap": 3}, sign])


def judgment(scene: Scene, title: str) -> tuple[Sheet, ...]:
    """A judgment or ruling of a court."""
    rng = scene.rng
    office = (
        "Tòa án nhân dân",
        rng.choice((scene.commune.province_name, f"khu vực {rng.randrange(1, 12)} - {scene.commune.province}")),
    )
    specs: list[Spec] = [
        letterhead(
            scene, office, f"{scene.slot('num')}/{scene.day.year}/{rng.choice(('HNGĐ-ST', 'DS-ST', 'QĐST-HNGĐ'))}"
        ),
        *large_title(title, scene),
        para("<b>NHÂN DANH NƯỚC CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b>", align="centre"),
    ]
    specs += [
        para(f"Nguyên đơn: {scene.applicant.name}, sinh ngày {scene.slot('birth')}; bị đơn: {scene.stranger().name}."),
        *paras(scene, "legal", 3),
    ]
    specs += [
        para(f"<b>{head}</b>", align="centre") if head else body(scene, "confirmation", 2, 10.0)
        for head in ("NHẬN THẤY", "", "", "XÉT THẤY", "", "", "QUYẾT ĐỊNH", "", "")
    ]
    return set_sheets(
        paper_look(rng),
        [*specs, signed_by(scene, ["<b>THẨM PHÁN</b>"], scene.stranger().name, sealed=" ".join(office))],
    )
