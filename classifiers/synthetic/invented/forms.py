"""Application forms for any procedure: titles, addressee, facts, what is asked for, commitments, signatures, notes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from classifiers.papers import PaperType
from classifiers.synthetic.blocks import Hand
from classifiers.synthetic.invented.flow import Flow, Spec
from classifiers.synthetic.invented.looks import PaperLook
from classifiers.synthetic.invented.parts import (
    annex,
    letterhead,
    number_of,
    para,
    paras,
    place_and_day,
    signed_by,
    table,
    title_lines,
)
from classifiers.synthetic.invented.scene import ROMAN, Scene, person_facts
from classifiers.synthetic.invented.wordbank import bank, lowered, plain, raised
from classifiers.synthetic.markup import Entry
from classifiers.synthetic.papers import SetPaper


@dataclass(frozen=True, slots=True)
class FormTitle:
    """The title of a form; `shared` where it serves several procedures and only the body says which one is meant."""

    text: str
    shared: bool = False


def form_title(scene: Scene, row_title: str) -> FormTitle:
    """A title in one of the ways that forms are called.

    Args:
        scene: The dossier.
        row_title: What the row of the requirements calls the form; empty where there is none.
    """
    rng, kinds = scene.rng, bank("kinds")
    draw = rng.random()
    if row_title and len(row_title.split()) <= 3:
        return (
            FormTitle(row_title, shared=rng.random() < 0.6)
            if draw < 0.7
            else FormTitle(f"{row_title} {scene.topic.act}")
        )
    if row_title and draw < 0.68:
        return FormTitle(_loosened(scene, row_title))
    if draw < 0.86:
        return FormTitle(_loosened(scene, scene.fill(rng.choice(kinds["form_titles"]))))
    return FormTitle(scene.fill(rng.choice(kinds["shared_titles"])), shared=True)


def _loosened(scene: Scene, title: str) -> str:
    """Now and then words are left out, shortened or said otherwise."""
    rng = scene.rng
    if rng.random() < 0.14:
        title = title.replace("đề nghị", rng.choice(("xin", "yêu cầu"))).replace("Giấy chứng nhận", "GCN")
    if rng.random() < 0.1:
        title = title.replace("Ủy ban nhân dân", "UBND").replace("quyền sử dụng đất", "QSDĐ")
    words = title.split()
    if len(words) > 9 and rng.random() < 0.22:
        words = words[: rng.randrange(7, len(words))]
        while words[-1].lower() in (
            "và",
            "hoặc",
            "của",
            "cho",
            "theo",
            "tại",
            "về",
            "được",
            "trong",
            "đối",
            "với",
            "có",
        ):
            words.pop()
    return " ".join(words).strip(" ,;-")


def application(scene: Scene, title: FormTitle, look: PaperLook, *, signed: bool = True) -> SetPaper:
    """An application form that is filled in."""
    values: dict[str, Entry] = {"yes": "X"}
    flow = Flow(values, look, Hand(signed))
    boxed = scene.rng.random() < 0.06
    for specs in (
        _head(scene, title),
        _addressee(scene),
        *_middle(scene, title, values),
        _end(scene),
        annex(scene, 0.08),
    ):
        flow.add(_boxed(specs) if boxed else specs)
    return SetPaper(PaperType.APPLICATION_FORM, title.text.upper(), flow.sheets())


def _boxed(specs: Sequence[Spec]) -> list[Spec]:
    """Rows of fields in ruled cells over the whole width, as some registers print their forms."""
    return [
        {"row": {"cells": [spec["f"].replace("…", "")], "shares": [1.0]}} if isinstance(spec.get("f"), str) else spec
        for spec in specs
    ]


def _head(scene: Scene, title: FormTitle) -> list[Spec]:
    rng = scene.rng
    specs: list[Spec] = []
    if rng.random() < (0.65 if scene.form_number else 0.36):
        specs.append({"corner": _corner(scene)})
    if rng.random() < 0.07:
        return [*specs, *_table_head(scene, title)]
    if scene.org and rng.random() < 0.55:
        specs.append(letterhead(scene, ("", scene.org), number_of(scene) if rng.random() < 0.8 else ""))
    else:
        specs += [{"motto": None}, *([place_and_day(scene)] if rng.random() < 0.35 else [])]
    lines = title_lines(title.text, scene)
    specs += [{"gap": rng.uniform(0, 5)}, {"title": lines}]
    if title.shared and rng.random() < 0.3:
        specs.append(para(f"<i>(Về việc: {scene.topic.act})</i>", align="centre"))
    elif rng.random() < 0.12:
        specs.append(
            para(
                f"<i>({scene.fill('[Dùng cho cá nhân, tổ chức|Lần đầu|Kèm theo hồ sơ|Áp dụng đối với {who}]')})</i>",
                align="centre",
            )
        )
    return specs


def _table_head(scene: Scene, title: FormTitle) -> list[Spec]:
    """Motto and title in one cell, the agency's part in the other."""
    day = scene.day
    left = [
        "<b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b>",
        "<b>Độc lập - Tự do - Hạnh phúc</b>",
        f"<i>{scene.commune.short}, ngày {day:%d} tháng {day:%m} năm {day.year}</i>",
        f"<b>{title.text.upper()}</b>",
    ]
    right = [
        f"<b>{scene.rng.choice(('PHẦN GHI CỦA CƠ QUAN TIẾP NHẬN', 'PHẦN DÀNH CHO CƠ QUAN', 'PHẦN GHI CỦA CƠ QUAN ĐĂNG KÝ'))}</b>",
        "Thời điểm nhận: ....giờ....phút",
        "Số tiếp nhận: .............",
        "<b>Người tiếp nhận</b>",
        "<i>(Ký, ghi rõ họ tên)</i>",
    ]
    share = scene.rng.uniform(0.58, 0.72)
    return [
        {
            "row": {
                "cells": ["\n".join(left), "\n".join(right)],
                "shares": [share, 1 - share],
                "align": "centre",
                "after": 3,
            }
        }
    ]


def _corner(scene: Scene) -> str:
    if scene.form_number and scene.rng.random() < 0.75:
        return f"<b>{raised(scene.form_number)}</b>" + scene.rng.choice(
            ("", "", scene.fill("\n<i>(Ban hành kèm theo [Thông tư|Nghị định] số {num}/{year})</i>"))
        )
    first, _, rest = scene.rng.choice(bank("phrases")["forms_mottos"]).partition("\n")
    return f"<b>{scene.fill(first)}</b>" + (f"\n{scene.fill(rest)}" if rest else "")


def _addressee(scene: Scene) -> list[Spec]:
    if scene.rng.random() < 0.08:
        return []
    return [
        para(
            f"{scene.rng.choice(('Kính gửi:', '<b>Kính gửi:</b>', '<i>Kính gửi:</i>'))} {scene.agency}",
            align=scene.rng.choice(("centre", "centre", "left")),
            left=scene.rng.choice((0, 8, 15)),
            after=2,
        )
    ]


def _middle(scene: Scene, title: FormTitle, values: dict[str, Entry]) -> list[list[Spec]]:
    """Facts, request and the topic's own fields, in an order that varies."""
    rng = scene.rng
    facts, request = _facts(scene, values) + _partner(scene), _request(scene, title)
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
    boxed = rng.random() < 0.12
    return (
        [
            {
                "digits": {
                    "label": f"{cell.partition(':')[0]}: ",
                    "key": "a.id",
                    "kind": "id_number",
                    "at": 62.0,
                    "count": 12,
                }
            }
            if boxed and "{a.id:" in cell
            else spec
            for cell in cells
            for spec in _laid(scene, [cell])
        ]
        if boxed
        else _laid(scene, cells)
    )


def _partner(scene: Scene) -> list[Spec]:
    """The second person of the matter, as forms ask for spouse, member or authorised person."""
    rng, person = scene.rng, scene.partner
    if person is None:
        return []
    role = rng.choice(
        (
            "Vợ/chồng",
            "Người được ủy quyền",
            "Thành viên",
            "Người cùng đề nghị",
            "Người giám hộ",
            "Người phụ trách chuyên môn",
            "Bên liên quan",
        )
    )
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
    rng, specs, place = scene.rng, [], 0
    if rng.random() < 0.13:
        halves = [cell.replace("…", "").partition(": ") for cell in cells]
        return [{"row": {"cells": [head, value], "shares": [0.38, 0.62]}} for head, _, value in halves] + [{"gap": 3}]
    short = ("sex", "birth", "issued", "issuer", "phone", "email", "ethnicity", "nationality", "job")
    while place < len(cells):
        pair = cells[place : place + 2]
        if len(pair) == 2 and all(any(f"a.{key}" in cell for key in short) for cell in pair) and rng.random() < 0.6:
            specs.append({"f": [[0.5, pair[0]], [0.5, pair[1]]]})
            place += 2
        else:
            specs.append({"f": cells[place]})
            place += 1
    return specs


def _request(scene: Scene, title: FormTitle) -> list[Spec]:
    """What is asked for: as a sentence, after a label, or as boxes one of which is ticked."""
    rng, act = scene.rng, scene.topic.act
    indent = rng.choice((0.0, 10.0))
    label = rng.choice(
        (
            "Nội dung đề nghị",
            "Nội dung yêu cầu",
            "Đề nghị giải quyết",
            "Nội dung đề nghị giải quyết",
            "Yêu cầu giải quyết",
            "Về việc",
        )
    )
    specs: list[Spec] = []
    draw = rng.random()
    if draw < 0.45 or (not title.shared and draw < 0.7):
        specs.append(para(scene.say("requests"), indent=indent))
    elif draw < 0.8:
        specs.append({"f": f"<b>{label}:</b> {raised(act)}"})
    else:
        specs += _boxes(scene, label)
    if title.shared and len(specs) == 1 and rng.random() < 0.5:
        specs.append({"f": f"{label}: {raised(act)}."})
    if scene.case and rng.random() < 0.6:
        specs.append(
            {
                "f": f"{rng.choice(('Trường hợp đề nghị', 'Thuộc trường hợp', 'Trường hợp', 'Đối tượng'))}: {plain(scene.case)[:160]}"
            }
        )
    if rng.random() < 0.6:
        specs.append(
            para(f"{rng.choice(('Lý doLý do đề nghị', 'Mục đích'))}: {lowered(scene.say('reasons'))}", indent=indent)
        )
    return specs


def _boxes(scene: Scene, label: str) -> list[Spec]:
    """Boxes of acts on the same object, the right one ticked."""
    rng, topic = scene.rng, scene.topic
    others = [
        verb
        for verb in ("cấp mới", "cấp lại", "cấp đổi", "gia hạn", "điều chỉnh", "thu hồi", "đăng ký lần đầu")
        if verb not in topic.verb
    ]
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


def _end(scene: Scene) -> list[Spec]:
    """Commitments, papers enclosed, signature, notes."""
    rng = scene.rng
    specs = paras(scene, "commitments", rng.choice((1, 1, 2, 3, 4)))
    if rng.random() < 0.35:
        specs += [
            para(
                f"<b>{rng.choice(('Hồ sơ kèm theo', 'Giấy tờ kèm theo', 'Hồ sơ gửi kèm gồm', 'Tài liệu gửi kèm'))}:</b>"
            ),
            *(para(f"{place}. {raised(scene.slot('noun'))}.") for place in range(1, rng.randrange(2, 6))),
        ]
    if rng.random() < 0.25:
        specs.append(
            para(
                rng.choice(
                    (
                        "Xin chân thành cảm ơn./.",
                        "Trân trọng cảm ơn!",
                        "Rất mong được quan tâm giải quyết.",
                        "Kính đề nghị xem xét, giải quyết.",
                    )
                ),
                indent=10,
            )
        )
    specs.append({"together": _signature(scene)})
    draw = rng.random()
    if draw < 0.12:
        specs.append(
            {
                "box": {
                    "lines": [
                        "<b>PHẦN GHI CỦA CƠ QUAN TIẾP NHẬN</b>",
                        "Ngày nhận: ......./......./.......  Số hồ sơ: ..................",
                        "Cán bộ tiếp nhận (ký, ghi rõ họ tên): .....................................",
                    ]
                }
            }
        )
    elif draw < 0.2:
        specs += [
            para(f"<b>{rng.choice(('XÁC NHẬN CỦA', 'Ý KIẾN CỦA'))} {scene.agency.upper()[:60]}</b>", align="centre"),
            {"lines": rng.randrange(1, 4)},
        ]
    if rng.random() < 0.3:
        specs += _notes(scene)
    return specs


def _signature(scene: Scene) -> list[Spec]:
    rng, words = scene.rng, bank("phrases")
    role = rng.choice(words["org_signers" if scene.org else "signers"])
    lines = [f"<b>{role if rng.random() < 0.6 else role.upper()}</b>", f"<i>{rng.choice(words['sign_notes'])}</i>"]
    dated: list[Spec] = [] if rng.random() < 0.35 else [place_and_day(scene)]
    left: dict[str, Any] = {}
    if rng.random() < 0.12:
        left = {
            "lines": [
                f"<b>{rng.choice(('Người tiếp nhận', 'XÁC NHẬN CỦA ĐỊA PHƯƠNG', 'Người khai hộ', 'Xác nhận của đơn vị'))}</b>",
                "<i>(Ký, ghi rõ họ tên)</i>",
            ]
        }
    sealed = scene.org if scene.org and rng.random() < 0.75 else ""
    return [
        *dated,
        signed_by(scene, lines, scene.applicant.name, sealed=sealed, share=rng.choice((0.45, 0.5, 0.55)), left=left),
    ]


def _notes(scene: Scene) -> list[Spec]:
    """Instructions how to fill the form in: footnotes, or a page of their own."""
    rng = scene.rng
    lines = [
        scene.fill(note.replace("{n}", str(place)))
        for place, note in enumerate(rng.sample(bank("phrases")["notes"], rng.randrange(2, 8)), start=1)
    ]
    if rng.random() < 0.25:
        head = rng.choice(("HƯỚNG DẪN KÊ KHAI", "Ghi chú:", "HƯỚNG DẪN CÁCH GHI", "Chú thích:"))
        return [{"break": None}, para(f"<b>{head}</b>", align="centre"), *(para(line) for line in lines)]
    return [{"notes": lines}]


def plain_letter(look: PaperLook) -> PaperLook:
    """The look of an application that somebody wrote without a form."""
    return replace(look, numbering="")
