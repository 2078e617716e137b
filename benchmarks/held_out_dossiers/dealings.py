"""Papers of dealings: contracts, invoices, receipts, drawings."""

from benchmarks.held_out_dossiers.business import FILLER
from benchmarks.held_out_dossiers.flow import Flow, Signer, plain
from benchmarks.held_out_dossiers.persons import names
from benchmarks.held_out_dossiers.task import Task, dated, heading, identity, long_date, motto, number, titled
from classifiers.synthetic.people import written
from classifiers.synthetic.sheet import BLACK, Area, Rule, Style, Text


def contract(task: Task, flow: Flow) -> None:
    """A contract between two parties."""
    motto(flow, dated(task, task.earlier(20, 500)) if task.chance(0.4) else "")
    titled(flow, task.title, f"Số: {number(task, 'HĐ-MẪU')}")
    flow.p("<i>Căn cứ Bộ luật Dân sự; căn cứ nhu cầu và khả năng của hai bên;</i>", indent=9)
    flow.p(f"Hôm nay, {long_date(task.earlier(30, 700))}, chúng tôi gồm:", indent=9)
    other = task.cast.others[0]
    mine = f"<b>{task.owner}</b>" + (
        f", đại diện: {task.organisation.head.name} - {task.organisation.position}"
        if task.organisation
        else f", {identity(task.person, task.rng)}"
    )
    first, second = (
        f"<b>{other.name}</b>, {identity(other, task.rng)}, địa chỉ: {other.address}",
        f"{mine}, địa chỉ: {task.person.address}",
    )
    flow.p(f"<b>BÊN A:</b> {first}")
    flow.p(f"<b>BÊN B:</b> {second}")
    articles = [
        (
            "Đối tượng của hợp đồng",
            f"Hai bên thống nhất thực hiện nội dung: {plain(task.title[:1].lower() + task.title[1:])} "
            f"tại {other.address}.",
        )
    ]
    articles += [
        ("Thời hạn", f"{task.rng.randrange(1, 10)} năm kể từ ngày ký."),
        (
            "Giá trị và phương thức thanh toán",
            f"{task.rng.randrange(3, 90)}.000.000 đồng/tháng, thanh toán bằng chuyển khoản hằng quý.",
        ),
        ("Quyền và nghĩa vụ của các bên", "Các bên thực hiện đúng cam kết, bồi thường thiệt hại nếu vi phạm."),
        ("Điều khoản chung", "Hợp đồng lập thành 04 bản có giá trị pháp lý như nhau, mỗi bên giữ 02 bản."),
    ]
    for place, (head, text) in enumerate(articles, start=1):
        flow.p(f"<b>Điều {place}. {head}</b>", "left")
        flow.p(text, indent=9)
        if place == 1:
            for label, value in task.facts[:2]:
                flow.p(f"- {label}: {value}.", indent=9, after=0.2)
        if task.chance(0.5):
            flow.p(task.rng.choice(FILLER), indent=9)
    mine_signer = Signer(
        ("<b>ĐẠI DIỆN BÊN B</b>",),
        task.organisation.head.name if task.organisation else task.person.name,
        task.organisation.name if task.organisation else "",
    )
    flow.signed([Signer(("<b>ĐẠI DIỆN BÊN A</b>",), other.name), mine_signer])


def invoice_title(task: Task) -> str:
    """What the invoice calls itself: a long name in a row is no title of an invoice."""
    return task.title if len(task.title.split()) < 9 else "Hóa đơn giá trị gia tăng"


def invoice(task: Task, flow: Flow) -> None:
    """An invoice of a seller."""
    rng = task.rng
    flow.side_by_side(
        [
            (
                0.62,
                f"<b>CÔNG TY TNHH THƯƠNG MẠI MẪU {rng.choice(names()['brands']).upper()}</b>\n"
                f"Mã số thuế: 0199{rng.randrange(10**6):06d}\nĐịa chỉ: {task.cast.others[0].address}",
            ),
            (0.38, f"Mẫu số: 1\nKý hiệu: 1C26TMA\nSố: {rng.randrange(10**7):08d}"),
        ],
        11,
    )
    titled(flow, invoice_title(task), long_date(task.earlier(5, 400)).capitalize(), size=3)
    flow.line("Họ tên người mua hàng:", task.person.name)
    flow.line("Tên đơn vị:", task.organisation.name if task.organisation else "")
    flow.line("Địa chỉ:", task.person.address)
    rows, total = [], 0
    for place, thing in enumerate(
        rng.sample(
            (
                "Thiết bị đo",
                "Vật tư lắp đặt",
                "Máy bơm nước",
                "Động cơ diesel",
                "Phí dịch vụ kỹ thuật",
                "Con giống",
                "Thép hình",
            ),
            3,
        ),
        start=1,
    ):
        count, price = rng.randrange(1, 12), rng.randrange(2, 90) * 100_000
        total += count * price
        rows.append(
            (
                str(place),
                thing,
                "cái",
                str(count),
                f"{price:,}".replace(",", "."),
                f"{count * price:,}".replace(",", "."),
            )
        )
    flow.table(
        ("STT", "Tên hàng hóa, dịch vụ", "ĐVT", "Số lượng", "Đơn giá", "Thành tiền"),
        rows,
        (0.6, 3, 0.8, 1, 1.6, 1.8),
        10.5,
    )
    flow.p(
        f"Cộng tiền hàng: {total:,} đồng. Thuế suất GTGT: 10%. Tổng cộng: {total * 11 // 10:,} đồng.".replace(",", "."),
        "left",
    )
    flow.signed(
        [
            Signer(("<b>Người mua hàng</b>",), task.person.name),
            Signer(("<b>Người bán hàng</b>",), task.cast.others[0].name, "CÔNG TY TNHH MẪU"),
        ]
    )


def receipt(task: Task, flow: Flow) -> None:
    """Proof of a payment to the state."""
    rng = task.rng
    heading(flow, (rng.choice(("KHO BẠC NHÀ NƯỚC MẪU", "NGÂN HÀNG TMCP MẪU VIỆT")),), f"Số: {rng.randrange(10**6):07d}")
    titled(flow, task.title)
    for label, value in (
        ("Người nộp tiền", task.owner),
        ("Mã số thuế/CCCD", task.organisation.number if task.organisation else task.person.number),
        ("Địa chỉ", task.person.address),
        ("Nộp vào tài khoản", "7111 của Kho bạc Nhà nước"),
        ("Cơ quan quản lý thu", f"Thuế cơ sở {task.cast.commune.province}"),
    ):
        flow.line(f"{label}:", value)
    amount = f"{rng.randrange(2, 60) * 50_000:,}".replace(",", ".")
    flow.table(
        ("STT", "Nội dung các khoản nộp", "Số tiền (VND)"),
        [("1", rng.choice(("Phí thẩm định hồ sơ", "Lệ phí cấp giấy phép", "Thuế, phí theo thông báo")), amount)],
        (0.6, 4, 2),
    )
    flow.p(f"Tổng số tiền: {amount} đồng.", "left")
    flow.p(f"<i>{dated(task, task.earlier(1, 90))}</i>", "right")
    flow.signed(
        [
            Signer(("<b>Người nộp tiền</b>",), task.person.name),
            Signer(("<b>Giao dịch viên</b>",), task.cast.others[1].name, "NGÂN HÀNG MẪU"),
        ]
    )


def drawing(task: Task, flow: Flow) -> None:
    """A plan of a site: walls or parcels with lengths, north, and a title block."""
    page, rng = flow.page, task.rng
    width, height = page.frame.size
    small = Style(flow.manner.family, 9)
    page.marks.append(Area((12, 10, width - 10, height - 10), outline=BLACK, width=0.6))
    flow.centred(f"<b>{plain(task.title).upper()}</b>", 13, after=1)
    flow.centred(f"Địa điểm: {task.person.address}", 11)
    left, top, right, bottom = 34.0, page.y + 16, width - 34, height - 84
    page.marks.append(Area((left, top, right, bottom), outline=BLACK, width=0.7))
    cuts = sorted(rng.uniform(left + 18, right - 18) for _ in range(2))
    for x in cuts:
        page.marks.append(Rule((x, top), (x, bottom), 0.4))
    middle = rng.uniform(top + 40, bottom - 40)
    page.marks.append(Rule((left, middle), (right, middle), 0.4))
    rooms = [
        "Kho",
        "Văn phòng",
        "Lối đi",
        "Khu sản xuất",
        "Sân",
        "P. kỹ thuật",
        "WC",
        "Thửa 114",
        "Thửa 27",
        "Đường bê tông",
    ]
    for x, y in ((left + 4, top + 12), (cuts[0] + 3, top + 24), (left + 6, middle + 14), (cuts[1] + 2, middle + 26)):
        page.marks.append(Text(x, y, rng.choice(rooms), small))
    for x in (left, *cuts):
        page.marks.append(Text(x + 5, top - 3, f"{rng.randrange(2400, 9800)}", small))
    page.marks.append(Text(right + 3, middle, f"{rng.randrange(40, 190) / 10:.1f} m".replace(".", ","), small))
    page.marks.append(Rule((22, top + 20), (22, top + 6), 0.5))
    page.marks.append(Text(20, top + 4, "B", small))
    page.y = height - 76
    flow.table(
        ("TỶ LỆ 1/200", "NGƯỜI VẼ", "ĐƠN VỊ LẬP"),
        [(f"Ngày {written(task.earlier(10, 400))}", task.cast.others[1].name, plain(task.owner))],
        (1.4, 2, 3),
        10.5,
    )
    flow.p("<i>Ghi chú: kích thước tính bằng milimét, cao độ giả định.</i>", "left", size=10)
