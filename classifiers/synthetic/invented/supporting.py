"""Supporting papers by kind: each kind turns a title and a scene into sheets."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from classifiers.papers import PaperType
from classifiers.synthetic.invented.drawing import plan_sheet, portrait_sheet
from classifiers.synthetic.invented.flow import Flow, Spec
from classifiers.synthetic.invented.looks import PaperLook, certificate_look, paper_look
from classifiers.synthetic.invented.parts import (
    RED,
    annex,
    body,
    certified_copy,
    incoming,
    large_title,
    letterhead,
    number_of,
    offices,
    official_signature,
    para,
    paras,
    place_and_day,
    signed_by,
    table,
    title_lines,
)
from classifiers.synthetic.invented.scene import ROMAN, Scene
from classifiers.synthetic.invented.wordbank import bank, lowered, raised
from classifiers.synthetic.papers import SetPaper
from classifiers.synthetic.sheet import Sheet

Maker = Callable[[Scene, str], tuple[Sheet, ...]]


def _set(look: PaperLook, specs: Sequence[Spec]) -> tuple[Sheet, ...]:
    flow = Flow({}, look)
    flow.add(specs)
    return flow.sheets()


def _title(scene: Scene, title: str) -> Spec:
    return {"title": title_lines(title, scene)}


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
    return _set(paper_look(rng), [*specs, {"gap": 3}, official_signature(scene, office), *annex(scene, 0.2)])


def letter(scene: Scene, title: str) -> tuple[Sheet, ...]:
    """An official letter, a notice, a submission: with its subject as title or below the number."""
    rng = scene.rng
    office = ("", scene.org) if scene.org and rng.random() < 0.5 else offices(scene)
    named = rng.random() < 0.75 or not title.lower().startswith(("công văn", "văn bản"))
    specs: list[Spec] = [letterhead(scene, office, number_of(scene), "" if named else title)]
    specs += incoming(scene, 0.12)
    if named:
        specs.append(_title(scene, title))
    if rng.random() < 0.75:
        specs.append(para(f"Kính gửi: {scene.agency}", align="centre", after=3))
    indent = rng.choice((0.0, 10.0, 12.7))
    specs += [body(scene, "letter", rng.randrange(1, 4), indent) for _ in range(rng.randrange(2, 8))]
    if rng.random() < 0.25:
        specs += table(scene, rng.randrange(2, 9))
    return _set(paper_look(rng), [*specs, {"gap": 2}, official_signature(scene, office), *annex(scene, 0.2)])


def certificate(scene: Scene, title: str) -> tuple[Sheet, ...]:
    """A licence or certificate: frame, large title, a few facts, seal; foreign papers and copies too."""
    rng, office = scene.rng, offices(scene)
    look = certificate_look(rng) if rng.random() < 0.6 else paper_look(rng)
    head: Spec = letterhead(scene, office, number_of(scene)) if rng.random() < 0.55 else {"motto": None}
    specs: list[Spec] = (
        [{"frame": {"colour": rng.choice((RED, (30, 90, 60), (160, 120, 40), (40, 60, 130)))}}]
        if rng.random() < 0.6
        else []
    )
    specs += [head, *large_title(title, scene)]
    specs += [
        {"f": line["p"]["text"]}
        for line in paras(scene, "certificate_lines", rng.randrange(4, 9 if look.sheet[1] > 200 else 6))
    ]
    if rng.random() < 0.3 and look.sheet[1] > 250:
        specs += paras(scene, "decision_articles", 2)
    signature = (
        official_signature(scene, office)
        if look.sheet[0] > 200
        else signed_by(
            scene, [f"<b>{rng.choice(bank('phrases')['posts'])}</b>"], scene.stranger().name, sealed=office[1]
        )
    )
    return _set(look, [*specs, signature, *_copied(scene, look)])


def _copied(scene: Scene, look: PaperLook) -> list[Spec]:
    return [certified_copy(scene)] if scene.rng.random() < 0.22 and look.sheet[0] > 200 else []


def confirmation(scene: Scene, title: str) -> tuple[Sheet, ...]:
    """A short paper of an office that confirms something."""
    rng, office = scene.rng, offices(scene)
    scene.issuer = office[1]
    head: Spec = letterhead(scene, office, number_of(scene)) if rng.random() < 0.75 else {"motto": None}
    specs = [head, _title(scene, title), *paras(scene, "confirmation", rng.randrange(2, 6))]
    specs += paras(scene, "certificate_lines", rng.randrange(0, 4))
    return _set(paper_look(rng), [*specs, {"gap": 3}, official_signature(scene, office)])


def contract(scene: Scene, title: str) -> tuple[Sheet, ...]:
    """A contract with parties, articles and two signatures."""
    rng, words = scene.rng, bank("phrases")
    other = scene.stranger()
    specs: list[Spec] = [{"motto": None}, _title(scene, title)]
    if rng.random() < 0.6:
        specs.append(para(f"Số: {scene.slot('num')}/{scene.day.year}/HĐ", align="centre"))
    specs += [
        para(
            f"Hôm nay, ngày {scene.past(900)}, tại {scene.slot('place')}, [chúng tôi]".replace(
                "[chúng tôi]", rng.choice(("chúng tôi gồm:", "hai bên gồm có:"))
            )
        )
    ]
    parties = [(scene.owner, scene.applicant), (scene.organisation() if rng.random() < 0.5 else other.name, other)]
    rng.shuffle(parties)
    for letter_, (name, person) in zip("AB", parties, strict=True):
        specs += [
            para(f"<b>BÊN {letter_}: {name.upper() if rng.random() < 0.5 else name}</b>"),
            {"f": f"Đại diện: {person.name}. Số định danh cá nhân: {person.number}"},
            {"f": f"Địa chỉ: {person.address}. Điện thoại: {scene.people.phone()}"},
        ]
    for place, head in enumerate(words["contract_heads"][: rng.randrange(4, 8)], start=1):
        specs.append(para(f"<b>Điều {place}. {scene.fill(head)}</b>"))
        specs += [
            para(f"{number}. {scene.fill(line)}")
            for number, line in enumerate(rng.sample(words["contract"], rng.randrange(1, 5)), start=1)
        ]
    sign: Spec = {
        "sign": [
            {
                "share": 0.5,
                "lines": [f"<b>ĐẠI DIỆN BÊN {side}</b>", "<i>(Ký, ghi rõ họ tên)</i>"],
                "name": person.name,
                "always": True,
            }
            for side, (_, person) in zip("AB", parties, strict=True)
        ]
    }
    ending: list[Spec] = [_notary(scene)] if rng.random() < 0.25 else []
    return _set(paper_look(rng), [*specs, {"gap": 3}, sign, *ending, *annex(scene, 0.12)])


def _notary(scene: Scene) -> Spec:
    lines = [
        "<b>LỜI CHỨNG CỦA CÔNG CHỨNG VIÊN</b>",
        f"Số công chứng: {scene.slot('num')}, quyển số 02/{scene.day.year}",
        "Các bên tự nguyện giao kết, có năng lực hành vi dân sự và đã ký trước mặt tôi.",
    ]
    return {"stamp": {"lines": lines, "name": scene.stranger().name, "colour": RED, "inset": 0.02, "framed": False}}


def minutes(scene: Scene, title: str) -> tuple[Sheet, ...]:
    """Minutes of a meeting or an inspection."""
    rng, office = scene.rng, offices(scene)
    head: Spec = letterhead(scene, office, number_of(scene, "BB")) if rng.random() < 0.5 else {"motto": None}
    specs: list[Spec] = [
        head,
        _title(scene, title),
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
    return _set(paper_look(rng), [*specs, {"gap": 3}, sign])


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
            _title(scene, title),
            {"gap": 90},
            para(f"{scene.commune.province}, năm {scene.day.year}", align="centre"),
            {"break": None},
        ]
    specs += [
        letterhead(scene, office, number_of(scene)) if rng.random() < 0.7 else {"motto": None},
        _title(scene, title),
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
    return _set(look, [*specs, {"gap": 3}, ending])


def articles(scene: Scene, title: str) -> tuple[Sheet, ...]:
    """Statutes or rules: chapters and articles."""
    rng, words = scene.rng, bank("phrases")
    look = replace(paper_look(rng), numbering=rng.choice(("top", "bottom", "{n}/{all}", "")))
    specs: list[Spec] = [
        letterhead(scene, ("", scene.owner)) if rng.random() < 0.4 else {"motto": None},
        _title(scene, title),
    ]
    number = 0
    for chapter in range(rng.randrange(2, 5)):
        specs.append(para(f"<b>Chương {ROMAN[chapter]}\n{raised(scene.slot('noun')).upper()}</b>", align="centre"))
        for _ in range(rng.randrange(2, 5)):
            number += 1
            specs.append(para(f"<b>Điều {number}. {raised(scene.slot('noun'))}</b>"))
            specs += [para(f"{line}. {scene.say('articles')}") for line in range(1, rng.randrange(2, 5))]
    return _set(
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
    specs = [*head, _title(scene, title)]
    if rng.random() < 0.6:
        specs.append(
            para(
                f"<i>(Kèm theo {rng.choice(('hồ sơ', 'văn bản số', 'đơn'))} đề nghị {scene.topic.act})</i>",
                align="centre",
            )
        )
    specs += table(scene, rng.choice((3, 5, 8, 12, 20, 34)))
    return _set(
        look,
        [*specs, place_and_day(scene), signed_by(scene, ["<b>NGƯỜI LẬP</b>"], scene.applicant.name, sealed=scene.org)],
    )


def curriculum(scene: Scene, title: str) -> tuple[Sheet, ...]:
    """A curriculum vitae, with a box for the photo now and then."""
    rng, person, words = scene.rng, scene.applicant, bank("phrases")
    specs: list[Spec] = [
        {"motto": None},
        *([{"photo_box": "Ảnh 4x6"}] if rng.random() < 0.4 else []),
        _title(scene, title),
        {"gap": 6},
    ]
    facts = [
        f"Họ và tên: {person.name.upper()}",
        f"Sinh ngày: {scene.slot('birth')}. Giới tính: {person.sex}",
        f"Số định danh cá nhân: {person.number}",
        f"Dân tộc: {person.ethnicity}. Tôn giáo: Không",
        f"Nơi thường trú: {person.address}",
        f"Quê quán: {person.commune}",
    ]
    specs += [{"f": fact} for fact in facts[: rng.randrange(3, 7)]]
    for place, head in enumerate(rng.sample(words["cv_heads"], rng.randrange(2, 6))):
        specs.append(para(f"<b>{ROMAN[place]}. {head.upper()}</b>"))
        specs += [{"f": scene.say("cv")} for _ in range(rng.randrange(2, 8))]
    sign = signed_by(
        scene,
        ["<b>Người khai</b>", "<i>(Ký, ghi rõ họ tên)</i>"],
        person.name,
        left={"lines": ["<b>XÁC NHẬN CỦA ĐỊA PHƯƠNG</b>"]} if rng.random() < 0.5 else {},
    )
    return _set(paper_look(rng), [*specs, *paras(scene, "commitments", 1), place_and_day(scene), sign])


def medical(scene: Scene, title: str) -> tuple[Sheet, ...]:
    """A paper of a hospital."""
    rng = scene.rng
    office = (
        f"Sở Y tế {scene.commune.province_name}",
        f"{rng.choice(('Bệnh viện đa khoa', 'Trung tâm Y tế', 'Phòng khám'))} {scene.commune.short}",
    )
    person = scene.applicant
    specs: list[Spec] = [
        letterhead(scene, office, number_of(scene, "GKSK")),
        _title(scene, title),
        {"f": f"Họ và tên: {person.name.upper()}     Giới tính: {person.sex}"},
        {"f": f"Sinh ngày: {scene.slot('birth')}"},
        {"f": f"Chỗ ở hiện tại: {person.address}"},
    ]
    specs += [{"f": line["p"]["text"]} for line in paras(scene, "medical", rng.randrange(4, 9))]
    return _set(
        paper_look(rng),
        [*specs, {"gap": 3}, signed_by(scene, ["<b>BÁC SĨ KẾT LUẬN</b>"], scene.stranger().name, sealed=office[1])],
    )


def receipt(scene: Scene, title: str) -> tuple[Sheet, ...]:
    """A receipt or invoice, half a sheet now and then."""
    rng = scene.rng
    look = paper_look(rng)
    if rng.random() < 0.4:
        look = replace(look, sheet=(210.0, 148.0), size=min(look.size, 11.0), leading=1.2, margins=(16, 14, 9, 9))
    specs: list[Spec] = [
        para(f"<b>{scene.organisation()}</b>"),
        {
            "f": f"Mã số thuế: 09{rng.randrange(10**8):08d}   Ký hiệu: 1C{rng.randrange(20, 27)}TMM   Số: {rng.randrange(10**6):07d}"
        },
        _title(scene, title),
        {"f": f"Họ tên người nộp tiền: {scene.applicant.name}"},
        {"f": f"Địa chỉ: {scene.applicant.address}"},
        {"f": f"Lý do: {scene.slot('noun')}"},
        {"f": f"Số tiền: {scene.slot('money')} đồng"},
    ]
    if rng.random() < 0.5 and look.sheet[1] > 200:
        specs += table(scene, rng.randrange(1, 6))
    return _set(
        look, [*specs, place_and_day(scene), signed_by(scene, ["<b>NGƯỜI THU TIỀN</b>"], scene.stranger().name)]
    )


def degree(scene: Scene, title: str) -> tuple[Sheet, ...]:
    """A degree or professional certificate: landscape, framed, sometimes in two languages."""
    rng, office = scene.rng, offices(scene)
    look = replace(
        certificate_look(rng),
        sheet=rng.choice(((297.0, 210.0), (297.0, 210.0), (210.0, 297.0))),
        margins=(30, 30, 22, 14),
    )
    person = scene.applicant
    specs: list[Spec] = [
        {"frame": {"colour": rng.choice((RED, (150, 110, 30), (30, 60, 130)))}},
        {"motto": None},
        para(f"<b>{office[1].upper()}</b>", align="centre"),
    ]
    specs += large_title(title, scene)
    if rng.random() < 0.45:
        specs.append(
            para(
                rng.choice(
                    (
                        "<i>THE DEGREE OF BACHELOR</i>",
                        "<i>CERTIFICATE</i>",
                        "<i>DIPLOMA</i>",
                        "<i>PROFESSIONAL LICENCE</i>",
                    )
                ),
                align="centre",
            )
        )
    specs += [
        {"f": f"{rng.choice(('Cấp cho', 'Chứng nhận ông/bà', 'Ông/Bà'))}: <b>{person.name}</b>"},
        {"f": f"Sinh ngày: {scene.slot('birth')}"},
        {
            "f": f"{rng.choice(('Ngành', 'Chuyên ngành', 'Đã hoàn thành khóa học', 'Phạm vi hành nghề'))}: {scene.slot('noun')}"
        },
        {"f": f"Xếp loại: {rng.choice(('Giỏi', 'Khá', 'Trung bình khá', 'Đạt'))}"},
        {"f": f"Số hiệu: {scene.slot('num')}; vào sổ số {scene.slot('num')}"},
    ]
    return _set(
        look,
        [
            *specs,
            signed_by(
                scene,
                [f"<b>{rng.choice(('HIỆU TRƯỞNG', 'GIÁM ĐỐC', 'RECTOR'))}</b>"],
                scene.stranger().name,
                sealed=office[1],
            ),
        ],
    )


def business_registration(scene: Scene, title: str) -> tuple[Sheet, ...]:
    """The registration of an enterprise, household business or cooperative."""
    rng, person = scene.rng, scene.applicant
    name = scene.org or f"Hộ kinh doanh {person.name.split()[-1]}"
    office = (
        rng.choice((f"Sở Tài chính {scene.commune.province_name}", f"Ủy ban nhân dân {scene.commune.name}")),
        "Phòng Đăng ký kinh doanh",
    )
    specs: list[Spec] = [
        letterhead(scene, office),
        _title(scene, title),
        para(f"Mã số: 09{rng.randrange(10**8):08d}", align="centre"),
        para(f"<i>Đăng ký lần đầu, ngày {scene.past(4000)}</i>", align="centre"),
        {"f": f"<b>1. Tên {rng.choice(('công ty', 'doanh nghiệp', 'cơ sở'))}:</b> {name.upper()}"},
        {"f": f"<b>2. Địa chỉ trụ sở chính:</b> {scene.slot('place')}"},
        {"f": f"Điện thoại: {scene.people.phone()}     Email: kinhdoanh@example.com"},
        {"f": f"<b>3. Vốn:</b> {scene.slot('money')} đồng"},
        {
            "f": f"<b>4. Người đại diện theo pháp luật:</b> {person.name.upper()}, sinh ngày {scene.slot('birth')}, số định danh {person.number}"
        },
        {"f": f"<b>5. Ngành, nghề:</b> {rng.choice(bank('phrases')['kinds_of_trade'])}"},
    ]
    look = certificate_look(rng)
    if look.sheet[0] != 210.0 or look.sheet[1] < 200:
        look = paper_look(rng)
    return _set(
        look,
        [
            *specs,
            {"gap": 3},
            signed_by(scene, ["<b>TRƯỞNG PHÒNG</b>"], scene.stranger().name, sealed=office[1]),
            *_copied(scene, look),
        ],
    )


def authorisation(scene: Scene, title: str) -> tuple[Sheet, ...]:
    """A power of attorney in the words of its writers."""
    rng, giver, taker = scene.rng, scene.applicant, scene.stranger()
    specs: list[Spec] = [{"motto": None}, _title(scene, title)]
    for role, person in (("Bên ủy quyền", giver), ("Bên được ủy quyền", taker)):
        specs += [
            para(f"<b>{role}:</b> {person.name}, sinh ngày {person.birth:%d/%m/%Y}"),
            {"f": f"Số định danh cá nhân: {person.number}. Nơi cư trú: {person.address}"},
        ]
    specs += [
        para(f"Nội dung ủy quyền: thay mặt tôi nộp hồ sơ, bổ sung giấy tờ và nhận kết quả {scene.topic.act}."),
        para(f"Thời hạn ủy quyền: {scene.slot('term')}."),
        *paras(scene, "commitments", 2),
    ]
    sign: Spec = {
        "sign": [
            {"share": 0.5, "lines": ["<b>Người được ủy quyền</b>"], "name": taker.name, "always": True},
            {"share": 0.5, "lines": ["<b>Người ủy quyền</b>"], "name": giver.name, "always": True},
        ]
    }
    return _set(
        paper_look(rng), [*specs, place_and_day(scene), sign, *([certified_copy(scene)] if rng.random() < 0.3 else [])]
    )


def foreign(scene: Scene, title: str) -> tuple[Sheet, ...]:
    """A paper in English with its translation, or the translation alone."""
    rng = scene.rng
    english: list[Spec] = [
        para("<b>REPUBLIC OF SAMPLELAND</b>", align="centre"),
        para("MINISTRY OF EXAMPLES", align="centre"),
        {"title": [title.upper()]},
        *paras(scene, "foreign", 5),
        {"gap": 8},
        signed_by(scene, ["<b>REGISTRAR</b>"], "J. Mau Clerk"),
    ]
    return _set(paper_look(rng), english)


def translation(scene: Scene, title: str) -> tuple[Sheet, ...]:
    """A foreign paper in the words of a translating office, its original before it or not."""
    rng = scene.rng
    office = (
        "",
        rng.choice(("VĂN PHÒNG DỊCH THUẬT MẪU", "PHÒNG CÔNG CHỨNG SỐ 9 MẪU", "TRUNG TÂM DỊCH THUẬT ÁNH SAO MẪU")),
    )
    specs: list[Spec] = [letterhead(scene, office, f"{scene.slot('num')}/CC-BD"), *large_title(title, scene)]
    specs.append(
        para(
            f"<i>({rng.choice(('Bản dịch từ tiếng Anh', 'Bản dịch có chứng thực', 'Dịch từ tiếng Hàn', 'Bản dịch từ tiếng Trung'))})</i>",
            align="centre",
        )
    )
    specs += [{"f": line["p"]["text"]} for line in paras(scene, "certificate_lines", rng.randrange(4, 9))]
    specs += [
        para(f"Tôi, {scene.stranger().name}, cam đoan đã dịch chính xác nội dung giấy tờ này."),
        signed_by(scene, ["<b>NGƯỜI DỊCH</b>"], scene.stranger().name, sealed=office[1]),
    ]
    return (*(foreign(scene, "Certificate") if rng.random() < 0.3 else ()), *_set(paper_look(rng), specs))


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
    return _set(
        paper_look(rng),
        [*specs, signed_by(scene, ["<b>THẨM PHÁN</b>"], scene.stranger().name, sealed=" ".join(office))],
    )


def drawing(scene: Scene, title: str) -> tuple[Sheet, ...]:
    """Drawings: one to three sheets of lines with a title block."""
    count = scene.rng.choice((1, 1, 1, 2, 3))
    look = paper_look(scene.rng)
    return tuple(plan_sheet(scene, title, look, place + 1) for place in range(count))


def photo(scene: Scene, _: str) -> tuple[Sheet, ...]:
    """Portraits on a sheet."""
    return (portrait_sheet(scene),)


MAKERS: Mapping[str, Maker] = {
    "decision": decision,
    "letter": letter,
    "certificate": certificate,
    "confirmation": confirmation,
    "contract": contract,
    "minutes": minutes,
    "report": report,
    "articles": articles,
    "list": listing,
    "curriculum": curriculum,
    "medical": medical,
    "receipt": receipt,
    "degree": degree,
    "business_registration": business_registration,
    "power_of_attorney": authorisation,
    "drawing": drawing,
    "photo": photo,
    "foreign": foreign,
    "other": letter,
    "judgment": judgment,
    "land_certificate": certificate,
    "passport": certificate,
    "birth_notice": confirmation,
    "birth_certificate": certificate,
    "marriage_certificate": certificate,
    "marital_status_certificate": confirmation,
    "death_notice": confirmation,
}
"""How a paper of a kind (kinds.yaml) is made where no recipe of papers/ is taken."""


def supporting(scene: Scene, title: str, kind: str, paper_type: str) -> SetPaper:
    """A supporting paper.

    Args:
        scene: The dossier.
        title: As a row names it.
        kind: Of kinds.yaml; decides the layout.
        paper_type: Coarse type of the report contract.
    """
    maker = MAKERS.get(kind, letter)
    if maker is certificate and scene.rng.random() < 0.08:
        maker = translation
    sheets = maker(scene, title)
    return SetPaper(PaperType(paper_type), title.upper(), sheets)
