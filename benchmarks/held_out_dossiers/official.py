"""Papers that authorities issue: decisions, certificates, confirmations, land certificates, registrations."""

from benchmarks.held_out_dossiers.flow import Flow, Signer, plain
from benchmarks.held_out_dossiers.task import Task, dated, heading, long_date, motto, number, titled
from classifiers.synthetic.ink import seal
from classifiers.synthetic.people import written
from classifiers.synthetic.sheet import Area, Placed

RED = (178, 32, 40)


def issuer(task: Task) -> tuple[tuple[str, ...], str, str]:
    """Heading lines, who signs, and the words of the seal of the authority that issued a paper."""
    province, commune = task.cast.commune.province_name.upper(), task.cast.commune.name.upper()
    field = task.procedure.agency
    if "Sở" in field and task.chance(0.7):
        office = plain(field[field.index("Sở") :].split(";")[0].split(",")[0])[:46].upper()
        return (f"UBND {province}", office), "GIÁM ĐỐC", office
    if task.chance(0.5):
        return (f"ỦY BAN NHÂN DÂN\n{province}",), "CHỦ TỊCH", f"UBND {province}"
    return (f"{province}", f"ỦY BAN NHÂN DÂN\n{commune}"), "CHỦ TỊCH", f"UBND {commune}"


def closing(task: Task, flow: Flow, copies: bool) -> None:
    """Recipients on the left, signature and seal of the authority on the right."""
    _, role, ring = issuer(task)
    words = tuple(f"<b>{line}</b>" for line in ((f"KT. {role}", f"PHÓ {role}") if task.chance(0.4) else (role,)))
    left = Signer(("<b><i>Nơi nhận:</i></b>", "- Như Điều 3;", "- Lưu: VT, HS.") if copies else ())
    flow.signed([left, Signer(words, task.cast.others[2].name, ring)])


def split_title(title: str, head: str) -> tuple[str, str]:
    """The title "Quyết định bổ nhiệm" as the kind of paper and "Về việc bổ nhiệm"."""
    rest = title[len(head) :].strip() if title.lower().startswith(head.lower()) else title
    rest = rest.removeprefix("về việc ").removeprefix("của cơ quan có thẩm quyền").strip()
    return head, f"Về việc {rest[:1].lower()}{rest[1:]}" if rest else ""


def decision(task: Task, flow: Flow) -> None:
    """A decision with its grounds and articles."""
    lines, role, _ = issuer(task)
    day = task.earlier(40, 1500)
    heading(flow, lines, f"Số: {number(task, 'QĐ-MẪU')}", dated(task, day))
    head, about = split_title(task.title, "Quyết định")
    about = about or f"Về việc {plain(task.request)}"
    titled(flow, head, plain(about))
    flow.centred(f"<b>{role} {plain(lines[-1])}</b>", after=1.5)
    grounds = (
        "Căn cứ Luật Tổ chức chính quyền địa phương;",
        "Căn cứ các quy định hiện hành về chức năng, nhiệm vụ, quyền hạn;",
        f"Xét đề nghị của {task.owner} và kết quả thẩm tra hồ sơ;",
    )
    for ground in grounds:
        flow.p(f"<i>{ground}</i>", indent=9, after=0.3)
    flow.centred("<b>QUYẾT ĐỊNH:</b>", after=1.5)
    person = task.person
    who = (
        task.organisation.name
        if task.organisation and task.chance(0.7)
        else f"ông/bà {person.name}, sinh ngày {written(person.birth)}"
    )
    content = about.removeprefix("Về việc ").strip()
    flow.p(
        f"<b>Điều 1.</b> {plain(content[:1].upper() + content[1:])} đối với {who}, địa chỉ: {person.address}.", indent=9
    )
    for label, value in task.facts[:3]:
        flow.p(f"- {label}: {value}.", indent=9, after=0.2)
    flow.p(f"<b>Điều 2.</b> Quyết định này có hiệu lực kể từ {long_date(day)}.", indent=9)
    flow.p(
        f"<b>Điều 3.</b> Chánh Văn phòng, Thủ trưởng các đơn vị có liên quan và {who.split(',')[0]} "
        "chịu trách nhiệm thi hành Quyết định này./.",
        indent=9,
        after=2,
    )
    closing(task, flow, copies=True)


def certificate(task: Task, flow: Flow) -> None:
    """A licence, a registration or another certificate: items under a title, often in a border."""
    lines, _, _ = issuer(task)
    if task.chance(0.35):
        page = flow.page
        width, height = page.frame.size
        page.marks.append(Area((9, 9, width - 9, height - 9), outline=RED, width=1.1))
        page.marks.append(Area((10.6, 10.6, width - 10.6, height - 10.6), outline=RED, width=0.3))
    day = task.earlier(60, 1700)
    heading(flow, lines, f"Số: {number(task, 'GCN-MẪU')}", dated(task, day) if task.chance(0.5) else "")
    tint = "red" if task.chance(0.3) else "b"
    flow.gap(2)
    flow.centred(
        f"<b><{tint}>{plain(task.title).upper()}</{tint}></b>"
        if tint == "red"
        else f"<b>{plain(task.title).upper()}</b>",
        flow.manner.size + 2,
        after=3,
    )
    rows = [
        ("Cấp cho", task.owner),
        ("Địa chỉ", task.organisation.address if task.organisation else task.person.address),
    ]
    if task.organisation:
        rows += [("Mã số", task.organisation.number), ("Người đại diện", task.organisation.head.name)]
    else:
        rows += [("Ngày sinh", written(task.person.birth)), ("Số định danh cá nhân", task.person.number)]
    rows += list(task.facts[:3])
    rows.append(("Có giá trị đến", task.rng.choice((written(task.earlier(-1500, -90)), "không thời hạn"))))
    for place, (label, value) in enumerate(rows, start=1):
        flow.p(
            f"{place}. {label}: <b>{plain(value)}</b>" if place == 1 else f"{place}. {label}: {plain(value)}",
            "left",
            after=1.2,
        )
    flow.p(f"<i>{dated(task, day)}</i>", "right")
    closing(task, flow, copies=False)


def confirmation(task: Task, flow: Flow) -> None:
    """Somebody in charge confirms something about a person or an organisation."""
    lines, _, _ = issuer(task)
    day = task.earlier(5, 200)
    heading(flow, lines, f"Số: {number(task, 'XN')}", dated(task, day))
    titled(flow, task.title)
    person = task.person
    flow.p(f"{plain(lines[-1]).capitalize()} xác nhận:", indent=9)
    flow.line("Ông/Bà:", person.name.upper())
    flow.line("Ngày, tháng, năm sinh:", written(person.birth))
    flow.line("Căn cước/CCCD số:", person.number)
    flow.line("Nơi cư trú:", person.address)
    texts = (
        f"Đã công tác tại đơn vị từ {long_date(task.earlier(1500, 2600))} đến nay, hoàn thành tốt nhiệm vụ được giao.",
        "Nội dung đề nghị của đương sự nêu trên là đúng với hồ sơ lưu tại cơ quan.",
        "Tình trạng nêu trên đã được kiểm tra, đối chiếu với sổ theo dõi của đơn vị.",
    )
    flow.p(task.rng.choice(texts), indent=9)
    for label, value in task.facts[:2]:
        flow.p(f"- {label}: {value}", "left", left=8)
    flow.p("Giấy này được cấp để bổ sung hồ sơ theo quy định./.", indent=9, after=2)
    closing(task, flow, copies=False)


def land(task: Task, flow: Flow) -> None:
    """A land use certificate: the pink cover and the parcel inside."""
    motto(flow)
    flow.gap(8)
    flow.page.marks.append(Placed((92, flow.page.y, 118, flow.page.y + 26), seal((0, 0), "MẪU * MẪU").picture))
    flow.gap(32)
    flow.centred("<b><red>GIẤY CHỨNG NHẬN</red></b>", 19, after=1)
    flow.centred("<b><red>QUYỀN SỬ DỤNG ĐẤT,</red></b>", 14, after=0.5)
    flow.centred("<b><red>QUYỀN SỞ HỮU TÀI SẢN GẮN LIỀN VỚI ĐẤT</red></b>", 14, after=6)
    person = task.person
    flow.p("<b>I. Người sử dụng đất, chủ sở hữu tài sản gắn liền với đất</b>", "left")
    flow.p(f"Ông/Bà: <b>{person.name}</b>, năm sinh {person.birth.year}, CCCD số {person.number}", "left", left=5)
    flow.p(f"Địa chỉ: {person.address}", "left", left=5)
    if task.chance(0.5):
        flow.break_page()
    rng = task.rng
    flow.p("<b>II. Thông tin thửa đất</b>", "left")
    for line in (
        f"1. Thửa đất số: {rng.randrange(2, 600)}; tờ bản đồ số: {rng.randrange(2, 70)}",
        f"2. Diện tích: {rng.randrange(80, 2400)},5 m2",
        f"3. Địa chỉ: {person.commune}",
        "4. Loại đất: đất ở và đất trồng cây lâu năm",
        "5. Thời hạn sử dụng: lâu dài",
        "6. Nguồn gốc sử dụng: công nhận quyền sử dụng đất như giao đất có thu tiền",
        f"Số vào sổ cấp GCN: MẪU {rng.randrange(10000, 99999)}",
    ):
        flow.p(line, "left", left=5)
    flow.p(f"<i>{dated(task, task.earlier(700, 5000))}</i>", "right")
    closing(task, flow, copies=False)


def business(task: Task, flow: Flow) -> None:
    """The registration certificate of an enterprise, a household business or a cooperative."""
    body = task.organisation
    lines = (
        (f"SỞ TÀI CHÍNH {task.cast.commune.province_name.upper()}", "PHÒNG ĐĂNG KÝ KINH DOANH")
        if body
        else (f"UBND {task.cast.commune.name.upper()}", "PHÒNG KINH TẾ")
    )
    heading(flow, lines)
    flow.gap(3)
    title = (
        task.title
        if task.title.lower().startswith("giấy chứng nhận đăng ký")
        else f"Giấy chứng nhận đăng ký {'doanh nghiệp' if body else 'hộ kinh doanh'}"
    )
    flow.centred(f"<b>{plain(title).upper()}</b>", flow.manner.size + 2)
    flow.centred(f"<b>Mã số: {body.number if body else task.person.number}</b>")
    flow.centred(f"<i>Đăng ký lần đầu: {long_date(body.founded if body else task.earlier(500, 3000))}</i>", after=3)
    rows = (
        [
            ("Tên tiếng Việt", body.name.upper()),
            ("Địa chỉ trụ sở chính", body.address),
            ("Điện thoại", body.phone),
            ("Vốn điều lệ", "4.500.000.000 đồng"),
        ]
        if body
        else [
            ("Tên hộ kinh doanh", f"HỘ KINH DOANH {task.person.name.upper()}"),
            ("Địa điểm kinh doanh", task.person.address),
            ("Vốn kinh doanh", "300.000.000 đồng"),
        ]
    )
    head = body.head if body else task.person
    rows += [
        ("Người đại diện theo pháp luật" if body else "Chủ hộ kinh doanh", head.name),
        ("Ngày sinh", written(head.birth)),
        ("Số định danh cá nhân", head.number),
        ("Địa chỉ liên lạc", head.address),
    ]
    for place, (label, value) in enumerate(rows, start=1):
        flow.p(f"<b>{place}. {label}:</b> {value}", "left", after=1)
    flow.signed([Signer(()), Signer(("<b>TRƯỞNG PHÒNG</b>",), task.cast.others[2].name, plain(lines[1]))])
