"""Papers that people and enterprises write or get: contracts, authorisations, curricula, medical papers, receipts."""

from dataclasses import replace

from classifiers.synthetic.invented.flow import Spec, set_sheets
from classifiers.synthetic.invented.looks import paper_look
from classifiers.synthetic.invented.parts import (
    RED,
    annex,
    certified_copy,
    letterhead,
    number_of,
    para,
    paras,
    place_and_day,
    signed_by,
    table,
    title_of,
)
from classifiers.synthetic.invented.scene import ROMAN, Scene
from classifiers.synthetic.invented.wordbank import bank
from classifiers.synthetic.sheet import Sheet


def contract(scene: Scene, title: str) -> tuple[Sheet, ...]:
    """A contract with parties, articles and two signatures."""
    rng, words = scene.rng, bank("phrases")
    other = scene.stranger()
    specs: list[Spec] = [{"motto": None}, title_of(scene, title)]
    if rng.random() < 0.6:
        specs.append(para(f"Số: {scene.slot('num')}/{scene.day.year}/HĐ", align="centre"))
    specs += [para(f"Hôm nay, ngày {scene.past(900)}, tại {scene.slot('place')}, {scene.pick('contract_openings')}")]
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
    return set_sheets(paper_look(rng), [*specs, {"gap": 3}, sign, *ending, *annex(scene, 0.12)])


def _notary(scene: Scene) -> Spec:
    lines = [
        "<b>LỜI CHỨNG CỦA CÔNG CHỨNG VIÊN</b>",
        f"Số công chứng: {scene.slot('num')}, quyển số 02/{scene.day.year}",
        "Các bên tự nguyện giao kết, có năng lực hành vi dân sự và đã ký trước mặt tôi.",
    ]
    return {"stamp": {"lines": lines, "name": scene.stranger().name, "colour": RED, "inset": 0.02, "framed": False}}


def authorisation(scene: Scene, title: str) -> tuple[Sheet, ...]:
    """A power of attorney in the words of its writers."""
    rng, giver, taker = scene.rng, scene.applicant, scene.stranger()
    specs: list[Spec] = [{"motto": None}, title_of(scene, title)]
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
    return set_sheets(
        paper_look(rng), [*specs, place_and_day(scene), sign, *([certified_copy(scene)] if rng.random() < 0.3 else [])]
    )


def curriculum(scene: Scene, title: str) -> tuple[Sheet, ...]:
    """A curriculum vitae, with a box for the photo now and then."""
    rng, person, words = scene.rng, scene.applicant, bank("phrases")
    specs: list[Spec] = [
        {"motto": None},
        *([{"photo_box": "Ảnh 4x6"}] if rng.random() < 0.4 else []),
        title_of(scene, title),
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
    return set_sheets(paper_look(rng), [*specs, *paras(scene, "commitments", 1), place_and_day(scene), sign])


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
        title_of(scene, title),
        {"f": f"Họ và tên: {person.name.upper()}     Giới tính: {person.sex}"},
        {"f": f"Sinh ngày: {scene.slot('birth')}"},
        {"f": f"Chỗ ở hiện tại: {person.address}"},
    ]
    specs += [{"f": line["p"]["text"]} for line in paras(scene, "medical", rng.randrange(4, 9))]
    return set_sheets(
        paper_look(rng),
        [*specs, {"gap": 3}, signed_by(scene, ["<b>BÁC SĨ KẾT LUẬN</b>"], scene.stranger().name, sealed=office[1])],
    )


def receipt(scene: Scene, title: str) -> tuple[Sheet, ...]:
    """A receipt or invoice, half a sheet now and then."""
    rng = scene.rng
    look = paper_look(rng)
    if rng.random() < 0.4:
        look = replace(look, sheet=(210.0, 148.0), size=min(look.size, 11.0), leading=1.2, margins=(16, 14, 9, 9))
    code = f"Mã số thuế: 09{rng.randrange(10**8):08d}   Ký hiệu: 1C{rng.randrange(20, 27)}TMM"
    specs: list[Spec] = [
        para(f"<b>{scene.organisation()}</b>"),
        {"f": f"{code}   Số: {rng.randrange(10**6):07d}"},
        title_of(scene, title),
        {"f": f"Họ tên người nộp tiền: {scene.applicant.name}"},
        {"f": f"Địa chỉ: {scene.applicant.address}"},
        {"f": f"Lý do: {scene.slot('noun')}"},
        {"f": f"Số tiền: {scene.slot('money')} đồng"},
    ]
    if rng.random() < 0.5 and look.sheet[1] > 200:
        specs += table(scene, rng.randrange(1, 6))
    return set_sheets(
        look, [*specs, place_and_day(scene), signed_by(scene, ["<b>NGƯỜI THU TIỀN</b>"], scene.stranger().name)]
    )
