"""What every form asks: who applies, for what, why, with which particulars and enclosures."""

from benchmarks.held_out_dossiers.flow import Flow, plain
from benchmarks.held_out_dossiers.phrases import verb
from benchmarks.held_out_dossiers.task import Task, identity, number
from classifiers.synthetic.people import written

REASONS = {
    "cấp lại": (
        "bị mất do sơ suất trong quá trình bảo quản",
        "bị rách, mờ không còn đọc được",
        "bị hư hỏng do mưa bão",
    ),
    "cấp đổi": ("thay đổi thông tin trên giấy đã cấp", "giấy cũ bị nhòe, rách"),
    "gia hạn": ("giấy đã cấp sắp hết hiệu lực", "nhu cầu tiếp tục hoạt động sau khi hết hạn"),
    "điều chỉnh": ("thay đổi quy mô so với nội dung đã được cấp", "cập nhật tên và địa chỉ mới"),
    "thay đổi": ("chuyển trụ sở đến địa điểm mới", "thay đổi người đại diện", "thay đổi tên gọi"),
    "sửa đổi": ("có thay đổi so với nội dung đã được cấp",),
    "thu hồi": ("không còn nhu cầu hoạt động", "chuyển sang công việc khác"),
    "chấm dứt": ("hoạt động không hiệu quả, không còn nhu cầu",),
    "giải thể": ("không còn đủ điều kiện hoạt động",),
    "tạm": ("đang sửa chữa cơ sở vật chất",),
}


def applicant(task: Task, flow: Flow, numbered: bool) -> None:
    """Who applies."""
    rows = organisation_rows(task) if task.organisation else person_rows(task)
    for count, (label, value) in enumerate(rows, start=1):
        head = f"{count}. " if numbered else task.extras.get("bullet", "")
        flow.line(f"{head}{label}:", value, dots=task.extras.get("dots", "1") == "1")


def person_rows(task: Task) -> list[tuple[str, str]]:
    person, rng = task.person, task.rng
    name = person.name.upper() if rng.random() < 0.5 else person.name
    rows = [(rng.choice(("Họ và tên", "Tôi tên là", "Họ, chữ đệm, tên", "Tên tôi là")), name)]
    rows.append((rng.choice(("Ngày, tháng, năm sinh", "Sinh ngày", "Ngày sinh")), written(person.birth)))
    rows += [("Giới tính", person.sex)] if rng.random() < 0.5 else []
    rows += [("Dân tộc", person.ethnicity)] if rng.random() < 0.3 else []
    rows.append(
        (
            rng.choice(("Số CCCD/Hộ chiếu", "Số định danh cá nhân", "Giấy tờ tùy thân")),
            f"{person.number}, cấp ngày {written(person.issued)}",
        )
    )
    rows.append((rng.choice(("Nơi cư trú", "Địa chỉ thường trú", "Chỗ ở hiện nay")), person.address))
    rows.append((rng.choice(("Điện thoại", "Số điện thoại liên hệ")), task.extras.get("phone", "")))
    rows += [("Email (nếu có)", "")] if rng.random() < 0.4 else []
    return rows


def organisation_rows(task: Task) -> list[tuple[str, str]]:
    body, rng = task.organisation, task.rng
    if body is None:
        raise TypeError("no organisation applies")
    kind = rng.choice(("Tên tổ chức, cá nhân đề nghị", "Tên đơn vị", "Tên cơ quan, tổ chức", "Tên tổ chức"))
    rows = [(kind, body.name.upper() if rng.random() < 0.4 else body.name)]
    rows.append((rng.choice(("Địa chỉ trụ sở chính", "Địa chỉ", "Trụ sở tại")), body.address))
    rows.append(
        (
            rng.choice(("Mã số doanh nghiệp/Mã số thuế", "Quyết định thành lập/GCN đăng ký số")),
            f"{body.number}, ngày {written(body.founded)}",
        )
    )
    rows.append((rng.choice(("Điện thoại", "Số điện thoại, fax")), body.phone))
    rows.append(
        (
            rng.choice(("Người đại diện theo pháp luật", "Họ và tên người đại diện")),
            f"{body.head.name} - {body.position}",
        )
    )
    rows += [("Giấy tờ của người đại diện", identity(body.head, rng))] if rng.random() < 0.5 else []
    rows += [("Thư điện tử", "")] if rng.random() < 0.35 else []
    return rows


def asked(task: Task, flow: Flow) -> None:
    """The request itself: by ticks where the form serves several, else in words."""
    request = task.request
    if task.siblings:
        choices = sorted({request, *task.siblings}, key=str.lower)
        flow.p(
            task.rng.choice(("Nội dung đề nghị <i>(đánh dấu X vào ô thích hợp)</i>:", "Đề nghị giải quyết thủ tục:")),
            "left",
        )
        for choice in choices:
            flow.values[f"tick{choices.index(choice)}"] = "X" if choice == request else ""
            flow.p(f"[?tick{choices.index(choice)}] {plain(choice[:1].upper() + choice[1:])}", "left", left=6)
    elif task.extras.get("say", "1") == "1":
        who = "Chúng tôi" if task.organisation else "Tôi"
        form = task.rng.choice(
            (
                "Nay {who} làm đơn này kính đề nghị Quý cơ quan xem xét {request}.",
                "Đề nghị {receiver} {request}.",
                "{who} có nguyện vọng: {request}.",
                "Căn cứ quy định hiện hành, {who} đề nghị {request}.",
                "Nội dung đề nghị: {request}.",
            )
        )
        flow.p(
            form.format(
                who=who,
                receiver=plain(task.receiver),
                request=flow.fill(request) if task.chance(0.5) else plain(request),
            )
        )


def reason(task: Task, flow: Flow) -> None:
    """Why, and what was granted before, where the procedure changes something granted."""
    word = verb(task.procedure.name)
    kind = next((key for key in REASONS if word.startswith(key) or key in word), "")
    if not kind:
        return
    day = task.earlier(300, 1600)
    if kind not in {"tạm"}:
        flow.line("Số, ngày của giấy tờ đã được cấp:", f"{number(task, 'GP-MẪU')} ngày {written(day)}")
    flow.line(task.rng.choice(("Lý do:", "Lý do đề nghị:", "Nguyên nhân:")), task.rng.choice(REASONS[kind]))
    if kind in {"điều chỉnh", "thay đổi", "sửa đổi"}:
        flow.line("Nội dung đã cấp:", task.rng.choice(("theo giấy tờ đã cấp", "trụ sở tại địa chỉ cũ")))
        flow.line(
            "Nội dung đề nghị thay đổi:",
            task.rng.choice(("như tài liệu kèm theo", f"người đại diện mới: {task.cast.others[0].name}")),
        )


def particulars(task: Task, flow: Flow, numbered: bool) -> None:
    """What the field's forms ask for; a few lines stay empty as in real life."""
    for place, (label, value) in enumerate(task.facts, start=1):
        head = f"{place}. " if numbered else "- "
        flow.line(f"{head}{label}:", "" if task.chance(0.12) else value)


def enclosed(task: Task, flow: Flow) -> None:
    """The list of what is handed in with the form."""
    names = [name for name in task.extras.get("enclosed", "").split("|") if name]
    if not names or task.chance(0.35):
        return
    flow.p(task.rng.choice(("Hồ sơ kèm theo gồm:", "Tài liệu gửi kèm:", "<i>Giấy tờ kèm theo đơn:</i>")), "left")
    for place, name in enumerate(names[:6], start=1):
        flow.p(
            f"{place}. {plain(name)};" if task.extras.get("list") == "1" else f"- {plain(name)}.",
            "left",
            left=5,
            after=0.2,
        )
