"""Papers that applicants write: reports, plans, charters, lists, minutes."""

import re

from benchmarks.held_out_dossiers.flow import Flow, Signer, plain
from benchmarks.held_out_dossiers.persons import names
from benchmarks.held_out_dossiers.task import (
    Task,
    dated,
    head_signer,
    heading,
    long_date,
    motto,
    number,
    titled,
)
from classifiers.synthetic.people import written

FILLER = (
    "Trong thời gian qua, công tác này được triển khai theo đúng kế hoạch, bảo đảm tiến độ và chất lượng.",
    "Đơn vị đã bố trí đủ nhân lực, trang thiết bị và kinh phí để thực hiện.",
    "Các nội dung được rà soát, đối chiếu với quy định của pháp luật và tình hình thực tế tại địa phương.",
    "Kết quả thực hiện được theo dõi, ghi chép đầy đủ trong sổ sách và lưu tại trụ sở.",
    "Những khó khăn, vướng mắc phát sinh đã được khắc phục kịp thời.",
    "Phương pháp thực hiện dựa trên khảo sát thực địa, thống kê và so sánh với các năm trước.",
    "Dự kiến trong giai đoạn tới tiếp tục mở rộng quy mô, nâng cao hiệu quả hoạt động.",
    "Các biện pháp bảo đảm an toàn, phòng chống cháy nổ và bảo vệ môi trường được duy trì thường xuyên.",
    "Chi phí thực hiện lấy từ nguồn vốn tự có và các nguồn hợp pháp khác.",
    "Tổ chức bộ máy gồm bộ phận quản lý, bộ phận chuyên môn và bộ phận giúp việc.",
)
PARTS = {
    "report": (
        "Tình hình chung",
        "Kết quả thực hiện",
        "Đánh giá",
        "Tồn tại, hạn chế và nguyên nhân",
        "Kiến nghị, đề xuất",
    ),
    "plan": (
        "Sự cần thiết và căn cứ lập",
        "Mục tiêu, phạm vi",
        "Nội dung thực hiện",
        "Nguồn lực và kinh phí",
        "Tiến độ và tổ chức thực hiện",
    ),
}
ROMAN = ("I", "II", "III", "IV", "V")
PERSONS = (
    "người",
    "nhân",
    "thành viên",
    "hội viên",
    "cán bộ",
    "viên chức",
    "học sinh",
    "học viên",
    "thí sinh",
    "đối tượng",
    "cổ đông",
    "lao động",
    "luật sư",
    "trọng tài viên",
    "giáo viên",
)
"""Words of lists that hold persons rather than things."""


def asked_parts(task: Task) -> list[str]:
    """What the row wants the document to tell: such documents take it as their headings."""
    text = re.split(r":|\bgồm\b|\bnội dung\b", task.concept.row.name, maxsplit=1)
    if len(text) < 2 or task.chance(0.35):
        return []
    items = [
        plain(re.sub(r"^[\s\-+a-zđ0-9.)]{0,4}[).\-+]\s*", "", item))
        for item in re.split(r"[;\n]|,\s(?=[a-zđ]{2})", text[1])
    ]
    return [item[:1].upper() + item[1:] for item in items if 2 <= len(item.split()) <= 16][:5]


def writing(task: Task, flow: Flow, kind: str) -> None:
    """A document in parts: a heading, then sentences and figures of the field."""
    body = task.organisation
    day = task.earlier(2, 120)
    if body:
        heading(flow, (body.name.upper(),), f"Số: {number(task, 'BC' if kind == 'report' else 'KH')}", dated(task, day))
    else:
        motto(flow, dated(task, day) if task.chance(0.5) else "")
    titled(flow, task.title, "" if task.chance(0.6) else f"({plain(task.extras.get('topic', task.owner))})")
    if kind == "report" and task.chance(0.5):
        flow.p(f"Kính gửi: {plain(task.receiver)}", "centre", after=2)
    flow.p(
        task.rng.choice(
            (
                f"{task.owner} báo cáo như sau:",
                f"Đơn vị: {task.owner}; địa chỉ: {task.person.address}.",
                "Thực hiện quy định của pháp luật, nội dung cụ thể như sau:",
            )
        ),
        indent=9,
    )
    facts = list(task.facts)
    for place, part in enumerate(asked_parts(task) or task.rng.sample(PARTS[kind], task.rng.randrange(3, 5)), start=1):
        flow.p(f"<b>{ROMAN[place - 1]}. {part}</b>", "left")
        for sentence in task.rng.sample(FILLER, task.rng.randrange(1, 4)):
            flow.p(sentence, indent=9, after=0.4)
        if facts:
            label, value = facts.pop(0)
            flow.p(f"- {label}: {value}.", indent=9)
    if task.chance(0.35):
        rows = [
            (str(place), name, f"{task.rng.randrange(5, 400)}", "")
            for place, name in enumerate(("Khối lượng thực hiện", "Nhân lực", "Kinh phí (triệu đồng)"), start=1)
        ]
        flow.table(("STT", "Chỉ tiêu", "Giá trị", "Ghi chú"), rows, (0.6, 3, 1.4, 1.4))
    flow.gap(1.5)
    flow.signed(
        [
            Signer(("<b><i>Nơi nhận:</i></b>", "- Như trên;", "- Lưu.")) if body else Signer(()),
            head_signer(task, ("<b>ĐẠI DIỆN ĐƠN VỊ</b>",) if body else ("<b>Người lập</b>",)),
        ]
    )


def report(task: Task, flow: Flow) -> None:
    """A report, an explanation, a description."""
    writing(task, flow, "report")


def plan(task: Task, flow: Flow) -> None:
    """A scheme, a plan, a charter, a procedure."""
    if any(word in task.title.lower() for word in ("điều lệ", "quy chế", "nội quy")):
        charter(task, flow)
    else:
        writing(task, flow, "plan")


def charter(task: Task, flow: Flow) -> None:
    """Chapters and articles."""
    motto(flow)
    titled(flow, task.title, plain(task.owner))
    articles = (
        "Tên gọi, trụ sở",
        "Mục đích hoạt động",
        "Nguyên tắc tổ chức",
        "Quyền và nghĩa vụ của thành viên",
        "Cơ cấu tổ chức",
        "Tài chính, tài sản",
        "Hiệu lực thi hành",
    )
    for place, article in enumerate(task.rng.sample(articles, 6), start=1):
        if place in {1, 4}:
            flow.centred(f"<b>CHƯƠNG {'I' if place == 1 else 'II'}</b>", after=0.2)
            flow.centred(f"<b>{'NHỮNG QUY ĐỊNH CHUNG' if place == 1 else 'TỔ CHỨC VÀ HOẠT ĐỘNG'}</b>")
        flow.p(f"<b>Điều {place}. {article}</b>", "left", left=6)
        for sentence in task.rng.sample(FILLER, task.rng.randrange(1, 3)):
            flow.p(sentence, indent=9, after=0.4)
    flow.p(f"<i>{dated(task, task.earlier(20, 300))}</i>", "right")
    flow.signed([Signer(()), head_signer(task, ("<b>TM. BAN SOẠN THẢO</b>",))])


def minutes(task: Task, flow: Flow) -> None:
    """Minutes of a meeting or an inspection."""
    motto(flow)
    titled(flow, task.title)
    rng, people = task.rng, task.cast.others
    flow.p(
        f"Hôm nay, vào hồi {rng.randrange(7, 16)} giờ 30, {long_date(task.earlier(5, 200))}, "
        f"tại {task.person.address}, chúng tôi gồm:",
        indent=9,
    )
    for place, person in enumerate((*people[:2], task.person), start=1):
        flow.p(f"{place}. Ông/Bà {person.name} - {rng.choice(names()['jobs'])};", "left", left=8, after=0.3)
    flow.p(f"Tiến hành lập biên bản với nội dung sau ({plain(task.owner)}):", indent=9)
    for label, value in task.facts[:3]:
        flow.p(f"- {label}: {value};", "left", left=8, after=0.3)
    for sentence in rng.sample(FILLER, 3):
        flow.p(f"- {sentence}", left=8, after=0.4)
    flow.p(
        "Biên bản kết thúc vào hồi 11 giờ cùng ngày, "
        "đã đọc lại cho các thành phần tham dự cùng nghe và nhất trí ký tên.",
        indent=9,
        after=2,
    )
    flow.signed(
        [
            Signer(("<b>THƯ KÝ</b>",), people[0].name),
            Signer(("<b>CHỦ TRÌ</b>",), people[1].name, task.organisation.name if task.organisation else ""),
        ]
    )


def listing(task: Task, flow: Flow) -> None:
    """A list of persons or of things, in a table."""
    body = task.organisation
    if body and task.chance(0.7):
        heading(flow, (body.name.upper(),), "", dated(task, task.earlier(2, 90)))
    else:
        motto(flow)
    titled(flow, task.title, "" if task.chance(0.5) else f"(Kèm theo hồ sơ của {plain(task.owner)})")
    rng = task.rng
    lowered = task.title.lower()
    if any(word in lowered for word in PERSONS):
        people = (task.person, *task.cast.others)
        rows = [
            (str(place), person.name, written(person.birth), rng.choice(names()["jobs"]), str(person.commune))
            for place, person in enumerate(people, start=1)
        ]
        flow.table(
            ("TT", "Họ và tên", "Ngày sinh", "Chức vụ/nghề nghiệp", "Nơi cư trú"), rows, (0.6, 2.4, 1.5, 2, 3), 10.5
        )
    else:
        things = [label for label, _ in task.facts] + [
            "Bàn ghế làm việc",
            "Máy vi tính",
            "Bình chữa cháy",
            "Tủ hồ sơ",
            "Máy phát điện dự phòng",
            "Cân điện tử",
            "Xe tải 1,5 tấn",
        ]
        rows = [
            (
                str(place),
                thing,
                rng.choice(("cái", "bộ", "chiếc")),
                str(rng.randrange(1, 40)),
                rng.choice(("mới", "đang sử dụng", "tốt")),
            )
            for place, thing in enumerate(rng.sample(things, min(len(things), rng.randrange(5, 10))), start=1)
        ]
        flow.table(("STT", "Tên, quy cách", "Đơn vị", "Số lượng", "Tình trạng"), rows, (0.6, 3.6, 1, 1, 1.6), 11)
    flow.p(f"<i>Tổng số: {len(rows)} mục.</i>", "left")
    flow.signed([Signer(("<b>Người lập biểu</b>",), task.cast.others[1].name), head_signer(task)])
