"""Application forms: four ways in which Vietnamese forms are laid out, with the request told as such forms tell it."""

import re
from collections.abc import Callable

from benchmarks.held_out_dossiers.asking import (
    applicant,
    asked,
    enclosed,
    organisation_rows,
    particulars,
    person_rows,
    reason,
)
from benchmarks.held_out_dossiers.flow import Flow, Signer, plain
from benchmarks.held_out_dossiers.longer import AFTER_SIGNATURE, BEFORE_PLEDGE, some
from benchmarks.held_out_dossiers.task import (
    Task,
    dated,
    head_signer,
    heading,
    identity,
    long_date,
    motto,
    number,
    titled,
)
from classifiers.synthetic.people import written

FIRST_PARTS = ("THÔNG TIN NGƯỜI ĐỀ NGHỊ", "THÔNG TIN CHUNG", "Thông tin về tổ chức, cá nhân đề nghị")
PLEDGES = (
    "Tôi xin cam đoan những nội dung kê khai trên là đúng sự thật "
    "và chịu trách nhiệm trước pháp luật về nội dung đã khai.",
    "Tôi cam kết các thông tin nêu trên là chính xác, nếu sai tôi xin hoàn toàn chịu trách nhiệm.",
    "Chúng tôi xin chịu trách nhiệm về tính chính xác, trung thực của hồ sơ "
    "và thực hiện đúng các quy định của pháp luật có liên quan.",
)


def form_mark(task: Task, flow: Flow) -> None:
    """Number and annex of the form where such forms print them."""
    row = task.concept.row
    mark, annex = plain(row.form_number), plain(row.form_annex)
    if not (mark or annex) or task.chance(0.1):
        return
    mark = mark[:1].upper() + mark[1:]
    if annex and task.chance(0.4):
        flow.centred(f"<b>{annex.upper()}</b>", after=0.2)
        if mark:
            flow.p(f"<b>{mark}</b>", "right", size=11, after=1)
        return
    style = task.rng.choice(("<b>{}</b>", "<i>{}</i>", "{}"))
    flow.p(
        style.format(mark or annex),
        task.rng.choice(("right", "right", "left")),
        size=task.rng.choice((10.5, 12.0)),
        after=1.5,
    )
    source = re.search(r"(?:Nghị định|Thông tư|Quyết định) số [0-9.]+/[0-9A-ZĐ/\-]+", row.name)
    if source and task.chance(0.5):
        flow.centred(f"<i>(Ban hành kèm theo {plain(source[0])})</i>", 10.5, after=1.5)


def address(task: Task, flow: Flow) -> None:
    """Whom the form is addressed to."""
    words = f"Kính gửi: {plain(task.receiver)}"
    style = task.rng.choice(("<b>{}</b>", "{}", "<i>Kính gửi:</i> <b>{}</b>"))
    flow.p(
        style.format(words if "Kính" not in style else plain(task.receiver)),
        task.rng.choice(("centre", "centre", "left")),
        left=0,
        after=2.4,
    )


def ending(task: Task, flow: Flow, day: bool) -> None:
    """Pledge, place and day, signatures, perhaps a confirmation by the commune."""
    some(task, flow, BEFORE_PLEDGE, 0.22)
    flow.p(task.rng.choice(PLEDGES), indent=8, after=2)
    if day:
        flow.p(f"<i>{dated(task, task.cast.today)}</i>", "right")
    signer = head_signer(task)
    if not task.organisation and task.chance(0.2):
        words = ("<b>XÁC NHẬN CỦA UBND</b>", f"<b>{task.cast.commune.name.upper()}</b>")
        flow.signed([Signer(words, task.cast.others[1].name, f"UBND {task.cast.commune.name}"), signer])
    else:
        flow.signed([Signer(()), signer])
    if task.chance(0.25):
        notes(task, flow)
    some(task, flow, AFTER_SIGNATURE, 0.16)


def notes(task: Task, flow: Flow) -> None:
    """Footnotes as forms carry them."""
    flow.p("<b><i>Ghi chú:</i></b>", "left", size=10, after=0.2)
    lines = (
        "Ghi rõ tên cơ quan có thẩm quyền giải quyết.",
        "Ghi theo giấy tờ tùy thân còn giá trị sử dụng.",
        "Nộp một trong các loại giấy tờ theo quy định.",
        "Đánh dấu X vào ô tương ứng.",
    )
    for place, line in enumerate(task.rng.sample(lines, 2), start=1):
        flow.p(f"<i>({place}) {line}</i>", "left", size=10, after=0.1)


def citizen(task: Task, flow: Flow) -> None:
    """Motto, title, lines to fill in, one signature: the commonest form of all."""
    form_mark(task, flow)
    early = task.chance(0.3)
    motto(flow, dated(task, task.cast.today) if early else "")
    titled(flow, task.title, plain(task.extras.get("below", "")))
    address(task, flow)
    applicant(task, flow, numbered=task.chance(0.3))
    asked(task, flow)
    reason(task, flow)
    particulars(task, flow, numbered=False)
    enclosed(task, flow)
    ending(task, flow, day=not early)


def parts(task: Task, flow: Flow) -> None:
    """Parts with Roman numbers and numbered items."""
    form_mark(task, flow)
    if task.organisation and task.chance(0.6):
        heading(
            flow,
            (task.organisation.name.upper(),),
            f"Số: {number(task, 'ĐN')}" if task.chance(0.6) else "",
            dated(task, task.cast.today),
        )
    else:
        motto(flow)
    titled(flow, task.title, plain(task.extras.get("below", "")))
    address(task, flow)
    flow.p(
        f"<b>I. {task.rng.choice(FIRST_PARTS)}</b>",
        "left",
    )
    applicant(task, flow, numbered=True)
    flow.p(
        f"<b>II. {task.rng.choice(('NỘI DUNG ĐỀ NGHỊ', 'Nội dung đề nghị', 'NỘI DUNG YÊU CẦU GIẢI QUYẾT'))}</b>", "left"
    )
    asked(task, flow)
    reason(task, flow)
    if task.facts and task.chance(0.45):
        rows = [(str(place), label, flow.fill(value), "") for place, (label, value) in enumerate(task.facts, start=1)]
        flow.table(("TT", "Nội dung", "Kê khai", "Ghi chú"), rows, (0.5, 3, 3.4, 1))
    else:
        particulars(task, flow, numbered=True)
    flow.p(f"<b>III. {task.rng.choice(('CAM KẾT', 'Tài liệu kèm theo và cam kết'))}</b>", "left")
    enclosed(task, flow)
    ending(task, flow, day=True)


def boxed(task: Task, flow: Flow) -> None:
    """A grid of labels and answers with a part for the agency."""
    form_mark(task, flow)
    motto(flow, dated(task, task.cast.today))
    titled(flow, task.title, plain(task.extras.get("below", "")))
    address(task, flow)
    if task.chance(0.5):
        flow.table(
            ("PHẦN GHI CỦA CƠ QUAN TIẾP NHẬN",),
            [("Vào sổ tiếp nhận số: .............. Ngày: .... / .... / ........ Người tiếp nhận: ..................",)],
            (1,),
        )
    rows = organisation_rows(task) if task.organisation else person_rows(task)
    rows += list(task.facts)
    grid = [(str(place), label, flow.fill(value)) for place, (label, value) in enumerate(rows, start=1)]
    flow.table(("STT", "Thông tin", "Nội dung kê khai"), grid, (0.5, 2.6, 4), 11.5)
    asked(task, flow)
    reason(task, flow)
    enclosed(task, flow)
    ending(task, flow, day=False)


def letter(task: Task, flow: Flow) -> None:
    """An official letter with number, subject and recipients, as organisations write their requests."""
    body = task.organisation
    name = body.name.upper() if body else task.person.name.upper()
    subject = f"V/v {plain(task.request)}"
    below = f"Số: {number(task, 'CV-' + ''.join(word[0] for word in name.split()[:3]))}"
    named = not task.title.lower().startswith(("văn bản", "công văn"))
    heading(
        flow,
        (name,),
        below if named and task.chance(0.6) else f"{below}\n<i>{subject}</i>",
        dated(task, task.cast.today),
    )
    if named:
        titled(flow, task.title)
    address(task, flow)
    if body:
        flow.p(
            f"{body.name}, địa chỉ: {body.address}; mã số: {body.number}; điện thoại: {body.phone}; "
            f"người đại diện: {body.head.name}, chức vụ: {body.position}.",
            indent=9,
        )
    else:
        flow.p(
            f"Tôi là {task.person.name}, sinh ngày {written(task.person.birth)}, {identity(task.person, task.rng)}, "
            f"thường trú tại {task.person.address}.",
            indent=9,
        )
    opening = task.rng.choice(
        (
            "Thực hiện quy định của pháp luật hiện hành, ",
            "Để triển khai hoạt động theo kế hoạch, ",
            "Sau khi nghiên cứu các quy định có liên quan, ",
        )
    )
    flow.p(
        f"{opening}{'đơn vị chúng tôi' if body else 'tôi'} kính đề nghị {plain(task.receiver)} xem xét, "
        f"giải quyết việc {plain(task.request)}, với các nội dung sau:",
        indent=9,
    )
    particulars(task, flow, numbered=task.chance(0.5))
    reason(task, flow)
    enclosed(task, flow)
    flow.p(
        task.rng.choice(("Kính đề nghị Quý cơ quan quan tâm giải quyết.", "Trân trọng cảm ơn./.", *PLEDGES)),
        indent=9,
        after=2,
    )
    copies = Signer(("<b><i>Nơi nhận:</i></b>", "- Như trên;", "- Lưu: VT."))
    flow.signed([copies, head_signer(task)])


def pledge(task: Task, flow: Flow) -> None:
    """A written commitment."""
    motto(flow)
    titled(flow, task.title)
    if task.chance(0.6):
        address(task, flow)
    applicant(task, flow, numbered=False)
    flow.p(
        f"Liên quan đến việc {plain(task.request)}, {'đơn vị' if task.organisation else 'tôi'} xin cam kết:", after=1
    )
    lines = (
        "Chấp hành nghiêm các quy định của pháp luật và chịu sự kiểm tra của cơ quan có thẩm quyền.",
        "Các giấy tờ, tài liệu đã nộp là đúng sự thật.",
        "Không có tranh chấp, khiếu kiện liên quan tại thời điểm lập văn bản này.",
        f"Hoàn thành các công việc nêu trên trước {long_date(task.earlier(-300, -100))}.",
    )
    for place, line in enumerate(task.rng.sample(lines, 3), start=1):
        flow.p(f"{place}. {line}", left=4)
    flow.p(f"<i>{dated(task, task.earlier(1, 30))}</i>", "right")
    flow.signed([Signer(()), head_signer(task, ("<b>Người cam kết</b>",))])


FORMS: dict[str, Callable[[Task, Flow], None]] = {"citizen": citizen, "parts": parts, "boxed": boxed, "letter": letter}
