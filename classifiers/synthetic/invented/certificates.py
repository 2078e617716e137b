"""Certificates, degrees, registrations, and their translations."""

from dataclasses import replace

from classifiers.synthetic.invented.flow import Spec, set_sheets
from classifiers.synthetic.invented.looks import PaperLook, certificate_look, paper_look
from classifiers.synthetic.invented.parts import (
    RED,
    certified_copy,
    large_title,
    letterhead,
    number_of,
    offices,
    official_signature,
    para,
    paras,
    signed_by,
    title_of,
)
from classifiers.synthetic.invented.scene import Scene
from classifiers.synthetic.invented.wordbank import bank
from classifiers.synthetic.sheet import Sheet


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
    return set_sheets(look, [*specs, signature, *_copied(scene, look)])


def _copied(scene: Scene, look: PaperLook) -> list[Spec]:
    return [certified_copy(scene)] if scene.rng.random() < 0.22 and look.sheet[0] > 200 else []


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
                f"<i>{scene.pick('english_kinds')}</i>",
                align="centre",
            )
        )
    specs += [
        {"f": f"{scene.pick('holders')}: <b>{person.name}</b>"},
        {"f": f"Sinh ngày: {scene.slot('birth')}"},
        {"f": f"{scene.pick('studies')}: {scene.slot('noun')}"},
        {"f": f"Xếp loại: {scene.pick('grades')}"},
        {"f": f"Số hiệu: {scene.slot('num')}; vào sổ số {scene.slot('num')}"},
    ]
    return set_sheets(
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
        title_of(scene, title),
        para(f"Mã số: 09{rng.randrange(10**8):08d}", align="centre"),
        para(f"<i>Đăng ký lần đầu, ngày {scene.past(4000)}</i>", align="centre"),
        {"f": f"<b>1. Tên {rng.choice(('công ty', 'doanh nghiệp', 'cơ sở'))}:</b> {name.upper()}"},
        {"f": f"<b>2. Địa chỉ trụ sở chính:</b> {scene.slot('place')}"},
        {"f": f"Điện thoại: {scene.people.phone()}     Email: kinhdoanh@example.com"},
        {"f": f"<b>3. Vốn:</b> {scene.slot('money')} đồng"},
        {"f": f"<b>4. Người đại diện theo pháp luật:</b> {person.name.upper()}, sinh ngày {scene.slot('birth')}"},
        {"f": f"Số định danh cá nhân: {person.number}"},
        {"f": f"<b>5. Ngành, nghề:</b> {rng.choice(bank('phrases')['kinds_of_trade'])}"},
    ]
    look = certificate_look(rng)
    if look.sheet[0] != 210.0 or look.sheet[1] < 200:
        look = paper_look(rng)
    return set_sheets(
        look,
        [
            *specs,
            {"gap": 3},
            signed_by(scene, ["<b>TRƯỞNG PHÒNG</b>"], scene.stranger().name, sealed=office[1]),
            *_copied(scene, look),
        ],
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
    return set_sheets(paper_look(rng), english)


def translation(scene: Scene, title: str) -> tuple[Sheet, ...]:
    """A foreign paper in the words of a translating office, its original before it or not."""
    rng = scene.rng
    office = ("", scene.pick("translators"))
    specs: list[Spec] = [letterhead(scene, office, f"{scene.slot('num')}/CC-BD"), *large_title(title, scene)]
    specs.append(
        para(
            f"<i>({scene.pick('translations')})</i>",
            align="centre",
        )
    )
    specs += [{"f": line["p"]["text"]} for line in paras(scene, "certificate_lines", rng.randrange(4, 9))]
    specs += [
        para(f"Tôi, {scene.stranger().name}, cam đoan đã dịch chính xác nội dung giấy tờ này."),
        signed_by(scene, ["<b>NGƯỜI DỊCH</b>"], scene.stranger().name, sealed=office[1]),
    ]
    return (*(foreign(scene, "Certificate") if rng.random() < 0.3 else ()), *set_sheets(paper_look(rng), specs))
